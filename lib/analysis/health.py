"""Can these data be believed: are they fresh, whole, on one clock, and made by people?"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lib.model.figures import count, share
from lib.model.filters import Filters
from lib.model.health import (
    BUSY,
    CHECKS,
    CLOCK_MINUTES,
    ENOUGH_CUSTOMERS,
    MACHINES,
    MOST_AN_HOUR,
    WHOLE,
)  # fmt: skip
from lib.model.manifest import Manifest
from lib.model.stages import ORDER_PLACED
from lib.stats.volume import SUDDEN, expected, surprise
from lib.store.store import Store

HERE = Path(__file__).parent
TABLES = ("events", "orders", "returns", "feedback", "tickets", "spend")
COLUMNS = ["check", "subject", "level", "value", "unit", "words", "mend"]
#: check, subject, value (None where nothing can be measured), words
Finding = tuple[str, str, float | None, str]


def health(store: Store, filters: Filters) -> pd.DataFrame:
    """Check the whole dataset; `filters` are not applied.

    One row is a check of a subject (a table, a file, or `(all)`): check, subject, level (ok, look, bad),
    value, unit (days, rows, share), words (what was found), mend (what to do, empty where all is well).
    Definitions and limits of each check: `lib.model.health`.
    """
    del filters
    tables = {name: name for name in TABLES}
    imported = datetime.fromisoformat(store.manifest.created_at).replace(tzinfo=None)
    values = {**tables, "file": "file", "zone": store.zone, "imported": imported}
    days = store.query(HERE / "health_days.sql", **values)
    rows = store.query(HERE / "health_rows.sql", **values).set_index("subject")
    found = [
        *_freshness(days, imported.date(), store.manifest),
        *(one for name, table in days.groupby("subject") for one in _course(str(name), table)),
        *_rows(rows),
        *_merged(store.manifest.report),
        *_future(days),
        *_clocks(store.query(HERE / "health_clocks.sql", file="file", order_placed=ORDER_PLACED)),
        *_bots(_machines(store), rows),
    ]
    return _tidy(found)


def _machines(store: Store) -> pd.DataFrame:
    return store.query(HERE / "health_bots.sql", file="file", most=MOST_AN_HOUR, machines=list(MACHINES))


def _tidy(found: list[Finding]) -> pd.DataFrame:
    """The findings with level, unit and mend, in the order of the checks."""
    rows = []
    for name, subject, value, words in found:
        check = CHECKS[name]
        level = check.level(value)
        mend = "" if level == "ok" else check.mend
        rows.append((name, subject, level, np.nan if value is None else value, check.unit, words, mend))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = {name: place for place, name in enumerate(CHECKS)}
    return frame.sort_values("check", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def _freshness(days: pd.DataFrame, imported: date, manifest: Manifest) -> Iterator[Finding]:
    """How far each table, and each file of a table that several feed, lies behind the newest row."""
    there = days[days["later"] == 0]
    if there.empty:
        return
    last = _day(there["day"].max())
    old = (imported - last).days
    # a sample shop never grows, so its age says nothing
    age = None if manifest.sample else float(old)
    yield "age", WHOLE, age, f"The newest row is of {last}, {count(old)} days before the import."
    for subject, table in there.groupby("subject"):
        end = _day(table["day"].max())
        yield "freshness", str(subject), float((last - end).days), f"{subject} end on {end}."
        yield from _of_files(str(subject), table, end, manifest.files)


def _of_files(subject: str, table: pd.DataFrame, end: date, names: dict[str, str]) -> Iterator[Finding]:
    """Files that end before their table does: where a newer one follows, nothing is amiss."""
    known = table.dropna(subset=["file_no"])
    if known["file_no"].nunique() < 2:
        return
    for number, part in known.groupby("file_no"):
        name = names.get(str(int(number)), f"file {int(number)}")
        first, last = _day(part["day"].min()), _day(part["day"].max())
        behind = f", {count((end - last).days)} days before the newest of {subject}" if last < end else ""
        yield "freshness", f"{subject}: {name}", None, f"{name} reaches from {first} to {last}{behind}."


def _course(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Empty days and sudden changes of one table, over its days without gaps."""
    per_day = table.groupby("day")["happened"].sum()
    per_day.index = pd.to_datetime(per_day.index)
    whole = per_day.reindex(pd.date_range(per_day.index.min(), per_day.index.max()), fill_value=0)
    yield _gaps(name, whole)
    if name != "spend" and (found := _sudden(name, whole.iloc[1:-1])):
        yield found


def _gaps(name: str, whole: pd.Series) -> Finding:
    empty = whole.index[whole == 0]
    usual = float(whole[whole > 0].median())
    said = f"{name} have no rows on {count(len(empty))} of {count(len(whole))} days"
    if len(empty):
        said += f", first on {_day(empty[0])}"
    if usual < BUSY:
        return "gaps", name, None, f"{said}; with {usual:.0f} rows on a usual day that may be chance."
    return "gaps", name, float(len(empty)), f"{said}."


def _sudden(name: str, whole: pd.Series) -> Finding | None:
    away = surprise(whole.to_numpy())
    if np.isnan(away).all():
        return None
    sudden = np.flatnonzero(np.abs(np.nan_to_num(away)) >= SUDDEN)
    if not sudden.size:
        return "volume", name, 0.0, f"No day of {name} stands out from the same weekdays before."
    most = sudden[np.argmax(np.abs(away[sudden]))]
    usual = expected(whole.to_numpy())[most]
    return (
        "volume", name, float(sudden.size),
        f"{count(sudden.size)} days of {name} stand out, first {_day(whole.index[sudden[0]])}; most of all"
        f" {_day(whole.index[most])} with {count(whole.iloc[most])} instead of about {count(usual)}.",
    )  # fmt: skip


def _rows(rows: pd.DataFrame) -> Iterator[Finding]:
    """What rows lack: a stage, a customer, companions."""
    for name, row in rows.iterrows():
        if name == "events":
            yield from _events(row)
            continue
        lost = 1 - row["named"] / row["happened"]
        yield (
            "nameless",
            str(name),
            lost,
            f"{share(lost)} of {count(row['happened'])} {name} name no customer.",
        )


def _events(row: pd.Series) -> Iterator[Finding]:
    lost = row["unmapped"] / row["happened"]
    yield "unmapped", "events", lost, f"{share(lost)} of {count(row['happened'])} events have no stage."
    per = row["happened"] / row["customers"]
    enough = row["customers"] >= ENOUGH_CUSTOMERS
    words = f"{per:.2f} events per customer, of {count(row['customers'])} customers."
    yield "sampled", "events", 1 / per if enough else None, words


def _merged(report: dict[str, Any]) -> Iterator[Finding]:
    read = sum(file["rows"]["read"] for file in report.get("files", ()))
    if read:
        merged = sum(file["rows"]["merged"] for file in report["files"])
        words = f"{count(merged)} of {count(read)} rows of the last import were there already."
        yield "merged", WHOLE, merged / read, words


def _future(days: pd.DataFrame) -> Iterator[Finding]:
    for name, table in days.groupby("subject"):
        later = int(table["later"].sum())
        if name != "spend":
            yield "future", str(name), float(later), f"{count(later)} {name} lie after the import."


def _clocks(orders: pd.DataFrame) -> Iterator[Finding]:
    """How far the two times of one order lie apart: events minus order file, in minutes."""
    if orders.empty:
        return
    apart = (orders["seen_at"] - orders["ordered_at"]).dt.total_seconds() / 60
    beyond = float((apart.abs() > CLOCK_MINUTES).mean())
    words = (
        f"{share(beyond)} of {count(len(apart))} orders lie more than {CLOCK_MINUTES} minutes from their"
        f" event; the median event is {_apart(float(apart.median()))}."
    )
    yield "clocks", WHOLE, beyond, words


def _apart(minutes: float) -> str:
    if abs(minutes) < 1:
        return "within a minute of the order"
    said = f"{abs(minutes) / 60:.1f} hours" if abs(minutes) >= 60 else f"{abs(minutes):.0f} minutes"
    return f"{said} {'after' if minutes > 0 else 'before'} the order"


def _bots(machines: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Finding]:
    if "events" not in rows.index:
        return
    made = int(machines["happened"].sum())
    words = f"{count(len(machines))} customers act like machines; theirs are {count(made)} events."
    yield "bots", "events", made / int(rows.loc["events", "happened"]), words


def _day(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return day
