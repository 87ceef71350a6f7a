"""Files: CSV appended part by part, events as Parquet where there are many, and the packed small shop."""

import gzip
import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from sample_data.plan import Plan


class Files:
    """The files of one shop in one folder; what lay there under the same names is replaced."""

    def __init__(self, out: Path, plan: Plan) -> None:
        out.mkdir(parents=True, exist_ok=True)
        self.out, self._plan = out, plan
        self._parquet: pq.ParquetWriter | None = None
        self.rows: dict[str, int] = {}
        stale = "web_events.csv" if plan.many else "web_events.parquet"
        (out / stale).unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._parquet:
            self._parquet.close()

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Append a frame to `name`.csv; the first one writes the header."""
        begins = name not in self.rows
        self._count(name, len(frame))
        frame.to_csv(
            self.out / f"{name}.csv",
            mode="w" if begins else "a",
            header=begins,
            index=False,
            lineterminator="\n",
            float_format="%.2f",
        )

    def add_events(self, table: pa.Table) -> None:
        """Append the events of one part."""
        begins = "web_events" not in self.rows
        self._count("web_events", table.num_rows)
        if self._plan.many:
            if self._parquet is None:
                self._parquet = pq.ParquetWriter(
                    self.out / "web_events.parquet", table.schema, compression="zstd"
                )
            self._parquet.write_table(table)
            return
        with (self.out / "web_events.csv").open("wb" if begins else "ab") as file:
            if begins:
                file.write((",".join(table.column_names) + "\n").encode())
            pacsv.write_csv(table, file, pacsv.WriteOptions(include_header=False, quoting_style="none"))

    def truth(self, truth: dict[str, Any]) -> None:
        """Write what was planted, and what came of it, beside the files."""
        (self.out / "truth.json").write_text(json.dumps(truth, indent=2) + "\n", encoding="utf-8")

    def _count(self, name: str, rows: int) -> None:
        self.rows[name] = self.rows.get(name, 0) + rows


def pack(folder: Path, out: Path) -> None:
    """Every CSV of a folder gzip-compressed into `out`, the same bytes each time; truth.json stays plain."""
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.csv")):
        with gzip.GzipFile(out / f"{path.name}.gz", "wb", compresslevel=9, mtime=0) as file:
            file.write(path.read_bytes())
    (out / "truth.json").write_bytes((folder / "truth.json").read_bytes())
