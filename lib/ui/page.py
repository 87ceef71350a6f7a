"""What every page does alike: begin, ask, show, and say what to do when it cannot.

A page reads as one sentence: `shell.enter(role=...)`, `store, filters = page.begin()`, widgets, then
within `page.explained()`: `page.answer(...)`, `page.show(...)`, `page.footing(...)`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.theme import Tokens, finish
from lib.charts.theme import tokens as palette
from lib.export import pictures
from lib.export.text import csv_text
from lib.model.errors import ThroughlineError
from lib.model.filters import Filters
from lib.model.menu import entry
from lib.store.store import Store
from lib.ui import answers, controls, counted, first_start, frame, look
from lib.ui.answers import answer as answer
from lib.ui.words import escaped

#: Pixels above and below the widest phone (see `look`): charts for both are drawn, one is shown.
ROOMS = ("wide", "narrow")


def begin() -> tuple[Store, Filters]:
    """Head the page and hand over the chosen dataset and filters; stops where there is nothing to show."""
    here = frame.current.get()
    st.title(here.title if here else "Throughline")
    name = controls.chosen()
    if name is None:
        first_start.welcome()
        st.stop()
    try:
        filters = controls.read_filters()
        store = answers.of_segment(answers.open_store(name), filters.segment)
    except ThroughlineError as error:
        explain(error)
        st.stop()
    if store.manifest.sample:
        first_start.sample_note()
    return store, filters


def chosen() -> Store | None:
    """The dataset that is open, where a page can do without one."""
    name = controls.chosen()
    return answers.open_store(name) if name else None


@contextmanager
def explained() -> Iterator[None]:
    """Turn an error that the reader can mend into one note: what happened, and what to do."""
    try:
        yield
    except ThroughlineError as error:
        explain(error)


def explain(error: ThroughlineError) -> None:
    """Show an error with its mend."""
    st.warning(f"{escaped(error.what)} **{escaped(error.mend)}**", icon=":material/info:")


def tokens() -> Tokens:
    """The colours of the appearance that this reader sees."""
    return palette(look.is_dark())


def show(chart: Any, *, key: str, alt: str, on_select: Any = "ignore", pick: str | None = None) -> None:
    """Finish a chart and put it on the page; `alt` says its finding, `pick` is its selection parameter."""
    done = finish(chart, tokens())
    st.altair_chart(done, theme=None, key=key, alt=alt, on_select=on_select, selection_mode=pick)


def show_kept(
    build: Callable[[Tokens], Any], *of: object, key: str, alt: str, on_select: Any = "ignore",
    pick: str | None = None, name: str | None = None,
) -> None:  # fmt: skip
    """The same for a chart that is dear to build: kept under everything in `of` that it draws from.

    With a `name` the picture can be taken away as a file of that name.
    """
    spec = answers.drawn(build, look.is_dark(), *of)
    st.vega_lite_chart(spec=spec, theme=None, key=key, alt=alt, on_select=on_select, selection_mode=pick)
    if name:
        _files(spec, name, key)


def _files(spec: Mapping[str, Any], name: str, key: str) -> None:
    """The picture as it is shown, as SVG, PNG or PDF; drawn when it is asked for."""
    with st.popover("Picture", icon=":material/image:", key=f"{key}_files"), st.container(horizontal=True):
        for form, (drawn, mime) in pictures.FORMS.items():
            st.download_button(
                form.upper(),
                data=partial(drawn, spec),
                file_name=f"{name}.{form}",
                mime=mime,
                icon=":material/download:",
                key=f"{key}_{form}",
                on_click="ignore",
            )


def footing(
    analysis: Callable[..., Any], store: Store, filters: Filters, frame: pd.DataFrame, *, name: str,
    **options: object,
) -> None:  # fmt: skip
    """Under an answer: how it is counted, and what is shown as CSV."""
    with st.container(horizontal=True):
        counted.popover(analysis, store, filters, key=name, **options)
        download(frame, name)


def link(stem: str, label: str, asked: Mapping[str, str] | None = None) -> None:
    """A way to another page of the menu, with settings `asked` of it; dataset and shared filters go along."""
    along = {**st.query_params.to_dict(), **asked} if asked else None
    st.page_link(frame.page_file(stem), label=label, icon=entry(stem).icon, query_params=along)


def download(frame: pd.DataFrame, name: str, label: str = "CSV") -> None:
    """Hand over the rows that are shown, as they are shown."""
    st.download_button(
        label,
        data=lambda: csv_text(frame).encode("utf-8-sig"),  # the mark makes Excel read UTF-8
        file_name=f"{name}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"{name}_csv",
        on_click="ignore",
    )
