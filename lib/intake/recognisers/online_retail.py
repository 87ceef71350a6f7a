"""Invoice lines in the shape of the Online Retail set: an invoice that begins with C takes goods back."""

from lib.intake.recognise import always, known, output, plain, shares
from lib.model.mapping import LAST_ORDER, Output, SetAside, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Online Retail invoice lines": (
        "orders and their lines; invoices that begin with C are returns; postage and corrections are lines of"
        " the category 'not a product'"
    ),
}

COLUMNS = (
    "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country",
)  # fmt: skip
#: What a later edition calls two of them.
LATER = {"InvoiceNo": "Invoice", "UnitPrice": "Price"}
#: Stock codes of postage, fees, discounts, samples and corrections.
NO_PRODUCTS = (
    "post", "dot", "c2", "m", "d", "s", "b", "pads", "cruk", "bank charges", "amazonfee", "adjust", "adjust2",
    "test001", "test002",
)  # fmt: skip
BACK = ("c*",)
CORRECTED = "a correction of the books, no sale"
NOTES = (
    "an invoice that begins with C takes goods back and does not say of which invoice: it counts against the"
    " customer's last invoice before it",
    "lines that are no products (postage, fees, corrections) stay in the revenue of their invoice",
)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """By its eight columns, in the spelling of either edition."""
    have = {plain(column) for column in sheet.columns}
    names = tuple(one if plain(one) in have else LATER.get(one, one) for one in COLUMNS)
    if shares(sheet, names) < 1:
        return None
    asides = (SetAside(names[0], ("a*",), CORRECTED),)
    outputs = _outputs(invoice=names[0], price=names[5])
    return known(
        sheet, "online retail", "the Online Retail lines", names, outputs, notes=NOTES, asides=asides
    )


def _outputs(invoice: str, price: str) -> list[Output]:
    sold = (invoice, BACK)
    orders = output(
        "orders",
        per=invoice,
        unless=[sold],
        order_id=invoice,
        customer_id="CustomerID",
        ordered_at="InvoiceDate",
    )
    returns = output(
        "returns",
        per=invoice,
        only=sold,
        sums=("refund",),
        return_id=invoice,
        order_id=always(LAST_ORDER),
        customer_id="CustomerID",
        returned_at="InvoiceDate",
        refund=Take("", price, format="times", also=("Quantity",)),
    )
    customers = output("customers", per="CustomerID", customer_id="CustomerID", country="Country")
    lines = [
        _lines(invoice, price, None, [sold, ("StockCode", NO_PRODUCTS)]),
        _lines(invoice, price, ("StockCode", NO_PRODUCTS), [sold]),
    ]
    return [*lines, orders, returns, customers]


def _lines(
    invoice: str,
    price: str,
    only: tuple[str, tuple[str, ...]] | None,
    unless: list[tuple[str, tuple[str, ...]]],
) -> Output:
    return output(
        "order_items",
        only=only,
        unless=unless,
        order_id=invoice,
        product_id="StockCode",
        product=("Description", "StockCode"),
        category=always("not a product") if only else None,
        quantity="Quantity",
        price=price,
    )
