"""The flow as a picture: nodes and ribbons with satisfaction, what a pick means, and a title that says it."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pandas as pd

from lib.analysis.flow import goes_nowhere, grouped, kept_labels, moves, shown_labels
from lib.analysis.terms.paths import bound
from lib.model.errors import QuestionError
from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.flow_view import BEGAN, END, LEFT, OTHER, FlowView, Pick
from lib.model.metrics import TOO_FEW
from lib.model.stages import STAGES, TOUCHPOINTS, stage_of
from lib.stats.intervals import wilson
from lib.store.store import Store

HERE = Path(__file__).parents[1]
ANSWERS = (HERE / "flow_satisfaction.sql", HERE / "flow_satisfaction.fast.sql")
ROUTES = (HERE / "flow_routes.sql", HERE / "flow_routes.fast.sql")
#: Ribbons thinner than this share of all are not drawn; the caption says how many moves they hold.
THINNEST = 0.004
#: More ribbons than this nobody can tell apart: the widest are drawn, and the widest that leads to each bar.
MOST_LINKS = 150
#: Exact routes that the hover looks at; the caption says what share of the customers they are.
MOST_ROUTES = 4000
#: A hovered element lights what at least this share of its customers also pass.
LIT = 0.15
_PLACES = {name: place for place, name in enumerate(n for names in TOUCHPOINTS.values() for n in names)}


@dataclass(frozen=True)
class FlowPicture:
    """Frames in the columns of `lib.charts.sankey`, and the words around them.

    `links` are those drawn, `every` all of them, `ribbons` the moves before any were grouped.
    """

    nodes: pd.DataFrame
    links: pd.DataFrame
    every: pd.DataFrame
    ribbons: pd.DataFrame
    customers: int
    hidden_share: float
    hover_share: float
    title: str
    picked: Pick | None = None
    picked_customers: int | None = None
    least: float = THINNEST


def picture(
    store: Store, filters: Filters, *, view: FlowView, metric: str | None = None, pick: str | None = None,
    least: float = THINNEST,
) -> FlowPicture:  # fmt: skip
    """Gather everything that the Sankey shows; `pick` is the id of a node or ribbon of the same picture.

    Ribbons of less than the share `least` of all are left out of the picture, and of nothing else.
    """
    shown = unpicked(store, filters, view=view, metric=metric, least=least)
    return picked(store, filters, shown, view=view, pick=pick)


def unpicked(
    store: Store, filters: Filters, *, view: FlowView, metric: str | None = None, least: float = THINNEST
) -> FlowPicture:
    """The same with nothing picked: what every pick has in common, and is dear to gather."""
    ribbons = moves(store, filters, view)
    frame = grouped(ribbons, view.rows)
    nodes, links = bars_of(frame, view), bands_of(frame)
    if metric:
        nodes, links = _satisfied(store, filters, view, metric, ribbons, nodes, links)
    customers = begun(nodes, view)
    drawn = visible(links, customers, least)
    hidden = 1 - drawn["customers"].sum() / max(links["customers"].sum(), 1)
    nodes, drawn, lit = _related(store, filters, view, ribbons, nodes, drawn)
    title = _title(nodes, links, view)
    return FlowPicture(nodes, drawn, links, ribbons, customers, hidden, lit, title, least=least)


def picked(
    store: Store, filters: Filters, shown: FlowPicture, *, view: FlowView, pick: str | None
) -> FlowPicture:
    """The picture with those behind `pick` lit; itself where nothing, or nothing of it, is picked."""
    chosen = resolve(pick, shown.nodes, shown.every, kept_labels(shown.ribbons, view.rows), shown.ribbons)
    if chosen is None:
        return shown
    drawn, customers = _through(store, filters, view, chosen, shown.links, shown.ribbons)
    title = _picked_title(str(pick), shown.nodes, shown.every, customers)
    return replace(shown, links=drawn, title=title, picked=chosen, picked_customers=customers)


def visible(links: pd.DataFrame, customers: int, least: float = THINNEST) -> pd.DataFrame:
    """The ribbons that are drawn: wide enough, and not more than can be told apart."""
    if not 0 <= least < 1:
        raise QuestionError(f"A least share of {least:.1%} draws nothing.", "Choose between 0% and 99%.")
    wide = links[links["customers"] >= least * customers]
    order = wide.sort_values(["customers", "id"], ascending=[False, True])
    inflow = order.groupby(["step", "target"]).cumcount() == 0
    widest = pd.Series(range(len(order)), index=order.index) < MOST_LINKS
    return wide[(widest | inflow).reindex(wide.index)].reset_index(drop=True)


def element_id(*parts: object) -> str:
    """A stable id of a node (step, label) or ribbon (step, source, target); safe in a URL.

    >>> element_id(1, "cart") == element_id(1, "cart") != element_id(2, "cart")
    True
    """
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=5).hexdigest()


def resolve(
    pick: str | None,
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    kept: set[tuple[int, str]],
    ribbons: pd.DataFrame,
) -> Pick | None:
    """The labels that a picked id stands for; None where the picture has no such element."""
    if pick is None:
        return None
    for row in nodes[nodes["id"] == pick].itertuples():
        return Pick(int(row.step), _labels(row.step, row.label, kept, ribbons))
    for row in links[links["id"] == pick].itertuples():
        targets = _labels(row.step + 1, row.target, kept, ribbons)
        return Pick(int(row.step), _labels(row.step, row.source, kept, ribbons), targets)
    for row in nodes[_drop_offs(nodes) == pick].itertuples():
        return Pick(int(row.step), _labels(row.step, row.label, kept, ribbons), (LEFT,))
    return None


def _drop_offs(nodes: pd.DataFrame) -> pd.Series:
    """The id of the drop-off at each node."""
    ids = [element_id(a, b, LEFT) for a, b in zip(nodes["step"], nodes["label"], strict=True)]
    return pd.Series(ids, index=nodes.index, dtype=object)


def _labels(step: int, label: str, kept: set[tuple[int, str]], ribbons: pd.DataFrame) -> tuple[str, ...]:
    if label != OTHER:
        return (label,)
    here = set(ribbons.loc[ribbons["step"] == step, "source"])
    here |= set(ribbons.loc[ribbons["step"] == step - 1, "target"]) - {LEFT, END}
    return tuple(sorted(name for name in here if (step, name) not in kept))


def bars_of(frame: pd.DataFrame, view: FlowView) -> pd.DataFrame:
    """The bars of grouped ribbons, without answers yet."""
    here = frame.groupby(["step", "source"], as_index=False)["customers"].sum()
    last = frame[(frame["step"] == view.steps - 1) & ~goes_nowhere(frame["target"])]
    there = last.groupby("target", as_index=False)["customers"].sum().assign(step=view.steps)
    nodes = pd.concat(
        [here.rename(columns={"source": "label"}), there.rename(columns={"target": "label"})],
        ignore_index=True,
    )
    left = frame[frame["target"] == LEFT].set_index(["step", "source"])["customers"]
    keys = pd.MultiIndex.from_frame(nodes[["step", "label"]])
    nodes["left"] = left.reindex(keys).fillna(0).to_numpy().astype(int)
    levels = [view.front if view.front and step == 1 else view.level for step in nodes["step"]]
    named = list(zip(nodes["label"], levels, strict=True))
    nodes["stage"] = [label if level == "stage" else stage_of(label) for label, level in named]
    nodes["rank"] = [rank(label, str(level)) for label, level in named]
    nodes["id"] = [element_id(a, b) for a, b in zip(nodes["step"], nodes["label"], strict=True)]
    return nodes.assign(n=0, value=np.nan, low=np.nan, high=np.nan)


def rank(label: str, level: str = "touchpoint") -> int:
    """The place of a label in the journey's order; unknown names after the known, `(other)` last."""
    if label in (OTHER, BEGAN):
        return 10_000
    if level == "stage":
        return STAGES.index(label) if label in STAGES else 9_000
    return _PLACES.get(label, 9_000)


def begun(nodes: pd.DataFrame, view: FlowView) -> int:
    """How many paths the picture holds: whoever stands at the anchor."""
    return int(nodes.loc[nodes["step"] == view.columns_before + 1, "customers"].sum())


def paths_of(ribbons: pd.DataFrame, view: FlowView) -> int:
    """The same of ungrouped ribbons, where the anchor may be the last column."""
    at = min(view.columns_before + 1, view.steps - 1)
    return int(ribbons.loc[ribbons["step"] == at, "customers"].sum())


def bands_of(frame: pd.DataFrame) -> pd.DataFrame:
    """The bands of grouped ribbons, without answers yet."""
    links = frame[~goes_nowhere(frame["target"])].reset_index(drop=True)
    keys = zip(links["step"], links["source"], links["target"], strict=True)
    links["id"] = [element_id(*key) for key in keys]
    links["back"] = [_goes_back(a, b) for a, b in zip(links["source"], links["target"], strict=True)]
    return links.assign(n=0, value=np.nan, low=np.nan, high=np.nan)


def _goes_back(source: str, target: str) -> bool:
    """Whether a move leads to an earlier stage; unknown stages never do."""
    a, b = (name if name in STAGES else stage_of(name) for name in (source, target))
    return a is not None and b is not None and STAGES.index(b) < STAGES.index(a)


def _satisfied(
    store: Store,
    filters: Filters,
    view: FlowView,
    metric: str,
    ribbons: pd.DataFrame,
    nodes: pd.DataFrame,
    links: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Colour nodes and ribbons by the answers that those customers gave about the step they reached."""
    sql = ANSWERS[1] if store.manifest.packed and view.packed else ANSWERS[0]
    values = {**bound(store, filters, view), "metric": metric}
    answers = store.query(sql, **values)
    kept = kept_labels(ribbons, view.rows)
    answers["label"] = shown_labels(answers["step"], answers["label"], kept)
    answers["source"] = shown_labels(answers["step"] - 1, answers["source"], kept)
    sums = ["n", "top", "customers"]
    at_nodes = answers.groupby(["step", "label"])[sums].sum()
    on_links = answers.assign(step=answers["step"] - 1).groupby(["step", "source", "label"])[sums].sum()
    return (
        _with_answers(nodes, at_nodes, ["step", "label"]),
        _with_answers(links, on_links, ["step", "source", "target"]),
    )


def _with_answers(frame: pd.DataFrame, answers: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    found = answers.reindex(pd.MultiIndex.from_frame(frame[keys])).fillna(0)
    n, top = found["n"].to_numpy(float), found["top"].to_numpy(float)
    enough = n >= TOO_FEW
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.where(enough, top / n, np.nan)
    interval = wilson(np.where(enough, top, 1), np.where(enough, n, 1))
    low, high = (np.where(enough, limit, np.nan) for limit in (interval.low, interval.high))
    answered = found["customers"].to_numpy() / np.maximum(frame["customers"].to_numpy(), 1)
    return frame.assign(n=n.astype(int), value=value, low=low, high=high, answered=answered)


def _related(
    store: Store,
    filters: Filters,
    view: FlowView,
    ribbons: pd.DataFrame,
    nodes: pd.DataFrame,
    links: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Add to each shape the ids whose hover lights it (`rel`), from the most travelled exact routes."""
    sql = ROUTES[1] if store.manifest.packed and view.packed else ROUTES[0]
    routes = store.query(sql, **bound(store, filters, view), most=MOST_ROUTES)
    ids = [*nodes["id"], *links["id"]]
    passes = _passes(routes, kept_labels(ribbons, view.rows), ids, min(view.steps, 8))
    weight = routes["customers"].to_numpy(float)
    together = passes.T @ (passes * weight[:, None])
    own = np.maximum(np.diag(together), 1e-9)
    lit = (together / own[:, None] >= LIT).T  # lit[i, h]: hovering h lights i
    rel = [";" + ";".join(ids[h] for h in np.flatnonzero(row)) + ";" for row in lit]
    total = paths_of(ribbons, view)
    return (
        nodes.assign(rel=rel[: len(nodes)]),
        links.assign(rel=rel[len(nodes) :]),
        float(weight.sum() / max(total, 1)),
    )


def _passes(routes: pd.DataFrame, kept: set[tuple[int, str]], ids: list[str], steps: int) -> np.ndarray:
    """Which route (row) passes which shape (column)."""
    at = {name: place for place, name in enumerate(ids)}
    passes = np.zeros((len(routes), len(ids)), dtype=np.float32)
    columns = [routes[f"s{step}"].tolist() for step in range(1, steps + 1)]
    for row, labels in enumerate(zip(*columns, strict=True)):
        named = [b if (a, b) in kept else OTHER for a, b in enumerate(labels, start=1) if isinstance(b, str)]
        shapes = [element_id(a, b) for a, b in enumerate(named, start=1)]
        shapes += [
            element_id(a, b, c) for a, (b, c) in enumerate(zip(named, named[1:], strict=False), start=1)
        ]
        passes[row, [at[shape] for shape in shapes if shape in at]] = 1
    return passes


def _through(
    store: Store, filters: Filters, view: FlowView, pick: Pick, links: pd.DataFrame, ribbons: pd.DataFrame
) -> tuple[pd.DataFrame, int]:
    """How much of each ribbon the picked customers are, and how many they are."""
    theirs = moves(store, filters, view, pick)
    kept = kept_labels(ribbons, view.rows)
    named = theirs.assign(
        source=shown_labels(theirs["step"], theirs["source"], kept),
        target=shown_labels(theirs["step"] + 1, theirs["target"], kept),
    )
    counts = named.groupby(["step", "source", "target"])["customers"].sum()
    keys = pd.MultiIndex.from_frame(links[["step", "source", "target"]])
    through = counts.reindex(keys).fillna(0).to_numpy()
    picked = paths_of(theirs, view)
    return links.assign(through=through / links["customers"], through_customers=through.astype(int)), picked


def _title(nodes: pd.DataFrame, links: pd.DataFrame, view: FlowView) -> str:
    """Where most leave, or by which way most arrive, read off the picture."""
    inner = nodes[(nodes["step"] < view.steps) & ~nodes["label"].isin([OTHER, BEGAN])]
    paths = begun(nodes, view)
    if view.leads_up:
        return _arrival(links[links["step"] == view.steps - 1], paths, view)
    if view.start is not None and view.end is not None:
        return f"{count(paths)} {view.unit} go from {view.start} to {view.end}"
    if inner.empty or inner["left"].max() == 0:
        return f"{count(paths)} {view.unit}, step by step"
    worst = inner.sort_values(["left", "step"], ascending=[False, True]).iloc[0]
    gone = share(worst["left"] / worst["customers"], 0)
    place = view.headers()[worst["step"] - 1]
    where = place.lower() if place.startswith("Step") else place
    at = worst["label"] if where == worst["label"] else f"{worst['label']}, {where}"
    return f"Most leave at {at}: {count(worst['left'])} {view.unit}, {gone} of those who were there"


def _arrival(last: pd.DataFrame, begun: int, view: FlowView) -> str:
    """From where most came who reached the end."""
    named = last[~last["source"].isin([OTHER, BEGAN])]
    if named.empty:
        return f"{count(begun)} {view.unit} reach {view.end} at once"
    most = named.sort_values(["customers", "source"], ascending=[False, True]).iloc[0]
    came = share(most["customers"] / max(begun, 1), 0)
    return f"{count(begun)} {view.unit} reach {view.end}, {came} of them from {most['source']}"


def _picked_title(pick: str, nodes: pd.DataFrame, links: pd.DataFrame, customers: int) -> str:
    for link in links[links["id"] == pick].itertuples():
        way = f"from {said(link.source)} to {said(link.target)}"
        return f"{count(customers)} customers went {way} at step {link.step}"
    for node in nodes[_drop_offs(nodes) == pick].itertuples():
        return f"{count(customers)} customers left after {said(node.label)} at step {node.step}"
    node = nodes[nodes["id"] == pick].iloc[0]
    return f"{count(customers)} customers were at {said(node['label'])} in step {node['step']}"


def said(label: str) -> str:
    """A label as the picture writes it.

    >>> said("(other)"), said("cart")
    ('Other', 'cart')
    """
    return {OTHER: "Other", LEFT: "nowhere (left)", END: "the end", BEGAN: "the journey's start"}.get(
        label, label
    )
