"""How do customers fare along the journey, how do we know, and who does something about it?"""

import streamlit as st

from lib.analysis.blind_spots import blind_spots
from lib.analysis.journey_map import journey_map
from lib.analysis.lanes.measured import watching
from lib.analysis.pictures import journey_map_words as said
from lib.analysis.pictures.journey_map import SHOWN, JourneyMapPicture, picture
from lib.charts import journey_map as charts
from lib.model.filters import Filters
from lib.store import map_notes, map_versions
from lib.ui import findings, map_controls, map_editor, map_panels, page, rooms, shell, target_controls
from lib.ui.map_controls import PICKS
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def drawing(one: JourneyMapPicture) -> rooms.Draw:
    """One map in the colours and for the room it is given."""
    look, words = one.look(target, chosen.lanes), said.heads(one)
    return lambda tokens, room: charts.journey_map(one.cells, look, tokens=tokens, room=room, **words)


with page.explained():
    titles, labels = page.answer(said.settings, store, Filters())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = map_controls.draw(store, filters, titles, labels, SHOWN)
        alone = page.answer(picture, store, filters, **chosen.options, against=chosen.against)
        target = target_controls.of(store, alone.metric, alone.unit, alone.ends)
    notes = map_notes.latest(store.manifest.name)
    shown = alone.with_notes(notes.notes)
    kept = (store.key, filters, chosen, target, notes.number)
    for name, one in shown.maps(chosen.both):
        rooms.show(drawing(one), *kept, name, key=PICKS.key(name), alt=said.alt(one), clicks=PICKS.clicks)
    st.caption(escaped(said.caption(filters)))
    if pick := PICKS.choose(shown.touchpoints, "Click a touchpoint, or choose here", "Look closer at"):
        closer = page.answer(said.closer, store, filters, touchpoint=pick, **chosen.about)
        map_panels.closer(pick, said.behind(shown, pick), closer)
    if shown.other:
        map_panels.changes(said.changes(alone, shown.other.cells), said.theirs(shown), "map_changes")
    findings.show(page.answer(said.findings, store, filters, **chosen.about), filters)
    map_editor.draw(store.manifest.name, shown.touchpoints, notes)
    if then := map_panels.versions(store, alone.cells, filters.words(), chosen.options, said.proposal(alone)):
        map_panels.since(then, said.changes(alone, map_versions.cells(then)))
    map_panels.blind(page.answer(blind_spots, store, filters, **chosen.about))
    map_panels.table(said.table(shown), said.alt(shown))
    page.footing(
        journey_map, store, filters, alone.cells, name="journey_map", **chosen.options | watching(store)
    )
