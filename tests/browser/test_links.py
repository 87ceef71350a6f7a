"""Addresses: the first request after a start, copied links, garbage, two readers at once."""

import pytest
from playwright.sync_api import expect

from lib.model.menu import HOME, MENU
from tests.browser.conftest import PATIENCE


def chips(page, key):
    return page.locator(f"[data-testid=stSidebar] .st-key-{key}")


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.stem)
def test_the_first_request_after_a_start_may_be_a_deep_link(entry, cold_server, reader):
    server = cold_server()
    visit = reader(server).open(f"/{entry.stem}?ds=sample&channel=email")
    expect(visit.page.locator("h1")).to_have_text(entry.title, timeout=PATIENCE)
    chips(visit.page, "channel").get_by_text("email").wait_for()
    expect(visit.page.locator("[data-testid=stSidebarNavLink]")).to_have_count(len(MENU))
    assert visit.page.get_by_role("dialog").count() == 0
    assert visit.page.locator("[data-testid=stException]").count() == 0
    stem = "" if entry.stem == HOME else entry.stem
    assert visit.page.url == f"{server.url}/{stem}?ds=sample&channel=email"
    assert not visit.outside
    assert not visit.complaints


def test_a_reader_without_the_role_gets_the_message_and_nothing_else(cold_server, reader):
    visit = reader(cold_server(THROUGHLINE_AUTH="proxy"))
    visit.page.goto(f"{visit.url}/data")
    visit.page.get_by_text("This needs the role analyst").wait_for()
    assert visit.page.locator("h1").count() == 0
    assert visit.page.get_by_text("Versions").count() == 0


def test_the_view_of_one_reader_opens_for_another(server, reader):
    one = reader(server).open("/flow")
    one.page.locator(".st-key-flow_level").get_by_text("Stages").click()
    one.page.wait_for_url("**flow_level=Stages**")
    one.settle()
    other = reader(server).open(one.page.url.removeprefix(server.url))
    expect(other.page.locator(".st-key-wide_flow [role=graphics-document]")).to_have_attribute(
        "aria-label",
        one.page.locator(".st-key-wide_flow [role=graphics-document]").get_attribute("aria-label"),
    )


def test_an_element_of_a_flow_leads_to_the_funnel_with_the_same_count(server, reader):
    visit = reader(server).open("/flow?ds=sample&flow_start_touchpoint=cart&flow_pick=3.+guest+checkout")
    counted = visit.page.locator("h3").filter(has_text="customers").inner_text()
    visit.page.get_by_text("The funnel with the same count (step 3)").click()
    visit.page.wait_for_url("**/funnel?**funnel_order=Directly**")
    chart = visit.page.locator(".st-key-wide_funnel svg, [data-testid=stVegaLiteChart] svg").first
    chart.get_by_text(counted, exact=True).first.wait_for(timeout=PATIENCE)


def test_garbage_in_the_address_gets_a_note_and_the_usual_view(server, reader):
    visit = reader(server).open("/flow?ds=gone&flow_steps=99&channel=fax&since=yesterday&wat=1")
    note = visit.page.get_by_text("This address asks for something that is not here")
    note.wait_for()
    assert "channel = fax" in note.inner_text()
    expect(visit.page.locator(".st-key-flow_steps")).to_contain_text("7")
    visit.page.get_by_role("button", name="Understood").click()
    expect(note).to_have_count(0)


def test_two_readers_with_different_filters_see_their_own_numbers(server, reader):
    web, app = (reader(server).open(f"/flow?ds=sample&device={device}") for device in ("desktop", "mobile"))
    said = [visit.page.get_by_text("Counted:").first.inner_text() for visit in (web, app)]
    assert "device desktop" in said[0]
    assert "device mobile" in said[1]
    web.page.reload()
    web.settle()
    expect(web.page.get_by_text("Counted:").first).to_have_text(said[0])


def test_the_filters_follow_to_another_page(server, reader):
    visit = reader(server).open("/flow?ds=sample&device=mobile")
    visit.page.locator("[data-testid=stSidebarNavLink]").filter(has_text="KPIs").click()
    expect(visit.page.locator("h1")).to_have_text("KPIs")
    visit.settle()
    chips(visit.page, "device").get_by_text("mobile").wait_for()
    visit.page.wait_for_url("**/kpis?*device=mobile*")
