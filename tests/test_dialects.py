"""Would every definition mean the same on another engine?"""

from pathlib import Path

import pytest

from lib.store.dialects import RULES, TYPED_RULES, check, macro_body
from lib.store.relations import KEPT, columns
from tests.conftest import ROOT
from tests.journeys import journeys

TWINS = (".fast.sql", ".cube.sql")
ANALYSES = ROOT / "lib" / "analysis"
DEFINITIONS = [path for path in sorted(ANALYSES.rglob("*.sql")) if not path.name.endswith(TWINS)]
PATHS = ROOT / "lib" / "store" / "paths.sql"

UNPROVEN = "not proven to mean the same everywhere"
#: What the fence refuses: the whole text, and a part of the reason.
REFUSED = [
    # functions that are on no list
    ("SELECT ROUND(value) AS cost FROM events", f"{UNPROVEN}: round in the chart"),
    ("SELECT LOWER(channel) AS said FROM events", f"{UNPROVEN}: normalise at intake"),
    ("SELECT UPPER(channel) AS said FROM events", f"{UNPROVEN}: normalise at intake"),
    ("SELECT LOG(score) AS size FROM feedback", UNPROVEN),
    ("SELECT DAYOFWEEK(day) AS weekday FROM spend", UNPROVEN),
    ("SELECT EPOCH(ts) AS seconds FROM events", UNPROVEN),
    ("SELECT MODE(channel) AS most FROM events", UNPROVEN),
    ("SELECT APPROX_QUANTILE(score, 0.5) AS middle FROM feedback", UNPROVEN),
    ("SELECT LIST(channel ORDER BY ts, event_id) AS all_of_them FROM events", UNPROVEN),
    ("SELECT arg_min(channel, ts) AS first_channel FROM events", UNPROVEN),
    ("SELECT nonsense(channel) AS said FROM events", UNPROVEN),
    # constructs
    ("SELECT channel FROM events QUALIFY ROW_NUMBER() OVER (ORDER BY event_id) = 1", "filter a CTE"),
    ("SELECT COUNT(*) FILTER (WHERE stage = $stage) AS some FROM events", "SUM(CASE WHEN"),
    ("SELECT channel FROM events WHERE channel LIKE $like", "compare whole words"),
    ("SELECT TRY_CAST(channel AS BIGINT) AS number FROM events", "refuse at intake"),
    ("SELECT PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY score) AS most FROM feedback", "QUANTILE_CONT"),
    ("SELECT ['channel', 'device'] AS both_of_them FROM events", "bind a list"),
    ("SELECT {'a': channel} AS pair FROM events", UNPROVEN),
    ("SELECT step % 2 AS odd FROM kept_paths($a)", "placeholder on Postgres"),
    ("SELECT channel || region AS both_of_them FROM events", UNPROVEN),
    ("SELECT COLUMNS('c.*') FROM events", UNPROVEN),
    # relations
    ("SELECT cust FROM journeys", "a warehouse has nothing else"),
    ("SELECT a FROM read_csv($path)", "a warehouse has nothing else"),
    ("SELECT path FROM kept_secrets($since)", "a warehouse has nothing else"),
    ("WITH orders AS (SELECT channel FROM events) SELECT channel FROM orders", "not called like a table"),
    # output columns
    ("SELECT * FROM events", "name the columns"),
    ("SELECT e.* FROM events e", "name the columns"),
    ("SELECT COUNT(*) FROM events", "name the output column"),
    ("SELECT e.channel FROM events e", "name the output column"),
    ("SELECT SUM(score) AS score FROM feedback", "not called like a column"),
    ("SELECT COUNT(*) AS value FROM events WHERE value > 0", "not called like a column"),
    # clauses
    ("SELECT channel, COUNT(*) AS n FROM events GROUP BY 1", "one by one"),
    ("SELECT channel, COUNT(*) AS n FROM events GROUP BY ALL", "one by one"),
    ("SELECT channel FROM events ORDER BY 1", "one by one"),
    ("SELECT channel FROM events ORDER BY ALL", "one by one"),
    ("SELECT DISTINCT ON (channel) channel, ts FROM events", "ROW_NUMBER"),
    ("SELECT e.ts AS ts FROM events e ASOF JOIN orders o ON e.ts >= o.ordered_at", "join ... ON"),
    ("SELECT revenue FROM events JOIN orders USING (order_id)", "join ... ON"),
    ("SELECT revenue FROM events, orders", "join ... ON"),
    # NULL
    ("SELECT ts FROM events WHERE channel NOT IN ('web')", "NOT IN"),
    ("SELECT ts FROM events WHERE NOT (channel IN ('web'))", "NOT IN"),
    ("SELECT ts FROM events WHERE channel IN ('channel', NULL)", "no NULL inside IN"),
    ("SELECT STDDEV_SAMP(score) AS spread FROM feedback", "COUNT(x) > 1"),
    ("SELECT VAR_SAMP(score) AS spread FROM feedback", "COUNT(x) > 1"),
    # ties
    ("SELECT LAG(channel) OVER (PARTITION BY customer_id ORDER BY ts) AS was FROM events", "break ties"),
    ("SELECT ROW_NUMBER() OVER (ORDER BY event_id, ts) AS place FROM events", "break ties"),
    # values
    ("SELECT ts FROM events WHERE channel = 'web'", "bound as $name"),
    ("SELECT ts FROM events WHERE ts >= TIMESTAMP '2026-01-01'", "bound as $name"),
    ("SELECT ts FROM events LIMIT 4000", "bound as $name"),
    ("SELECT ts FROM events WHERE channel = ?", "bound as $name"),
    ("SELECT ts FROM events WHERE channel = $1", "bound as $name"),
    # lists
    ("SELECT CAST($list AS VARCHAR[]) AS all_of_them FROM events", "CAST($list AS VARCHAR[])"),
    ("SELECT ts FROM events WHERE channel IN $list", "CAST($list AS VARCHAR[])"),
    # arithmetic and types
    ("SELECT score / scale_max AS share FROM feedback", "NULLIF"),
    ("SELECT 1 // COUNT(*) AS share FROM feedback", "NULLIF"),
    ("SELECT COUNT(*) / NULLIF(COUNT(*), 0) AS share FROM feedback", "divide a DOUBLE"),
    ("SELECT revenue / NULLIF(margin, 0) AS share FROM orders", "divide a DOUBLE"),
    ("SELECT AVG(revenue) AS mean FROM orders", "average a DOUBLE"),
    ("SELECT MEDIAN(revenue) AS middle FROM orders", "average a DOUBLE"),
    ("SELECT QUANTILE_CONT(line, 0.9) AS most FROM order_items", "average a DOUBLE"),
    ("SELECT CAST(score AS BIGINT) AS whole FROM feedback", "FLOOR"),
    ("SELECT CAST(revenue AS INTEGER) AS whole FROM orders", "cast to BIGINT"),
    ("SELECT CAST(revenue AS DECIMAL(18,4)) AS exact FROM orders", "cast to BIGINT"),
    ("SELECT CAST(score AS VARCHAR) AS said FROM feedback", "written alike"),
    ("SELECT CAST(ts AS VARCHAR) AS said FROM events", "written alike"),
    ("SELECT SUM(line) AS lines FROM order_items", "AS BIGINT)"),
    # times
    ("SELECT ts AT TIME ZONE $tz AS local FROM events", "put out the DATE"),
    (
        "SELECT CAST((ts AT TIME ZONE 'UTC') AT TIME ZONE $tz AS TIMESTAMP) AS t FROM events",
        "put out the DATE",
    ),
    ("SELECT DATE_TRUNC('minute', ts) AS minute_of FROM events", "cut into days"),
    ("SELECT DATE_DIFF('day', ts, ts) AS gap FROM events", "DATE, DATE"),
    ("SELECT DATE_DIFF('week', day, day) AS gap FROM spend", "DATE, DATE"),
    # what is no definition at all
    ("SELECT FROM WHERE", "cannot be read"),
    ("SELECT channel FROM events; SELECT stage FROM events", "one statement"),
]
#: The right form of what is refused above.
ALLOWED = [
    "SELECT channel, COUNT(*) AS n FROM events GROUP BY channel ORDER BY n DESC, channel LIMIT $most",
    "SELECT CAST(SUM(CASE WHEN stage = $stage THEN 1 ELSE 0 END) AS BIGINT) AS some FROM events",
    "SELECT LAG(channel) OVER (PARTITION BY customer_id ORDER BY ts, event_id) AS was FROM events",
    "SELECT ts FROM events WHERE channel IN CAST($list AS VARCHAR[]) OR CAST($list AS VARCHAR[]) IS NULL",
    "SELECT CAST(COUNT(*) AS DOUBLE) / NULLIF(COUNT(score), 0) AS share FROM feedback",
    "SELECT line // 7 AS week_no FROM order_items",
    "SELECT AVG(score) AS mean, QUANTILE_CONT(score, 0.9) AS most FROM feedback",
    "SELECT CASE WHEN COUNT(score) > 1 THEN STDDEV_SAMP(score) END AS spread FROM feedback",
    "SELECT CAST((ts AT TIME ZONE 'UTC') AT TIME ZONE $zone AS DATE) AS day FROM events",
    "SELECT CAST(FLOOR(score) AS BIGINT) AS whole, CAST($n AS BIGINT) AS n FROM feedback",
    "SELECT DATE_TRUNC('week', day) AS week_of, DATE_DIFF('day', day, day) AS gap FROM spend",
    "SELECT e.ts AS ts FROM events e LEFT JOIN orders o ON o.order_id = e.order_id WHERE o.order_id IS NULL",
    "SELECT ts FROM events WHERE ts > CAST($since AS TIMESTAMP) + INTERVAL '30' MINUTE",
    "SELECT COALESCE(channel, '(unknown)') AS label, CAST(day AS VARCHAR) AS said FROM kept_sessions($since)",
]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.name)
def test_every_definition_stays_inside_the_fence(definition: Path):
    assert check(definition.read_text()) == []


def test_the_paths_that_definitions_share_stay_inside_the_fence():
    assert check(macro_body(PATHS.read_text())) == []


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=[text[:70] for text, _ in REFUSED])
def test_what_may_mean_something_else_is_refused_with_what_to_write(text, why):
    assert why in "; ".join(found.why for found in check(text))


@pytest.mark.parametrize("text", ALLOWED)
def test_the_portable_form_passes(text):
    assert check(text) == []


@pytest.mark.parametrize("rule", [*RULES, *TYPED_RULES], ids=lambda rule: rule.__name__)
def test_every_rule_is_needed(rule, monkeypatch):
    """Without it, something above would slip through without a word."""
    monkeypatch.setattr("lib.store.dialects.RULES", tuple(one for one in RULES if one is not rule))
    monkeypatch.setattr(
        "lib.store.dialects.TYPED_RULES", tuple(one for one in TYPED_RULES if one is not rule)
    )
    assert any(check(text) == [] for text, _ in REFUSED)


@pytest.mark.parametrize("name", [name for name in KEPT if name not in ("kept_paths", "kept_events")])
def test_the_relations_have_the_columns_that_definitions_may_name(name, tmp_path):
    ask = tmp_path / "ask.sql"
    ask.write_text(f"DESCRIBE SELECT {', '.join(columns(name))} FROM {name}(NULL, NULL, NULL, NULL, NULL)")
    found = journeys(ann="home").query(ask)
    kinds = {row.column_name: _plain(row.column_type) for row in found.itertuples()}
    assert kinds == {one: _plain(kind) for one, kind in columns(name).items()}


def test_paths_and_events_have_the_columns_that_definitions_may_name(tmp_path):
    store = journeys(ann="home")
    whole = "'touchpoint', true, NULL, NULL, 'first', 0, " + "NULL, " * 13
    for name, options in (("kept_events", ""), ("kept_paths", whole)):
        ask = tmp_path / f"{name}.sql"
        chosen = ", ".join(columns(name))
        ask.write_text(f"DESCRIBE SELECT {chosen} FROM {name}({options}NULL, NULL, NULL, NULL, NULL)")
        found = store.query(ask)
        assert {row.column_name: _plain(row.column_type) for row in found.itertuples()} == columns(name)


def _plain(kind: str) -> str:
    """ENUMs are texts and short whole numbers are whole numbers to whoever reads them."""
    if kind.startswith("ENUM"):
        return "VARCHAR"
    return "BIGINT" if kind in ("UINTEGER", "USMALLINT", "UTINYINT") else kind
