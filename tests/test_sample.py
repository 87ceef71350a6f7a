"""The sample shop: deterministic, as dirty as it says, and every planted truth found again in its files."""

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from lib.model.errors import QuestionError
from lib.model.stages import stage_of, touchpoint_of
from lib.model.tables import FEEDBACK_METRICS
from sample_data import buying, people, plan, ship, visits
from sample_data.clock import Clock
from sample_data.generate import generate
from sample_data.plan import Plan
from sample_data.shop import live_at
from sample_data.steps import EVENTS

ZONE = "Europe/Berlin"
NAMES = ["ad_spend", "changes", "identities", "orders", "returns", "surveys", "tickets", "web_events"]


@dataclass
class Exports:
    """A generated shop as somebody reads it who has only the files: all text, then typed by hand."""

    folder: Path

    def read(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)

    @cached_property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text())

    @cached_property
    def raw_events(self) -> pd.DataFrame:
        return self.read("web_events")

    @cached_property
    def events(self) -> pd.DataFrame:
        """Each readable event once, with its instant and business day."""
        found = self.raw_events.drop_duplicates()
        found = found.assign(
            ts=pd.to_datetime(found["timestamp"], format="ISO8601", utc=True, errors="coerce")
        )
        return found[found["ts"].notna()]

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """One row per session: device, business day, what it met, and whether an order of it counts."""
        orders = self.orders
        counted = set(orders.loc[orders["counted"], "order_number"])
        events = self.events.assign(ordered=self.events["order_number"].isin(counted))
        for name in ("add_to_cart", "add_payment_info", "payment_failed"):
            events[name] = events["event"] == name
        flags = ["ordered", "add_to_cart", "add_payment_info", "payment_failed"]
        grouped = events.groupby("session_id")
        found = grouped[flags].max().join(grouped.agg(start=("ts", "min"), device=("device", "first")))
        return found.assign(day=found["start"].dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d"))

    @cached_property
    def orders(self) -> pd.DataFrame:
        found = self.read("orders")
        local = "%Y-%m-%d %H:%M:%S %z"
        for name in ("created_at", "delivered_at", "cancelled_at"):
            found[name] = pd.to_datetime(found[name], format=local, utc=True)
        found["counted"] = ~found["status"].str.lower().isin(["cancelled", "test"])
        delivered_day = found["delivered_at"].dt.tz_convert(ZONE).dt.strftime("%Y-%m-%d")
        found["here"] = found["counted"] & found["delivered_at"].notna()
        found["late"] = found["here"] & (delivered_day > found["promised_delivery"])
        return found

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Answers with a score, and what is known of their order."""
        found = self.read("surveys")
        found = found[found["score"] != ""]
        about = self.orders[["order_number", "late"]]
        return found.assign(score=found["score"].astype(int)).merge(about, on="order_number", how="left")


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """A shop large enough for its truths to be seen."""
    return Exports(generate(tmp_path_factory.mktemp("middle"), customers=12_000))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The small shop that ships, unpacked."""
    folder = tmp_path_factory.mktemp("small")
    for path in ship.SMALL.glob("*.csv.gz"):
        (folder / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
    (folder / "truth.json").write_bytes((ship.SMALL / "truth.json").read_bytes())
    return Exports(folder)


# --- the shipped shop, and generating -----------------------------------------------------------------------


def test_making_the_small_shop_again_gives_what_ships(tmp_path: Path) -> None:
    made = ship.ship(tmp_path)
    assert sorted(path.name for path in made.iterdir()) == sorted(path.name for path in ship.SMALL.iterdir())
    for path in ship.SMALL.glob("*.gz"):
        assert gzip.decompress((made / path.name).read_bytes()) == gzip.decompress(path.read_bytes()), (
            path.name
        )
    assert (made / "truth.json").read_text() == (ship.SMALL / "truth.json").read_text()


def test_the_small_shop_is_complete_and_light() -> None:
    files = sorted(ship.SMALL.iterdir())
    assert [path.name for path in files] == [
        *(f"{name}.csv.gz" for name in NAMES[:-1]),
        "truth.json",
        "web_events.csv.gz",
    ]
    assert sum(path.stat().st_size for path in files) < 1_500_000


def test_packed_files_carry_no_date() -> None:
    assert {path.read_bytes()[4:8] for path in ship.SMALL.glob("*.gz")} == {b"\0\0\0\0"}


def test_the_seed_decides_everything(tmp_path: Path) -> None:
    first, again, other = (
        generate(tmp_path / name, customers=200, seed=seed) for name, seed in (("a", 3), ("b", 3), ("c", 4))
    )
    for path in first.iterdir():
        assert path.read_bytes() == (again / path.name).read_bytes()
    assert (first / "orders.csv").read_bytes() != (other / "orders.csv").read_bytes()


def test_a_second_shop_replaces_the_first_in_its_folder(tmp_path: Path) -> None:
    generate(tmp_path, customers=400)
    shop = Exports(generate(tmp_path, customers=150))
    assert len(shop.raw_events) == shop.truth["files"]["web_events"]


def test_asking_for_events_makes_about_as_many(tmp_path: Path) -> None:
    shop = Exports(generate(tmp_path, events=100_000))
    assert len(shop.raw_events) == pytest.approx(100_000, rel=0.05)


def test_many_events_become_parquet_in_parts_with_numbers_that_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "MANY_EVENTS", 20_000)
    monkeypatch.setattr(plan, "PART", 250)
    shop = Exports(generate(tmp_path, events=25_000))
    file = pq.ParquetFile(tmp_path / "web_events.parquet")
    events = file.read().to_pandas()
    assert file.num_row_groups == 3
    assert str(file.schema_arrow.field("timestamp").type) == "timestamp[us, tz=UTC]"
    assert not (tmp_path / "web_events.csv").exists()
    assert events["event_id"].nunique() == len(events) - shop.truth["dirt"]["web_events"]["duplicates"]
    pairs = events[["session_id", "visitor_id"]].dropna().drop_duplicates()
    assert pairs["session_id"].is_unique
    for name, key in (("orders", "order_number"), ("surveys", "response_id"), ("identities", "visitor_id")):
        assert shop.read(name)[key].is_unique


@pytest.mark.parametrize(
    ("wish", "mend"),
    [
        ({"customers": 5}, "Ask for at least 100 customers"),
        ({"customers": 0}, "Ask for at least 100 customers"),
        ({"customers": 200, "days": 30}, "Ask for at least 120 days"),
        ({"customers": 200, "events": 10_000}, "Give one of: customers, events"),
        ({"customers": 200, "change_effect": 8.0}, "Choose a relative effect from -0.9 to 1.0"),
        ({"customers": 200, "seed": -1}, "Choose a whole number from 0 on"),
    ],
)
def test_an_impossible_shop_is_refused_before_anything_is_written(
    tmp_path: Path, wish: dict[str, Any], mend: str
) -> None:
    with pytest.raises(QuestionError, match=mend):
        generate(tmp_path / "shop", **wish)
    assert not (tmp_path / "shop").exists()


# --- files and dirt -----------------------------------------------------------------------------------------


def test_truth_knows_how_many_rows_each_file_has(middle: Exports, small: Exports) -> None:
    for shop in (middle, small):
        assert {name: len(shop.read(name)) for name in NAMES} == dict(sorted(shop.truth["files"].items()))


def test_every_event_and_every_surveyed_touchpoint_has_a_stage(middle: Exports) -> None:
    names = set(middle.raw_events["event"]) | set(middle.read("surveys")["touchpoint"]) | set(EVENTS[1:])
    assert [name for name in names if stage_of(touchpoint_of(name)) is None] == []


def test_the_dirt_of_the_events_is_what_truth_says(middle: Exports, small: Exports) -> None:
    for shop in (middle, small):
        events, dirt = shop.raw_events, shop.truth["dirt"]["web_events"]
        readable = pd.to_datetime(events["timestamp"], format="ISO8601", utc=True, errors="coerce").notna()
        assert int(events.duplicated("event_id").sum()) == dirt["duplicates"] > 0
        assert int(events.duplicated().sum()) == dirt["duplicates"]
        assert int((~readable).sum()) == dirt["unreadable_timestamps"] >= 4
        assert (
            int(((events["visitor_id"] == "") & (events["user_id"] == "")).sum()) == dirt["missing_ids"] >= 4
        )
        assert int((~events["channel"].isin(["web", "app"])).sum()) == dirt["misspelt_channels"] > 0
        assert set(events["channel"].str.strip().str.lower()) == {"web", "app"}
        assert int((events["country"] == "-").sum()) == dirt["dash_countries"] > 0


def test_the_dirt_of_the_other_files_is_what_truth_says(middle: Exports) -> None:
    orders, tickets, surveys = (middle.read(name) for name in ("orders", "tickets", "surveys"))
    dirt, comment = middle.truth["dirt"], surveys["comment"]
    assert (
        int((orders["status"] != orders["status"].str.lower()).sum())
        == dirt["orders"]["misspelt_statuses"]
        > 0
    )
    assert int((orders["customer_id"] == "").sum()) == dirt["orders"]["no_customer"] > 0
    assert tickets["handling_cost"].str.fullmatch(r"\d+,\d\d").all()
    assert int((tickets["csat"] == "-").sum()) == dirt["tickets"]["dash_csat"] > 0
    assert int((surveys["score"] == "").sum()) == dirt["surveys"]["no_score"] == 3
    assert int((surveys["order_number"] == "-").sum()) == dirt["surveys"]["dash_orders"]
    assert int((comment != "").sum()) == dirt["surveys"]["comments"]
    assert int(comment.str.contains("\n").sum()) == dirt["surveys"]["comments_with_line_break"] > 0
    assert int(comment.str.contains(r"@example\.com").sum()) == dirt["surveys"]["comments_with_email"] > 0
    assert int(comment.str.contains(r"\+49 30").sum()) == dirt["surveys"]["comments_with_phone"] > 0


def test_the_spend_report_ends_with_the_sums_of_its_rows(middle: Exports) -> None:
    spend = middle.read("ad_spend")
    last, body = spend.iloc[-1], spend.iloc[:-1]
    assert last["day"] == "Total"
    assert float(last["cost"]) == pytest.approx(body["cost"].astype(float).sum())
    for name in ("impressions", "clicks"):
        assert int(last[name]) == body[name].astype(int).sum()
    assert not body.duplicated(["day", "source", "campaign"]).any()


def test_spend_and_events_name_the_same_sources_and_campaigns(middle: Exports) -> None:
    spend = middle.read("ad_spend").iloc[:-1]
    met = set(zip(middle.events["source"], middle.events["campaign"], strict=True))
    assert set(zip(spend["source"], spend["campaign"], strict=True)) <= met


def test_answers_keep_to_their_scales(middle: Exports) -> None:
    found = middle.answers
    assert set(found["metric"]) == {"csat", "nps", "ces"}
    for metric, part in found.groupby("metric"):
        low, high = FEEDBACK_METRICS[str(metric)]
        assert (part["scale_min"].astype(int) == low).all()
        assert (part["scale_max"].astype(int) == high).all()
        assert part["score"].between(low, high).all()


# --- a plausible shop ---------------------------------------------------------------------------------------


def test_the_figures_of_the_shop_are_those_of_a_shop(middle: Exports) -> None:
    sessions, orders, answers = middle.sessions, middle.orders, middle.answers
    csat = answers.loc[answers["metric"] == "csat", "score"]
    counted = orders[orders["counted"]]
    assert 0.03 < sessions["ordered"].mean() < 0.08
    assert 60 < counted["total"].astype(float).mean() < 90
    assert 0.62 < 1 - sessions.loc[sessions["add_to_cart"], "ordered"].mean() < 0.72
    assert 0.10 < len(middle.read("returns")) / len(counted) < 0.14
    assert 0.60 < (csat >= 4).mean() < 0.76


def test_truth_agrees_with_the_shop_that_the_files_show(middle: Exports) -> None:
    said, sessions, orders = middle.truth["shop"], middle.sessions, middle.orders
    assert said["sessions_with_order"] == sessions["ordered"].sum()
    assert said["sessions_with_cart"] == sessions["add_to_cart"].sum()
    assert said["sessions"] == middle.raw_events["session_id"].nunique()
    assert said["orders_counted"] == orders["counted"].sum()
    assert said["revenue"] == pytest.approx(orders.loc[orders["counted"], "total"].astype(float).sum())


def test_november_is_busier_than_february_and_few_visitors_make_most_visits(middle: Exports) -> None:
    sessions = middle.sessions
    per_month = sessions["day"].str[:7].value_counts()
    assert per_month["2025-11"] > 1.2 * per_month["2026-02"]
    visits_of = middle.events.groupby("visitor_id")["session_id"].nunique().sort_values(ascending=False)
    assert visits_of.head(len(visits_of) // 10).sum() > 0.3 * visits_of.sum()


def test_web_orders_and_their_purchase_events_tell_the_same_moment(middle: Exports) -> None:
    events, orders = middle.events, middle.orders
    bought = events[events["event"] == "purchase"].merge(orders, on="order_number", suffixes=("", "_order"))
    assert len(bought) == orders["channel"].isin(["web", "app"]).sum()
    assert (bought["ts"] == bought["created_at"]).all()
    assert (bought["value"] == bought["total"]).all()
    named = bought[(bought["user_id"] != "") & (bought["customer_id"] != "")]
    assert (named["user_id"] == named["customer_id"]).all()


def test_local_times_carry_the_offset_of_their_season(middle: Exports) -> None:
    created = middle.read("orders")["created_at"]
    offset = created.str[-5:]
    assert set(offset[created.str[:10].between("2025-11-01", "2026-03-28")]) == {"+0100"}
    assert set(offset[created.str[:10].between("2025-04-01", "2025-10-25")]) == {"+0200"}


def test_clocks_change_at_one_in_the_morning_utc() -> None:
    clock = Clock(Plan())
    spring = int(pd.Timestamp("2026-03-29T01:00:00Z").timestamp())
    assert clock.offset(np.array([spring - 1, spring])).tolist() == [3600, 7200]
    autumn = int(pd.Timestamp("2025-10-26T01:00:00Z").timestamp())
    assert clock.offset(np.array([autumn - 1, autumn])).tolist() == [7200, 3600]
    assert clock.local_text(np.array([spring]))[0] == "2026-03-29 03:00:00 +0200"


def test_nothing_happens_outside_the_period(middle: Exports) -> None:
    begin, end = pd.Timestamp("2024-12-30", tz=ZONE), pd.Timestamp("2026-07-01", tz=ZONE)
    moments = [
        middle.events["ts"],
        *(middle.orders[name] for name in ("created_at", "delivered_at", "cancelled_at")),
    ]
    for name, column in (("returns", "returned_at"), ("tickets", "solved_at"), ("identities", "linked_at")):
        text = middle.read(name)[column]
        moments.append(pd.to_datetime(text[text != ""], utc=True, format="mixed"))
    for moment in moments:
        assert moment.min() >= begin
        assert moment.max() < end


def test_sessions_belong_to_one_visitor_and_never_pause_for_half_an_hour(middle: Exports) -> None:
    events = middle.events[middle.events["visitor_id"] != ""].sort_values(["session_id", "ts"])
    assert events[["session_id", "visitor_id"]].drop_duplicates()["session_id"].is_unique
    pause = events.groupby("session_id")["ts"].diff()
    assert pause.max() <= pd.Timedelta(minutes=30)


def test_parcels_come_after_the_order_and_never_on_a_sunday(middle: Exports) -> None:
    orders = middle.orders[middle.orders["here"]]
    assert (orders["delivered_at"] > orders["created_at"]).all()
    assert not (orders["delivered_at"].dt.tz_convert(ZONE).dt.day_of_week == 6).any()


# --- planted truths -----------------------------------------------------------------------------------------


def _decided(effect: float) -> tuple[Plan, np.ndarray, visits.Visits]:
    planned = replace(Plan(customers=8_000), change_effect=effect)
    clock, part = Clock(planned), range(8_000)
    folk = people.draw(planned, part)
    came = visits.draw(planned, part, clock, folk)
    return planned, buying.decide(planned, part, folk, came, live_at(planned, clock)), came


def test_the_change_adds_orders_on_mobile_after_it_went_live_and_nowhere_else() -> None:
    planned, with_change, came = _decided(0.25)
    without = _decided(0.0)[1]
    treated = (came.device == people.MOBILE) & (came.start >= live_at(planned, Clock(planned)))
    assert not (without & ~with_change).any()
    assert not (with_change & ~without & ~treated).any()
    gained, base = (with_change & ~without).sum(), (without & treated).sum()
    assert gained / base == pytest.approx(0.25, abs=4 * math.sqrt(0.25 / base))


def test_truth_counts_the_change_as_the_files_do(middle: Exports) -> None:
    said, sessions = middle.truth["change"], middle.sessions
    for when in ("before", "after"):
        inside = sessions[sessions["day"].between(*said[when])]
        for who, part in inside.groupby(np.where(inside["device"] == "mobile", "treated", "control")):
            assert len(part) == pytest.approx(
                said[f"{who}_sessions_{when}"], abs=2
            )  # dirt may hide a whole one
            assert part["ordered"].sum() == said[f"{who}_orders_{when}"]


def test_the_planted_effect_lies_within_the_noise_of_the_ratio_of_ratios(middle: Exports) -> None:
    said = middle.truth["change"]
    orders = [said[f"{who}_orders_{when}"] for who in ("treated", "control") for when in ("before", "after")]
    spread = math.sqrt(sum(1 / count for count in orders))
    assert abs(math.log1p(said["ratio_of_ratios_less_one"]) - math.log(1.25)) < 3 * spread
    assert said["planted_relative_effect"] == 0.25


def test_the_change_row_says_when_and_for_whom(middle: Exports) -> None:
    (row,) = middle.read("changes").to_dict("records")
    assert row["live_at"] == "2026-03-31 06:00:00 +0200"
    assert (row["touchpoint"], row["segment"]) == ("checkout", "device=mobile")
    assert middle.truth["change"]["live_day"] == "2026-03-31"
    assert middle.truth["change"]["before"] == ["2025-09-30", "2026-03-30"]  # 26 weeks
    assert middle.truth["change"]["after"] == ["2026-04-07", "2026-06-29"]  # 12 weeks after 7 days of ramp


def test_the_bad_route_is_in_the_events_and_hurts_the_checkout(middle: Exports) -> None:
    said, events = middle.truth["bad_route"], middle.events
    events = events.sort_values(["session_id", "event_id"])
    previous = events.groupby("session_id")["event"].shift(1), events.groupby("session_id")["event"].shift(2)
    hit = (
        (events["event"] == "guest_checkout") & (previous[0] == "help_page") & (previous[1] == "site_search")
    )
    sessions = set(events.loc[hit, "session_id"])
    assert len(sessions) == said["sessions"] > 100
    numbers = set(events.loc[events["session_id"].isin(sessions), "order_number"]) - {""}
    asked = middle.answers[
        (middle.answers["metric"] == "csat") & (middle.answers["touchpoint"] == "Checkout")
    ]
    on_route = asked["order_number"].isin(numbers)
    assert asked.loc[~on_route, "score"].mean() - asked.loc[on_route, "score"].mean() > 0.6
    assert on_route.sum() == pytest.approx(said["checkout_csat"]["answered"]["on_route_n"], abs=3)
    true = said["checkout_csat"]["true"]
    assert true["otherwise"] - true["on_route"] > 0.9


def test_late_parcels_are_as_many_as_truth_says_and_most_of_them_in_one_country(middle: Exports) -> None:
    said, orders = middle.truth["late"], middle.orders
    assert orders["here"].sum() == said["delivered"]
    assert orders["late"].sum() == said["late"]
    assert 0.06 < said["share"] < 0.10
    assert said["share_by_country"]["NL"] > 2 * said["share_by_country"]["DE"]


def test_late_parcels_lower_satisfaction_and_recommendation(middle: Exports) -> None:
    for metric, name, gap in (("csat", "delivery_csat", 1.0), ("nps", "nps_score", 1.2)):
        found = middle.answers[
            (middle.answers["metric"] == metric) & (middle.answers["touchpoint"] == "Delivered")
        ]
        late, on_time = (found.loc[found["late"] == flag, "score"] for flag in (True, False))
        said = middle.truth["late"][name]["answered"]
        assert late.mean() == pytest.approx(said["late"], abs=0.1)
        assert on_time.mean() == pytest.approx(said["on_time"], abs=0.02)
        assert on_time.mean() - late.mean() > gap


def test_late_parcels_cost_orders_of_the_next_90_days(middle: Exports) -> None:
    orders, said = middle.orders, middle.truth["late"]["repurchase_90_days"]
    known = orders[orders["counted"] & (orders["customer_id"] != "")]
    window = pd.Timedelta(days=90)
    whole = known[known["delivered_at"] + window < pd.Timestamp("2026-07-01", tz=ZONE)]
    pairs = whole.merge(known[["customer_id", "created_at"]], on="customer_id", suffixes=("", "_next"))
    wait = pairs["created_at_next"] - pairs["delivered_at"]
    again = pairs[(wait > pd.Timedelta(0)) & (wait <= window)]["order_number"].unique()
    rate = whole["order_number"].isin(again).groupby(whole["late"]).mean()
    assert rate[True] == pytest.approx(said["late"], abs=1e-6)
    assert rate[False] == pytest.approx(said["on_time"], abs=1e-6)
    assert rate[True] < 0.85 * rate[False]


def test_for_three_days_most_payments_fail(middle: Exports) -> None:
    said, sessions = middle.truth["payment_incident"], middle.sessions
    assert said["days"] == ["2025-09-16", "2025-09-18"]
    during = sessions[sessions["day"].between(*said["days"])]
    around = sessions[
        sessions["day"].between("2025-09-03", "2025-10-01") & ~sessions.index.isin(during.index)
    ]
    for title, part in (("during", during), ("two_weeks_around", around)):
        paying = part[part["add_payment_info"]]
        assert paying["payment_failed"].mean() == pytest.approx(said[title]["failed_share"], abs=1e-6)
        assert part["ordered"].mean() == pytest.approx(said[title]["conversion"], rel=0.01)
    assert said["during"]["failed_share"] > 0.4 > 0.1 > said["two_weeks_around"]["failed_share"]
    assert during["ordered"].mean() < 0.5 * around["ordered"].mean()


def test_the_unhappy_answer_less_so_the_mean_of_the_answers_flatters(middle: Exports) -> None:
    said = middle.truth["survey_bias"]
    found = middle.answers[
        (middle.answers["metric"] == "csat") & (middle.answers["touchpoint"] == "Delivered")
    ]
    assert len(found) == pytest.approx(said["answered"], abs=3)
    assert found["score"].mean() == pytest.approx(said["answered_mean"], abs=0.01)
    assert said["answered_mean"] - said["true_mean"] > 0.2
    share = said["answered_share_by_score"]
    assert max(share["1"], share["2"]) < 0.7 * min(share["4"], share["5"])


def test_identities_link_each_browser_to_one_customer_and_agree_with_the_logins(middle: Exports) -> None:
    links, said = middle.read("identities"), middle.truth["identity"]
    assert len(links) == said["links"]
    assert links["visitor_id"].is_unique
    assert links["customer_id"].duplicated().any()  # several devices of one customer
    logins = middle.events.query("visitor_id != '' and user_id != ''")
    pairs = set(zip(links["visitor_id"], links["customer_id"], strict=True))
    assert set(zip(logins["visitor_id"], logins["user_id"], strict=True)) <= pairs
    assert middle.events["visitor_id"].nunique() - 1 == said["visitors"]  # '' is none


def test_truth_knows_every_customer_of_every_file(middle: Exports) -> None:
    seen = set(middle.events["user_id"])
    for name in ("orders", "surveys", "tickets", "identities", "returns"):
        seen |= set(middle.read(name)["customer_id"])
    assert len(seen - {""}) == middle.truth["identity"]["customers"]


def _example_events(shop: Exports) -> Iterator[list[Any]]:
    example = shop.truth["identity"]["example"]
    mine = shop.events[shop.events["visitor_id"].isin(example["visitor_ids"])]
    for row in mine.itertuples():
        yield [row.timestamp, row.event, row.visitor_id, row.user_id != ""]


def test_the_example_customer_is_in_the_files_as_truth_tells(middle: Exports, small: Exports) -> None:
    for shop in (middle, small):
        example = shop.truth["identity"]["example"]
        assert list(_example_events(shop)) == example["events"]
        tables = {name: shop.read(name) for name in ("orders", "returns", "tickets", "surveys", "identities")}
        mine = {name: rows[rows["customer_id"] == example["customer_id"]] for name, rows in tables.items()}
        assert mine["orders"]["order_number"].tolist() == example["orders"]
        assert sorted(mine["identities"]["visitor_id"]) == example["visitor_ids"]
        assert [len(mine[name]) for name in ("returns", "tickets", "surveys")] == [
            example[name] for name in ("returns", "tickets", "answers")
        ]


def test_the_example_customer_was_a_stranger_on_two_devices_first(middle: Exports) -> None:
    example = middle.truth["identity"]["example"]
    assert len(example["visitor_ids"]) >= 2
    assert not example["events"][0][3]
    assert example["events"][-1][0] > example["events"][0][0]
