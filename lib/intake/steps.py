"""What to do next with what was imported: a short list, the most urgent first."""

from collections.abc import Iterator, Mapping
from typing import Any

from lib.model import figures

Report = Mapping[str, Any]
#: From this share of rejected rows on a file deserves a look.
MANY_REJECTED = 0.02
#: Fewer visitors than this lead to a customer, and most of the journeys end before the login.
FEW_MATCHED = 0.5
#: Below this share of events with a stage, what is drawn by stage leaves out too much.
WELL_COVERED = 0.95
#: Names in a sentence.
NAMED = 3


def steps(report: Report) -> list[dict[str, str]]:
    """The next steps: `do` is what to do, `why` what it changes, `page` where (a stem of the menu, or '')."""
    found = [*_files(report), *_rejected(report), *_tables(report), *_matches(report), *_names(report)]
    if report["tables"].get("events"):
        found.append(_step("See the flow", "the journeys are ready to be read", "flow"))
    return found


def _step(do: str, why: str, page: str = "data") -> dict[str, str]:
    return {"do": do, "why": why, "page": page}


def _files(report: Report) -> Iterator[dict[str, str]]:
    asked = [file["name"] for file in report["files"] if any(_asks(one, file) for one in report["warnings"])]
    for file in report["files"]:
        if file["name"] in asked:
            yield _step(
                f"Answer what is asked of {file['name']}, and import it again",
                f"its {figures.count(file['rows']['read'])} rows are set aside until then",
            )
        elif file["kind"] is None and not _summed(file):
            yield _step(f"Say what one row of {file['name']} is, or name its columns", _why(file))


def _asks(warning: str, file: Mapping[str, Any]) -> bool:
    reasons = {one["reason"] for one in file["rejected_by"]}
    name, _, question = str(warning).partition(": ")
    return name == file["name"] and question in reasons


def _summed(file: Mapping[str, Any]) -> bool:
    """A table that is added up already cannot be mended here."""
    return "added up" in str(file["recognised"])


def _why(file: Mapping[str, Any]) -> str:
    reasons = [one["reason"] for one in file["rejected_by"]] or file["notes"] or ["it was not understood"]
    return str(reasons[0]).partition("\n")[0].rstrip(":.")


def _rejected(report: Report) -> Iterator[dict[str, str]]:
    for file in report["files"]:
        rows = file["rows"]
        if file["kind"] and rows["accepted"] and rows["rejected"] > MANY_REJECTED * rows["read"]:
            most = max(file["rejected_by"], key=lambda one: int(one["rows"]))
            yield _step(
                f"Look at the rejected rows of {file['name']} ({figures.count(rows['rejected'])})",
                f"{figures.share(rows['rejected'] / rows['read'])} of its rows; most often: "
                + _first(most["reason"]),
            )


def _first(reason: str) -> str:
    return str(reason).partition("\n")[0]


def _tables(report: Report) -> Iterator[dict[str, str]]:
    kinds = {file["kind"] for file in report["files"]}
    if "orders" not in kinds and not report["tables"].get("orders"):
        yield _step("Add an export of the orders", "revenue, repeat rate and delivery stand on it")
    if not report["tables"].get("feedback"):
        yield _step("Add the answers of a survey", "then satisfaction is shown along the journey")


def _matches(report: Report) -> Iterator[dict[str, str]]:
    matched = report["identity"].get("matched_share")
    if matched is not None and matched < FEW_MATCHED:
        yield _step(
            "Add a table with a visitor's id beside the customer's, or the events of logins",
            f"only {figures.share(matched)} of the visitors lead to a customer",
        )


def _names(report: Report) -> Iterator[dict[str, str]]:
    found = report.get("touchpoints") or {"coverage": None, "rules": ()}
    if found["coverage"] is not None and found["coverage"] < WELL_COVERED:
        names = ", ".join(one["name"] for one in found["unmapped"][:NAMED])
        many = figures.count(found["unmapped_names"])
        yield _step(
            f"Give the names without a stage one, single or by a rule ({many}: {names} …)",
            f"{figures.share(found['coverage'])} of the events have a stage; no stage counts the rest",
        )
    for rule in found["rules"]:
        if not rule["names"]:
            yield _step(f"Mend the rule {rule['match']}", "it catches no name")
