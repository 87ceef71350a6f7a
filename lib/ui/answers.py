"""The one cache door: answers, finished pictures and open datasets, shared by all readers.

Streamlit's caches are global: every key holds the dataset's fingerprint, never a file's name, and each
is bounded. A miss is computed once; other readers of the same key wait for it.
"""

from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

import streamlit as st

from lib.analysis.segment import meant
from lib.charts.theme import Tokens, finish, tokens
from lib.model.filters import Filters
from lib.model.kept_segments import Definition
from lib.model.manifest import Manifest
from lib.model.rivals import Rival
from lib.store import catalog, segments
from lib.store.narrowing import rest
from lib.store.store import Store

Spec = dict[str, Any]
#: Draws an unfinished chart in the colours it is given.
Build = Callable[[Tokens], Any]

_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Store: lambda store: store.key,
    FunctionType: lambda function: f"{function.__module__}.{function.__qualname__}",
}


def open_store(name: str) -> Store:
    """Open the version of a dataset that is served; read on every run, so new data come with the next."""
    manifest = catalog.current(name)
    return _opened(str(catalog.sealed(catalog.folder(name), manifest)), manifest)


def of_segment(store: Store, name: str) -> Store:
    """The customers of a kept segment alone, counted on the version at hand; everybody without a name."""
    if not name:
        return store.whole
    return _narrowed(store.whole, segments.segment(store.manifest.name, name).definition)


def of_rival(store: Store, filters: Filters, rival: Rival) -> Store:
    """The store of the other side of a comparison."""
    if rival.dataset is not None:
        return open_store(rival.dataset)
    if rival.others:
        return _rest(store)
    same = rival.filters.segment == filters.segment
    return store if same else of_segment(store, rival.filters.segment)


@st.cache_data(max_entries=512, ttl="6h", show_spinner="Counting", hash_funcs=_KEYS)
def answer(analysis: Callable[..., Any], store: Store, filters: Filters, **options: Any) -> Any:
    """Ask `analysis`, or take the kept answer; options are plain values or frozen dataclasses."""
    return analysis(store, filters, **options)


def drawn(build: Build, dark: bool, *key: object) -> Spec:
    """The finished Vega-Lite text of a chart; `key` tells apart all that `build` draws from."""
    known = (one.key if isinstance(one, Store) else repr(one) for one in key)
    return _spec((dark, *known), build)


@st.cache_resource(max_entries=8, show_spinner=False)
def _opened(path: str, _manifest: Manifest) -> Store:
    """Nothing closes a store that falls out: readers may still be asking it."""
    return Store(Path(path), _manifest)


@st.cache_resource(max_entries=6, show_spinner="Counting this segment alone", hash_funcs=_KEYS)
def _narrowed(whole: Store, definition: Definition) -> Store:
    return meant(whole, definition)


@st.cache_resource(max_entries=2, show_spinner="Counting everybody else alone", hash_funcs=_KEYS)
def _rest(store: Store) -> Store:
    return rest(store)


@st.cache_data(max_entries=128, ttl="6h", show_spinner="Drawing")
def _spec(key: tuple[object, ...], _build: Build) -> Spec:
    palette = tokens(bool(key[0]))
    spec: Spec = finish(_build(palette), palette).to_dict()
    return spec
