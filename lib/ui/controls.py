"""The shared controls in the sidebar: which dataset, and whose journeys count.

Every widget has a key and is bound to the address, so a copied address shows the same; the keys are
public names and stay as they are.
"""

from datetime import date

import pandas as pd
import streamlit as st

from lib.model.filters import COLUMNS, SEGMENT, Filters
from lib.store import catalog, segments
from lib.store.store import Store

DATASET = "ds"
SAMPLE = "sample"
_NEXT = "ds_next"
_TITLES = {"channel": "Channel", "device": "Device", "country": "Country"}
_WHO = (
    "Filters choose whose journeys count; those journeys are then counted whole. The period is when the "
    "journey, session, order or answer that a page counts took place; the words under each picture say which."
)


def choose_dataset() -> str | None:
    """Draw the choice of dataset; None where there is none. The address always names it."""
    names = catalog.names()
    if not names:
        return None
    _name_in_address(names)
    chosen: str | None = st.selectbox("Dataset", names, index=None, key=DATASET, bind="query-params")
    return chosen


def chosen() -> str | None:
    """The dataset that is open."""
    name: str | None = st.session_state.get(DATASET)
    return name


def open_next(name: str) -> None:
    """Open another dataset with the next run; the choice itself is drawn before any page."""
    st.session_state[_NEXT] = name


def draw_filters(store: Store, choices: pd.DataFrame) -> None:
    """Draw the shared filters; `choices` lists what they can name (column_name, choice)."""
    st.subheader("Whose journeys", help=_WHO)
    kept = list(segments.segments(store.manifest.name))
    _hold(kept)
    if kept:
        st.selectbox(
            "Segment", kept, index=None, key=SEGMENT, bind="query-params", placeholder="Everybody",
            help="Customers kept under a name: every page counts them alone, as if there were no others.",
        )  # fmt: skip
    first, last = _period(store)
    for key, title in (("since", "From"), ("until", "To")):
        st.date_input(
            title,
            value=None,
            min_value=first,
            max_value=last,
            key=key,
            bind="query-params",
            format="YYYY-MM-DD",
        )
    for column in COLUMNS:
        values = choices.loc[choices["column_name"] == column, "choice"].tolist()
        if len(values) > 1:
            st.multiselect(_TITLES[column], values, key=column, bind="query-params", placeholder="All")
    if any(st.session_state.get(key) for key in (SEGMENT, "since", "until", *COLUMNS)):
        st.button("Count everybody", on_click=_clear, icon=":material/filter_alt_off:", width="stretch")


def read_filters() -> Filters:
    """The shared filters as they stand; QuestionError where the period ends before it begins."""
    chosen = {column: tuple(sorted(st.session_state.get(column) or ())) for column in COLUMNS}
    segment = str(st.session_state.get(SEGMENT) or "")
    return Filters(since=_day("since"), until=_day("until"), segment=segment, **chosen)


def target() -> float:
    """Draw the target around which colours turn: a share of top answers, the same on all pages."""
    percent = st.number_input(
        "Target, %",
        5,
        95,
        75,
        step=5,
        key="target",
        bind="query-params",
        width=110,
        help="The share of top answers from which colours turn from worse to better.",
    )
    return percent / 100


def _day(key: str) -> date | None:
    value = st.session_state.get(key)
    return value if isinstance(value, date) else None


def _hold(kept: list[str]) -> None:
    """Say every filter again before it is drawn: a page left while it runs takes them off the address.

    A segment that this dataset does not know chooses nobody: it is let go.
    """
    if st.session_state.get(SEGMENT) not in kept:
        st.session_state.pop(SEGMENT, None)
    else:
        st.session_state[SEGMENT] = st.session_state[SEGMENT]
    for key in ("since", "until", *COLUMNS):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _clear() -> None:
    for key in (SEGMENT, "since", "until"):
        st.session_state[key] = None
    for column in COLUMNS:
        st.session_state[column] = []


def _name_in_address(names: list[str]) -> None:
    """Make the address say which dataset it is about, also where nobody chose: a link must not drift."""
    asked = st.session_state.pop(_NEXT, None) or st.session_state.get(DATASET, st.query_params.get(DATASET))
    chosen = asked if asked in names else _usual(names)
    if DATASET not in st.session_state and DATASET not in st.query_params:
        st.query_params[DATASET] = chosen  # the first run: the widget does not write what it is given
    st.session_state[DATASET] = chosen


def _usual(names: list[str]) -> str:
    """The dataset that opens where none is asked for: the newest of the shop's own, else the sample."""
    own = [name for name in names if name != SAMPLE]
    return max(own, key=lambda name: catalog.current(name).created_at) if own else names[0]


def _period(store: Store) -> tuple[date | None, date | None]:
    """The first and last day of the dataset, as far as known."""
    first, last = store.manifest.period
    return _read(first), _read(last)


def _read(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
