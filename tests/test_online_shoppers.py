"""The table of online shoppers' sessions is added up: known, and refused with the reason."""

from lib.intake.read import read
from lib.intake.recognise import recognise
from lib.intake.recognisers.online_shoppers import COLUMNS


def test_sessions_without_visitor_date_and_order_are_refused(tmp_path):
    path = tmp_path / "sessions.csv"
    row = "0;0;0;0;1;9.5;0.2;0.2;0;0;Feb;1;1;1;1;New_Visitor;FALSE;TRUE"
    path.write_text(f"{';'.join(COLUMNS)}\n{row}\n{row}\n", encoding="utf-8")
    [sheet] = read(path, tmp_path)
    found = recognise(sheet)
    assert (found.recognised, found.kind, found.confidence) == ("online shoppers' sessions", None, 1.0)
    assert "month without a year" in found.reason
