"""Pages opened through the frame on shops written in the test, with a period as an import would find it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lib.model.menu import HOME
from lib.store import catalog
from lib.store.store import Store
from tests.journeys import shop

ROOT = Path(__file__).resolve().parent.parent
#: Two stretches of 90 days: 2 Jan to 1 Apr and 2 Apr to 30 Jun 2026.
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def publish(**tables):
    """A shop whose manifest knows its period."""
    store = shop(**tables)
    manifest = replace(store.manifest, period=(FIRST.isoformat(), LAST.isoformat()))
    place = catalog.folder(manifest.name)
    (place / f"{manifest.version:04d}.json").write_text(manifest.to_json(), encoding="utf-8")
    return Store(catalog.sealed(place, manifest), manifest)


def open_page(stem, *, groups="admin", **params):
    """The page as a reader with these groups sees it at this address."""
    at = AppTest.from_file(ROOT / "lib" / "ui" / "shell.py", default_timeout=60)
    at.user = {"email": "ann@shop.example", "groups": groups}
    for key, value in params.items():
        at.query_params[key] = value
    if stem != HOME:
        at.switch_page(str(ROOT / "pages" / f"{stem}.py"))
    return at.run()


def texts(elements):
    """The words of elements, without the marks that keep them from being read as Markdown."""
    return [element.value.replace("\\", "") for element in elements]


def noon(day, hour=12):
    return datetime.combine(day, time(hour))


def visits(day, number, bought, *, device="desktop", channel="web"):
    """`number` customers who came on that day, the first `bought` of them with an order of 50."""
    events, orders = [], []
    for one in range(number):
        who = f"{day}-{device}-{one}"
        row = {"customer_id": who, "ts": noon(day), "channel": channel, "device": device, "country": "DE"}
        events.append({**row, "event_id": f"{who}-a", "touchpoint": "home"})
        if one < bought:
            placed = {"event_id": f"{who}-b", "touchpoint": "order placed", "order_id": f"o{who}"}
            events.append({**row, **placed, "ts": noon(day) + timedelta(minutes=1)})
            orders.append(
                {
                    "order_id": f"o{who}", "customer_id": who, "ordered_at": noon(day) + timedelta(minutes=1),
                    "revenue": 50, "margin": 20, "channel": channel,
                }
            )  # fmt: skip
    return events, orders


def answer(
    number, metric, score, *, touchpoint="checkout", channel="web", scale=(1, 5), comment=None, day=LAST
):
    """One answer of a customer of its own."""
    return {
        "feedback_id": f"f{number}", "customer_id": f"c{number}", "given_at": noon(day), "metric": metric,
        "score": score, "scale_min": scale[0], "scale_max": scale[1], "touchpoint": touchpoint,
        "stage": "purchase", "channel": channel, "comment": comment,
    }  # fmt: skip
