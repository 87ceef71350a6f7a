"""Where the bars, bands and labels of a flow picture lie.

Every column keeps the journey order from top to bottom, so up means went back and down means went on.
One scale serves all columns: a bar's height is its customers. Columns are centred, and the spare room
goes into the gaps, which gives the silhouette of a funnel and room for labels. All places are shares
of the width and height; pixels are made in the browser.
"""

import pandas as pd

#: The room between two bars of the fullest column, and the most that a gap may grow to, in pixels.
LEAST_GAP, MOST_GAP = 14.0, 30.0
#: The height of a label of one and of two lines, in pixels.
ONE_LINE, TWO_LINES = 15.0, 29.0


def layout(nodes: pd.DataFrame, links: pd.DataFrame, height: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The places of all bars and bands; the frames come back in their own order.

    `nodes` needs step, label, rank (journey order) and customers; a node is known by (step, label).
    `links` needs id, step, source, target, customers, and runs from (step, source) to (step + 1,
    target). Nodes gain x, y0, y1; links gain x0, x1, the band's tops sy and ty, and its width w, all
    as shares of the picture.

    >>> nodes = pd.DataFrame({"step": [1, 2], "label": ["ad", "home"], "rank": [0, 1], "customers": [4, 2]})
    >>> links = pd.DataFrame({"id": "a", "step": 1, "source": "ad", "target": "home", "customers": [2]})
    >>> bars, bands = layout(nodes, links, 400)
    >>> bars[["x", "y0", "y1"]].to_numpy().tolist(), bands[["sy", "ty", "w"]].to_numpy().tolist()
    ([[0.0, 0.0, 1.0], [1.0, 0.25, 0.75]], [[0.0, 0.25, 0.5]])
    """
    scale = _scale(nodes, height)
    bars = _bars(nodes, scale, height)
    place = bars.set_index(["step", "label"])[["x", "y0"]]
    bands = links.assign(
        w=links["customers"].astype(float) * scale,
        x0=_looked_up(place["x"], links["step"], links["source"]),
        x1=_looked_up(place["x"], links["step"] + 1, links["target"]),
        _from=_looked_up(place["y0"], links["step"], links["source"]),
        _to=_looked_up(place["y0"], links["step"] + 1, links["target"]),
    )
    bands["sy"] = _stacked(bands, "_from", ["step", "source"], "_to")
    bands["ty"] = _stacked(bands, "_to", ["step", "target"], "_from")
    return bars, bands.drop(columns=["_from", "_to"])


def label_lines(bars: pd.DataFrame, height: float, tall: float = TWO_LINES) -> pd.Series:
    """How many lines (0, 1 or 2) the label of each bar may have so that none touches another.

    `bars` comes from `layout`. Names come first, big bars before small ones; then bars of at least
    `tall` pixels get their second line where there is room.
    """
    order = bars.sort_values(["customers", "label"], ascending=[False, True])
    lines: dict[object, int] = {}
    for _, column in order.groupby("step"):
        middles = dict(zip(column.index, ((column["y0"] + column["y1"]) / 2 * height).tolist(), strict=True))
        rooms = dict(zip(column.index, ((column["y1"] - column["y0"]) * height).tolist(), strict=True))
        named = _placed({}, middles, 1)
        lines |= _placed(named, {one: middles[one] for one in named if rooms[one] >= tall}, 2, middles)
    return pd.Series([lines.get(index, 0) for index in bars.index], index=bars.index, dtype=int)


def _scale(nodes: pd.DataFrame, height: float) -> float:
    """Share of the height per customer, so that the fullest column just fits."""
    columns = nodes.groupby("step")["customers"].agg(["sum", "size"])
    gap = min(LEAST_GAP / height, 0.5 / columns["size"].max())
    room = 1 - (columns["size"] - 1) * gap
    return float((room / columns["sum"].clip(lower=1e-9)).min())


def _bars(nodes: pd.DataFrame, scale: float, height: float) -> pd.DataFrame:
    sizes = nodes["customers"] * scale
    order = nodes.assign(_size=sizes).sort_values(["step", "rank", "label"])
    columns = order.groupby("step")["_size"]
    total, count = columns.transform("sum"), columns.transform("size")
    gap = ((1 - total) / (count - 1).clip(lower=1)).clip(upper=MOST_GAP / height)
    start = (1 - total - gap * (count - 1)) / 2
    above = columns.cumsum() - order["_size"]
    top = start + above + gap * columns.cumcount()
    first, last = nodes["step"].min(), nodes["step"].max()
    return nodes.assign(x=(nodes["step"] - first) / max(last - first, 1), y0=top, y1=top + sizes)


def _looked_up(place: pd.Series, step: pd.Series, label: pd.Series) -> pd.Series:
    keys = pd.MultiIndex.from_arrays([step, label])
    return pd.Series(place.reindex(keys).to_numpy(), index=step.index)


def _stacked(bands: pd.DataFrame, base: str, node: list[str], other: str) -> pd.Series:
    """The top of each band at one of its ends: stacked from the bar's top in the order of the far ends."""
    order = bands.sort_values([*node, other, "id"])
    return order[base] + order.groupby(node)["w"].cumsum() - order["w"]


def _placed(
    taken: dict[object, int],
    wanting: dict[object, float],
    lines: int,
    middles: dict[object, float] | None = None,
) -> dict[object, int]:
    """Gives `lines` to each of `wanting` (middle by bar) that then touches none of `taken`."""
    where, done = middles or wanting, dict(taken)
    for one, middle in wanting.items():
        others = (other for other in done if other != one)
        if all(abs(middle - where[other]) >= _half(lines) + _half(done[other]) for other in others):
            done[one] = lines
    return done


def _half(lines: int) -> float:
    return (TWO_LINES if lines == 2 else ONE_LINE) / 2
