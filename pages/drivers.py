"""Satisfaction with which stage or touchpoint goes with recommending, buying again, or staying away?"""

import streamlit as st

from lib.analysis.drivers import drivers
from lib.analysis.pictures import drivers as said
from lib.analysis.pictures.drivers import OUTCOMES, labels, picture, possible
from lib.analysis.satisfaction import question
from lib.charts.quadrant import quadrant
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.ui import drivers_controls, page, rooms, shell
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The field in the colours and for the room it is given."""
    return quadrant(
        shown.used,
        tokens=tokens,
        title=said.title(shown),
        subtitle=said.subtitle(shown),
        split=shown.split,
        performance=shown.measure,
        narrow=room == "narrow",
    )


with page.explained():
    outcomes = {OUTCOMES[one][:1].upper() + OUTCOMES[one][1:]: one for one in possible(store, filters)}
    chosen = drivers_controls.draw(outcomes, lambda level: page.answer(labels, store, Filters(), by=level))
    options = {"outcome": chosen.outcome, "by": chosen.by, "among": said.among(list(chosen.named))}
    shown = page.answer(picture, store, filters, **options)
    rooms.show(draw, store.key, filters, chosen, key="drivers", alt=said.alt(shown))
    st.caption(escaped(said.caption(shown, filters)))
    st.subheader("Drivers")
    drivers_controls.table(shown.table, shown.measure)
    scale = question(store, shown.metric)
    page.footing(drivers, store, filters, shown.table, name="drivers", **options | scale)
