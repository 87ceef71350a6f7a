"""How far do customers get, where do they drop out, and what does that cost?"""

import streamlit as st

from lib.analysis.funnel import funnel, names, usual
from lib.analysis.funnel_members import members
from lib.analysis.funnel_next import following
from lib.analysis.pictures import funnel as pictures
from lib.charts.funnel import funnel as bars
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.ui import customers, funnel_controls, funnel_parts, funnel_picks, page, rooms, shell
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The funnel in the colours and for the room it is given."""
    look = {"title": shown.title, "subtitle": shown.subtitle, "currency": store.currency}
    return bars(shown.steps, tokens=tokens, room=room, **look)


with page.explained():
    view = funnel_controls.draw(
        lambda level: page.answer(names, store, Filters(), level=level),
        lambda level: page.answer(usual, store, Filters(), level=level),
    )
    shown = page.answer(pictures.picture, store, filters, view=view)
    known, of = shown.picks(), (store.key, filters, view)
    clicks = funnel_picks.clicks(known, view.before)
    rooms.show(draw, *of, key=funnel_picks.key("funnel"), alt=shown.alt, clicks=clicks)
    st.caption(escaped(shown.caption(filters)))
    if (picked := funnel_picks.choose(known)) in known:
        step, dropped = known[picked]
        behind = page.answer(members, store, filters, view=view, step=step, dropped=dropped)
        title = escaped(f"{len(behind):,} customers {picked}")
        who = funnel_picks.who(view, filters, picked, step, dropped)
        customers.listed(behind, store.currency, key="funnel", title=title, who=who)
        if dropped:
            funnel_parts.following(page.answer(following, store, filters, view=view, step=step))
    part = funnel_parts.part()
    with page.explained():
        match part:
            case "Breakdown":
                chosen = funnel_parts.split_by()
                funnel_parts.breakdown(page.answer(pictures.split, store, filters, view=view, **chosen))
            case "Trend":
                grain = funnel_parts.grain()
                weeks = page.answer(pictures.followed, store, filters, view=view, grain=grain)
                funnel_parts.trended(weeks, pictures.trend_title(weeks, grain), *of, grain)
            case "Time taken":
                sentence, spread = page.answer(pictures.spread, store, filters, view=view)
                st.markdown(escaped(sentence))
                funnel_parts.times(spread)
            case _:
                funnel_parts.separating(page.answer(pictures.separating, store, filters, view=view))
    page.footing(funnel, store, filters, shown.steps, name="funnel", **view.values())
