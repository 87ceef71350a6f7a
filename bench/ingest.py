"""How fast a large CSV becomes canonical tables, beside reading it, and beside pandas and polars."""

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

#: One time in so many cannot be read, as in the exports of real shops.
UNREADABLE = 1_000
#: Parse, drop what cannot be read, de-duplicate, sort: what `import` does before the layout, and much less.
PEERS = {
    "pandas": """
import sys, pandas as pd
rows = pd.read_csv(sys.argv[1])
rows["timestamp"] = pd.to_datetime(rows["timestamp"], errors="coerce", utc=True, format="ISO8601")
rows = rows.dropna(subset="timestamp").drop_duplicates("event_id").sort_values(["visitor_id", "timestamp"])
print(len(rows))
""",
    "polars": """
import sys, polars as pl
rows = pl.read_csv(sys.argv[1], infer_schema_length=10_000, schema_overrides={"value": pl.Float64})
rows = rows.with_columns(pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False))
rows = rows.drop_nulls("timestamp").unique("event_id", keep="first").sort("visitor_id", "timestamp")
print(len(rows))
""",
}


@dataclass(slots=True)
class Stages:
    """When an import said that it began each of its steps."""

    began: float = field(default_factory=time.perf_counter)
    at: dict[str, float] = field(default_factory=dict)

    def see(self, step: str, _share: float) -> None:
        """Take the place of a progress bar."""
        self.at.setdefault(step, time.perf_counter() - self.began)


def as_csv(shop: Path) -> Path:
    """The events of a generated shop as CSV, whatever they were written as, with some unreadable times."""
    target, parquet = shop / "web_events.csv", shop / "web_events.parquet"
    if parquet.exists():
        with pq.ParquetFile(parquet) as source, pacsv.CSVWriter(target, _texts(source.schema_arrow)) as file:
            for batch in source.iter_batches():
                file.write_batch(_dirty(batch))
        parquet.unlink()
    return target


def _texts(schema: pa.Schema) -> pa.Schema:
    at = schema.get_field_index("timestamp")
    return schema.set(at, pa.field("timestamp", pa.string()))


def _dirty(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Times as text, every thousandth of them none."""
    times = pc.strftime(pc.cast(batch["timestamp"], pa.timestamp("s", "UTC")), "%Y-%m-%dT%H:%M:%SZ")
    bad = pa.array([at % UNREADABLE == UNREADABLE - 1 for at in range(len(batch))])
    at = batch.schema.get_field_index("timestamp")
    columns = list(batch.columns)
    columns[at] = pc.if_else(bad, "not a time", times)
    return pa.RecordBatch.from_arrays(columns, schema=_texts(batch.schema))


def limit(csv: Path) -> float:
    """Seconds of the bare scan: DuckDB parses the file and touches every column; the better of two."""
    with duckdb.connect() as connection:
        scan = connection.read_csv(str(csv), all_varchar=True)
        touched = ", ".join(f"max({column})" for column in scan.columns)
        return min(_timed(lambda: scan.aggregate(touched).fetchall()) for _ in range(2))


def peers(csv: Path, limit: float) -> None:
    """Print what other tools need for less, each in a process of its own."""
    for name, text in PEERS.items():
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", text, str(csv)], capture_output=True, text=True)
        seconds = time.perf_counter() - started
        if done.returncode:
            print(f"{name}: not measured ({done.stderr.strip().splitlines()[-1][:80]})")
        else:
            print(f"{name}, parse, de-duplicate and sort: {seconds:.1f} s = {seconds / limit:.1f} x the scan")


def report(stages: Stages, bare: float, events: int) -> None:
    """Print the two parts of an import: the accepted rows, and the layout that is built from them."""
    accepted = stages.at["publishing"]
    layout = stages.at["done"] - accepted
    print(f"accepted, joined rows: {accepted:.1f} s = {accepted / bare:.1f} x the bare scan of {bare:.2f} s")
    print(f"layout: {layout:.1f} s = {layout / events * 1e6:.2f} µs an event")


def _timed(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started
