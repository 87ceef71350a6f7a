"""Which exact routes lead to an order, after which are customers let down, and what comes next where?"""

import streamlit as st

from lib.analysis.pictures import routes_words as said
from lib.analysis.pictures.satisfaction import NAMES, value_said
from lib.analysis.pictures.transitions import picture
from lib.analysis.route_members import route_members
from lib.analysis.routes import routes
from lib.analysis.satisfaction import asked, question
from lib.analysis.touchpoints import touchpoints
from lib.analysis.transitions import transitions
from lib.charts.matrix import matrix
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.model.flow_view import OTHER
from lib.model.kept_segments import Definition
from lib.ui import page, rooms, routes_controls, shell
from lib.ui.routes_controls import PICKS
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The matrix in the colours and for the room it is given."""
    subtitle = "Share of the moves from each row that go to each column next"
    return matrix(
        shown.drawn(room), tokens=tokens, title=shown.title, subtitle=subtitle, narrow=room == "narrow"
    )


with page.explained():
    metrics = page.answer(asked, store, Filters())["metric"].drop_duplicates()
    chosen = routes_controls.draw(
        lambda level: page.answer(touchpoints, store, Filters(), level=level)["label"].tolist(),
        {NAMES[metric]: metric for metric in metrics},
    )
    found = page.answer(routes, store, filters, **chosen.options)
    st.subheader(escaped(said.finding(found, chosen.view, chosen.metric)), anchor=False)
    metric = chosen.metric or "csat"
    measure = NAMES[metric] if chosen.metric else ""
    routes_controls.listed(found, store.currency, measure, lambda value: value_said(metric, value))
    st.caption(escaped(said.caption(found, filters, chosen.view, chosen.metric)))
    scale = question(store, chosen.metric)
    page.footing(routes, store, filters, found, name="routes", **chosen.said | scale)
    listed = [route for route in found["route"] if route != OTHER]
    if pick := PICKS.choose(listed, "Select a row, or choose a route here"):
        who = Definition.of("route_members", filters, f"Route {pick}", route=pick, **chosen.ways)
        PICKS.members(page.answer(route_members, store, filters, route=pick, **chosen.ways), store, pick, who)
    how = {"level": chosen.view.level, "collapse": chosen.view.collapse}
    shown = page.answer(picture, store, filters, **how)
    rooms.show(draw, store.key, filters, chosen, key="next", alt=f"Matrix of what comes next. {shown.title}.")
    st.caption(escaped(said.matrix_caption(filters)))
    routes_controls.next_steps(shown.moves)
    page.footing(transitions, store, filters, shown.moves, name="transitions", **how)
