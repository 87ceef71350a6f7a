"""Is the query door safe, read-only, and the same for everybody who opens it?"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from lib.model.errors import StoreError
from lib.model.filters import Filters
from lib.store import catalog
from lib.store.store import Store, parameters
from tests.journeys import journeys, shop


@pytest.fixture
def sql(tmp_path: Path):
    """A `.sql` file with this text."""

    def write(text: str) -> Path:
        path = tmp_path / f"{abs(hash(text))}.sql"
        path.write_text(text)
        return path

    return write


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def store(home: Path) -> Store:
    """Two customers at home, one of them at the cart; read by every test, changed by none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(home))
        return journeys(ann="home > cart", bob="home")


@pytest.fixture
def at_home(home: Path, store: Store, monkeypatch) -> None:
    """The shared dataset under its name."""
    monkeypatch.setenv("THROUGHLINE_HOME", str(home))


def test_a_query_binds_the_values_that_its_text_names_and_no_other(store, sql):
    count = sql("SELECT COUNT(*) AS n FROM events WHERE touchpoint = $touchpoint")
    assert store.query(count, touchpoint="home", channel="unused")["n"].tolist() == [2]


def test_a_forgotten_value_is_a_bug_and_loud(store, sql):
    with pytest.raises(KeyError, match="touchpoint"):
        store.query(sql("SELECT 1 AS n WHERE 'a' = $touchpoint"))


def test_hostile_values_stay_values(store, sql):
    hostile = "home' OR 1=1; DROP TABLE events; --"
    assert store.query(sql("SELECT COUNT(*) AS n FROM events WHERE touchpoint = $t"), t=hostile)[
        "n"
    ].tolist() == [0]
    assert store.query(sql("SELECT COUNT(*) AS n FROM events"))["n"].tolist() == [3]


def test_whole_numbers_stay_whole(store, sql):
    found = store.query(sql("SELECT COUNT(*) AS n, CAST(SUM(1) AS BIGINT) AS s FROM events"))
    assert found.dtypes.astype(str).tolist() == ["int64", "int64"]


def test_the_names_that_a_text_binds_are_found_by_the_engine_not_by_its_looks():
    assert parameters("SELECT '$not_this' AS a, $that AS b -- $nor_this") == {"that"}


@pytest.mark.parametrize(
    "text",
    [
        "DELETE FROM events",
        "CREATE TABLE mine AS SELECT 1 AS a",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SET threads = 1",
        "ATTACH ':memory:' AS other",
        "COPY events TO 'events.csv'",
    ],
)
def test_a_reader_can_change_nothing_and_reach_nothing_else(store, sql, text):
    with pytest.raises(duckdb.Error):
        store.query(sql(text))


@pytest.mark.usefixtures("at_home")
def test_the_same_version_may_be_opened_again_and_again(store, sql):
    again = catalog.open_store("tiny")
    count = sql("SELECT COUNT(*) AS n FROM events")
    assert store.query(count)["n"].tolist() == again.query(count)["n"].tolist() == [3]
    assert again.key == store.key


@pytest.mark.usefixtures("at_home")
def test_many_threads_may_open_and_ask_at_once(sql):
    count = sql("SELECT COUNT(*) AS n FROM events WHERE touchpoint = $touchpoint")

    def ask(number: int) -> int:
        name = ("home", "cart")[number % 2]
        return int(catalog.open_store("tiny").query(count, touchpoint=name)["n"].iloc[0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(24))) == [2, 1] * 12


def test_the_session_is_utc_whatever_the_machine_is(store, sql):
    assert store.query(sql("SELECT current_setting('TimeZone') AS zone"))["zone"].tolist() == ["UTC"]


def test_a_store_knows_what_its_dataset_holds():
    answer = {"feedback_id": "f", "given_at": datetime(2026, 1, 5), "metric": "csat", "score": 5}
    store = shop(zone="Europe/Berlin", feedback=[answer | {"scale_min": 1, "scale_max": 5}])
    assert (store.has("feedback"), store.has("orders"), store.has("nonsense")) == (True, False, False)
    assert (store.zone, store.currency) == ("Europe/Berlin", "EUR")


def test_two_versions_have_two_keys(store):
    assert journeys(ann="home").key != store.key


@pytest.mark.usefixtures("at_home")
def test_a_file_of_another_layout_is_not_read(store):
    path = catalog.sealed(catalog.folder("tiny"), store.manifest)
    with pytest.raises(StoreError, match="Import its files again"):
        Store(path, replace(store.manifest, layout=store.manifest.layout + 1))


def test_unknown_is_a_value_that_filters_can_name(sql):
    home = {"event_id": "e1", "customer_id": "ann", "ts": datetime(2026, 1, 5), "touchpoint": "home"}
    store = shop(events=[home])
    text = sql("SELECT COUNT(*) AS n FROM kept_journeys($since, $until, $channels, $devices, $countries)")
    for chosen, n in ((Filters(), 1), (Filters(channel=("(unknown)",)), 1), (Filters(channel=("web",)), 0)):
        assert store.query(text, **chosen.values("UTC"))["n"].tolist() == [n]
