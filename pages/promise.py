"""Was the promise kept, what do customers do when it was not, and what does that cost?"""

import streamlit as st

from lib.analysis.pictures import promise_words as said
from lib.analysis.pictures.promise import picture
from lib.analysis.pictures.satisfaction import NAMES
from lib.analysis.promise import promise
from lib.analysis.promise_cost import RECOVERABLE, promise_cost
from lib.analysis.promise_gaps import promise_gaps
from lib.analysis.promise_members import promise_members
from lib.analysis.terms.promises import asked, held
from lib.charts.gaps import gaps
from lib.charts.theme import Room, Tokens
from lib.ui import page, promise_controls, rooms, shell
from lib.ui.promise_controls import PICKS
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The gaps in the colours and for the room it is given."""
    return gaps(shown.columns, tokens=tokens, narrow=room == "narrow", **said.look(shown, store.zone))


with page.explained():
    chosen = promise_controls.draw(store, held, asked, NAMES)
    options = chosen.options
    shown = page.answer(picture, store, filters, shown=chosen.shown, **options)
    kept = (store.key, filters, chosen)
    rooms.show(draw, *kept, key=PICKS.key("gaps"), alt=said.alt(shown), clicks=PICKS.clicks)
    if chosen.shown == "satisfaction":
        st.markdown(escaped(said.hurting(shown)))
    st.caption(escaped(said.caption(shown, filters, store.currency)))
    many = shown.pair.many.capitalize()
    if pick := PICKS.choose(shown.columns["id"].tolist(), "Click a column, or choose here", f"{many} behind"):
        behind = page.answer(promise_members, store, filters, bucket=pick, **options)
        promise_controls.orders(behind, store, pick, shown.pair)
    promise_controls.buckets(shown.table, shown.measure)
    bound = options | shown.bound | {"zone": store.zone}
    page.footing(promise, store, filters, shown.table, name="promise", **bound)
    st.subheader("Where promises are broken")
    column, *limits = promise_controls.breakdown(chosen.pair, said.AMBER, said.RED)
    rows = page.answer(promise_gaps, store, filters, by_column=column, **chosen.facts)
    st.markdown(escaped(said.worst(rows, column)))
    promise_controls.listed(rows, column, said.status, limits, store.currency)
    page.footing(promise_gaps, store, filters, rows, name="promise_gaps", **bound)
if chosen.pair == "delivery":
    with page.explained():
        st.subheader("What late orders cost")
        part = promise_controls.recoverable(RECOVERABLE)
        costs = page.answer(promise_cost, store, filters, by=chosen.rule, recoverable=part)
        st.markdown(escaped(said.cost(costs)))
        promise_controls.cost(costs)
        page.footing(promise_cost, store, filters, costs, name="promise_costs", **bound)
