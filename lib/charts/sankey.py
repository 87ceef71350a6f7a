"""Flows by step: what customers do next, where they leave, where satisfaction drops on the way.

Width is customers, colour is satisfaction with the step reached, a dashed outline is a move back, a
grey stub is who left, grey is context. Hovering lights the true path in the browser; a click returns
the id of a bar or band as `pick`.
"""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.charts import sankey_marks as marks
from lib.charts import theme
from lib.charts.sankey_layout import TWO_LINES, label_lines, layout
from lib.charts.sankey_words import Voice, neighbours, said_links, said_nodes
from lib.charts.theme import Tokens, Unit

_TEXTS = ["id", "k", "people", "known", "shade", "said", "between", "answers", "rel"]
_BAND = [*_TEXTS, "start", "end", "part", "faint", "back", "x0", "x1", "sy", "ty", "w"]
_BAR = [*_TEXTS, "name", "step", "gone", "on", "x", "y0", "y1", "stub", "first", "short", "second", "lines"]


def sankey(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    subtitle: str,
    target: float | None,
    measure: str = "CSAT",
    unit: Unit = "share",
    ends: tuple[float, float] = (0.0, 1.0),
    picked: bool = False,
    narrow: bool = False,
    height: int = 560,
    headers: Sequence[str] | None = None,
    voice: Voice | None = None,
) -> alt.LayerChart:
    """The flow picture.

    `nodes`, one bar per row: id, step (from 1), label, stage, rank (journey order, the rest last),
    customers, left (0 in the last column), n (answers), value (satisfaction or missing), low, high.
    `links`, one band per row: id, step, source, target, customers, share (of the source's customers),
    n, value, low, high, back (a move to an earlier stage). Ids are the caller's and must be stable.
    Optional on both: rel (`;id;id;`, the ids whose hover lights this shape). With `picked`, links
    bring through (share of the band that the picked customers are) and through_customers.
    `(other)` is the rest of a column and stays neutral, as does all with fewer answers than the
    minimum or without a `target`. `ends` are the ends of the measure's scale. `headers` replace
    'Step 1', 'Step 2' ... A `voice` of the caller's own replaces measure, unit, ends and target.
    """
    scale = theme.satisfaction_scale(tokens, target, *ends, unit=unit) if target is not None else None
    voice = voice or Voice(tokens, measure, scale, narrow)
    bars, bands = _frames(nodes, links, voice, height - marks.HEAD, picked)
    sheet = marks.Sheet(voice, nodes["step"].nunique(), _margin(bars, narrow), picked)
    band, bar = alt.Chart(bands), alt.Chart(bars).transform_calculate(**marks.bar_places(sheet))
    layers = [
        marks.stubs(bar, sheet),
        *marks.bands(band, sheet),
        marks.bars(bar, sheet),
        *marks.labels(bar, sheet),
        *marks.headers(nodes, headers or (), sheet),
    ]
    room: theme.Room = "narrow" if narrow else "wide"
    return alt.LayerChart(layer=layers).properties(
        width=358 if narrow else 1180, height=height, title=theme.title(title, subtitle, room)
    )


def _frames(
    nodes: pd.DataFrame, links: pd.DataFrame, voice: Voice, height: int, picked: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The two frames that the browser gets: places, texts and nothing else."""
    codes = {one: k for k, one in enumerate([*links["id"], *nodes["id"]])}
    if "rel" not in links or "rel" not in nodes:
        of_nodes, of_links = neighbours(nodes, links)
        nodes, links = nodes.assign(rel=of_nodes), links.assign(rel=of_links)
    bars, bands = layout(nodes, links, height)
    bars = bars.assign(
        lines=label_lines(bars, height, tall=0 if voice.narrow else TWO_LINES),
        stub=(bars["y1"] - bars["y0"]) * bars["left"] / bars["customers"].clip(lower=1),
        on=_passed(nodes, links) if picked else True,
    )
    bars = said_nodes(bars, codes, voice)[_BAR]
    extra = ["through", "through_customers"] if picked else []
    bands = said_links(bands, codes, voice).sort_values(["customers", "id"], ascending=[False, True])
    return bars.round(4), bands[[*_BAND, *extra]].round(4)


def _passed(nodes: pd.DataFrame, links: pd.DataFrame) -> list[bool]:
    """Which bars the picked customers pass."""
    live = links[links["through"] > marks.LEAST_THROUGH]
    ends = set(zip(live["step"], live["source"], strict=True))
    ends |= set(zip(live["step"] + 1, live["target"], strict=True))
    return [place in ends for place in zip(nodes["step"], nodes["label"], strict=True)]


def _margin(bars: pd.DataFrame, narrow: bool) -> int:
    """The room for the labels right of the last column, in pixels."""
    last = bars[bars["x"] == bars["x"].max()]
    letters = max(last[column].str.len().max() for column in ("first", "second"))
    return int(min(letters * marks.LETTER + 12, 100 if narrow else 190))
