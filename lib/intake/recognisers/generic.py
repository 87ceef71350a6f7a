"""Any other file: its kind by the names of its columns and of the file, its mapping by the same names."""

from difflib import get_close_matches

from lib.intake.recognise import BY_NAMES, plain
from lib.intake.recognisers.columns import matched, visitor_of
from lib.intake.recognisers.shapes import shaped
from lib.intake.recognisers.words import CUSTOMER, FILE_WORDS, NEEDED, TELLING
from lib.model.errors import IntakeError
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "anything else with columns named like a table below": "that table",
}

#: Below this a file is like no kind at all.
LIKELY = 0.35
#: Two kinds closer than this cannot be told apart.
TIE = 0.04
#: A file that fits both holds the lines of orders with what is said of the order: it becomes both.
LINED = {"orders", "order_items"}
SAID = {
    "customer_id": "who (such as customer_id, user_id or visitor_id)",
    "ts": "when (such as timestamp or event_time)",
    "touchpoint": "what happened (such as event or page)",
    "ordered_at": "when it was ordered (such as order_date or created_at)",
    "revenue": "what it cost (such as total or revenue)",
    "order_id": "the order (such as order_id or order_number)",
    "score": "the answer (such as score or rating)",
    "given_at": "when it was given (such as answered_at or date)",
    "day": "the day (such as day or date)",
    "cost": "what was spent (such as cost or spend)",
    "returned_at": "when it came back (such as returned_at or return_date)",
    "opened_at": "when it was opened (such as opened_at or created_at)",
    "ticket_id": "the case (such as ticket_id)",
    "product": "the product (such as product or sku)",
    "quantity": "how many or at what price (such as quantity or price)",
    "anonymous_id": "the anonymous id (such as visitor_id)",
    "name": "its name (such as name or change)",
    "live_at": "since when (such as live_at)",
    "variant": "the test arm (such as variant)",
    "experiment": "the test (such as experiment)",
    "pair": "what was promised (such as pair, with refund, price or stock)",
    "made_at": "when it was promised (such as made_at or created_at)",
}


def recognise(sheet: Sheet) -> SheetMapping:
    """The likeliest kind with its mapping, or none with what is missing."""
    ranked = sorted(((_likeness(sheet, kind), kind) for kind in NEEDED), reverse=True)
    (best, kind), (second, other) = ranked[0], ranked[1]
    if best < LIKELY:
        return SheetMapping("not recognised", reason=_missing(sheet))
    if best - second < TIE and {kind, other} != LINED:
        return SheetMapping(
            "not recognised",
            confidence=round(min(best, 1.0) / 2, 2),
            reason=f"this could be {kind} or {other}: choose one with --kind, or in the mapping:\n"
            f'[sheets."{sheet.name}"]\nkind = "{kind}"\nor kind = "{other}"',
            could_be=(kind, other),
        )
    return as_kind(sheet, kind, confidence=round(min(best, 1.0), 2))


def as_kind(sheet: Sheet, kind: str, confidence: float = 1.0) -> SheetMapping:
    """The mapping of `sheet` as `kind`; without outputs, saying what is missing, where it cannot be that.

    Raises IntakeError for a kind that does not exist.
    """
    if kind not in NEEDED:
        raise IntakeError.unknown("kind", kind, NEEDED)
    said = kind.replace("_", " ")
    if lacking := _lacking(sheet, kind):
        reason = f"for {said} there is no column that says {' and '.join(lacking)}"
        return SheetMapping("not recognised", reason=reason)
    shape = shaped(sheet, kind)
    taken = {take.column for output in shape.outputs for take in output.takes} & set(sheet.columns)
    return SheetMapping(
        recognised=f"{said} {BY_NAMES}",
        outputs=shape.outputs,
        confidence=confidence,
        reason=f"{len(taken)} of {len(sheet.columns)} columns, named as in {said}",
        questions=shape.questions,
        notes=shape.notes,
    )


def _lacking(sheet: Sheet, kind: str) -> list[str]:
    """What a sheet would need to be of this kind, in words."""
    found = set(matched(sheet, kind))
    if kind == "events" and visitor_of(sheet):
        found.add("customer_id")
    return [SAID.get(group[0], group[0]) for group in NEEDED[kind] if not found & set(group)]


def _likeness(sheet: Sheet, kind: str) -> float:
    """How much a sheet is like a kind: columns used, columns that tell, and the name of the file."""
    if _lacking(sheet, kind):
        return 0.0
    names = {plain(column) for column in sheet.columns}
    telling = min(len(names & TELLING[kind]), 4) * 0.15
    said = 0.25 if any(word in sheet.name.lower() for word in FILE_WORDS[kind]) else 0.0
    if kind == "customers":
        # any column may be an attribute of a customer, so something else must speak for it
        return 0.4 + telling + said - _against(kind, names) if telling or said else 0.0
    used = len(matched(sheet, kind)) + (kind == "events" and visitor_of(sheet) is not None)
    return used / max(len(names), 1) * 0.6 + telling + said - _against(kind, names)


def _against(kind: str, names: set[str]) -> float:
    """What speaks against a kind that would take almost anything."""
    others = {other for tells, others in TELLING.items() if tells != kind for other in others} - TELLING[kind]
    return 0.05 * len(names & others)


def _missing(sheet: Sheet) -> str:
    """What the nearest kind would need, with the names that come close."""
    near = max(NEEDED, key=lambda kind: _nearness(sheet, kind))
    lacking = _lacking(sheet, near) or ["what one row is about"]
    return (
        f"no kind of table fits; it is nearest to {near.replace('_', ' ')}, but no column says"
        f" {' or '.join(lacking)}{_close(sheet)}. Add the column to the export, or name it in the mapping"
    )


def _nearness(sheet: Sheet, kind: str) -> tuple[int, bool]:
    return len(matched(sheet, kind)) - 2 * len(_lacking(sheet, kind)), kind == "events"


def _close(sheet: Sheet) -> str:
    for column in sheet.columns:
        near = get_close_matches(plain(column), CUSTOMER, 1, 0.8)
        if near and near[0] != plain(column):
            return f" ({column!r} looks like {near[0]})"
    return ""
