"""Everything that can be picked in a flow, by words that a reader, a table and an address can carry."""

from dataclasses import replace
from typing import Any

import pandas as pd

from lib.analysis.pictures.flow import FlowPicture, element_id
from lib.model.flow_view import END, LEFT, FlowView


def elements(ribbons: pd.DataFrame) -> dict[str, str]:
    """The id of each element by its words, the most travelled first; `ribbons` as `flow` returns them.

    >>> ribbons = pd.DataFrame(
    ...     {"step": [1, 1], "source": ["ad", "ad"], "target": ["cart", "(left)"], "customers": [2, 1]}
    ... )
    >>> list(elements(ribbons))
    ['1. ad', '1. ad > cart', '2. cart', '1. ad > (left)']
    """
    last = ribbons[(ribbons["step"] == ribbons["step"].max()) & ~ribbons["target"].isin([LEFT, END])]
    nodes = pd.concat(
        [
            ribbons[["step", "source", "customers"]],
            last[["target", "customers"]].rename(columns={"target": "source"}).assign(step=last["step"] + 1),
        ]
    )
    counts = nodes.groupby(["step", "source"], as_index=False)["customers"].sum()
    found: list[tuple[int, tuple[Any, ...]]] = [
        (row.customers, (row.step, row.source)) for row in counts.itertuples()
    ]
    found += [(row.customers, (row.step, row.source, row.target)) for row in ribbons.itertuples()]
    ordered = sorted(found, key=lambda one: (-one[0], one[1]))
    return {words(*place): element_id(*place) for _, place in ordered}


def words(step: int, source: str, target: str | None = None) -> str:
    """An element in words: `2. cart` is who stood there, `2. cart > checkout` who went on to there.

    >>> words(2, "cart"), words(2, "cart", "checkout")
    ('2. cart', '2. cart > checkout')
    """
    return f"{step}. {source}" if target is None else f"{step}. {source} > {target}"


def of_ribbons(ribbons: pd.DataFrame) -> list[str]:
    """The words of each ribbon, in their order."""
    return [words(*place) for place in ribbons[["step", "source", "target"]].itertuples(index=False)]


def columns_for(view: FlowView, most: int) -> range:
    """The columns that a room shows where it has no place for all: those around the anchor.

    >>> columns_for(FlowView(steps=7), 4), columns_for(FlowView(steps=7, end="cart"), 4)
    (range(1, 5), range(4, 8))
    """
    few = min(most, view.steps)
    first = min(max(view.columns_before + 2 - max(few - 1, 1), 1), view.steps - few + 1)
    return range(first, first + few)


def some_columns(picture: FlowPicture, view: FlowView, most: int) -> tuple[FlowPicture, list[str]]:
    """The columns that a room has place for, and what stands over them: nobody leaves the last one shown."""
    columns = columns_for(view, most)
    nodes = picture.nodes[picture.nodes["step"].isin(columns)]
    left = nodes["left"].where(nodes["step"] < columns[-1], 0)
    links = picture.links[picture.links["step"].isin(columns[:-1])].reset_index(drop=True)
    shown = replace(picture, nodes=nodes.assign(left=left).reset_index(drop=True), links=links)
    return shown, [view.headers()[column - 1] for column in columns]
