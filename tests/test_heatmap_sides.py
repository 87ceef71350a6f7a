"""What the heatmap can be cut by: what the customer was, what the order held, any attribute of customers."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from lib.analysis.comments import comments
from lib.analysis.satisfaction import satisfaction
from lib.analysis.satisfaction_members import satisfaction_members
from lib.model.filters import Filters
from lib.store import layout
from lib.store.store import Store
from tests.journeys import shop
from tests.open_pages import open_page, texts
from tests.shops import imported, one

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)


def answer(number: int, customer: str | None, score: float, days: int, **more: Any) -> dict[str, Any]:
    at = MONDAY + timedelta(days=days)
    scale = {"metric": "csat", "scale_min": 1, "scale_max": 5, "touchpoint": "delivered"}
    return (
        {"feedback_id": f"f{number}", "customer_id": customer, "given_at": at, "score": score} | scale | more
    )


def order(number: int, customer: str, days: int, **more: Any) -> dict[str, Any]:
    at = {"ordered_at": MONDAY + timedelta(days=days), "revenue": 20}
    return {"order_id": f"o{number}", "customer_id": customer} | at | more


@pytest.fixture
def store() -> Store:
    orders = [order(1, "ann", 0), order(2, "ann", 9), order(3, "bob", 0, status="cancelled")]
    items = [
        {"order_id": "o1", "line": 1, "product": "Shirt", "category": "clothes"},
        {"order_id": "o1", "line": 2, "product": "Socks", "category": "clothes"},
        {"order_id": "o1", "line": 3, "product": "Boots", "category": "shoes"},
        {"order_id": "o2", "line": 1, "product": "Gift"},
    ]
    answers = [
        answer(1, "ann", 5, -1),  # before any order
        answer(2, "ann", 4, 0, order_id="o1"),  # at the very moment of the first
        answer(3, "ann", 3, 10, order_id="o2"),
        answer(4, "bob", 2, 5),  # a cancelled order is none
        answer(5, None, 1, 5),
    ]
    events = [
        {
            "event_id": f"e{at}",
            "customer_id": "ann",
            "ts": MONDAY - timedelta(days=2) + timedelta(minutes=at),
            "touchpoint": step,
        }
        for at, step in enumerate(("home", "cart", "survey answered"))
    ]
    return shop(orders=orders, order_items=items, feedback=answers, events=events)


def counts(store: Store, columns: str) -> dict[str, int]:
    """column -> answers, over all rows"""
    found = satisfaction(store, EVERYBODY, metric="csat", columns=columns)
    return {one.column: one.n for one in found[found["row"] == "(all)"].itertuples()}


def test_a_customer_is_what_the_orders_up_to_the_answer_say(store):
    assert counts(store, "segment") == {
        "(all)": 5,
        "(unknown)": 1,
        "no order yet": 2,
        "first-time customer": 1,
        "repeat customer": 1,
    }


def test_an_answer_counts_in_every_group_of_its_order_and_once_in_all(store):
    assert counts(store, "group") == {"(all)": 5, "clothes": 1, "shoes": 1, "(unknown)": 4}


@pytest.mark.parametrize("columns", ["segment", "group", "channel", "trait:tier"])
def test_every_cell_lists_its_answers_and_its_customers(store, columns):
    frame = satisfaction(store, EVERYBODY, metric="csat", columns=columns)
    for cell in frame.itertuples():
        sides = {"metric": "csat", "row": cell.row, "column": cell.column, "columns": columns, "scale_max": 5}
        listed = comments(store, EVERYBODY, **sides)
        known = satisfaction_members(store, EVERYBODY, **sides)
        assert len(listed) == cell.n
        # answers of nobody known are customers of their own, and have no journey
        assert len(known) + int(listed["customer_id"].isna().sum()) == cell.customers
        assert known["answers"].sum() == listed["customer_id"].notna().sum()


def test_a_customer_behind_a_cell_comes_with_what_led_to_the_answer(store):
    found = satisfaction_members(store, EVERYBODY, metric="csat").set_index("customer_id")
    assert found.loc["ann", "led_here"] == "home > cart"
    assert found.loc["ann", "answers"] == 3
    assert found.loc["bob", "led_here"] == ""


def test_any_attribute_of_customers_can_be_a_column(tmp_path):
    imported(
        tmp_path,
        customers="""customer_id,email_consent,loyalty_tier,wishes
            c1,true,gold,a
            c2,true,silver,b
            c3,false,,c""",
        answers="""response_id,customer_id,answered_at,metric,score,scale_min,scale_max
            1,c1,2026-03-01 10:00:00,csat,5,1,5
            2,c2,2026-03-01 10:00:00,csat,4,1,5
            3,c3,2026-03-01 10:00:00,csat,1,1,5""",
    )
    from lib.store import catalog

    store = catalog.open_store("shop")
    assert one("SELECT count(*) FROM customer_traits WHERE trait = 'loyalty_tier'") == 2
    assert counts(store, "trait:loyalty_tier") == {"(all)": 3, "gold": 1, "silver": 1, "(unknown)": 1}
    assert counts(store, "trait:nothing") == {"(all)": 3, "(unknown)": 3}


def test_an_attribute_of_too_many_values_is_no_trait(tmp_path, monkeypatch):
    monkeypatch.setattr(layout, "MOST_CHOICES", 2)
    imported(
        tmp_path, customers="customer_id,tier,mood\n" + "".join(f"c{i},t{i},m{i % 2}\n" for i in range(3))
    )
    assert one("SELECT string_agg(DISTINCT trait, ' ') FROM customer_traits") == "mood"


def test_the_index_maps_every_scale_to_a_hundred(store):
    answers = [
        answer(1, "ann", 5, 0),  # 100
        answer(2, "bob", 0, 0, metric="nps", scale_min=0, scale_max=10),  # 0
        answer(3, "cid", 4, 0, metric="ces", scale_min=1, scale_max=7),  # 50
        answer(4, "dan", 9, 0, metric="csat", scale_min=1, scale_max=10),  # 88.9
    ]
    whole = satisfaction(shop(name="mixed", feedback=answers), EVERYBODY, metric="index").iloc[0]
    assert (whole["metric"], whole["n"], whole["scale_min"], whole["scale_max"]) == ("index", 4, 0, 100)
    assert whole["mean"] == pytest.approx((100 + 0 + 50 + 800 / 9) / 4)


def test_the_page_offers_the_attributes_that_the_customers_have(tmp_path, monkeypatch):
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")
    rows = "".join(f"{i},c{i},2026-03-01 10:00:00,csat,{4 + i % 2},1,5\n" for i in range(40))
    imported(
        tmp_path,
        customers="customer_id,loyalty_tier\n"
        + "".join(f"c{i},{'gold' if i < 20 else 'none'}\n" for i in range(40)),
        answers=f"response_id,customer_id,answered_at,metric,score,scale_min,scale_max\n{rows}",
    )
    at = open_page("satisfaction", sat_columns="Trait: loyalty tier")
    assert not at.exception
    assert "Product group" not in at.selectbox(key="sat_columns").options
    assert set(at.dataframe[0].value["column_name"]) == {"All", "Gold", "None"}
    assert "Attributes are those of the customer file" in " ".join(texts(at.caption))
