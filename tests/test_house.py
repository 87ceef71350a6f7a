"""The floors, held by a test: who may import whom, and what else the house promises about its files."""

import ast
import re
import sys
from pathlib import Path

import pytest

from lib.model.menu import MENU

ROOT = Path(__file__).resolve().parent.parent
_DOWN = {"lib.model", "lib.store"}
#: What each part of the house may import, besides itself.
MAY = {
    "lib.model": set(),
    "lib.store": {"lib.model"},
    "lib.stats": {"lib.model"},
    "lib.intake": _DOWN,
    "lib.analysis": {*_DOWN, "lib.stats"},
    "lib.charts": {"lib.model"},
    "lib.export": {"lib.model", "lib.charts"},
    # the frame asks two questions itself: what the filters can name, and who is in a segment
    "lib.ui": {
        *_DOWN,
        "lib.intake",
        "lib.charts",
        "lib.export",
        "lib.analysis.choices",
        "lib.analysis.segment",
    },
    "lib.cli": {*_DOWN, "lib.intake", "lib.analysis", "lib.charts", "lib.export", "sample_data"},
    "sample_data": {"lib.model"},
    "pages": {"lib.model", "lib.store", "lib.analysis", "lib.charts", "lib.export", "lib.ui"},
    "app": {"lib.model", "lib.ui"},
}
#: Which parts may import a library that belongs to somebody.
OWNERS = {
    "streamlit": {"app", "pages", "lib.ui"},
    "duckdb": {"lib.store"},
    "psycopg": {"lib.store"},
    "altair": {"lib.charts"},
    "pptx": {"lib.export"},
    "scipy": {"lib.stats"},
    "vaderSentiment": {"lib.stats"},
    "py3langid": {"lib.stats"},
    "sklearn": {"lib.stats"},
    "vl_convert": {"lib.export"},
    "calamine": {"lib.intake"},
    "python_calamine": {"lib.intake"},
}
#: The ground floor uses the standard library alone, the methods know no tables.
FORBIDDEN = {"lib.model": {"pandas", "numpy"}, "lib.stats": {"pandas"}}
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services"}
LONGEST_PAGE = 60
FILES = sorted(
    [
        ROOT / "app.py",
        *ROOT.glob("pages/*.py"),
        *ROOT.glob("lib/**/*.py"),
        *ROOT.glob("sample_data/*.py"),
    ]
)
PAGES = sorted(ROOT.glob("pages/*.py"))
each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
each_page = pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)


def module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def part_of(name: str) -> str | None:
    """The part of the house in which a module lives; None for a stranger."""
    return next((part for part in MAY if within(name, part)), None)


def imports(file: Path) -> set[str]:
    """Every name that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module(file)} imports by dots: write the whole path, from lib."
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def offences(name: str, imported: set[str]) -> list[str]:
    """What a module imports that its part of the house may not."""
    own = part_of(name)
    if own is None:
        return sorted(one for one in imported if part_of(one))
    allowed = MAY[own] | ({own} if own not in ("pages", "app") else set())
    return sorted(
        one for one in imported if part_of(one) and not any(within(one, allow) for allow in allowed)
    )


def strangers(name: str, imported: set[str]) -> list[str]:
    """The libraries that a module imports although they belong to another part, or to none on its floor."""
    own = part_of(name) or ""
    tops = {one.split(".")[0] for one in imported}
    owned = {library for library in tops if library in OWNERS and own not in OWNERS[library]}
    return sorted(owned | (tops & FORBIDDEN.get(own, set())))


@each_file
def test_imports_run_downward(file):
    assert not offences(module(file), imports(file)), (
        f"{module(file)} may import only {sorted(MAY.get(part_of(module(file)) or '', ()))}."
    )


@each_file
def test_a_library_is_imported_only_by_its_owner(file):
    taken = strangers(module(file), imports(file))
    assert not taken, (
        f"{module(file)} imports {taken}: move the call to {[OWNERS.get(one) for one in taken]}."
    )


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("lib.model.terms", "lib.store.store.Store"),
        ("lib.store.store", "lib.analysis.flow.flow"),
        ("lib.analysis.flow", "lib.charts.sankey.sankey"),
        ("lib.charts.sankey", "lib.analysis.flow.flow"),
        ("lib.analysis.pictures.flow", "lib.charts.theme"),
        ("lib.ui.page", "lib.analysis.flow.flow"),
        ("lib.ui.page", "lib.cli.main"),
        ("lib.cli", "lib.ui.page"),
        ("pages.flow", "pages.data"),
        ("app", "lib.store.store"),
    ],
)
def test_the_floors_bite(name, imported):
    assert offences(name, {imported}) == [imported]


@pytest.mark.parametrize(
    ("name", "imported"),
    [
        ("lib.analysis.flow", "streamlit"),
        ("lib.ui.page", "duckdb"),
        ("lib.intake.sources", "psycopg"),
        ("pages.flow", "altair"),
        ("lib.model.filters", "pandas"),
        ("lib.stats.effects", "pandas"),
    ],
)
def test_the_owners_bite(name, imported):
    assert strangers(name, {imported}) == [imported]


@each_page
def test_a_page_is_on_the_menu_and_begins_with_the_guard(file):
    roles = {entry.stem: entry.role for entry in MENU}
    assert file.stem in roles, f"pages/{file.name} needs a line in lib/model/menu.py"
    body = ast.parse(file.read_text(encoding="utf-8")).body
    first = next(
        one
        for one in body
        if not isinstance(one, ast.Import | ast.ImportFrom)
        and not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
    )
    assert ast.unparse(first) == f"shell.enter(role={roles[file.stem]!r})"


def test_every_line_of_the_menu_has_its_page():
    assert {entry.stem for entry in MENU} == {file.stem for file in PAGES}


@each_page
def test_a_page_is_short_and_keeps_no_state_of_its_own(file):
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_PAGE
    assert "session_state" not in text


@each_file
def test_caches_are_kept_at_one_door(file):
    if "st.cache_" in file.read_text(encoding="utf-8"):
        assert part_of(module(file)) == "lib.ui"


def test_no_file_beside_the_shell_hides_a_module():
    # while a page runs, lib/ui comes first on the import path
    taken = {*sys.stdlib_module_names, *OWNERS, "pandas", "numpy", "pyarrow", "starlette"}
    assert not taken & {file.stem for file in ROOT.glob("lib/ui/*.py")}


@each_file
def test_nothing_is_named_like_a_drawer(file):
    assert file.stem not in DRAWERS


def test_the_page_icon_is_a_file():
    # a Material icon as favicon would be fetched from another host
    shell = (ROOT / "lib" / "ui" / "shell.py").read_text(encoding="utf-8")
    assert "page_icon=ICON" in shell
    assert (ROOT / "lib" / "ui" / "static" / "icon.svg").is_file()


def test_the_theme_asks_no_other_host_for_its_fonts():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert "://" not in config
    for face in re.findall(r'url = "app/static/(.+)"', config):
        assert (ROOT / "lib" / "ui" / "static" / face).is_file()


def test_the_documents_that_the_app_names_are_there():
    named = {
        found for file in FILES for found in re.findall(r"docs/[\w/-]+\.md", file.read_text(encoding="utf-8"))
    }
    assert "docs/sign-in.md" in named
    assert not [one for one in sorted(named) if not (ROOT / one).is_file()]
