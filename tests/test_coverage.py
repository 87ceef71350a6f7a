"""Names become touchpoints by words and rules, and what has no stage is counted and named."""

import json

import pytest

from lib.cli import main
from lib.intake.importing import import_files, name_anew
from lib.intake.mapping_file import from_toml, to_toml
from lib.model.errors import IntakeError
from lib.store import catalog
from tests.shops import ask, imported, written

EVENTS = """
    customer_id,timestamp,event
    ann,2026-03-01 10:00:00,https://shop.example/product/12?ref=mail
    ann,2026-03-01 10:01:00,/product/13
    ann,2026-03-01 10:02:00,checkout_step_1
    ann,2026-03-01 10:03:00,checkout_step_2
    bob,2026-03-01 10:00:00,Spin_Wheel
    bob,2026-03-01 10:01:00,/secret/1
    bob,2026-03-01 10:02:00,/secret/1
"""
TICKETS = """
    ticket_id,customer_id,opened_at,topic
    t1,ann,2026-03-05 10:00:00,Delivery was late
    t2,ann,2026-03-06 10:00:00,invoice
    t3,bob,2026-03-06 10:00:00,
"""
RULES = """
[touchpoints."spin wheel"]
touchpoint = "lucky wheel"
stage = "consideration"

[[touchpoint_rules]]
match = "/product/13"
touchpoint = "landing page"

[[touchpoint_rules]]
match = "/product/*"
touchpoint = "product page"

[[touchpoint_rules]]
match = "checkout_step_*"
touchpoint = "checkout"

[[touchpoint_rules]]
match = "ticket: delivery*"
touchpoint = "delivery question"

[[touchpoint_rules]]
match = "nothing like it"
touchpoint = "x"
"""


def named(customer):
    rows = ask(f"SELECT touchpoint, stage FROM events WHERE customer_id = '{customer}' ORDER BY ts, event_id")
    return [(row["touchpoint"], row["stage"]) for row in rows]


def test_rules_group_names_pages_and_topics(tmp_path):
    imported(tmp_path, settings={"mapping": from_toml(RULES)}, events=EVENTS, tickets=TICKETS)
    assert named("ann") == [
        ("product page", "consideration"),
        ("landing page", "awareness"),
        ("checkout", "purchase"),
        ("checkout", "purchase"),
        ("delivery question", "retention"),
        ("ticket opened", "retention"),
    ]
    assert named("bob")[0] == ("lucky wheel", "consideration")
    assert named("bob")[-1] == ("ticket opened", "retention")


def test_mapped_and_unmapped_are_all_events_and_each_rule_says_what_it_caught(tmp_path):
    found = imported(tmp_path, settings={"mapping": from_toml(RULES)}, events=EVENTS, tickets=TICKETS).report[
        "touchpoints"
    ]
    assert (found["events"], found["mapped_events"], found["unmapped_events"]) == (10, 8, 2)
    assert found["coverage"] == 0.8
    assert (found["unmapped"], found["unmapped_names"]) == ([{"name": "/secret/1", "events": 2}], 1)
    # landing page, product page, checkout, lucky wheel, /secret/1, delivery question, ticket opened
    assert found["names"] == 7
    assert [(one["match"], one["names"], one["events"]) for one in found["rules"]] == [
        ("/product/13", 1, 1),
        ("/product/*", 1, 1),
        ("checkout_step_*", 2, 2),
        ("ticket: delivery*", 1, 1),
        ("nothing like it", 0, 0),
    ]


def test_what_has_no_stage_and_what_catches_nothing_is_a_warning(tmp_path):
    warnings = imported(tmp_path, settings={"mapping": from_toml(RULES)}, events=EVENTS).report["warnings"]
    assert any("2 events have names without a stage ('/secret/1')" in one for one in warnings)
    assert any("the rule 'nothing like it' catches no name" in one for one in warnings)


def test_one_stage_holds_for_the_events_of_orders_and_files_alike(tmp_path):
    said = '[touchpoints.delivered]\ntouchpoint = "delivered"\nstage = "purchase"'
    orders = """
        order_number,customer_id,created_at,total,delivered_at
        #1,ann,2026-03-01 10:05:00,5.00,2026-03-03 10:00:00
    """
    imported(tmp_path, settings={"mapping": from_toml(said)}, events=EVENTS, orders=orders)
    assert ("delivered", "purchase") in named("ann")


def test_words_and_rules_stay_with_the_dataset_and_hold_for_what_is_added(tmp_path):
    first = imported(tmp_path, settings={"mapping": from_toml(RULES)}, events=EVENTS)
    assert from_toml(first.mapping).rules == from_toml(RULES).rules
    more = """
        customer_id,timestamp,event
        cid,2026-03-02 10:00:00,/product/99
        cid,2026-03-02 10:01:00,spin wheel
    """
    second = import_files(written(tmp_path / "more", more=more), "shop", append=True)
    assert named("cid") == [("product page", "consideration"), ("lucky wheel", "consideration")]
    assert named("bob")[0] == ("lucky wheel", "consideration")
    assert from_toml(second.mapping).rules == from_toml(RULES).rules


def test_rules_survive_the_mapping_file():
    assert from_toml(to_toml(from_toml(RULES))) == from_toml(RULES)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ('[[touchpoint_rules]]\nmatch = "*"\ntouchpoint = "x"', "/product/*"),
        ('[[touchpoint_rules]]\nmatch = "a*"', "Correct it"),
        ('[[touchpoint_rules]]\nmatch = "a*"\ntouchpoint = "x"\nstages = "y"', "match, touchpoint, stage"),
        ('[touchpoint_rules]\nmatch = "a*"', "Correct it"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_with_the_mend(text, mend):
    with pytest.raises(IntakeError) as error:
        from_toml(text)
    assert mend in error.value.mend


def test_the_command_line_says_how_much_has_a_stage(tmp_path, capsys):
    (tmp_path / "mapping.toml").write_text(RULES)
    files = [str(path) for path in written(tmp_path, events=EVENTS)]
    given = ["import", *files, "--dataset", "shop", "--mapping", str(tmp_path / "mapping.toml")]
    assert main(given) == 0
    said = capsys.readouterr().out
    assert "71.4% of 7 events have a stage, under 5 touchpoints" in said
    assert "rule 'checkout_step_*' -> checkout: 2 names, 2 events" in said
    assert "without a stage: '/secret/1' (2 events)" in said
    assert main([*given, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["touchpoints"]["unmapped_events"] == 2
    assert catalog.current("shop").report["touchpoints"]["coverage"] == 5 / 7


def test_a_published_dataset_is_named_anew_without_its_files(tmp_path):
    before = imported(tmp_path, events=EVENTS, tickets=TICKETS)
    rule = '[[touchpoint_rules]]\nmatch = "/secret/*"\ntouchpoint = "hidden shelf"\nstage = "consideration"'
    after = name_anew("shop", from_toml(rule))
    assert (before.version, after.version) == (1, 2)
    assert named("bob")[1:3] == [("hidden shelf", "consideration")] * 2
    assert after.tables["events"] == before.tables["events"]
    assert after.report["files"] == before.report["files"]
    assert after.report["touchpoints"]["rules"] == [
        {"match": "/secret/*", "touchpoint": "hidden shelf", "names": 1, "events": 2}
    ]
    assert from_toml(after.mapping).rules == from_toml(rule).rules
    assert catalog.current("shop").fingerprint == after.fingerprint != before.fingerprint
