"""What documents say of the code is written by the code."""

from lib.intake.recognise import RECOGNISERS, exports
from lib.model.health import CHECKS
from scripts.docs import DOCS, importing, living, satisfaction


def test_the_page_about_importing_lists_every_export_that_is_known():
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    assert importing(page) == page, "run `make docs`"
    assert all(f"| {name} | {said} |" in page for name, said in exports().items())


def test_the_page_about_living_data_lists_every_check_of_health():
    page = (DOCS / "living.md").read_text(encoding="utf-8")
    assert living(page) == page, "run `make docs`"
    assert all(check.definition in page for check in CHECKS.values())


def test_the_page_about_satisfaction_tells_how_often_its_intervals_hold():
    page = (DOCS / "satisfaction.md").read_text(encoding="utf-8")
    assert satisfaction(page) == page, "run `make docs`"


def test_every_recogniser_says_what_it_knows():
    assert len(exports()) >= len(RECOGNISERS)
