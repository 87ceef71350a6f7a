"""Flow and routes against answers found another way, on real events and on a generated shop."""

from collections import Counter

import pandas as pd
import pytest

from lib.analysis.flow import flow
from lib.analysis.routes import routes
from lib.intake.importing import import_files
from lib.model.filters import Filters
from lib.store import catalog
from tests.conftest import ROOT

ALL = Filters()
EVENTS = "SELECT customer_id, ts, event_id, touchpoint FROM events"
FLOW = """
    WITH before AS (
        SELECT *, lag(touchpoint) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS was FROM events
    ),
    runs AS (
        SELECT *, row_number() OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS place
        FROM before WHERE was IS DISTINCT FROM touchpoint
    ),
    begun AS (
        SELECT customer_id, min(place) AS place FROM runs
        WHERE $start IS NULL OR touchpoint = $start GROUP BY customer_id
    ),
    paths AS (
        SELECT r.customer_id, r.place - b.place + 1 AS step, touchpoint AS source,
            lead(touchpoint) OVER (PARTITION BY r.customer_id ORDER BY r.place) AS target
        FROM runs r JOIN begun b USING (customer_id) WHERE r.place >= b.place
    )
    SELECT step, source, coalesce(target, '(left)') AS target, count(*) AS customers
    FROM paths WHERE step < 6 GROUP BY ALL
"""


@pytest.fixture(scope="module", params=["real", "generated"])
def log(request, tmp_path_factory, shared_data):
    files = sorted(
        shared_data("rees46_1k").glob("*.csv")
        if request.param == "real"
        else (ROOT / "sample_data" / "small").glob("*.csv.gz")
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp(request.param)))
        import_files(files, "shop")
        yield catalog.open_store("shop")


@pytest.mark.parametrize("start", [None, "product page"])
def test_a_flow_is_what_plain_windows_count(log, start, tmp_path):
    found = flow(log, ALL, steps=6, rows=20, start=start)
    plain = asked(log, tmp_path, FLOW, start=start)
    expected = {(row.step, row.source, row.target): row.customers for row in plain.itertuples()}
    keys = found[["step", "source", "target"]].itertuples(index=False, name=None)
    counted = dict(zip(keys, found["customers"], strict=True))
    named = {key: customers for key, customers in counted.items() if "(other)" not in key}
    assert named == {key: expected[key] for key in named}
    assert sum(counted.values()) == sum(expected.values())
    assert len(named) > 10


def test_routes_are_what_walking_every_journey_counts(log, tmp_path):
    journeys = asked(log, tmp_path, EVENTS).sort_values(["customer_id", "ts", "event_id"])
    walked = Counter(filter(None, map(walk, journeys.groupby("customer_id")["touchpoint"])))
    short = {route: customers for route, customers in walked.items() if route.count(" > ") < 20}
    found = routes(log, ALL, most=20).set_index("route")["customers"].to_dict()
    longer, rest = found.pop("(longer)", 0), found.pop("(other)", 0)
    assert found == {route: short[route] for route in found}
    assert sorted(found.values(), reverse=True) == sorted(short.values(), reverse=True)[: len(found)]
    assert sum(found.values()) + rest == sum(short.values())
    assert longer == sum(walked.values()) - sum(short.values())


def asked(store, folder, text, **values) -> pd.DataFrame:
    (folder / "asked.sql").write_text(text, encoding="utf-8")
    return store.query(folder / "asked.sql", **values)


def walk(journey):
    """The way to the first order, repeats joined; None where nothing was ordered."""
    way: list[str] = []
    for touchpoint in journey[1]:
        way += [touchpoint] if not way or way[-1] != touchpoint else []
        if touchpoint == "order placed":
            return " > ".join(way)
    return None
