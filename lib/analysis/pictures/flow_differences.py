"""The picture of what differs: the flow of these customers, coloured where others do otherwise."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lib.analysis.flow_changes import compared
from lib.analysis.pictures.flow import THINNEST, bands_of, bars_of, begun, visible
from lib.analysis.pictures.flow_elements import columns_for
from lib.model.figures import count
from lib.model.filters import Filters
from lib.model.flow_view import OTHER, FlowView
from lib.store.store import Store


@dataclass(frozen=True)
class Differences:
    """`changes` as `compared` finds them; bars and bands in the columns of `lib.charts.sankey`, with the
    difference of a band as its value where it is real; `unseen` real changes are in no band of the picture.
    """

    changes: pd.DataFrame
    nodes: pd.DataFrame
    links: pd.DataFrame
    title: str
    unseen: int
    view: FlowView

    def drawn(self, most: int) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
        """Bars, bands and what stands over the columns, as many columns as a room has place for."""
        columns = columns_for(self.view, most)
        nodes = self.nodes[self.nodes["step"].isin(columns)]
        left = nodes["left"].where(nodes["step"] < columns[-1], 0)
        links = self.links[self.links["step"].isin(columns[:-1])]
        heads = [self.view.headers()[column - 1] for column in columns]
        return nodes.assign(left=left).reset_index(drop=True), links.reset_index(drop=True), heads


def differences(
    store: Store,
    filters: Filters,
    *,
    other: Store,
    other_filters: Filters,
    view: FlowView,
    least: float = THINNEST,
) -> Differences:
    """Compare two flows and draw the one of `store`; DataError where one of them has nobody."""
    changes = compared(store, filters, other=other, other_filters=other_filters, view=view)
    here = changes[changes["customers"] > 0]
    nodes = bars_of(here, view)
    links = _judged(bands_of(here.rename(columns={"low": "least", "high": "most"})))
    shown = visible(links, begun(nodes, view), least)
    unseen = int(changes["real"].sum() - shown["value"].notna().sum())
    return Differences(changes, nodes, shown, _title(changes), unseen, view)


def _judged(links: pd.DataFrame) -> pd.DataFrame:
    """Only what is real has a value: its interval and those at the source stay with it."""
    real = links["real"].to_numpy(bool)
    value, low, high = (np.where(real, links[name], np.nan) for name in ("difference", "least", "most"))
    return links.assign(n=links["at_source"], value=value, low=low, high=high)


def _title(changes: pd.DataFrame) -> str:
    """The strongest real difference, of names before that of the rest; or that there is none."""
    real = changes[changes["real"]]
    if real.empty:
        return f"None of {count(len(changes))} moves differs beyond chance"
    named = real[(real["source"] != OTHER) & (real["target"] != OTHER)]
    sizes = (real if named.empty else named)["difference"].abs()
    strongest = real.loc[sizes.idxmax()]
    says = str(strongest["says"]).rstrip(".")
    return f"The strongest difference: {says[0].lower()}{says[1:]}"
