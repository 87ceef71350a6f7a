"""What did the shop change, when, and for whom?"""

from datetime import date, datetime

import pandas as pd

from lib.analysis.changes import changes
from lib.model.filters import Filters
from tests.journeys import journeys, shop

CHANGES = [
    {
        "name": "guest checkout",
        "live_at": datetime(2026, 3, 1, 9),
        "segment": "device=mobile",
        "cost_once": 900,
    },
    {"name": "new search", "live_at": datetime(2026, 4, 30, 22, 30), "owner": "web team"},
    {"name": "a banner", "live_at": datetime(2026, 3, 1, 9)},
]


def test_the_latest_change_comes_first_and_ties_come_by_name():
    found = changes(shop(changes=CHANGES), Filters(since=date(2027, 1, 1)))
    assert found["name"].tolist() == ["new search", "a banner", "guest checkout"]
    assert list(found) == [
        "name",
        "live_at",
        "day",
        "touchpoint",
        "segment",
        "cost_once",
        "cost_monthly",
        "owner",
    ]


def test_the_day_of_a_change_is_cut_in_business_time():
    # 22:30 UTC on 30 April is 00:30 on 1 May in Berlin
    found = changes(shop(zone="Europe/Berlin", changes=CHANGES), Filters())
    assert found["day"].iloc[0] == pd.Timestamp("2026-05-01")


def test_a_shop_without_changes_has_an_empty_list():
    assert changes(journeys(ann="home"), Filters()).empty
