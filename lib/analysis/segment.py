"""Who is in a kept segment?"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pandas as pd

import lib.analysis
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.kept_segments import Definition
from lib.store import segments
from lib.store.narrowing import narrowed
from lib.store.store import Store

SQL = Path(__file__).with_suffix(".sql")


def segment(store: Store, filters: Filters, *, name: str = "") -> pd.DataFrame:
    """List the customers of the kept segment `name` whose first event passes the filters.

    One row is a customer: customer_id, first_seen, last_seen, events, orders, spent, channel, device,
    country. Raises QuestionError where no segment has that name, DataError where nobody is in it.
    """
    found = segments.segment(store.manifest.name, name)
    ids = list(customers_of(store, found.definition))
    return store.whole.query(SQL, customers=ids, **filters.values(store.zone))


def within(store: Store, name: str) -> Store:
    """The store of the customers of the kept segment `name` alone; the same store where there is no name.

    Evaluated on the version at hand. Raises QuestionError for a name that is not known, DataError where
    nobody is in it.
    """
    if not name:
        return store
    return meant(store, segments.segment(store.manifest.name, name).definition)


def meant(store: Store, definition: Definition) -> Store:
    """The same for a definition that is at hand."""
    return narrowed(store.whole, customers_of(store, definition))


def customers_of(store: Store, definition: Definition) -> tuple[str, ...]:
    """Everybody whom the question of a segment lists, on all customers of the version."""
    ground = meant(store, definition.within) if definition.within else store.whole
    found = _asked(ground, definition)
    if not (ids := tuple(sorted(set(listed(found, definition.analysis))))):
        raise DataError(
            f"Nobody is in the segment ({definition.words()}).",
            "Choose another segment, or everybody, or a version of the data that has such customers.",
        )
    return ids


def listed(found: pd.DataFrame, analysis: str) -> list[str]:
    """The customers that an answer names; QuestionError where it is not one that lists customers."""
    if "customer_id" not in found:
        raise QuestionError(
            f"{analysis} lists no customers.",
            "Ask one that does: members, funnel_members, move_members, route_members or comments.",
        )
    return [str(one) for one in found["customer_id"].dropna()]


def _asked(store: Store, definition: Definition) -> pd.DataFrame:
    known = [one.name for one in iter_modules(lib.analysis.__path__) if not one.ispkg]
    stem = definition.analysis
    if stem not in known:
        raise QuestionError.unknown("analysis", stem, known)
    ask = getattr(import_module(f"lib.analysis.{stem}"), stem)
    found: pd.DataFrame = ask(store, definition.filters, **dict(definition.options))
    return found
