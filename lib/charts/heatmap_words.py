"""What a heatmap says: the text, ink, size class and outline of each tile, and short column names."""

from collections.abc import Sequence

import pandas as pd

from lib.charts.colour import contrast, ink_on
from lib.charts.theme import SatisfactionScale, Tokens, ranges
from lib.model import figures
from lib.model.metrics import ENOUGH, TOO_FEW

#: From this many answers on a tile is full.
SURE = 100
#: A tile with less contrast to the background gets an outline.
_FAINT = 1.5


def said_cells(
    cells: pd.DataFrame, scale: SatisfactionScale, tokens: Tokens, *, bare: bool = False
) -> pd.DataFrame:
    """One row per tile: row, column, shade, size, text, between, answers, ink, bold, faint, against, raw.

    Cells may bring `said` (what a mark says, in words), `sign` (printed behind the value) and `raw` (what a
    mixed value is made of).

    `size` is full, middle, small or none by the number of answers. `bare` leaves the percent sign
    away, for tiles that are as small as a phone makes them.
    """
    known = cells["value"].notna() & (cells["n"] >= TOO_FEW)
    shade = cells["value"].astype(float).where(known, scale.domain[2])
    tones = [scale.colour(value) for value in shade]
    text = cells["value"].map(scale.say).where(known, figures.MISSING)
    text = text.str.removesuffix("%") if bare else text
    if "sign" in cells:
        text = text + cells["sign"].where(known, "")
    between = pd.Series(ranges(cells["low"], cells["high"], scale.say), cells.index)
    bold = cells["differs"].astype(bool) & known
    return cells[["row", "column"]].assign(
        shade=shade.round(4),
        size=_size(cells["n"]).where(known, "none"),
        text=text,
        between=between.where(known, "too few answers"),
        answers=cells["n"].map(figures.count).where(known, f"under {TOO_FEW}"),
        ink=pd.Series([ink_on(tone) for tone in tones], cells.index).where(known, tokens.muted),
        bold=bold,
        faint=[contrast(tone, tokens.background) < _FAINT for tone in tones],
        against=_against(cells, bold).where(known, figures.MISSING),
        raw=cells.get("raw", ""),
    )


def abbreviated(names: Sequence[str], room: int = 5) -> list[str]:
    """Names short enough for a phone's columns, each still different from the others.

    >>> abbreviated(["All", "Marketplace", "Market stall"])
    ['All', 'Mark.', 'Mar.2']
    """
    short: list[str] = []
    for name in names:
        one = name if len(name) <= room else f"{name[: room - 1].strip()}."
        short.append(one if one not in short else f"{name[: room - 2].strip()}.{len(short)}")
    return short


def ems(text: str) -> float:
    """The width of a text in our type, in multiples of its size; rather too wide.

    >>> ems("Web"), ems("customer")
    (2.1, 4.62)
    """
    wide = {**dict.fromkeys("mwMW", 0.9), **dict.fromkeys("ijlt.,-' fr", 0.36)}
    return round(sum(wide.get(letter, 0.7 if letter.isupper() else 0.6) for letter in text), 2)


def two_lines(name: str) -> tuple[str, str]:
    """A name of several words in two lines that are as alike as can be.

    >>> two_lines("First-time customer"), two_lines("No order yet"), two_lines("Web")
    (('First-time', 'customer'), ('No order', 'yet'), ('Web', ''))
    """
    words = name.split()
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) - 1, 0, -1)]
    return min(cuts, key=lambda cut: max(map(len, cut)), default=(name, ""))


def _against(cells: pd.DataFrame, bold: pd.Series) -> pd.Series:
    return cells["said"] if "said" in cells else bold.map({True: "differs", False: "not told apart"})


def _size(n: pd.Series) -> pd.Series:
    """The class of a tile by its answers."""
    edges = [-1, TOO_FEW - 1, ENOUGH - 1, SURE - 1, float("inf")]
    return pd.cut(n, edges, labels=["none", "small", "middle", "full"]).astype(str)
