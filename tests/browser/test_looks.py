"""Every page in light, dark and on a phone."""

import pytest
from playwright.sync_api import expect

from lib.model.menu import MENU

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
each_page = pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.stem)


@each_page
def test_a_page_fits_a_phone(entry, server, reader):
    visit = reader(server, **PHONE).open(f"/{entry.stem}?ds=sample")
    inner, outer = visit.page.evaluate(
        "[document.querySelector('[data-testid=stMain]').scrollWidth, document.documentElement.clientWidth]"
    )
    assert inner <= outer == 390
    assert visit.page.locator("[data-testid=stException]").count() == 0


@each_page
def test_a_page_has_its_dark_side(entry, server, reader):
    visit = reader(server, color_scheme="dark").open(f"/{entry.stem}?ds=sample")
    assert background(visit.page, "[data-testid=stApp]") == "rgb(14, 17, 23)"
    for chart in visit.page.locator("[data-testid=stVegaLiteChart] svg:visible").all():
        assert chart.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(14, 17, 23)"
    assert visit.page.locator("[data-testid=stException]").count() == 0


def test_a_switch_of_the_appearance_reaches_charts_that_are_drawn_already(server, reader):
    visit = reader(server, color_scheme="light").open("/flow?ds=sample")
    chart = ".st-key-wide_flow [data-testid=stVegaLiteChart] svg"
    visit.page.locator(chart).first.wait_for()
    assert background(visit.page, chart) == "rgb(255, 255, 255)"
    visit.page.emulate_media(color_scheme="dark")
    expect(visit.page.locator(chart).first).to_have_css("background-color", "rgb(14, 17, 23)")


def test_a_phone_gets_four_columns_and_a_laptop_seven(server, reader):
    small, large = reader(server, **PHONE).open("/flow?ds=sample"), reader(server).open("/flow?ds=sample")
    small.page.locator(".st-key-narrow_flow svg").get_by_text("Step 4", exact=True).wait_for()
    assert small.page.locator(".st-key-narrow_flow svg").get_by_text("Step 5", exact=True).count() == 0
    large.page.locator(".st-key-wide_flow svg").get_by_text("Step 7", exact=True).wait_for()
    expect(large.page.locator(".st-key-narrow_flow")).to_be_hidden()
    expect(small.page.locator(".st-key-wide_flow")).to_be_hidden()


def background(page, selector):
    return page.locator(selector).first.evaluate("node => getComputedStyle(node).backgroundColor")
