"""How does the shop stand, and what should be looked at first?"""

import streamlit as st

from lib.analysis.kpis import kpis
from lib.analysis.pictures.kpis import USUAL_DAYS, period_words
from lib.analysis.pictures.overview import picture
from lib.ui import cards, findings, page, shell, target_controls
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()

with page.explained():
    shown = page.answer(picture, store, filters)
    goals = target_controls.stored(store)
    st.caption(escaped(period_words(shown.filters, filters, USUAL_DAYS)))
    if shown.cards:
        cards.wall(shown.cards, goals, store.currency, store.key, shown.filters, key="overview")
    findings.show(shown.findings, shown.filters)
    counted = page.answer(kpis, store, shown.filters, grain="week")
    page.footing(kpis, store, shown.filters, counted, name="overview", grain="week")
