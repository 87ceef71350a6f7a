"""Six silos of the sample shop, each knowing people in its own way, become one journey per customer."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.intake.importing import import_files
from lib.intake.mapping_file import from_toml
from lib.model.manifest import Manifest
from tests.shops import ask

SMALL = Path(__file__).resolve().parent.parent / "sample_data" / "small"
#: What the site's event names mean as touchpoints, for the journey of the example.
MEANING = {
    "view_item": "product page", "view_item_list": "category page", "help_page": "help page",
    "add_to_cart": "cart", "begin_checkout": "checkout", "sign_up": "account created",
    "add_shipping_info": "shipping details", "add_payment_info": "payment", "purchase": "order placed",
}  # fmt: skip
#: Silo -> its file, the table it becomes, and what a row is called in each.
SILOS = {
    "orders": ("orders", "orders", "order_number", "order_id"),
    "tickets": ("tickets", "tickets", "ticket_id", "ticket_id"),
    "returns": ("returns", "returns", "return_id", "return_id"),
    "answers": ("surveys", "feedback", "response_id", "feedback_id"),
}
Row = dict[str, str]
#: (silo, id or key of a row as the silo has it, customer)
Link = tuple[str, str, str]


def read(stem: str) -> list[Row]:
    with gzip.open(SMALL / f"{stem}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def address(customer: str, spelling: int) -> str:
    """The invented address of a customer; every third file row spells it its own way."""
    if not customer:
        return ""
    plain = f"{customer.lower()}@example.com"
    return [plain, plain.upper(), f" {plain} "][spelling % 3]


def by_address(rows: list[Row]) -> Iterator[Row]:
    """The same rows with the address where the customer's id was."""
    for at, row in enumerate(rows):
        yield {"email" if key == "customer_id" else key: cell for key, cell in row.items()} | {
            "email": address(row["customer_id"], at)
        }


def write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def profiles() -> list[Row]:
    """The export that knows both: a line for every customer of any file."""
    known = {row["user_id"] for row in read("web_events")}
    for stem in ("orders", "surveys", "tickets", "returns", "identities"):
        known |= {row["customer_id"] for row in read(stem)}
    return [
        {"customer_id": one, "name": f"Person {one}", "email": address(one, at)}
        for at, one in enumerate(sorted(known - {""}))
    ]


@pytest.fixture(scope="module")
def silos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Visits know visitors and logins; orders, answers and cases an address; returns an order number."""
    folder = tmp_path_factory.mktemp("silos")
    files = {stem: list(by_address(read(stem))) for stem in ("orders", "surveys", "tickets")}
    files["web_events"] = read("web_events")
    files["returns"] = [{k: v for k, v in row.items() if k != "customer_id"} for row in read("returns")]
    files["customers"] = profiles()
    return [write(folder / f"{stem}.csv", rows) for stem, rows in files.items()]


@pytest.fixture
def shop(silos: list[Path]) -> Manifest:
    return import_files(silos, "shop", mapping=from_toml('time_zone = "Europe/Berlin"'))


def true_links() -> set[Link]:
    """Who is who: visitors by the shop's own table of links, the rest by what each file said before."""
    owner = {row["order_number"]: row["customer_id"] for row in read("orders")}
    links = {("visits", row["visitor_id"], row["customer_id"]) for row in read("identities")}
    for silo, (stem, _, key, _) in SILOS.items():
        for row in read(stem):
            if row.get("score", "-"):
                links.add((silo, row[key], row["customer_id"] or owner.get(row.get("order_number", ""), "")))
    return {link for link in links if link[2]}


def found_links() -> set[Link]:
    """What the import says: for visits that of every event before or without a login."""
    strangers = {row["event_id"]: row["visitor_id"] for row in read("web_events") if not row["user_id"]}
    found = {
        ("visits", strangers[row["event_id"]], row["customer_id"])
        for row in ask("SELECT event_id, customer_id FROM events WHERE origin = 'file'")
        if row["event_id"] in strangers
    }
    for silo, (_, table, _, key) in SILOS.items():
        rows = ask(f"SELECT {key} AS key, customer_id FROM {table} WHERE customer_id IS NOT NULL")
        found |= {(silo, row["key"].split("-")[-1], row["customer_id"]) for row in rows}
    return {link for link in found if link[2].startswith("C")}


def test_six_silos_are_joined_as_precisely_and_completely_as_truth_knows(shop):
    strangers = {row["visitor_id"] for row in read("web_events") if not row["user_id"]}
    true = {link for link in true_links() if link[0] != "visits" or link[1] in strangers}
    found = found_links()
    right = len(true & found)
    precision, recall = right / len(found), right / len(true)
    said = f"precision {precision:.4f} ({right:,} of {len(found):,}), recall {recall:.4f} (of {len(true):,})"
    print(said)
    assert precision >= 0.995, f"{said}; wrong: {sorted(found - true)[:10]}"
    assert recall >= 0.95, f"{said}; missed: {sorted(true - found)[:10]}"


def test_every_silo_is_matched_and_the_report_says_by_what(shop):
    files = {file["name"]: file for file in shop.report["identity"]["files"]}
    for stem in ("orders", "surveys", "tickets"):
        assert files[f"{stem}.csv"]["matched_share"] == 1
        assert {one["rule"] for one in files[f"{stem}.csv"]["by_rule"]} == {"e-mail"}
    assert files["returns.csv"]["rows_by_order"] == sum(row["customer_id"] != "" for row in read("returns"))
    assert {one["rule"] for one in files["web_events.csv"]["by_rule"]} == {"login", "order number"}


def test_joined_less_the_same_files_make_more_customers(shop, silos):
    compared = {row["strictness"]: row for row in shop.report["identity"]["compared"]}
    assert compared["default"]["customers"] == shop.report["customers"]
    assert compared["strict"]["customers"] > compared["default"]["customers"]
    assert compared["strict"]["conversion"] != compared["default"]["conversion"]
    strict = import_files(
        silos, "shop", mapping=from_toml('time_zone = "Europe/Berlin"\nstrictness = "strict"')
    )
    assert strict.report["customers"] == compared["strict"]["customers"]


def test_the_order_of_the_files_does_not_matter(shop, silos):
    before = found_links()
    import_files(silos[::-1], "shop", mapping=from_toml('time_zone = "Europe/Berlin"'))
    assert found_links() == before


def test_the_journey_of_the_named_customer_is_right_event_by_event(shop):
    example = json.loads((SMALL / "truth.json").read_text(encoding="utf-8"))["identity"]["example"]
    visits = [
        (when, MEANING.get(name, name.replace("_", " ")), "file") for when, name, *_ in example["events"]
    ]
    elsewhere = [
        ("2025-09-05T10:08:09Z", "survey answered", "feedback"),
        ("2025-09-06T22:26:20Z", "ticket opened", "tickets"),
        ("2025-09-08T14:34:21Z", "delivered", "orders"),
    ]
    journey = ask(
        "SELECT strftime(ts, '%Y-%m-%dT%H:%M:%SZ') AS at, touchpoint, origin FROM events"
        " WHERE customer_id = $one ORDER BY ts, event_id",
        one=example["customer_id"],
    )
    assert [tuple(row.values()) for row in journey] == sorted([*visits, *elsewhere], key=lambda one: one[0])
