"""What do customers do next, where do they leave, and where does satisfaction drop on the way?"""

import streamlit as st

from lib.analysis.flow import flow
from lib.analysis.open_journeys import open_journeys
from lib.analysis.pictures import flow_behind, flow_words
from lib.analysis.pictures.flow import picked, unpicked
from lib.analysis.pictures.flow_differences import differences
from lib.analysis.pictures.flow_elements import elements, of_ribbons, some_columns
from lib.analysis.satisfaction import asked
from lib.analysis.terms.paths import bound
from lib.analysis.touchpoints import touchpoints
from lib.charts.sankey import sankey
from lib.model.filters import Filters
from lib.ui import flow_compare, flow_controls, flow_picks, page, shell

shell.enter(role="viewer")
store, filters = page.begin()


def draw(room: str) -> None:
    """Draw the picture for one room; a phone has fewer columns."""
    here, heads = some_columns(shown, chosen.view, flow_controls.COLUMNS[room])
    look = chosen.look_in(room) | {"title": here.title, "picked": here.picked is not None, "headers": heads}
    page.show_kept(
        lambda tokens: sankey(here.nodes, here.links, tokens=tokens, **look),
        *(store, filters, chosen, pick, room),
        name="flow",
        key=flow_picks.key(room),
        alt=flow_words.alt(shown, filters, chosen.view),
        **flow_picks.clicks(room, known),
    )


with page.explained():
    chosen = flow_controls.draw(
        lambda level: page.answer(touchpoints, store, Filters(), level=level)["label"].tolist(),
        page.answer(touchpoints, store, Filters())["label"].tolist(),
        page.answer(asked, store, Filters())["metric"].tolist(),
    )
    options = chosen.view.settings
    ribbons = page.answer(flow, store, filters, **options)
    known = elements(ribbons)
    rooms, small_print = {room: st.container(key=f"{room}_flow") for room in page.ROOMS}, st.empty()
    pick = flow_picks.choose(list(known))
    of = {"view": chosen.view, "metric": chosen.metric}
    whole = page.answer(unpicked, store, filters, **of, least=chosen.least)
    shown = picked(store, filters, whole, view=chosen.view, pick=known.get(pick or ""))
    for room, place in rooms.items():
        with place:
            draw(room)
    left = page.answer(open_journeys, store, filters, **options)
    small_print.caption(flow_words.caption(shown, filters, chosen.view, left))
    if shown.picked:
        behind = page.answer(flow_behind.picked, store, filters, **of, pick=shown.picked)
        flow_picks.members(behind, store, chosen.measure)
    flow_compare.show(store, filters, chosen, differences)
    flow_picks.moves(ribbons, of_ribbons(ribbons))
    page.footing(flow, store, filters, ribbons, name="flow", **bound(store, filters, chosen.view))
