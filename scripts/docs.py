"""Write the parts of the documents that the code knows better: `make docs`."""

import re
from pathlib import Path

from bench.coverage import coverage
from bench.coverage import table as held
from lib.intake.recognise import exports
from lib.model.health import CHECKS

DOCS = Path(__file__).resolve().parent.parent / "docs"


def table(rows: dict[str, str], titles: tuple[str, str]) -> str:
    """A Markdown table of two columns.

    >>> print(table({"Shopify orders": "orders"}, ("export", "becomes")))
    | export | becomes |
    |---|---|
    | Shopify orders | orders |
    """
    lines = [f"| {titles[0]} | {titles[1]} |", "|---|---|"]
    return "\n".join(lines + [f"| {name} | {said} |" for name, said in rows.items()])


def written(text: str, part: str, content: str) -> str:
    """`text` with everything between the marks of `part` replaced by `content`."""
    return re.sub(
        rf"(<!-- {part}: [^\n]* -->\n).*?(<!-- end -->)",
        lambda found: f"{found[1]}{content}\n{found[2]}",
        text,
        flags=re.DOTALL,
    )


def importing(text: str) -> str:
    """The page about importing, with the table of the exports that are known."""
    return written(text, "exports", table(exports(), ("export", "becomes")))


def living(text: str) -> str:
    """The page about living data, with the table of the checks of health."""
    rows = {check.title: check.definition for check in CHECKS.values()}
    return written(text, "checks", table(rows, ("check", "what it looks at")))


def satisfaction(text: str) -> str:
    """The page about satisfaction, with how often its intervals hold the truth."""
    for part, clustered in (("coverage", False), ("clustered", True)):
        text = written(text, part, held(coverage(clustered=clustered)))
    return text


PAGES = {"importing.md": importing, "living.md": living, "satisfaction.md": satisfaction}


def main() -> None:
    """Write what is generated into the documents."""
    for name, write in PAGES.items():
        page = DOCS / name
        page.write_text(write(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
