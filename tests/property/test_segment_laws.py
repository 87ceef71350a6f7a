"""The law of segments: narrowed to some customers, a dataset answers as if they alone had been imported."""

import os
from datetime import timedelta

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lib.analysis import analyses
from lib.model.errors import ThroughlineError
from lib.store.narrowing import narrowed
from tests.journeys import shop
from tests.property.shops import NAMES, START, events
from tests.property.test_kpi_laws import answers, filters

#: Each example publishes a dataset twice and builds it once more.
few = settings(max_examples=int(os.environ.get("THROUGHLINE_EXAMPLES", "6")))
#: What is asked of both, with options that reach the fast twins and the definitions.
ASKED = [
    ("flow", {}),
    ("flow", {"start": "cart", "collapse": False}),
    ("flow", {"level": "stage", "steps": 12}),
    ("funnel", {"steps": "home > !blog > order placed"}),
    ("funnel", {"steps": "home | cart > order placed", "hold": "session_id", "entry": "best"}),
    ("satisfaction", {}),
    ("satisfaction", {"rows": "stage", "columns": "segment"}),
    ("kpis", {"grain": "week"}),
    ("journey_map", {}),
    ("order", {}),
    ("conformance", {}),
    ("routes", {}),
    ("transitions", {}),
    ("touchpoints", {}),
    ("choices", {}),
    ("members", {"source": "home"}),
]


@st.composite
def orders(draw):
    """Up to eight orders, some of nobody known, some returned."""
    rows = [
        {
            "order_id": f"o{number}",
            "customer_id": draw(st.sampled_from([None, *(f"customer {one}" for one in range(5))])),
            "ordered_at": START + timedelta(hours=draw(st.integers(0, 900))),
            "revenue": draw(st.integers(0, 200)),
            "channel": draw(st.sampled_from(["web", "app", None])),
        }
        for number in range(draw(st.integers(0, 8)))
    ]
    returns = [
        {
            "return_id": f"r{row['order_id']}",
            "order_id": row["order_id"],
            "returned_at": row["ordered_at"] + timedelta(days=3),
            "refund": row["revenue"],
        }
        for row in rows
        if draw(st.booleans())
    ]
    return rows, returns


def asked(store, chosen, name, options):
    """The answer, or the kind and words of the error."""
    try:
        frame = analyses()[name](store, chosen, **options)
    except ThroughlineError as error:
        return type(error).__name__, error.what
    return frame


@few
@given(events(), answers(), orders(), st.sets(st.integers(0, 13), min_size=1), filters())
def test_a_segment_answers_as_if_its_customers_alone_were_there(rows, given_answers, bought, wanted, chosen):
    placed, returned = bought
    tables = {"events": rows, "feedback": given_answers, "orders": placed, "returns": returned}
    whole = shop(**tables)
    there = {f"customer {number}" for number in wanted} & {row["customer_id"] for row in rows}
    assume(there)
    theirs = {name: [row for row in kept if row.get("customer_id") in there] for name, kept in tables.items()}
    own = {row["order_id"] for row in theirs["orders"]}
    theirs["returns"] = [row for row in returned if row["order_id"] in own]
    alone = shop(name="alone", **theirs)
    some = narrowed(whole, sorted(there))
    assert some.manifest.tables == alone.manifest.tables
    assert some.manifest.packed == alone.manifest.packed
    for name, options in ASKED:
        one, other = (asked(store, chosen, name, options) for store in (some, alone))
        if isinstance(one, tuple) or isinstance(other, tuple):
            assert one == other, name
        else:
            pd.testing.assert_frame_equal(one, other, obj=f"{name} {options}")


def test_the_law_reaches_what_happens_in_these_shops():
    assert {"home", "cart", "blog", "order placed"} <= set(NAMES)
