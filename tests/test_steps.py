"""What to do next: derived from the report, the most urgent first."""

from lib.cli import main
from lib.intake.mapping_file import from_toml
from tests.shops import imported, written

EVENTS = """
    customer_id,timestamp,event
    ann,2026-03-01 10:00:00,home
    ann,2026-03-01 10:01:00,spin
    bob,no date,home
"""
ASKED = """
    order_id,customer_id,created_at,total
    1,ann,03/04/2026,10.50
    2,bob,05/04/2026,10.50
"""
CLEAR = """
    customer_id,timestamp,event,order_number,value
    ann,2026-03-01 10:00:00,home,,
    ann,2026-03-01 10:01:00,purchase,1,10.50
"""
ANSWERS = """
    customer_id,answered_at,metric,score,scale_min,scale_max
    ann,2026-03-02 10:00:00,nps,9,0,10
"""


def test_what_is_open_stands_first_and_the_flow_last(tmp_path):
    rule = '[[touchpoint_rules]]\nmatch = "turn*"\ntouchpoint = "wheel"'
    settings = {"mapping": from_toml(rule)}
    steps = imported(tmp_path, settings=settings, e=EVENTS, asked=ASKED, odd="a,b\n1,2").report["next"]
    assert [step["do"] for step in steps] == [
        "Answer what is asked of asked.csv, and import it again",
        "Say what one row of odd.csv is, or name its columns",
        "Look at the rejected rows of e.csv (1)",
        "Add the answers of a survey",
        "Give the names without a stage one, single or by a rule (1: spin …)",
        "Mend the rule turn*",
        "See the flow",
    ]
    assert steps[0]["why"] == "its 2 rows are set aside until then"
    assert steps[2]["why"].startswith("33.3% of its rows; most often: ")
    assert steps[4]["why"].startswith("50.0% of the events have a stage")
    assert [step["page"] for step in steps] == ["data"] * 6 + ["flow"]


def test_where_all_is_well_only_the_flow_is_left(tmp_path):
    steps = imported(tmp_path, e=CLEAR, answers=ANSWERS).report["next"]
    assert [step["do"] for step in steps] == ["See the flow"]


def test_the_command_line_numbers_the_steps(tmp_path, capsys):
    files = [str(path) for path in written(tmp_path, e=CLEAR)]
    assert main(["import", *files, "--dataset", "shop"]) == 0
    said = capsys.readouterr().out
    assert "  1. Add the answers of a survey: then satisfaction is shown along the journey" in said
    assert "  2. See the flow" in said
