"""Questions on the Data page: each is answered by a control, and the import then goes by the answer."""

import pytest
import streamlit as st

from lib.store import catalog
from lib.ui import access
from tests.shops import ask
from tests.test_data_page import drop, import_, open_data
from tests.test_pages import texts

ORDERS = b"""order_number,customer_id,created_at,total
#1,ann,03/04/2026,10.00
#2,bob,05/06/2026,20.00
"""
MOODS = b"""who,moment,mood,wheel
ann,2026-01-05,good,3
bob,2026-01-06,bad,4
"""


@pytest.fixture(autouse=True)
def _at_home(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setattr(access, "address", lambda: "127.0.0.1")


def test_the_order_of_day_and_month_is_chosen_by_what_a_value_would_mean():
    at = drop(open_data(), "orders.csv", ORDERS)
    [radio] = [one for one in at.radio if "day\\-month" in one.label]
    assert [option.replace("\\", "") for option in radio.options] == [
        "03/04/2026 is 3 April 2026",
        "03/04/2026 is 4 March 2026",
    ]
    assert any("1 question is open" in text for text in texts(at.caption))
    at = radio.set_value(radio.options[1]) and at.run()
    assert not any("open" in text for text in texts(at.caption))
    import_(at)
    assert ask("SELECT ordered_at::DATE::VARCHAR AS day FROM orders ORDER BY 1") == [
        {"day": "2026-03-04"},
        {"day": "2026-05-06"},
    ]


def test_an_unknown_table_is_mapped_by_hand_with_what_is_still_needed():
    at = drop(open_data(), "moods.csv", MOODS)
    [kind] = [one for one in at.selectbox if one.label == "One row is"]
    at = kind.set_value("feedback").run()
    assert any("Still needed" in text and "score" in text for text in texts(at.warning))
    assert catalog.names() == []
    assert not at.exception


def test_a_mapping_made_by_hand_is_offered_when_the_shape_returns_and_can_be_forgotten():
    answered = drop(open_data(), "orders.csv", ORDERS)
    [radio] = [one for one in answered.radio if "day\\-month" in one.label]
    radio.set_value(radio.options[0])
    import_(answered.run())
    again = drop(open_data(), "orders_may.csv", ORDERS.replace(b"#", b"#9"))
    assert not again.radio
    assert any("as you mapped it before" in one.label.replace("\\", "") for one in again.expander)
    [forget] = [one for one in again.button if one.label == "Forget this mapping"]
    forget.click().run()
    assert [one for one in again.radio if "day\\-month" in one.label]
