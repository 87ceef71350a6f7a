"""A store that remembers what it was asked, so that an answer can say how it was counted."""

from pathlib import Path

import pandas as pd

from lib.store.store import Store, parameters, read


class Recording(Store):
    """The same dataset as `store`; `asked` lists the file, text and bound values of every query."""

    def __init__(self, store: Store) -> None:
        self.__dict__.update(store.__dict__)
        self.asked: list[tuple[str, str, dict[str, object]]] = []

    def query(self, sql: Path, **values: object) -> pd.DataFrame:
        text = read(sql)
        bound = {name: value for name, value in values.items() if name in parameters(text)}
        self.asked.append((sql.name, text, bound))
        return super().query(sql, **values)

    def explained(self) -> str:
        """Every query with its values, as text that can be run."""
        return "\n\n".join(f"-- {name}\n-- {_values(bound)}\n{text}" for name, text, bound in self.asked)


def _values(bound: dict[str, object]) -> str:
    return ", ".join(f"${key} = {value!r}" for key, value in sorted(bound.items())) or "no values"
