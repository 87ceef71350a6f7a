"""Parquet files: read where they lie; only their schema, row count and first rows are looked at here."""

import hashlib
import json
from pathlib import Path
from typing import Any

from lib.intake.refusals import no_rows
from lib.intake.unpack import CHUNK
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet

_SAMPLE = 200


def read_parquet(path: Path, name: str) -> Sheet:
    """The table of a Parquet file, without copying it. Raises IntakeError if it is damaged or has no rows."""
    import pyarrow  # noqa: PLC0415 (heavy, and seldom needed)
    import pyarrow.parquet  # noqa: PLC0415

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            rows, columns = file.metadata.num_rows, tuple(file.schema_arrow.names)
            batch = next(file.iter_batches(batch_size=_SAMPLE), None)
            sample = batch.to_pylist() if batch is not None else []
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise IntakeError(
            f"{name} is a Parquet file that is cut short or damaged ({str(error)[:120]}).", "Export it again."
        ) from error
    if not rows or not columns:
        raise no_rows(name, "an empty Parquet file")
    return Sheet(
        name=name,
        path=path,
        form="parquet",
        columns=columns,
        sha256=_sha256(path),
        rows=rows,
        sample=tuple(tuple(as_text(row[column]) for column in columns) for row in sample),
        width=len(columns),
    )


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def as_text(value: Any) -> str | None:  # noqa: ANN401 (a cell is anything)
    """A cell as text: nested values as JSON, None where it is missing.

    >>> as_text(2.5), as_text(None), as_text({"key": 1}), as_text(True)
    ('2.5', None, '{"key": 1}', 'true')
    """
    if value is None:
        return None
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) or None
