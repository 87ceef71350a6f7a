"""The whole road: an empty server, the sample, own files, the flow, a click, the customers behind it."""

import urllib.request

from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE

EVENTS = "\n".join(
    [
        "customer_id,timestamp,event,channel",
        "ann,2026-01-05 10:00:00,home,web",
        "ann,2026-01-05 10:01:00,cart,web",
        "ann,2026-01-05 10:02:00,checkout,web",
        "bob,2026-01-06 10:00:00,home,web",
        "bob,2026-01-06 10:01:00,cart,web",
        "cid,2026-01-07 10:00:00,home,app",
        "dan,no date at all,home,app",
    ]
)
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


def element(page, words):
    """A bar or band of the wide picture by what it says of itself."""
    return page.locator(f'.st-key-wide_flow svg [aria-label^="{words}"]').first


def test_from_an_empty_server_to_the_customers_behind_a_click(cold_server, reader):
    server = cold_server(sample=False)
    visit = reader(server)
    page = visit.page
    page.goto(server.url)
    page.get_by_text("Preparing the sample shop").wait_for()
    page.get_by_role("link", name="Use your own files").click(timeout=2 * PATIENCE)
    upload(visit)
    page.get_by_text("is a PNG picture, not a table").wait_for()
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Version 1 of shop is published and served").wait_for()
    assert "ds=shop" in page.url
    page.get_by_text("ts cannot be read as a time").count()
    page.get_by_role("link", name="See the flow").click()
    expect(page.locator("h1")).to_have_text("Flow")
    pick(visit)
    assert not visit.outside
    assert not visit.complaints


def upload(visit):
    """Drop an export and a picture; their bytes leave the server's memory."""
    page = visit.page
    expect(page.locator("h1")).to_have_text("Data")
    page.locator("input[type=file]").first.set_input_files(
        [
            {"name": "../../my events.csv", "mimeType": "text/csv", "buffer": EVENTS.encode()},
            {"name": "picture.csv", "mimeType": "text/csv", "buffer": PICTURE},
        ]
    )
    page.get_by_text("What was recognised").wait_for()
    page.get_by_text("my events.csv: events by column names, 7 rows").wait_for()
    visit.settle()
    metrics = urllib.request.urlopen(f"{visit.url}/_stcore/metrics").read().decode()
    held = [line for line in metrics.splitlines() if "UploadedFile" in line and not line.endswith(" 0")]
    assert not held


def pick(visit):
    """Click, read the list, clear, click the same again, choose in the table twin."""
    page = visit.page
    element(page, "Home to Cart").dispatch_event("click")
    page.get_by_role("heading", name="2 customers").wait_for()
    expect(
        page.locator(".st-key-wide_flow svg").get_by_text("2 customers went from home to cart")
    ).to_be_visible()
    page.wait_for_url("**flow_pick=1.+home*cart**")
    page.get_by_role("button", name="Clear selection").click()
    expect(page.get_by_role("heading", name="2 customers")).to_have_count(0)
    visit.settle()
    element(page, "Home to Cart").dispatch_event("click")
    page.get_by_role("heading", name="2 customers").wait_for()


def test_a_pick_is_in_the_address_and_opens_elsewhere(server, reader):
    one = reader(server).open("/flow?ds=sample")
    bar = element(one.page, "Product page at step 2")
    bar.wait_for()
    bar.dispatch_event("click")
    heading = one.page.get_by_role("heading", name=" customers").first
    heading.wait_for()
    one.settle()
    other = reader(server).open(one.page.url.removeprefix(server.url))
    expect(other.page.get_by_role("heading", name=heading.inner_text())).to_be_visible()


def test_a_file_above_the_limit_is_refused_with_the_limit_and_nothing_changes(cold_server, reader):
    server = cold_server(STREAMLIT_SERVER_MAX_UPLOAD_SIZE="1")
    page = reader(server).open("/data?ds=sample").page
    page.get_by_text("Up to 1 MB a file").wait_for()
    page.locator("input[type=file]").first.set_input_files(
        [{"name": "large.csv", "mimeType": "text/csv", "buffer": b"customer_id,timestamp,event\n" * 50_000}]
    )
    page.get_by_text("File must be 1.0MB or smaller").or_(page.get_by_text("1MB or smaller")).first.wait_for()
    assert page.get_by_text("What was recognised").count() == 0
    assert sorted(path.name for path in (server.home / "datasets").iterdir()) == ["sample"]
