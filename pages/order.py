"""Do journeys keep the order of the stages, where do they skip and go back, and who are those who do?"""

import streamlit as st

from lib.analysis.conformance import conformance
from lib.analysis.ideal import ideal
from lib.analysis.move_members import move_members
from lib.analysis.order import order
from lib.analysis.pictures import order_words as said
from lib.analysis.pictures.order import measure, picture
from lib.analysis.pictures.satisfaction import NAMES
from lib.analysis.satisfaction import asked
from lib.analysis.touchpoints import touchpoints
from lib.charts.arcs import arcs
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.model.kept_segments import Definition
from lib.ui import order_controls, page, rooms, shell
from lib.ui.order_controls import PICKS
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The map in the colours and for the room it is given."""
    moves, narrow = shown.drawn(room), room == "narrow"
    return arcs(shown.steps, moves, tokens=tokens, target=target, narrow=narrow, **said.look(shown, room))


with page.explained():
    metrics = page.answer(asked, store, Filters())["metric"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = order_controls.draw(
            lambda level: page.answer(touchpoints, store, Filters(), level=level)["label"].tolist(),
            {NAMES[metric]: metric for metric in metrics},
        )
        options = chosen.options
        shown = page.answer(picture, store, filters, metric=chosen.metric, **options)
        target = order_controls.target(store, chosen, shown.unit, shown.ends)
    kept = (store.key, filters, chosen, target)
    rooms.show(draw, *kept, key=PICKS.key("arcs"), alt=said.alt(shown), clicks=PICKS.clicks)
    st.caption(escaped(said.caption(shown, filters, chosen.path)))
    if pick := PICKS.choose(shown.moves["id"].tolist(), "Click an arc or a bar, or choose here"):
        people = page.answer(move_members, store, filters, **shown.ends_of(pick), **options)
        who = Definition.of("move_members", filters, f"Moved {pick}", **shown.ends_of(pick), **options)
        PICKS.members(people, store, pick, who)
    order_controls.moves(shown.moves)
    page.footing(order, store, filters, shown.moves, name="order", **chosen.path.values())
    classes = page.answer(conformance, store, filters, metric=chosen.metric, **options)
    order_controls.classes(classes, store.currency, measure(shown))
    st.caption(escaped(said.COMPARED))
    steps = page.answer(ideal, store, filters, **options)
    order_controls.steps(steps, escaped(f"{said.followed(classes, chosen.path)} {said.missed(steps)}"))
