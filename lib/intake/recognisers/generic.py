"""Any other file: its kind by the names of its columns and of the file, its mapping by the same names."""

from dataclasses import replace
from difflib import get_close_matches

from lib.intake.recognise import always, plain
from lib.intake.recognisers.words import CUSTOMER, FILE_WORDS, NEEDED, PRIVATE, TELLING, VISITOR, WORDS
from lib.model.errors import IntakeError
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet
from lib.model.tables import FEEDBACK_METRICS, TABLES

#: Below this a file is like no kind at all.
LIKELY = 0.35
#: Two kinds closer than this cannot be told apart.
TIE = 0.04
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
}


def recognise(sheet: Sheet) -> SheetMapping:
    """The likeliest kind with its mapping, or none with what is missing."""
    ranked = sorted(((_likeness(sheet, kind), kind) for kind in NEEDED), reverse=True)
    (best, kind), (second, other) = ranked[0], ranked[1]
    if best < LIKELY:
        return SheetMapping("not recognised", reason=_missing(sheet))
    if best - second < TIE:
        return SheetMapping(
            "not recognised",
            confidence=round(min(best, 1.0) / 2, 2),
            reason=f"this could be {kind} or {other}: choose one with --kind or in the mapping",
        )
    return as_kind(sheet, kind, confidence=round(min(best, 1.0), 2))


def as_kind(sheet: Sheet, kind: str, confidence: float = 1.0) -> SheetMapping:
    """The mapping of `sheet` as `kind`; without outputs, saying what is missing, where it cannot be that.

    Raises IntakeError for a kind that does not exist.
    """
    if kind not in NEEDED:
        raise IntakeError.unknown("kind", kind, TABLES)
    found = matched(sheet, kind)
    if lacking := _lacking(kind, found):
        return SheetMapping(
            "not recognised", reason=f"for {kind} there is no column that says {' and '.join(lacking)}"
        )
    outputs, notes, questions = _outputs(sheet, kind, found)
    columns = len(
        {take.column for output in outputs for take in output.takes if take.column in sheet.columns}
    )
    return SheetMapping(
        recognised=f"{kind.replace('_', ' ')} by column names",
        outputs=outputs,
        confidence=confidence,
        reason=f"{columns} of {len(sheet.columns)} columns have names that {kind.replace('_', ' ')} have",
        questions=questions,
        notes=notes,
    )


def matched(sheet: Sheet, kind: str) -> dict[str, str]:
    """Canonical column -> column of the sheet, each used once; earlier synonyms are better ones."""
    names = {plain(column): column for column in reversed(sheet.columns)}
    found: dict[str, str] = {}
    for canonical, words in sorted(WORDS[kind].items(), key=lambda one: _urgency(kind, one[0])):
        free = (names[w] for w in (canonical, *words) if w in names and names[w] not in found.values())
        if (column := next(free, None)) is not None:
            found[canonical] = column
    return found


def _urgency(kind: str, canonical: str) -> int:
    """Needed columns choose first, then those in the order of the table."""
    needed = [name for group in NEEDED[kind] for name in group]
    return needed.index(canonical) if canonical in needed else 100 + list(WORDS[kind]).index(canonical)


def _lacking(kind: str, found: dict[str, str]) -> list[str]:
    lacking = [group for group in NEEDED[kind] if not any(name in found for name in group)]
    if kind == "events" and ("customer_id",) in lacking and "anonymous_id" in found:
        lacking.remove(("customer_id",))
    return [SAID.get(group[0], group[0]) for group in lacking]


def _likeness(sheet: Sheet, kind: str) -> float:
    """How much a sheet is like a kind: columns used, columns that tell, and the name of the file."""
    found = matched(sheet, kind)
    if kind == "events":
        found |= _visitor(sheet)
    if _lacking(kind, found):
        return 0.0
    names = {plain(column) for column in sheet.columns}
    used = len(found) / max(len(names), 1)
    telling = min(len(names & TELLING[kind]), 4) * 0.15
    said = 0.25 if any(word in sheet.name.lower() for word in FILE_WORDS[kind]) else 0.0
    return used * 0.6 + telling + said - _against(kind, names)


def _against(kind: str, names: set[str]) -> float:
    """What speaks against a kind that would take almost anything."""
    others = {other for tells, others in TELLING.items() if tells != kind for other in others} - TELLING[kind]
    return 0.05 * len(names & others) + (0.2 if kind == "customers" else 0.0)


def _visitor(sheet: Sheet) -> dict[str, str]:
    names = {plain(column): column for column in reversed(sheet.columns)}
    column = next((names[word] for word in VISITOR if word in names), None)
    return {"anonymous_id": column} if column else {}


def _missing(sheet: Sheet) -> str:
    """What the nearest kind would need, with the names that come close."""
    near = max(
        NEEDED,
        key=lambda kind: (len(matched(sheet, kind)) - 2 * len(_lacking_of(sheet, kind)), kind == "events"),
    )
    lacking = _lacking_of(sheet, near) or ["what one row is about"]
    hint = _close(sheet)
    return (
        f"no kind of table fits; it is nearest to {near.replace('_', ' ')}, but no column says {' or '.join(lacking)}"
        f"{hint}. Add the column to the export, or name it in the mapping"
    )


def _lacking_of(sheet: Sheet, kind: str) -> list[str]:
    found = matched(sheet, kind)
    return _lacking(kind, found | (_visitor(sheet) if kind == "events" else {}))


def _close(sheet: Sheet) -> str:
    for column in sheet.columns:
        if near := get_close_matches(plain(column), CUSTOMER, 1, 0.85):
            return f" ({column!r} looks like {near[0]})"
    return ""


def _outputs(
    sheet: Sheet, kind: str, found: dict[str, str]
) -> tuple[tuple[Output, ...], tuple[str, ...], tuple[str, ...]]:
    """The outputs of a kind, what should be known of them, and what must be asked."""
    takes = tuple(Take(to, column) for to, column in found.items())
    main, notes, questions = Output(kind, takes), [], []
    if kind == "events":
        return _events(sheet, main), (), ()
    if kind == "feedback":
        main, notes, questions = _feedback(sheet, main)
    if kind == "spend" and "source" not in found:
        main, questions = _spend(sheet, main)
    if kind == "customers":
        main = _attributes(sheet, main)
    if kind == "order_items":
        return _lines(sheet, main), (), ()
    return (main,), tuple(notes), tuple(questions)


def _events(sheet: Sheet, main: Output) -> tuple[Output, ...]:
    """Who is logged in stands for the customer, the visitor's id where nobody is; both together are a link."""
    visitor, login = _visitor(sheet).get("anonymous_id"), main.take("customer_id")
    if visitor is None or (login and login.column == visitor):
        return (main,)
    if login is None:
        return (replace(main, takes=(*main.takes, Take("customer_id", visitor))),)
    takes = (*main.takes, Take("customer_id", visitor, note="where nobody is logged in"))
    ts = main.take("ts")
    link = Output(
        "identities",
        (
            Take("anonymous_id", visitor),
            Take("customer_id", login.column),
            Take("linked_at", ts.column if ts else None),
        ),
    )
    return replace(main, takes=takes), link


def _lines(sheet: Sheet, main: Output) -> tuple[Output, ...]:
    """Lines that carry their order's customer and time make the orders too; money comes from the lines."""
    found = matched(sheet, "orders")
    product, sku = main.take("product"), main.take("product_id")
    if product and sku:
        main = replace(main, takes=(*main.takes, Take("product", sku.column)))
    elif sku:
        main = replace(main, takes=(*main.takes, Take("product", sku.column)))
    if "ordered_at" not in found or "customer_id" not in found:
        return (main,)
    wanted = ("order_id", "customer_id", "ordered_at", "status", "channel")
    takes = tuple(Take(to, found[to]) for to in wanted if to in found)
    return main, Output("orders", takes, per=found["order_id"])


def _attributes(sheet: Sheet, main: Output) -> Output:
    """What else is known of customers, but for what names or reaches them."""
    used = {take.column for take in main.takes} | set(CUSTOMER) | set(VISITOR)
    further = [
        Take(name, column)
        for column in sheet.columns
        if column not in used and _is_attribute(name := plain(column)) and name not in main_names(main)
    ]
    return replace(main, takes=(*main.takes, *further))


def main_names(output: Output) -> set[str]:
    """The canonical columns of the output's table."""
    return {column.name for column in TABLES[output.kind].columns}


def _is_attribute(name: str) -> bool:
    return (
        name.isascii()
        and name[:1].isalpha()
        and len(name) < 40
        and not is_private(name)
        and name not in CUSTOMER
        and name not in VISITOR
    )


def is_private(name: str) -> bool:
    """Whether a column by this (plain) name says who somebody is or how to reach them.

    >>> is_private("billing_phone"), is_private("product_name"), is_private("billing_name")
    (True, False, True)
    """
    words = name.split("_")
    personal = (
        "billing",
        "shipping",
        "customer",
        "buyer",
        "first",
        "last",
        "full",
        "contact",
        "recipient",
        "user",
    )
    if words[-1] == "name" and (len(words) == 1 or words[0] in personal):
        return len(words) > 1
    return any(name == private or name.endswith(f"_{private}") for private in PRIVATE)


def _spend(sheet: Sheet, main: Output) -> tuple[Output, list[str]]:
    """The ad platform by the file's name, or a question."""
    for word, source in (("google", "google ads"), ("meta", "meta ads"), ("facebook", "meta ads"), ("tiktok", "tiktok ads"),
                         ("bing", "microsoft ads"), ("microsoft", "microsoft ads")):  # fmt: skip
        if word in sheet.name.lower():
            return replace(main, takes=(*main.takes, replace(always(source), to="source"))), []
    return main, [
        "nothing says where the money was spent. Add a column `source`, or put it into the file's name (google, meta)"
    ]


def _feedback(sheet: Sheet, main: Output) -> tuple[Output, list[str], list[str]]:
    """What was asked: from a column, the name of the score, or the name of the file."""
    takes = [take for take in main.takes if not (take.to == "scale_min" and main.take("scale_max") is None)]
    if main.take("scale_min") is None:
        takes = [take for take in takes if take.to != "scale_max"]
    score = main.take("score")
    named = next((m for m in FEEDBACK_METRICS if score and m in plain(score.column or "").split("_")), None)
    named = named or next((m for m in ("nps", "csat", "ces") if m in _words(sheet.name)), None)
    if named is None and ({"review", "reviews", "rating", "ratings"} & _words(sheet.name) or _stars(score)):
        named = "rating"
    notes: list[str] = []
    if main.take("metric") is None:
        if named is None:
            return main, notes, [_ask_metric(sheet)]
        takes.append(Take("metric", value=named))
        notes.append(f"the answers were taken for {named}, by the name of the file or the score")
    return replace(main, takes=tuple(takes)), notes, []


def _ask_metric(sheet: Sheet) -> str:
    return (
        "nothing says what was asked (csat, nps, ces or rating). Put it into the file's name or a column `metric`,"
        f' or decide it in the mapping:\n[sheets."{sheet.name}".columns]\nmetric = {{ value = "csat" }}'
    )


def _stars(score: Take | None) -> bool:
    return bool(score and plain(score.column or "") in ("rating", "stars", "review_score", "bewertung"))


def _words(name: str) -> set[str]:
    return set(plain(name.rsplit(".", 1)[0]).split("_"))
