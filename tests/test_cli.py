"""The command line: every page's twin, errors with their mend, status 0, 2 or 1."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lib.cli import main
from tests.conftest import ROOT

EVENTS = """event_id,timestamp,customer_id,event,channel
1,2026-01-05T10:00:00Z,ann,view_item,web
2,2026-01-05T10:01:00Z,ann,add_to_cart,web
3,2026-01-05T10:02:00Z,ann,purchase,web
4,2026-01-05T10:00:00Z,bob,view_item,app
5,2026-01-05T10:01:00Z,bob,add_to_cart,app
"""


@pytest.fixture
def events(tmp_path: Path) -> str:
    path = tmp_path / "web_events.csv"
    path.write_text(EVENTS, encoding="utf-8")
    return str(path)


@pytest.fixture
def imported(events: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["import", events, "--dataset", "shop"]) == 0
    capsys.readouterr()
    return "shop"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_an_import_reports_every_row(events, capsys):
    assert main(["import", events, "--dataset", "shop", "--json"]) == 0
    report = json.loads(said(capsys))
    assert report["dataset"] == "shop"
    assert report["files"][0]["kind"] == "events"
    assert report["files"][0]["rows"] == {"read": 5, "accepted": 5, "merged": 0, "rejected": 0}
    assert report["customers"] == 2


def test_an_answer_is_records_in_json(imported, capsys):
    assert main(["answer", "flow", "--dataset", "shop", "--set", "steps=2", "--format", "json"]) == 0
    assert json.loads(said(capsys)) == [
        {"step": 1, "source": "product page", "target": "cart", "customers": 2, "share": 1.0}
    ]


def test_filters_of_one_column_mean_or(imported, capsys):
    both = ["--where", "channel=web", "--where", "channel=app"]
    main(["answer", "flow", "--dataset", "shop", *both, "--set", "steps=2", "--format", "csv"])
    assert said(capsys).splitlines()[1] == "1,product page,cart,2,1.0"
    main(["answer", "flow", "--dataset", "shop", *both[:2], "--set", "steps=2", "--format", "csv"])
    assert said(capsys).splitlines()[1] == "1,product page,cart,1,1.0"


def test_explain_prints_the_sql_with_its_values(imported, capsys):
    main(["answer", "flow", "--dataset", "shop", "--set", "start=cart", "--explain"])
    text = said(capsys)
    assert "$start = 'cart'" in text
    assert "SELECT" in text


def test_the_list_names_every_analysis_with_its_options(capsys):
    main(["answer", "--list"])
    lines = said(capsys).splitlines()
    stems = {path.stem for path in (ROOT / "lib" / "analysis").glob("*.py")} - {"__init__"}
    assert {line.split(":")[0] for line in lines} == stems
    assert any(line.startswith("flow:") and "steps=7" in line for line in lines)


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["answer", "flow", "--dataset", "none"], "Choose one of: shop."),
        (["answer", "flw", "--dataset", "shop"], "effect, element, flow, flow_changes"),
        (["answer", "flow", "--dataset", "shop", "--set", "depth=3"], "Choose one of: steps"),
        (["answer", "flow", "--dataset", "shop", "--set", "steps=many"], "Write a number."),
        (["answer", "flow", "--dataset", "shop", "--set", "collapse=perhaps"], "Write true or false."),
        (["answer", "flow", "--dataset", "shop", "--where", "colour=red"], "Choose one of: channel"),
        (["answer", "flow", "--dataset", "shop", "--since", "yesterday"], "Write it as YYYY-MM-DD"),
        (["answer", "flow"], "Add --dataset with one of: shop."),
        (["import", "nowhere.csv", "--dataset", "shop"], "Check the path."),
        (["import", "https://files.example.com/a.csv", "--dataset", "shop"], "allow_urls = true"),
        (["import", "postgresql:db/orders", "--dataset", "shop"], "Choose one of: (there are none)"),
        (["refresh", "none"], "Choose one of: shop."),
        (["refresh", "shop"], "--remember"),
        (["watch", "nowhere", "--dataset", "shop"], "make the folder"),
        (["watch", ".", "--dataset", "shop", "--every", "0"], "Write for example --every 30."),
        (["remove", "none"], "Choose one of: shop."),
        (["export", "none", "--out", "x"], "Choose one of: shop."),
        (["report", "--dataset", "shop", "--out", "x.pptx"], "share the address of a page"),
    ],
)
def test_what_the_user_can_mend_says_how_and_ends_with_2(imported, capsys, words, mend):
    assert main(words) == 2
    captured = capsys.readouterr()
    assert mend in captured.err
    assert captured.out == ""


def test_datasets_are_listed_exported_and_removed(imported, tmp_path, capsys):
    main(["datasets", "--json"])
    listed = json.loads(said(capsys))
    assert [(one["name"], one["version"], one["events"]) for one in listed] == [("shop", 1, 5)]
    assert main(["export", "shop", "--out", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "events.parquet").is_file()
    said(capsys)
    assert main(["remove", "shop"]) == 0
    main(["datasets"])
    assert said(capsys) == "no datasets\n"


def test_a_folder_is_imported_remembered_and_refreshed(events, tmp_path, capsys):
    folder = str(Path(events).parent)
    assert main(["import", folder, "--dataset", "shop", "--remember"]) == 0
    said(capsys)
    assert main(["refresh", "shop"]) == 0
    assert said(capsys) == "shop: nothing new\n"
    Path(events).write_text(EVENTS + "6,2026-01-06T10:00:00Z,bob,login,app\n", encoding="utf-8")
    assert main(["refresh", "shop", "--json"]) == 0
    assert json.loads(said(capsys))["tables"]["events"] == 6


def test_a_watched_folder_is_taken_once_and_failures_go_to_the_other_stream(events, capsys):
    folder = Path(events).parent
    assert main(["watch", str(folder), "--dataset", "shop", "--every", "0.01", "--once"]) == 0
    assert "5 read, 5 accepted" in said(capsys)
    (folder / "empty.csv").write_text("", encoding="utf-8")
    (folder / "web_events.csv").unlink()
    assert main(["watch", str(folder), "--dataset", "shop", "--every", "0.01", "--once"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("empty.csv: ")


def test_a_watch_ends_cleanly_when_the_system_asks(events, tmp_path):
    words = ["watch", str(Path(events).parent), "--dataset", "shop", "--every", "0.05"]
    watching = subprocess.Popen(
        [sys.executable, "-m", "lib.cli", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert "shop, version 1" in watching.stdout.readline()
    watching.terminate()
    out, err = watching.communicate(timeout=60)
    assert (watching.returncode, err) == (0, "")


def test_a_sample_is_written_with_its_truth(tmp_path, capsys):
    assert main(["sample", str(tmp_path / "shop"), "--customers", "200", "--seed", "3"]) == 0
    assert {path.name for path in (tmp_path / "shop").iterdir()} >= {"orders.csv", "truth.json"}


def test_the_command_line_never_imports_streamlit():
    code = (
        "import sys; from lib.cli import main; main(['answer', '--list']);"
        "assert 'streamlit' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
