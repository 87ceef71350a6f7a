"""What leaves as text is safe to open and says what it holds."""

import json

import pandas as pd

from lib.export.text import csv_text, json_text, records


def test_a_cell_that_would_be_a_formula_is_written_as_text():
    frame = pd.DataFrame({"=comment": ["=1+1", "@cmd", "+49 30", "fine"], "score": [-1, 2, 3, 4]})
    assert csv_text(frame).splitlines() == ["'=comment,score", "'=1+1,-1", "'@cmd,2", "'+49 30,3", "fine,4"]


def test_missing_numbers_are_null_in_json_and_times_are_iso():
    frame = pd.DataFrame({"ts": [pd.Timestamp("2026-01-05 10:00")], "value": [float("nan")], "n": [3]})
    assert json.loads(json_text(records(frame))) == [{"ts": "2026-01-05T10:00:00", "value": None, "n": 3}]
