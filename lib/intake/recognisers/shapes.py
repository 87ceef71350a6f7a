"""From matched columns to outputs: what each kind of table needs beyond one column for one column."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lib.intake.recognise import NOTHING, plain
from lib.intake.recognisers.addresses import addresses
from lib.intake.recognisers.columns import by_name, is_private, matched, visitor_of
from lib.intake.recognisers.words import CUSTOMER, NEEDED, VISITOR, WORDS
from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet
from lib.model.tables import FEEDBACK_METRICS, TABLES

#: Words of a file's name that say where money was spent.
PLATFORMS = {
    "google": "google ads",
    "meta": "meta ads",
    "facebook": "meta ads",
    "instagram": "meta ads",
    "tiktok": "tiktok ads",
    "bing": "microsoft ads",
    "microsoft": "microsoft ads",
}
STARS = frozenset({"rating", "stars", "review_score", "bewertung"})
REVIEWS = frozenset({"review", "reviews", "rating", "ratings"})
#: What was paid back of an order.
PAID_BACK = (
    "refunded_amount", "refund_amount", "amount_refunded", "order_refund_amount", "refunded_total",
    "total_refunded", "refund_total",
)  # fmt: skip
DATED = "the file says how much was refunded, not when: refunds are dated by the order"
#: Longer names are no names of attributes.
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """The outputs of a sheet, what should be known of them, and what must be asked."""

    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def shaped(sheet: Sheet, kind: str) -> Shape:
    """The outputs that make canonical rows of `kind` from the columns of the sheet, and what links them."""
    shape = _shaped(sheet, kind)
    main = next((one for one in shape.outputs if one.take("customer_id")), shape.outputs[0])
    refunds = _refunds(sheet, shape.outputs)
    return Shape(
        (*shape.outputs, *refunds, *addresses(sheet, main)),
        (*shape.notes, *([DATED] if refunds else [])),
        shape.questions,
    )


def _shaped(sheet: Sheet, kind: str) -> Shape:
    found = matched(sheet, kind)
    main = Output(kind, tuple(Take(to, column) for to, column in found.items()))
    if kind == "events":
        return _events(sheet, main)
    if kind == "feedback":
        return _feedback(sheet, main)
    if kind == "spend" and "source" not in found:
        return _spend(sheet, main)
    if kind == "customers":
        return Shape((_with_attributes(sheet, main),))
    both = _lines(sheet, kind) if kind in ("orders", "order_items") else None
    return both or Shape((_with_product(main),))


def _with_product(main: Output) -> Output:
    """A line without the name of its product is called by its id."""
    sku = main.take("product_id")
    return _adding(main, Take("product", sku.column)) if main.kind == "order_items" and sku else main


def _adding(output: Output, *takes: Take) -> Output:
    return replace(output, takes=(*output.takes, *takes))


def _events(sheet: Sheet, main: Output) -> Shape:
    """Who is logged in is the customer, the visitor's id where nobody is; both together are a link."""
    visitor, login = visitor_of(sheet), main.take("customer_id")
    if visitor is None or (login and login.column == visitor):
        return Shape((main,))
    events = _adding(main, Take("customer_id", visitor, note="where nobody is logged in"))
    if login is None:
        return Shape((events,))
    when = [replace(take, to="linked_at") for take in main.sources("ts")]
    link = Output("identities", (Take("anonymous_id", visitor), Take("customer_id", login.column), *when))
    return Shape((events, link))


def _lines(sheet: Sheet, kind: str) -> Shape | None:
    """Lines that carry their order's columns make the orders too; None where a sheet is only one of both.

    Where nothing but the lines says what an order cost, they make its money. Whether an amount is one of the
    order or of the line is decided over the whole column.
    """
    lines, found = matched(sheet, "order_items"), matched(sheet, "orders")
    if not _enough("order_items", lines) or not {"order_id", "ordered_at"} <= set(found):
        return None
    items = _with_product(Output("order_items", tuple(Take(to, column) for to, column in lines.items())))
    money = _money(sheet, {lines.get("price", ""), lines.get("quantity", "")})
    takes = {to: column for to, column in found.items() if to != "revenue" and column not in lines.values()}
    takes |= {"order_id": found["order_id"], **({"revenue": money} if money else {})}
    if "customer_id" not in takes and not money:
        return None
    orders = Output("orders", tuple(Take(*one) for one in takes.items()), per=found["order_id"])
    return Shape((orders, items) if kind == "orders" and money else (items, orders))


def _refunds(sheet: Sheet, outputs: Sequence[Output]) -> tuple[Output, ...]:
    """What was paid back of orders, where a column of theirs says it."""
    orders = next((one for one in outputs if one.kind == "orders"), None)
    names = by_name(sheet)
    column = next((names[word] for word in PAID_BACK if word in names), None)
    key = orders.take("order_id") if orders else None
    if orders is None or key is None or column is None or column in {take.column for take in orders.takes}:
        return ()
    when = tuple(replace(one, to="returned_at") for one in orders.sources("ordered_at"))
    takes = (replace(key, to="return_id"), key, *orders.sources("customer_id"), *when, Take("refund", column))
    return (Output("returns", takes, per=key.column, unless=((column, NOTHING),)),)


def _enough(kind: str, found: Collection[str]) -> bool:
    return all(any(name in found for name in group) for group in NEEDED[kind])


def _money(sheet: Sheet, used: Collection[str]) -> str | None:
    """The column that says what an order cost, but for those that are of the line."""
    names = by_name(sheet)
    return next((names[w] for w in WORDS["orders"]["revenue"] if w in names and names[w] not in used), None)


def _with_attributes(sheet: Sheet, main: Output) -> Output:
    """What else is known of customers, but for what names or reaches them."""
    used = {take.column for take in main.takes}
    own = {column.name for column in TABLES["customers"].columns}
    further = {plain(column): column for column in sheet.columns if column not in used}
    return _adding(
        main,
        *(Take(name, column) for name, column in further.items() if name not in own and _is_attribute(name)),
    )


def _is_attribute(name: str) -> bool:
    said = name.isascii() and name[:1].isalpha() and len(name) < LONGEST
    return said and name != "name" and not is_private(name) and name not in (*CUSTOMER, *VISITOR)


def _spend(sheet: Sheet, main: Output) -> Shape:
    """The ad platform by the file's name, or a question."""
    source = next((source for word, source in PLATFORMS.items() if word in sheet.name.lower()), None)
    if source:
        return Shape((_adding(main, Take("source", value=source)),))
    asked = (
        "nothing says where the money was spent. Put google or meta into the file's name, or decide it in the"
        f' mapping:\n[sheets."{sheet.name}".columns]\nsource = {{ value = "google ads" }}'
    )
    return Shape((main,), questions=(asked,))


def _feedback(sheet: Sheet, main: Output) -> Shape:
    """What was asked: from a column, the name of the score, or the name of the file."""
    main = _with_whole_scale(main)
    if main.take("metric"):
        return Shape((main,))
    named = _metric(sheet, main)
    if named is None:
        return Shape((main,), questions=(_ask_metric(sheet),))
    note = f"the answers were taken for {named}, by the name of the file or the score"
    return Shape((_adding(main, Take("metric", value=named)),), notes=(note,))


def _with_whole_scale(main: Output) -> Output:
    """One end of a scale alone says nothing."""
    if main.take("scale_min") and main.take("scale_max"):
        return main
    kept = tuple(take for take in main.takes if take.to not in ("scale_min", "scale_max"))
    return replace(main, takes=kept)


def _metric(sheet: Sheet, main: Output) -> str | None:
    score = main.take("score")
    column = plain(score.column or "") if score else ""
    said = set(plain(sheet.name.rsplit(".", 1)[0]).split("_"))
    by_score = next((metric for metric in FEEDBACK_METRICS if metric in column.split("_")), None)
    by_file = next((metric for metric in ("nps", "csat", "ces") if metric in said), None)
    if by_score and by_score != "rating":
        return by_score
    return by_file or ("rating" if column in STARS or said & REVIEWS else None)


def _ask_metric(sheet: Sheet) -> str:
    return (
        "nothing says what was asked (csat, nps, ces or rating). Put it into the file's name or a column"
        " `metric`, or decide it in the mapping:"
        f'\n[sheets."{sheet.name}".columns]\nmetric = {{ value = "csat" }}'
    )
