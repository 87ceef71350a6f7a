"""The query door: one sealed dataset, read-only, one cursor per query."""

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from lib.model.errors import StoreError
from lib.model.manifest import LAYOUT, Manifest
from lib.store.connect import reading


class Store:
    """One published version of a dataset.

    The store answers queries and knows no question: an analysis is a function that takes the store.
    `key` is the fingerprint of the version and stands for it in every cache. Where it holds some customers
    alone (lib/store/narrowing.py), `whole` is the store of all of them; else it is the store itself.
    """

    def __init__(self, path: Path, manifest: Manifest, whole: "Store | None" = None) -> None:
        if manifest.layout != LAYOUT:
            raise StoreError(
                f"The dataset {manifest.name!r} was built for another version of the app.",
                "Import its files again.",
            )
        self.manifest = manifest
        self.path = path
        self._whole = whole
        some = f"-{path.stem}" if whole else ""
        self.key = f"{manifest.name}-{manifest.version}-{manifest.fingerprint}{some}"
        self._connection = reading(path)

    def query(self, sql: Path, **values: object) -> pd.DataFrame:
        """Run the text kept in `sql` with `values` bound to its $names; whole numbers stay whole.

        Values that the text does not name are left out; a name without a value is an error of the caller.
        """
        text = read(sql)
        with self._connection.cursor() as cursor:
            bound = {name: values[name] for name in parameters(text)}
            return cursor.execute(text, bound).df()

    def has(self, table: str) -> bool:
        """Whether the dataset holds any row of this canonical table."""
        return self.manifest.tables.get(table, 0) > 0

    @property
    def whole(self) -> "Store":
        """The store of all customers of the version."""
        return self._whole or self

    @property
    def zone(self) -> str:
        """The business time zone: days, weeks and months are cut in it."""
        return self.manifest.time_zone

    @property
    def currency(self) -> str:
        return self.manifest.currency


@cache
def read(sql: Path) -> str:
    """The text of a `.sql` file."""
    return sql.read_text(encoding="utf-8")


@cache
def parameters(text: str) -> frozenset[str]:
    """The $names that a statement binds."""
    import duckdb

    statements: Any = duckdb.extract_statements(text)
    return frozenset(name for statement in statements for name in statement.named_parameters)
