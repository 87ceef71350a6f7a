"""Which values can the shared filters name?"""

from datetime import datetime

from lib.analysis.choices import choices
from lib.model.filters import Filters
from tests.journeys import journeys, shop


def test_values_come_column_by_column_the_most_frequent_first():
    store = journeys(ann="home[device=mobile] > cart[device=mobile]", bob="home[device=desktop]")
    found = choices(store, Filters(channel=("fax",)))
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("channel", "web", 3),
        ("country", "DE", 3),
        ("device", "mobile", 2),
        ("device", "desktop", 1),
    ]


def test_what_is_missing_can_be_chosen_too():
    home = {"event_id": "e1", "customer_id": "ann", "ts": datetime(2026, 1, 5), "touchpoint": "home"}
    assert choices(shop(events=[home]), Filters())["choice"].tolist() == ["(unknown)"] * 3


def test_values_of_the_same_frequency_come_by_name():
    store = journeys(ann="home[country=NL]", bob="home[country=AT]")
    found = choices(store, Filters())
    assert found.loc[found["column_name"] == "country", "choice"].tolist() == ["AT", "NL"]
