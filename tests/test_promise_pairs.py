"""Promises of refunds, prices and stocks: how they come in, how far they were missed, what followed."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from lib.analysis.lanes import promises as lane
from lib.analysis.lateness_hurts import lateness_hurts
from lib.analysis.pictures import promise_words as said
from lib.analysis.pictures.promise import picture
from lib.analysis.promise import promise
from lib.analysis.promise_gaps import promise_gaps
from lib.analysis.promise_members import promise_members
from lib.analysis.terms.promises import held
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.model.promises import AMOUNTS, PAIRS
from lib.model.tables import PROMISED
from tests.journeys import shop
from tests.open_pages import open_page, publish, texts
from tests.shops import ask, files_of, imported, one

EVERYBODY = Filters()
MADE, PROMISED_AT = datetime(2026, 3, 1, 12), datetime(2026, 3, 10)
END = datetime(2026, 12, 31)
ORDERS = """
    order_id,customer_id,order_date,total
    1,ann,2026-03-01T10:00:00Z,12.00
    2,bob,2026-03-02T10:00:00Z,20.00
"""


def kept(name, pair, promised=None, actual=None, *, order=None, who=None, **more):
    """A promise of an amount, made on 1 March."""
    row = {
        "promise_id": name, "pair": pair, "order_id": order, "customer_id": who or f"c-{name}",
        "made_at": MADE, "promised": promised, "actual": actual,
    }  # fmt: skip
    return row | more


def refund(name, late, **more):
    """A refund promised for 10 March that came `late` days after (None: never)."""
    came = None if late is None else PROMISED_AT + timedelta(days=late, hours=9)
    return kept(name, "refund", **{"promised_at": PROMISED_AT, "kept_at": came} | more)


def order(name, who, at=MADE, **more):
    return {"order_id": name, "customer_id": who, "ordered_at": at, "revenue": 50, "channel": "web"} | more


def answer(name, who, score, *, about=None, at=MADE + timedelta(days=2)):
    return {
        "feedback_id": name, "customer_id": who, "given_at": at, "metric": "csat", "score": score,
        "scale_min": 1, "scale_max": 5, "order_id": about, "touchpoint": "checkout", "stage": "purchase",
    }  # fmt: skip


def ended(*promises, name="tiny", **tables):
    """A shop with these promises in which something still happened at the end of the year."""
    last = {"event_id": "v", "customer_id": "z", "ts": END, "touchpoint": "home"}
    return shop(name=name, events=[last, *tables.pop("events", [])], promises=promises, **tables)


def by_bucket(store, pair, **options):
    return {row.bucket: row for row in promise(store, EVERYBODY, pair=pair, **options).itertuples()}


def test_a_file_of_promises_is_known_by_its_columns(tmp_path):
    promises = """
        promise_id,pair,order_id,made_at,promised_at,kept_at,promised,actual
        p1,refund,1,2026-03-05T08:00:00Z,2026-03-10,2026-03-12,,
        p2,Price,1,2026-03-01T09:00:00Z,,,10.00,12.00
        p3,stock,2,2026-03-02T09:00:00Z,,,2,1
    """
    manifest = imported(tmp_path, orders=ORDERS, promises=promises)
    assert files_of(manifest)["promises.csv"]["kind"] == "promises"
    assert manifest.tables["promises"] == 3
    found = ask("SELECT pair, customer_id, promised, actual FROM promises ORDER BY promise_id")
    # the order says whose they are
    assert [(row["pair"], row["customer_id"]) for row in found] == [
        ("refund", "ann"), ("price", "ann"), ("stock", "bob"),
    ]  # fmt: skip
    assert [row["actual"] for row in found][1:] == [12, 1]


def test_a_pair_that_does_not_exist_is_rejected_and_the_reason_names_those_that_do(tmp_path):
    promises = """
        promise_id,pair,order_id,made_at,promised,actual
        p1,colour,1,2026-03-05,1,2
        p2,price,1,2026-03-05,1,2
        p3,,1,2026-03-05,1,2
    """
    manifest = imported(tmp_path, orders=ORDERS, promises=promises)
    assert manifest.tables["promises"] == 1
    reasons = [row["reason"] for row in ask("SELECT reason FROM rejected ORDER BY row_no")]
    assert reasons[0] == "pair is none of refund, price, stock"
    assert "pair is empty" in reasons[1]


def test_promises_without_an_id_each_stay_a_row_and_corrections_replace_those_with_one(tmp_path):
    promises = """
        pair,order_number,created_at,promised_price,price_charged
        price,1,2026-03-01,10.00,12.00
        price,1,2026-03-01,10.00,12.00
    """
    imported(tmp_path / "a", orders=ORDERS, shown_prices=promises)
    assert one("SELECT COUNT(*) FROM promises") == 2
    again = """
        promise_id,pair,made_at,promised,actual
        p1,price,2026-03-01,10.00,12.00
        p1,price,2026-03-01,10.00,10.00
    """
    imported(tmp_path / "b", name="again", promises=again)
    assert one("SELECT actual FROM promises", "again") == 10


def test_what_people_are_called_does_not_come_in_with_promises(tmp_path):
    promises = """
        promise_id,pair,customer_email,phone,made_at,promised,actual
        p1,price,ann@mail.example,+49 30 1234567,2026-03-01,10.00,12.00
    """
    imported(tmp_path, promises=promises)
    who = one("SELECT customer_id FROM promises")
    assert who.startswith("p_")
    assert "ann" not in str(ask("SELECT * FROM promises"))


def test_the_table_and_the_pairs_name_the_same_promises():
    assert tuple(pair.id for pair in PAIRS.values() if pair.own) == PROMISED


def test_refunds_fall_into_days_as_deliveries_do():
    store = ended(*(refund(f"r{late}", late) for late in (-5, 0, 1, 3)), refund("never", None),
                  refund("unsaid", 2, promised_at=None),
                  refund("soon", None, promised_at=END + timedelta(days=3)))  # fmt: skip
    found = by_bucket(store, "refund")
    counts = {name: row.orders for name, row in found.items() if row.orders}
    assert counts == {
        "3+ days early": 1, "on the day": 1, "1 day late": 1, "3-4 days late": 1, "(not fulfilled)": 1,
        "(not yet due)": 1, "(no promise)": 1, "(all)": 7,
    }  # fmt: skip
    whole = found["(all)"]
    assert (whole.delivered, whole.late_share) == (4, 2 / 4)
    assert (whole.due, whole.late_due_share) == (5, 3 / 5)
    # by the moment 9 o'clock of the day is nine hours after its promise
    assert by_bucket(store, "refund", by="instant")["up to 1 day late"].orders == 1


def test_a_price_charged_above_the_one_shown_is_broken():
    store = ended(kept("a", "price", 10.00, 12.00), kept("b", "price", 10.00, 11.00),
                  kept("c", "price", 10.00, 10.00), kept("d", "price", 10.00, 8.00))  # fmt: skip
    found = by_bucket(store, "price")
    assert list(found)[:5] == list(AMOUNTS)
    assert [found[name].orders for name in AMOUNTS] == [1, 0, 1, 1, 1]
    assert found["(all)"].late_share == 2 / 4
    worst = promise_members(store, EVERYBODY, pair="price").iloc[0]
    assert (worst["id"], worst["promised"], worst["actual"]) == ("a", 10, 12)
    assert (worst["gap"], worst["difference"]) == (0.2, 2)


def test_fewer_units_than_promised_are_broken_and_more_are_not():
    store = ended(kept("a", "stock", 2, 1), kept("b", "stock", 2, 2), kept("c", "stock", 2, 3))
    found = by_bucket(store, "stock")
    assert [found[name].orders for name in AMOUNTS] == [1, 0, 1, 0, 1]
    assert found["(all)"].late_share == 1 / 3
    worst = promise_members(store, EVERYBODY, pair="stock").iloc[0]
    assert (worst["id"], worst["gap"], worst["difference"]) == ("a", -0.5, -1)


def test_exactly_a_tenth_is_small_whatever_the_binary_fractions():
    store = ended(kept("a", "price", 1.00, 1.10), kept("b", "price", 0.30, 0.33), kept("c", "price", 1, 1.11))
    found = by_bucket(store, "price")
    assert (found["up to 10% more"].orders, found["over 10% more"].orders) == (2, 1)


def test_of_nothing_promised_there_is_no_share_but_a_side():
    store = ended(kept("free", "price", 0, 5), kept("still", "price", 0, 0))
    found = by_bucket(store, "price")
    assert (found["over 10% more"].orders, found["as promised"].orders) == (1, 1)
    assert np.isnan(promise_members(store, EVERYBODY, bucket="over 10% more", pair="price")["gap"].iloc[0])


def test_an_amount_that_did_not_happen_is_broken_only_past_a_moment_that_was_promised():
    past = {"promised_at": PROMISED_AT}
    store = ended(kept("a", "stock", 2, 2), kept("b", "stock", 2, None), kept("c", "stock", 2, None, **past),
                  kept("d", "stock", None, 3))  # fmt: skip
    found = by_bucket(store, "stock")
    assert [found[name].orders for name in ("(not fulfilled)", "(not yet due)", "(no promise)")] == [1, 1, 1]
    assert (found["(all)"].late_share, found["(all)"].late_due_share) == (0, 1 / 2)


def test_the_breakdown_takes_country_and_channel_from_the_order():
    orders = [order(f"o{n}", f"c{n}", channel="app" if n < 40 else "web") for n in range(80)]
    promises = [
        kept(f"p{n}", "price", 10, 12 if n < 20 else 10, order=f"o{n}", who=f"c{n}") for n in range(80)
    ]
    rows = promise_gaps(ended(*promises, orders=orders), EVERYBODY, pair="price", by_column="channel")
    assert rows["label"].tolist() == ["app", "web", "(all)"]
    assert rows["late_due_share"].tolist() == [0.5, 0, 0.25]
    assert rows["marked"].tolist() == [True, True, False]
    # of 40 prices 20 are 2.00 of 10.00 too high: the middle lies between
    assert rows["median_gap"].tolist() == pytest.approx([0.1, 0, 0])
    assert rows["median_difference"].tolist() == pytest.approx([1, 0, 0])
    only = promise(ended(*promises, orders=orders), Filters(channel=("app",)), pair="price")
    assert only["orders"].iloc[-1] == 40


def test_of_stocks_the_worst_tenth_is_the_one_with_least():
    promises = [kept(f"p{n}", "stock", 10, 5 if n < 2 else 10) for n in range(10)]
    whole = promise_gaps(ended(*promises), EVERYBODY, pair="stock").iloc[-1]
    assert (whole["median_gap"], whole["p90_gap"]) == (0, -0.5)


def test_answers_name_the_order_or_else_are_those_of_the_customer_within_thirty_days():
    promises = [
        kept("a", "price", 10, 12, order="o1", who="ann"), kept("b", "price", 10, 12, who="bob"),
    ]  # fmt: skip
    answers = [
        answer("1", "ann", 1, about="o1"), answer("2", "ann", 5),
        answer("3", "ann", 5, about="o1", at=MADE - timedelta(days=1)),
        answer("4", "bob", 3), answer("5", "bob", 5, at=MADE + timedelta(days=31)),
    ]  # fmt: skip
    found = by_bucket(ended(*promises, orders=[order("o1", "ann")], feedback=answers), "price")
    assert (found["over 10% more"].n, found["over 10% more"].mean) == (2, 2)


def test_tickets_returns_and_other_orders_follow_promises():
    orders = [
        order("o1", "ann"), order("o2", "bob"), order("o3", "ann", at=MADE + timedelta(days=20)),
    ]  # fmt: skip
    promises = [
        kept("a", "stock", 2, 1, order="o1", who="ann"), kept("b", "stock", 2, 1, order="o2", who="bob"),
        kept("c", "stock", 2, 1, who="eve"),
    ]  # fmt: skip
    tickets = [
        {"ticket_id": "t1", "customer_id": "ann", "opened_at": MADE + timedelta(days=3)},
        {"ticket_id": "t2", "customer_id": "bob", "opened_at": MADE + timedelta(days=40)},
    ]
    returns = [{"return_id": "r", "order_id": "o2", "returned_at": MADE + timedelta(days=9), "refund": 5}]
    store = ended(*promises, orders=orders, tickets=tickets, returns=returns)
    found = by_bucket(store, "stock")["over 10% less"]
    assert (found.tickets_n, found.tickets_share) == (3, 1 / 3)
    # eve's order is not named: neither its return nor what came after it is known
    assert (found.returns_n, found.returns_share) == (2, 1 / 2)
    assert (found.repurchase_n, found.repurchase_share) == (2, 1 / 2)


def test_amounts_have_no_days_from_which_they_hurt():
    store = ended(kept("a", "price", 10, 12))
    with pytest.raises(QuestionError, match="Choose one of: delivery, reply, refund"):
        lateness_hurts(store, EVERYBODY, pair="price")


def test_what_the_dataset_does_not_hold_is_said():
    store = ended(kept("a", "price", 10, 12))
    assert held(store, EVERYBODY) == ["price"]
    with pytest.raises(DataError, match="holds no refunds"):
        promise(store, EVERYBODY, pair="refund")
    with pytest.raises(DataError, match="holds no price promises"):
        promise(shop(name="bare", orders=[order("o", "c")]), EVERYBODY, pair="price")


def hurt(pair="price"):
    """Forty broken and forty kept prices, each with an answer about its order: 1 and 5."""
    promises, answers, orders = [], [], []
    for n in range(80):
        who, broken = f"c{n}", n < 40
        promises.append(kept(f"p{n}", pair, 10, 12 if broken else 10, order=f"o{n}", who=who))
        answers.append(answer(f"f{n}", who, 1 if broken else 5, about=f"o{n}"))
        orders.append(order(f"o{n}", who))
    return {"promises": promises, "feedback": answers, "orders": orders}


def test_the_finding_says_how_answers_differ_where_amounts_were_broken():
    tables = hurt()
    shown = picture(ended(*tables.pop("promises"), **tables), EVERYBODY, pair="price")
    assert said.title(shown) == "CSAT is 0% where price promises were broken, 100% where they were kept"
    assert "50.0% of 80 were broken" in said.subtitle(shown, "UTC").replace("50.0% of 80 W", "50.0% of 80 w")
    assert "more is worse" in said.subtitle(shown, "UTC")
    assert "The median gap of broken ones is +20.0% (+€2.00)." in said.caption(shown, EVERYBODY, "EUR")
    assert "−100 pt" in said.hurting(shown)


def test_the_map_shows_broken_prices_at_the_checkout_and_refunds_where_they_happen():
    tables = hurt()
    refunds = [refund(f"r{n}", 2) for n in range(40)]
    promises = [*tables.pop("promises"), *refunds]
    found = lane.late(ended(*promises, **tables), EVERYBODY).set_index("touchpoint")
    assert found["value"].to_dict() == {"returned": 1, "checkout": 0.5}
    [pain] = lane.broken(ended(*promises, **tables), EVERYBODY)
    assert (pain.touchpoint, pain.says) == ("checkout", "50.0% broken; mean score 1.0, kept 5.0")
    paid = {"event_id": "e", "customer_id": "z", "ts": MADE, "touchpoint": "refund"}
    elsewhere = lane.late(ended(*refunds, name="paid", events=[paid]), EVERYBODY)
    assert elsewhere["touchpoint"].tolist() == ["refund"]


def test_the_page_offers_the_pairs_that_there_are_and_shows_amounts():
    publish(**hurt())
    page = open_page("promise", promise_pair="Price")
    assert not page.exception
    gaps, rows = [frame.value for frame in page.dataframe]
    assert gaps.set_index("bucket").loc["over 10% more", "orders"] == 40
    assert rows["status"].tolist() == ["red", "red"]
    # nothing else was promised, and amounts are compared by no day
    offered = {one.key for one in page.get("button_group")}
    assert not offered & {"promise_pair", "promise_rule"}
    assert sum("FROM kept_promises" in code.value for code in page.code) == 2
    behind = open_page("promise", promise_pair="Price", promise_pick="over 10% more")
    assert "40 price promises: over 10% more" in texts(behind.subheader)


@pytest.mark.parametrize("shown", ["Support tickets", "Returns", "Repurchase"])
@pytest.mark.parametrize(
    ("title", "promises"),
    [
        ("Refund", [refund(f"r{n}", n % 3) for n in range(30)]),
        ("Stock", [kept(f"s{n}", "stock", 2, n % 3) for n in range(30)]),
    ],
)
def test_each_pair_shows_what_followed(title, promises, shown):
    publish(promises=promises, orders=[order("o", "z")])
    page = open_page("promise", promise_pair=title, promise_shown=shown)
    assert not page.exception
    assert len(page.dataframe) == 2


def test_the_small_print_says_what_has_one_side_and_how_far_off_units_are():
    known = picture(ended(kept("a", "stock", 2, 1), kept("b", "stock", 2, 2)), EVERYBODY, pair="stock")
    assert (
        "Of all both amounts are known. The median gap of broken ones is −50.0% (−1 unit)."
        in said.caption(known, EVERYBODY)
    )
    some = ended(kept("a", "stock", 2, 1), kept("b", "stock", 2), kept("c", "stock", None, 1), name="some")
    words = said.caption(picture(some, EVERYBODY, pair="stock"), EVERYBODY)
    assert "1 are not yet due or have no due day, 1 had no promise" in words


def test_a_refund_that_came_last_ends_the_data():
    # nothing else happens after the first promise was made: the second is past due because money came later
    promises = [refund("a", 5), refund("b", None)]
    found = promise(shop(promises=promises), EVERYBODY, pair="refund").set_index("bucket")["orders"]
    assert (found["5+ days late"], found["(not fulfilled)"]) == (1, 1)
