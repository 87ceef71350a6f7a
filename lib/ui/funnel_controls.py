"""The settings of the funnel page, all of them in the address; nobody has to type a step."""

from collections.abc import Callable, Sequence

import streamlit as st

from lib.model.errors import QuestionError
from lib.model.funnel_view import UNITS, FunnelView, MisreadError, Step, added, parse, shortened

ADD = "funnel_add"
HOW = "funnel_how"
_LEVELS = {"Touchpoints": "touchpoint", "Stages": "stage", "Channels": "channel"}
_ORDERS = {"In order": "ordered", "Directly": "strict", "Any order": "any"}
_ENTRIES = {"First entry": "first", "Last entry": "last", "Best entry": "best"}
_HOLDS = {"Nothing": None, "Session": "session_id", "Order": "order_id", "Channel": "channel"}
_HOWS = {"Next step": "next", "Or": "or", "Optional": "optional", "Must not happen": "never"}
_GRAMMAR = (
    "`>` then, `|` or, `?` optional, `!` must not happen in between: `cart > !ticket opened > order placed`"
)


def draw(labels: Callable[[str], Sequence[str]], usual: Callable[[str], str]) -> FunnelView:
    """Draw the controls. `labels` lists what happens at a level, `usual` the steps to begin with.

    QuestionError where the steps make no funnel.
    """
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = _LEVELS[_segments("Steps are", list(_LEVELS), "funnel_level")]
        order = _ORDERS[_segments("Done", list(_ORDERS), "funnel_order")]
        window = _window()
        with st.popover("More", icon=":material/tune:"):
            entry, hold, never = _more(labels(level), level)
    text = _steps(labels(level), usual(level), f"funnel_steps_{level}")
    return FunnelView(_read(text), order, window, never, hold, entry, level)


def _segments(title: str, names: list[str], key: str) -> str:
    chosen: str = st.segmented_control(
        title, names, default=names[0], required=True, key=key, bind="query-params"
    )
    return chosen


def _window() -> int:
    """The window in minutes."""
    number = st.number_input("Within", 1, 1096, 30, key="funnel_window", bind="query-params", width=110)
    unit = st.selectbox("of entering", list(UNITS), key="funnel_unit", bind="query-params", width=110)
    return int(number) * UNITS[unit]


def _more(labels: Sequence[str], level: str) -> tuple[str, str | None, tuple[str, ...]]:
    """What is seldom changed: where counting begins, what is held, what ends the way."""
    entry = st.selectbox(
        "Counted from",
        list(_ENTRIES),
        key="funnel_entry",
        bind="query-params",
        help="Of a customer who entered several times: the first, the last, or the one that got furthest.",
    )
    hold = st.selectbox(
        "All within one",
        list(_HOLDS),
        key="funnel_hold",
        bind="query-params",
        help="Only events of the same session, order or channel as the entry are looked at.",
    )
    never = st.multiselect(
        "Never on the way", labels, key=f"funnel_never_{level}", bind="query-params", placeholder="Nothing"
    )
    return _ENTRIES[entry], _HOLDS[hold], tuple(never)


def _steps(labels: Sequence[str], usual: str, key: str) -> str:
    """The steps as text, and what adds to them without typing."""
    text: str = st.text_input("Steps", usual, key=key, bind="query-params", help=_GRAMMAR)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "Add",
            labels,
            index=None,
            placeholder="Choose what happens",
            key=ADD,
            on_change=_add,
            args=(key,),
            width=240,
        )
        st.segmented_control("as", list(_HOWS), default="Next step", required=True, key=HOW)
        st.button("Remove last", on_click=_shorten, args=(key,), icon=":material/backspace:")
    return text


def _add(key: str) -> None:
    if label := st.session_state.get(ADD):
        how = _HOWS[st.session_state.get(HOW) or "Next step"]
        st.session_state[key] = added(st.session_state.get(key) or "", label, how)
        st.session_state[ADD] = None


def _shorten(key: str) -> None:
    st.session_state[key] = shortened(st.session_state.get(key) or "")


def _read(text: str) -> tuple[Step, ...]:
    """The steps of the text; where there are none the place is shown under it."""
    try:
        return parse(text)
    except MisreadError as error:
        st.code(error.pointed, language=None)
        raise QuestionError(error.said, error.mend) from error
