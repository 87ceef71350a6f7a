"""What a flow picture says: the texts, shades and hover lists of its bars and bands.

`sankey_layout` says where a shape lies, this file what it tells, `sankey` draws both.
"""

from dataclasses import dataclass

import pandas as pd

from lib.charts.colour import contrast, laid_over
from lib.charts.theme import SatisfactionScale, Tokens, ranges, spoken
from lib.model import figures
from lib.model.metrics import TOO_FEW

#: The rest of a column: many touchpoints in one, so it has no satisfaction of its own.
OTHER = "(other)"
#: From this share on a label says how many leave.
_MANY_LEAVE = 0.10
#: A band with less contrast to the background gets an outline.
_FAINT = 1.6
#: Characters of a name that fit between two columns on a phone.
_PHONE_NAME = 10


@dataclass(frozen=True, slots=True)
class Voice:
    """How values are named and shaded; without a scale everything is neutral and no value is named.

    `legend` replaces the words over the colours. With `bands_only` bars have no value, and the rest of a
    column has one like any other. `unknown` stands where there is none, `counted` names n.
    """

    tokens: Tokens
    measure: str
    scale: SatisfactionScale | None
    narrow: bool = False
    legend: str = ""
    unknown: str = "too few answers"
    counted: str = "Answers"
    bands_only: bool = False


def said_links(links: pd.DataFrame, codes: dict[str, int], voice: Voice) -> pd.DataFrame:
    """Adds k, start, end, people, part, known, shade, said, between, answers, faint and rel to the links."""
    texts = links.assign(
        k=links["id"].map(codes),
        start=links["source"].map(spoken),
        end=links["target"].map(spoken),
        people=links["customers"].map(figures.count),
        part=links["share"].map(figures.share),
        rel=_coded(links, codes),
    )
    return _valued(texts, links["target"], voice)


def said_nodes(nodes: pd.DataFrame, codes: dict[str, int], voice: Voice) -> pd.DataFrame:
    """Adds k, name, people, gone, known, shade, said, between, answers, faint, first, short, second, rel.

    `nodes` brings `lines`, how many lines its label may have.
    """
    gone = (nodes["left"] / nodes["customers"].clip(lower=1)).fillna(0.0)
    texts = nodes.assign(
        k=nodes["id"].map(codes),
        name=nodes["label"].map(spoken),
        people=nodes["customers"].map(figures.count),
        gone=gone.map(figures.share),
        rel=_coded(nodes, codes),
    )
    valued = _valued(texts, nodes["label"], voice)
    return _phone_labels(valued) if voice.narrow else _labels(valued, gone, voice)


def neighbours(nodes: pd.DataFrame, links: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Hover lists where the caller has none: a shape lights with what it touches.

    Returns one `;id;id;` text per node and one per link.
    """
    ids = dict(zip(zip(nodes["step"], nodes["label"], strict=True), nodes["id"], strict=True))
    lists: dict[str, list[str]] = {key: [key] for key in [*nodes["id"], *links["id"]]}
    for step, source, target, link in zip(
        links["step"], links["source"], links["target"], links["id"], strict=True
    ):
        for end in (ids.get((step, source)), ids.get((step + 1, target))):
            if end is not None:
                lists[end].append(link)
                lists[link].append(end)
    texts = {key: f";{';'.join(found)};" for key, found in lists.items()}
    return [texts[key] for key in nodes["id"]], [texts[key] for key in links["id"]]


def _coded(shapes: pd.DataFrame, codes: dict[str, int]) -> list[str]:
    """The hover lists with a short number for each id: they are most of the picture's bytes otherwise."""
    return [
        ";" + "".join(f"{codes[one]};" for one in str(text).split(";") if one in codes)
        for text in shapes["rel"]
    ]


def _answers(shapes: pd.DataFrame) -> pd.Series:
    """How many answers, and where it is known how many of the customers here gave them."""
    said = shapes["n"].map(figures.count)
    if "answered" in shapes:
        said += shapes["answered"].map(lambda part: f", from {figures.share(part, 1)} of them")
    return said.where(shapes["n"] >= TOO_FEW, f"under {TOO_FEW}")


def _valued(shapes: pd.DataFrame, label: pd.Series, voice: Voice) -> pd.DataFrame:
    """Adds known, shade, said, between, answers and faint by the one rule on small numbers."""
    if voice.scale is None:
        blank = shapes.assign(known=False, shade=0.0, said="", between="", answers="")
        return blank.assign(faint=_faint([voice.tokens.ghost] * len(blank), voice.tokens))
    say, target = voice.scale.say, voice.scale.domain[2]
    mixed = (label == OTHER) & (not voice.bands_only)
    known = shapes["value"].notna() & (shapes["n"] >= TOO_FEW) & ~mixed
    shade = shapes["value"].astype(float).where(known, target)
    tones = [
        voice.scale.colour(value) if is_known else voice.tokens.ghost
        for value, is_known in zip(shade, known, strict=True)
    ]
    return shapes.assign(
        known=known,
        shade=shade,
        said=shapes["value"].map(say).where(known, voice.unknown).mask(mixed, "mixed"),
        between=pd.Series(ranges(shapes["low"], shapes["high"], say), shapes.index).where(
            known, figures.MISSING
        ),
        answers=_answers(shapes),
        faint=_faint(tones, voice.tokens),
    )


def _faint(tones: list[str], tokens: Tokens) -> list[bool]:
    """Which bands would hardly stand out from the background."""
    seen = [laid_over(tone, tokens.background, tokens.band) for tone in tones]
    return [contrast(one, tokens.background) < _FAINT for one in seen]


def _labels(nodes: pd.DataFrame, gone: pd.Series, voice: Voice) -> pd.DataFrame:
    leave = gone.map(lambda share: f"{figures.share(share, 0)} leave" if share >= _MANY_LEAVE else "")
    value = (voice.measure + " " + nodes["said"]).where(nodes["known"], "")
    joint = pd.Series(
        [" · ".join(filter(None, pair)) for pair in zip(value, leave, strict=True)], nodes.index
    )
    return nodes.assign(
        first=nodes["name"] + " " + nodes["customers"].map(figures.short),
        short=nodes["name"],
        second=joint.where(nodes["lines"] == 2, ""),
    )


def _phone_labels(nodes: pd.DataFrame) -> pd.DataFrame:
    """Two short lines: a long name is broken, and the customers follow where there is room."""
    pairs = [
        _phone_label(name, figures.short(customers)) if lines == 2 else (name, "")
        for name, customers, lines in zip(nodes["name"], nodes["customers"], nodes["lines"], strict=True)
    ]
    first, second = [one for one, _ in pairs], [two for _, two in pairs]
    return nodes.assign(first=first, short=first, second=second)


def _phone_label(name: str, people: str) -> tuple[str, str]:
    """A name and its customers on two lines, the name broken where that makes the lines most alike.

    >>> _phone_label("cart", "2.9k"), _phone_label("paid search", "4.8k"), _phone_label("marketplace", "2.1k")
    (('cart', '2.9k'), ('paid', 'search 4.8k'), ('marketplace', '2.1k'))
    """
    cuts = [i for i, letter in enumerate(name) if letter == " "]
    if not cuts or len(name) <= _PHONE_NAME:
        return name, people
    cut = min(cuts, key=lambda i: abs(2 * i - len(name)))
    rest = name[cut + 1 :]
    both = f"{rest} {people}"
    return name[:cut], both if len(both) <= _PHONE_NAME + 1 else rest
