"""Six exports dropped at once become journeys on screen, with the clicks of the analyst counted."""

import re
import time

from playwright.sync_api import expect

from lib.intake.sample import small_files
from tests.browser.conftest import PATIENCE

SIX = ("web_events", "orders", "returns", "surveys", "tickets", "ad_spend")
#: Clicks that an analyst may need, and seconds until the flow stands on screen.
MOST_CLICKS = 6
IN_TIME = 300
#: Milliseconds that an import of the sample may take on a busy machine.
IMPORTING = 120_000


def counted(page):
    """The list that grows by what was clicked, whichever page of the app it was on."""
    clicks = []
    page.expose_function("countClick", lambda words: clicks.append(words))
    page.add_init_script(
        "addEventListener('click', e => e.isTrusted && window.countClick(e.target.textContent), true)"
    )
    return clicks


def test_six_files_are_mapped_published_and_a_flow_is_on_screen(cold_server, reader):
    visit = reader(cold_server())
    page = visit.page
    clicks = counted(page)
    began = time.monotonic()
    visit.open("/data")
    files = [file for file in small_files() if file.name.startswith(SIX)]
    assert len(files) == len(SIX)
    page.locator("input[type=file]").first.set_input_files(files)
    page.get_by_text("What was recognised").wait_for()
    for name in SIX:
        known = page.get_by_text(re.compile(rf"{name}\S* ?: .* by column names"))
        # every cell of every file is looked at before questions are asked
        expect(known).to_be_visible(timeout=IMPORTING)
    visit.settle()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Version 1 of shop is published and served").wait_for(timeout=IMPORTING)
    page.get_by_role("link", name="See the flow").click()
    expect(page.locator("h1")).to_have_text("Flow")
    bar = page.locator('.st-key-wide_flow svg [aria-label^="Product page"]').first
    bar.wait_for(timeout=2 * PATIENCE)
    assert time.monotonic() - began < IN_TIME
    assert 2 <= len(clicks) <= MOST_CLICKS, clicks
    assert not visit.outside
    assert not visit.complaints
