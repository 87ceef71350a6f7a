"""No file crashes an import: mutated files are read or refused, every row has its fate, memory is bounded."""

import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.intake.propose import propose
from lib.intake.read import read
from lib.model.errors import IntakeError, ThroughlineError
from lib.model.manifest import Manifest
from tests.conftest import ROOT
from tests.property.mutations import bombs, mutated
from tests.shops import leftovers, one

#: `make bench` runs the full form: a hundred files for each example.
FULL = int(os.environ.get("THROUGHLINE_EXAMPLES", "0")) * 100
READ, IMPORTED, TOGETHER = FULL or 400, FULL or 90, 30
GOOD = b"order_id,customer_id,order_date,total\n1,ann,2026-03-01,5.00\n2,bob,2026-03-02,7.00\n"
#: What a child process may take: address space, and resident memory (that of the libraries included).
ADDRESSES, RESIDENT = 4_000_000_000, 1_500_000_000


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where scratch files go, so that what is left of them can be seen."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_mutated_files_are_recognised_or_refused_but_never_crash(tmp_path, scratch):
    for seed in range(READ):
        name, data = mutated(seed)
        path = tmp_path / "file"
        path.write_bytes(data)
        with tempfile.TemporaryDirectory() as folder, suppress(IntakeError):
            sheets = read(path, Path(folder), name=name)
            assert all(sheet.columns and sheet.rows for sheet in sheets), seed
            assert set(propose(sheets).sheets) == {sheet.name for sheet in sheets}, seed
        assert not any(scratch.iterdir()), seed


def test_every_row_of_mutated_files_is_accepted_merged_or_rejected(tmp_path, scratch):
    for first in range(0, IMPORTED, TOGETHER):
        seeds = range(first, min(first + TOGETHER, IMPORTED))
        take_in(tmp_path, [mutated(seed) for seed in seeds], list(seeds))
        assert not any(scratch.iterdir()), seeds


def take_in(folder: Path, files: list[tuple[str, bytes]], seeds: list[int]) -> None:
    """Import files beside a good one; where the drop as a whole is refused, each alone."""
    names = ["good.csv", *(name for name, _ in files)]
    paths = []
    for at, data in enumerate([GOOD, *(data for _, data in files)]):
        paths.append(folder / f"{at}.file")
        paths[-1].write_bytes(data)
    try:
        manifest = import_files(paths, "shop", names=names)
    except ThroughlineError:
        for file, seed in zip(files, seeds, strict=True) if len(files) > 1 else ():
            take_in(folder, [file], [seed])
        manifest = None
    except Exception as error:
        error.add_note(f"in one of the mutated files {seeds}")
        raise
    if manifest is not None:
        closes(manifest, seeds)
    assert leftovers() == [], seeds


def closes(manifest: Manifest, seeds: list[int]) -> None:
    """read = accepted + merged + rejected for every file, each lost row with its reason and its cells."""
    lost = 0
    for file in manifest.report["files"]:
        rows = file["rows"]
        assert min(rows.values()) >= 0, (seeds, file["name"])
        assert rows["read"] == rows["accepted"] + rows["merged"] + rows["rejected"], (seeds, file["name"])
        assert sum(reason["rows"] for reason in file["rejected_by"]) == rows["rejected"], (
            seeds,
            file["name"],
        )
        assert all(reason["reason"] for reason in file["rejected_by"]), (seeds, file["name"])
        lost += rows["rejected"]
    assert one("SELECT count(*) FROM rejected WHERE reason <> ''") == lost, seeds


def test_memory_is_bounded_whatever_is_opened(tmp_path):
    """Bombs and mutated files in a process that may take only so much; what it used is measured by itself."""
    for name, data in [*bombs(), *map(mutated, range(40))]:
        (tmp_path / name.replace("/", "_")).write_bytes(data)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "THROUGHLINE_MEMORY": "500MB", "THROUGHLINE_THREADS": "2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert child.returncode == 0, child.stderr[-3000:]
    assert int(child.stdout.split()[-1]) < RESIDENT


CHILD = f"""
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, ({ADDRESSES}, {ADDRESSES}))
from lib.intake.importing import import_files
from lib.model.errors import ThroughlineError
for path in sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file()):
    try:
        import_files([path], "shop")
    except ThroughlineError:
        pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
