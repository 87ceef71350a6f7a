"""Reports of Google Analytics are added up already: known as such, and refused with the reason."""

from pathlib import Path

import pytest

from lib.intake.read import read
from lib.intake.recognise import recognise
from lib.model.mapping import SheetMapping

PREAMBLE = """\
# ----------------------------------------
# Pages and screens
# Account: Shop
# Start date: 20260301
# End date: 20260328
# ----------------------------------------
"""


def of(folder: Path, text: str) -> SheetMapping:
    path = folder / "report.csv"
    path.write_text(text, encoding="utf-8")
    [sheet] = read(path, folder)
    return recognise(sheet)


@pytest.mark.parametrize(
    "text",
    [
        PREAMBLE + "Page path and screen class,Views,Active users,Key events\n/cart,50,40,2\n/help,20,20,0\n",
        PREAMBLE + "\nEvent name,Event count,Total users\n,,\nGrand total,300,90\nview,200,90\nbuy,100,40\n",
        "ga:date,ga:pageviews\n2026-03-01,756\n2026-03-02,98\n",
        'Source,Medium,New Users,Pageviews\ngoogle,organic,"1,204",5000\n(direct),(none),7,9\n',
    ],
)
def test_every_generation_of_reports_is_known_and_refused(tmp_path, text):
    found = of(tmp_path, text)
    assert (found.recognised, found.kind) == ("google analytics report", None)
    assert "already added up over all visitors" in found.reason
    assert "BigQuery" in found.reason


def test_averages_are_named_as_what_no_total_can_be_made_of(tmp_path):
    found = of(tmp_path, "Country,Users,New Users,Avg. Session Duration\nAustria,6,5,10\nGhana,3,2,88\n")
    assert "'Avg. Session Duration' is averaged, so that no total can be made" in found.reason


def test_a_report_that_ends_at_the_row_limit_is_said_to_be_cut(tmp_path):
    rows = "".join(f"/page/{at},{at},1\n" for at in range(5000))
    assert "exactly 5,000 rows" in of(tmp_path, f"Page,Pageviews,Users\n{rows}").reason
    assert "exactly" not in of(tmp_path, f"Page,Pageviews,Users\n{rows}/more,1,1\n").reason


@pytest.mark.parametrize(
    "text",
    [
        "Transaction ID,Date,Revenue,Users\nT1,2026-03-01,5,1\nT2,2026-03-02,6,1\n",
        "user_id,timestamp,event_name\nu1,2026-03-01 10:00:00,view\nu2,2026-03-01 11:00:00,view\n",
        "Date,Campaign,Cost,Clicks,Sessions\n2026-03-01,brand,5.50,3,2\n2026-03-02,brand,6.50,3,2\n",
    ],
)
def test_tables_with_orders_people_or_costs_are_none_of_them(tmp_path, text):
    assert of(tmp_path, text).recognised != "google analytics report"
