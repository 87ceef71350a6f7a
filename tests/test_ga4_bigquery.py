"""The BigQuery export of Google Analytics 4, as NDJSON with whole numbers as text and as nested Parquet."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lib.intake.importing import import_files
from tests.shops import ask, one


def event(
    name: str, second: int, user: str = "d1", login: str | None = None, **params: str
) -> dict[str, Any]:
    """An event at 2026-03-01 10:00 plus seconds; BigQuery writes INT64 as text in JSON."""
    row: dict[str, Any] = {
        "event_date": "20260301",
        "event_timestamp": str((1772359200 + second) * 1_000_000),
        "event_name": name,
        "event_params": [
            {"key": "ga_session_id", "value": {"int_value": "77"}},
            *({"key": key, "value": {"string_value": value}} for key, value in params.items()),
        ],
        "user_pseudo_id": user,
        "device": {"category": "mobile"},
        "geo": {"country": "Austria", "region": "(not set)"},
        "traffic_source": {"name": "(data deleted)", "medium": "cpc", "source": "<Other>"},
    }
    return {**row, "user_id": login} if login else row


def bought(second: int, transaction: str | None, revenue: float) -> dict[str, Any]:
    row = event("purchase", second, login="ann")
    return {**row, "ecommerce": {"transaction_id": transaction, "purchase_revenue": revenue}}


EVENTS = [
    event("page_view", 0, page_location="https://shop.example.com/cart?utm_source=mail"),
    event("view_item", 5, source="google", medium="organic"),
    event("page_view", 9, user="d2", page_location="https://shop.example.com/"),
    bought(20, "T1", 30.0),
    bought(21, "T1", 30.0),
    bought(30, "(not set)", 5.5),
]


def as_ndjson(folder: Path) -> Path:
    path = folder / "events_20260301.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in EVENTS), encoding="utf-8")
    return path


#: As the export has it: lists of structs, numbers as numbers.
NESTED = """
    event_timestamp: 'BIGINT', event_name: 'VARCHAR', user_pseudo_id: 'VARCHAR', user_id: 'VARCHAR',
    event_params: 'STRUCT(key VARCHAR, value STRUCT(string_value VARCHAR, int_value BIGINT))[]',
    device: 'STRUCT(category VARCHAR)', geo: 'STRUCT(country VARCHAR, region VARCHAR)',
    traffic_source: 'STRUCT(name VARCHAR, medium VARCHAR, source VARCHAR)',
    ecommerce: 'STRUCT(transaction_id VARCHAR, purchase_revenue DOUBLE)'
"""


def as_parquet(folder: Path) -> Path:
    path = folder / "events_20260301.parquet"
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT * FROM read_json('{as_ndjson(folder)}', columns={{{NESTED}}})")
        rows.write_parquet(str(path))
    return path


@pytest.mark.parametrize("make", [as_ndjson, as_parquet])
def test_events_have_their_page_person_session_and_money(tmp_path, make):
    manifest = import_files([make(tmp_path)], "shop")
    [file] = manifest.report["files"]
    assert (file["recognised"], file["kind"]) == ("ga4 bigquery events", "events")
    assert file["rows"] == {"read": 6, "accepted": 6, "merged": 0, "rejected": 0}
    said = "ts::VARCHAR AS ts, touchpoint, session_id, coalesce(value::VARCHAR, '') AS value"
    assert [list(row.values()) for row in ask(f"SELECT {said} FROM events ORDER BY events.ts")][:4] == [
        ["2026-03-01 10:00:00", "cart", "77-d1", ""],
        ["2026-03-01 10:00:05", "product page", "77-d1", ""],
        ["2026-03-01 10:00:09", "home", "77-d2", ""],
        ["2026-03-01 10:00:20", "order placed", "77-d1", "30.00"],
    ]
    # the purchase sent twice is one order; the one without a transaction id is an order of its own
    assert one("SELECT count(*) FROM orders") == 2
    assert one("SELECT sum(revenue)::VARCHAR FROM orders") == "35.50"


def test_who_signs_in_is_one_customer_with_the_device(tmp_path):
    manifest = import_files([as_ndjson(tmp_path)], "shop")
    assert manifest.report["customers"] == 2
    assert one("SELECT count(DISTINCT customer_id) FROM events WHERE session_id = '77-d1'") == 1


def test_hidden_values_are_unknown_and_the_event_s_own_source_stands_first(tmp_path):
    import_files([as_ndjson(tmp_path)], "shop")
    sources = ask("SELECT DISTINCT channel, coalesce(source, '') AS source FROM events ORDER BY channel")
    assert sources == [{"channel": "cpc", "source": ""}, {"channel": "organic", "source": "google"}]
    assert one("SELECT count(campaign) + count(region) FROM events") == 0
