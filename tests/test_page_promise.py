"""The page of promises: the finding, the columns and the orders behind them, the breakdown and the cost."""

from datetime import timedelta

import pytest

from lib.analysis.pictures import promise_words as said
from lib.analysis.pictures.promise import picture
from lib.model.filters import Filters
from tests.open_pages import LAST, noon, open_page, publish, texts
from tests.shops import imported, one

PLACED, PROMISED = noon(LAST - timedelta(days=150)), noon(LAST - timedelta(days=140), 0)


def parcels(late=(1, 40, 2), punctual=(0, 60, 5), country="DE"):
    """So many orders that came so many days late, each with that score."""
    orders, answers = [], []
    for side, (days, size, score) in {"l": late, "p": punctual}.items():
        for number in range(size):
            name = f"{country}{side}{number}"
            orders.append(
                {
                    "order_id": name, "customer_id": f"c{name}", "ordered_at": PLACED, "revenue": 50,
                    "margin": 20, "promised_at": PROMISED, "channel": "web",
                    "delivered_at": PROMISED + timedelta(days=days, hours=9),
                }
            )  # fmt: skip
            answers.append(
                {
                    "feedback_id": name, "customer_id": f"c{name}", "given_at": PROMISED + timedelta(days=9),
                    "metric": "csat", "score": score, "scale_min": 1, "scale_max": 5, "order_id": name,
                    "touchpoint": "delivered", "stage": "retention",
                }
            )  # fmt: skip
    return {"orders": orders, "feedback": answers}


def visited(**tables):
    """A shop that was still visited at the end of its period."""
    last = {"event_id": "v", "customer_id": "z", "ts": noon(LAST), "touchpoint": "home"}
    return publish(events=[last], **tables)


def test_the_title_names_the_day_from_which_it_hurts_and_the_rule():
    shown = picture(visited(**parcels()), Filters())
    assert said.title(shown) == "CSAT falls from 100% to 0% from the first day late on"
    assert "40.0% of 100 came late" in said.subtitle(shown, "UTC")
    assert "compared by calendar day (UTC)" in said.subtitle(shown, "UTC")
    assert shown.bucket == "1 day late"


def test_what_is_not_told_apart_is_not_claimed():
    alike = picture(visited(**parcels(late=(1, 40, 4), punctual=(0, 60, 4))), Filters())
    assert "no day is told apart" in said.title(alike)
    few = picture(visited(**parcels(late=(1, 5, 1))), Filters())
    assert "too few answers" in said.title(few)
    unasked = picture(visited(orders=parcels()["orders"]), Filters())
    assert "nobody was asked" in said.title(unasked)


def test_other_measures_compare_late_with_punctual_orders():
    bought_again = [
        {
            "order_id": f"again{n}", "customer_id": f"cDEp{n}", "ordered_at": PROMISED + timedelta(days=20),
            "revenue": 50, "margin": 20,
        }
        for n in range(30)
    ]  # fmt: skip
    shop = visited(orders=[*parcels()["orders"], *bought_again])
    shown = picture(shop, Filters(), shown="repurchase")
    assert said.title(shown) == "0% of late orders are followed by another, 50% of those in time"
    assert "too few" in said.title(picture(shop, Filters(), shown="returns"))


def test_the_page_shows_columns_breakdown_and_cost():
    tables = parcels()
    bought = {
        "order_id": "x",
        "customer_id": "cDEp1",
        "ordered_at": PROMISED + timedelta(days=20),
        "margin": 9,
    }
    tables["orders"].append(bought | {"revenue": 50})
    visited(**tables)
    page = open_page("promise")
    assert not page.exception
    gaps, rows, costs = [frame.value for frame in page.dataframe]
    assert gaps.loc[gaps["bucket"] == "1 day late", "orders"].tolist() == [40]
    assert rows["label"].tolist() == ["(unknown)", "All"]
    assert rows["status"].tolist() == ["red", "red"]
    assert costs["part"].tolist() == ["Repeat orders", "All"]
    spoken = " ".join(texts(page.markdown))
    assert "1+ days late: Top answers (CSAT) −100 pt" in spoken
    assert "not a cause" in spoken


def test_a_column_in_the_link_lists_as_many_orders_as_it_counts():
    visited(**parcels())
    page = open_page("promise", promise_pick="1 day late")
    assert "40 orders: 1 day late" in texts(page.subheader)
    assert len(page.dataframe[0].value) == 40


def test_thresholds_in_the_link_turn_the_words():
    visited(**parcels())
    page = open_page("promise", promise_amber="41", promise_red="90")
    assert page.dataframe[1].value["status"].tolist() == ["in order", "in order"]


def test_replies_are_compared_where_there_are_tickets():
    tickets = [
        {
            "ticket_id": f"t{n}", "customer_id": f"c{n}", "opened_at": PLACED, "topic": "delivery",
            "first_reply_at": PLACED + timedelta(hours=2 if n < 15 else 40),
        }
        for n in range(20)
    ]  # fmt: skip
    visited(tickets=tickets, **parcels())
    page = open_page("promise", promise_pair="Support reply", promise_rule="Moment")
    assert not page.exception
    gaps = page.dataframe[0].value.set_index("bucket")["orders"]
    assert (gaps["up to 1 day early"], gaps["up to 1 day late"]) == (15, 5)
    wide = open_page("promise", promise_pair="Support reply", promise_rule="Moment", promise_hours="48")
    assert wide.dataframe[0].value.set_index("bucket")["orders"]["up to 1 day early"] == 5


@pytest.mark.parametrize(
    ("params", "mend"), [({"since": "2026-06-01"}, "Widen the dates"), ({}, "promised delivery date")]
)
def test_what_cannot_be_shown_says_what_to_do(params, mend):
    orders = (
        [{**row, "promised_at": None} for row in parcels()["orders"]] if not params else parcels()["orders"]
    )
    visited(orders=orders)
    page = open_page("promise", **params)
    assert not page.exception
    assert mend in texts(page.warning)[0]


def test_words_from_the_data_are_not_read_as_markdown():
    visited(**parcels(country="*DE*"))
    page = open_page("promise")
    assert not page.exception


def test_the_carrier_of_an_order_is_taken_from_its_file(tmp_path):
    orders = """
        order_id,customer_id,order_date,total,promised_delivery,delivered_at,Shipping Carrier
        1,a,2026-03-01,10.00,2026-03-05,2026-03-06,Swift Parcels
        2,b,2026-03-02,12.50,2026-03-06,2026-03-06,Slow Post
    """
    imported(tmp_path / "files", orders=orders)
    assert one("SELECT string_agg(carrier, ', ' ORDER BY order_id) FROM orders") == "Swift Parcels, Slow Post"
    assert one("SELECT count(carrier) FROM order_facts") == 2


def test_every_table_shows_the_statements_it_was_counted_with():
    visited(**parcels())
    page = open_page("promise")
    # the gaps and the breakdown; late and punctual orders are enough for the cost as well
    assert sum("FROM kept_orders" in code.value for code in page.code) == 3
