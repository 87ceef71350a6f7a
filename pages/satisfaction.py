"""Where are customers content, where are they let down, and what do they say there?"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.analysis.pictures import satisfaction_parts as parts
from lib.analysis.pictures import satisfaction_words as said
from lib.analysis.satisfaction import satisfaction
from lib.charts.heatmap import heatmap
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.ui import heatmap_parts, heatmap_picks, page, rooms, shell, target_controls
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def ask(analysis: Callable[..., Any], **options: object) -> Any:
    """The answer inside the shared filters."""
    return page.answer(analysis, store, filters, **options)


def draw(tokens: Tokens, room: Room) -> object:
    """The heatmap in the colours and for the room it is given."""
    cells = shown.drawn(table, said.MOST["narrow" if room == "narrow" else "wide"])
    return heatmap(cells, tokens=tokens, room=room, **said.look(shown, *sides, target, table))


with page.explained():
    known, own = (page.answer(one, store, Filters()) for one in (parts.questions, parts.traits))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = heatmap_picks.draw(known, own["trait"].tolist(), store.has("order_items"))
        asked, sides = chosen.sides, (chosen.rows, chosen.columns)
        shown = ask(parts.picture, **asked).sorted(chosen.sort)
        goal = target_controls.stored(store).get(chosen.metric)
        target = target_controls.satisfaction(shown.unit, shown.ends, goal)
    changes = heatmap_picks.changes(chosen, lambda: ask(parts.changes, **asked))
    chart, aside = heatmap_picks.places(many := len(shown.columns) > said.MANY)
    table = shown.marked(target, changes)
    with aside:
        if cell := heatmap_picks.choose(heatmap_picks.words(table)):
            one = {"row": cell[0], "column": cell[1], "scale_max": shown.on, **asked}
            heatmap_picks.answers(ask(parts.behind, **one), shown.scale)
            who = heatmap_picks.who(filters, said.measure(shown), cell, **one)
            heatmap_picks.members(ask(parts.members, **one), store.currency, who)
    with chart:
        alt, key, of = said.alt(shown, *sides), heatmap_picks.key("heat"), (filters, chosen, target)
        room: Room = "wide" if many else "half"
        rooms.show(draw, store.key, *of, key=key, alt=alt, wide=room, clicks=heatmap_picks.clicks)
        st.caption(escaped(" ".join(said.caption(shown, filters, target, table, chosen.columns))))
    heatmap_parts.show(
        cells=lambda: heatmap_picks.table(table, shown.unit, chosen.titles),
        worst=lambda shrink: ask(parts.worst, shrink=shrink, **asked),
        unheard=(lambda: ask(parts.response, rows=chosen.rows), lambda: ask(parts.silence)),
        advocacy=lambda: ask(parts.advocacy),
    )
    page.footing(satisfaction, store, filters, table, name="satisfaction", **asked)
