"""Customers behind a pick, kept as a segment by clicks and counted alone on another page."""

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE


def test_a_pick_is_kept_and_every_page_counts_it_alone(cold_server, reader):
    visit = reader(cold_server()).open("/flow?ds=sample&flow_pick=2.+product+page")
    page = visit.page
    counted = page.locator("h3").filter(has_text="customers").first.inner_text()
    page.get_by_role("button", name="Keep as a segment").click()
    page.get_by_label("Name of the segment").fill("Saw a product")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_text("is kept: choose it at the side").wait_for()
    visit.open("/funnel?ds=sample&segment=Saw+a+product")
    small_print = page.get_by_text("segment Saw a product").first
    expect(small_print).to_contain_text(f"Counted: {counted}", timeout=PATIENCE)
    assert not visit.outside
    assert not visit.complaints


def test_two_groups_beside_each_other_are_one_picture(server, reader):
    visit = reader(server).open("/flow?ds=sample&device=mobile&flow_against=device%3Ddesktop")
    picture = visit.page.locator(".st-key-wide_flow_differences [role=graphics-document]")
    picture.wait_for(timeout=PATIENCE)
    visit.page.get_by_text("points less or more than device=desktop").first.wait_for()
    assert not visit.complaints
