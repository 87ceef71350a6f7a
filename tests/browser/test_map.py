"""The journey map in a browser: clicked, chosen by keyboard, kept as a version, taken away as a picture."""

from pathlib import Path

from playwright.sync_api import expect

MAP = "/journey_map?ds=sample"


def test_a_clicked_touchpoint_is_looked_at_and_the_link_shows_the_same(server, reader):
    visit = reader(server).open(MAP)
    page = visit.page
    page.locator('.st-key-wide_map_journey_0 svg [aria-label^="Checkout,"]').first.click()
    page.get_by_role("heading", name="Checkout", exact=True).wait_for()
    visit.settle()
    assert "map_pick=checkout" in page.url
    again = reader(server).open(page.url.removeprefix(server.url))
    expect(again.page.get_by_role("heading", name="Checkout", exact=True)).to_be_visible()
    assert not visit.outside
    assert not visit.complaints


def test_the_keyboard_reaches_every_touchpoint(server, reader):
    visit = reader(server).open(MAP)
    page = visit.page
    page.get_by_role("combobox", name="Look closer at").focus()
    page.keyboard.type("deliv")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Delivered", exact=True).wait_for()
    clear = page.get_by_role("button", name="Clear selection")
    clear.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Delivered", exact=True)).to_have_count(0)


def test_the_map_is_taken_away_and_kept(cold_server, reader):
    visit = reader(cold_server()).open(MAP)
    page = visit.page
    page.locator(".st-key-wide_map_journey_0").get_by_role("button", name="Picture").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="SVG").click()
    drawn = Path(taken.value.path()).read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert "Pain point" in drawn
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep this version").click()
    expect(page.get_by_role("combobox", name="Compare with a version")).to_be_visible()
    assert not visit.complaints


def test_a_phone_gets_the_map_that_runs_downward(server, reader):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    visit = reader(server, **phone).open(MAP)
    visit.page.locator(".st-key-narrow_map_journey_0 [data-testid=stVegaLiteChart] svg").first.wait_for()
    expect(visit.page.locator(".st-key-wide_map_journey_0")).to_be_hidden()
