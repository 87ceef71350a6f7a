"""What becomes of each file of a folder of real exports: `python -m scripts.tested_files FOLDER`."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lib.intake.importing import import_files, survey
from lib.intake.propose import propose
from lib.model.errors import IntakeError
from scripts.docs import DOCS, written

TITLES = ("file", "recognised as", "table", "read", "accepted", "merged", "rejected", "why set aside")
#: What describes a set and is no export.
NOT_DATA = ("SOURCE.md", "LICENSE", "LICENSE.txt", "README.md")
LONGEST = 160


def sets(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Each set of exports with its files; a set is one drop."""
    for place in sorted(one for one in folder.iterdir() if one.is_dir()):
        files = sorted(one for one in place.rglob("*") if one.is_file() and one.name not in NOT_DATA)
        yield place.name, files


def told(name: str, files: list[Path], root: Path) -> list[dict[str, Any]]:
    """What the import report says of each file, those that alone would be refused included."""
    names = [path.relative_to(root).as_posix() for path in files]
    try:
        return list(import_files(files, name.replace("-", "_"), names=names).report["files"])
    except IntakeError:
        return _refused(files, names)


def _refused(files: list[Path], names: list[str]) -> list[dict[str, Any]]:
    """The same where nothing of a whole set can be taken in."""
    with tempfile.TemporaryDirectory() as scratch:
        sheets, refused = survey(files, names, Path(scratch))
        proposed = propose(sheets)
        found = [
            _aside(
                sheet.name,
                proposed.sheets[sheet.name].recognised,
                _why(proposed.sheets[sheet.name]),
                sheet.rows,
            )
            for sheet in sheets
        ]
        return found + [_aside(file, "not readable", why, 0) for file, why in refused]


def _why(mapping: Any) -> str:
    return str(mapping.questions[0] if mapping.questions else mapping.reason)


def _aside(name: str, recognised: str, why: str, read: int) -> dict[str, Any]:
    rows = {"read": read, "accepted": 0, "merged": 0, "rejected": read}
    reasons = [{"reason": why, "rows": read}]
    return {
        "name": name,
        "kind": None,
        "recognised": recognised,
        "rows": rows,
        "rejected_by": reasons,
        "notes": [],
    }


def line(file: dict[str, Any]) -> str:
    """One row of the table."""
    rows = file["rows"]
    why = file["rejected_by"][0]["reason"] if file["rejected_by"] else ""
    if not rows["accepted"] and not why and file["notes"]:
        why = str(file["notes"][-1])
    cells = [
        f"`{file['name']}`", file["recognised"], file["kind"] or "",
        *(f"{rows[key]:,}" for key in ("read", "accepted", "merged", "rejected")), why,
    ]  # fmt: skip
    return "| " + " | ".join(_plain(str(cell)) for cell in cells) + " |"


def _plain(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    cut = first if len(first) <= LONGEST else first[: LONGEST - 1].rstrip() + "…"
    return cut.replace("|", "\\|")


def main() -> None:
    """Import every set into a home of its own and write the table."""
    folder = Path(sys.argv[1])
    parts = []
    with tempfile.TemporaryDirectory() as home:
        os.environ["THROUGHLINE_HOME"] = home
        for name, files in sets(folder):
            found = told(name, files, folder / name)
            parts.append(f"## {name}\n\n| {' | '.join(TITLES)} |\n|{'---|' * len(TITLES)}")
            parts[-1] += "\n" + "\n".join(line(file) for file in found) + "\n"
            print(name, len(found), flush=True)
    page = DOCS / "tested-files.md"
    page.write_text(written(page.read_text(encoding="utf-8"), "files", "\n".join(parts)), encoding="utf-8")


if __name__ == "__main__":
    main()
