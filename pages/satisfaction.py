"""Where are customers content, where are they let down, and what do they say there?"""

import streamlit as st

from lib.analysis.pictures import satisfaction_words as said
from lib.analysis.pictures.satisfaction import NAMES, behind, picture
from lib.analysis.satisfaction import asked, satisfaction
from lib.charts.heatmap import heatmap
from lib.charts.theme import Room, Tokens
from lib.model.filters import Filters
from lib.ui import heatmap_picks, page, rooms, shell, target_controls
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The heatmap in the colours and for the room it is given."""
    return heatmap(
        shown.drawn(target, said.MOST["narrow" if room == "narrow" else "wide"]),
        tokens=tokens,
        title=shown.title,
        subtitle=said.subtitle(shown, chosen.rows, chosen.columns),
        unit=shown.unit,
        target=target,
        scale_min=shown.ends[0],
        scale_max=shown.ends[1],
        measure=said.measure(shown),
        rows_title=chosen.rows.capitalize(),
        columns_title=chosen.columns.capitalize(),
        narrow=room == "narrow",
    )


with page.explained():
    metrics = page.answer(asked, store, Filters())["metric"].drop_duplicates()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = heatmap_picks.draw({NAMES[metric]: metric for metric in metrics})
        sides = {"metric": chosen.metric, "rows": chosen.rows, "columns": chosen.columns}
        shown = page.answer(picture, store, filters, **sides)
        goal = target_controls.stored(store).get(chosen.metric)
        target = target_controls.satisfaction(shown.unit, shown.ends, goal)
    chart, aside = heatmap_picks.places(len(shown.columns) > said.MANY)
    table = shown.against(target)
    with aside:
        if cell := heatmap_picks.choose(heatmap_picks.words(table)):
            one = {"row": cell[0], "column": cell[1], "scale_max": shown.scale[1]}
            heatmap_picks.answers(page.answer(behind, store, filters, **one, **sides), shown.scale)
    with chart:
        alt, key = said.alt(shown, chosen.rows, chosen.columns), heatmap_picks.key("heat")
        rooms.show(draw, store.key, filters, chosen, target, key=key, alt=alt, clicks=heatmap_picks.clicks)
        st.caption(escaped(" ".join(said.caption(shown, filters, target))))
    st.subheader("Cells", help="Select a row to read the answers behind it.")
    heatmap_picks.table(table, shown.unit, (chosen.rows.capitalize(), chosen.columns.capitalize()))
    page.footing(satisfaction, store, filters, table, name="satisfaction", **sides)
