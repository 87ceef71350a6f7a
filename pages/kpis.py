"""How do the key figures move, against the period before, the target, and what was changed?"""

import streamlit as st

from lib.analysis.kpis import kpis
from lib.analysis.pictures.kpis import USUAL_DAYS, period_words, picture, trend_subtitle, trend_title
from lib.charts.theme import Room, Tokens
from lib.charts.trend import trend
from lib.ui import cards, kpi_controls, page, rooms, shell, target_controls
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The trend of the chosen KPI in the colours and for the room it is given."""
    compared = chosen.compare and not card.earlier.empty
    return trend(
        card.trend,
        tokens=tokens,
        title=trend_title(card, store.currency),
        subtitle=trend_subtitle(card, chosen.grain, compared),
        unit=card.metric.unit,
        currency=store.currency,
        markers=shown.marks,
        previous=card.earlier if compared else None,
        target=goals.get(card.metric.id),
        measure=card.metric.title,
        narrow=room == "narrow",
    )


with page.explained():
    goals = target_controls.stored(store)
    place, grain = kpi_controls.place()
    shown = page.answer(picture, store, filters, grain=grain)
    chosen = kpi_controls.draw(place, [card.metric.title for card in shown.cards], grain)
    card = shown.card(chosen.title)
    of = (store.key, shown.filters, tuple(sorted(goals.items())))
    rooms.show(draw, *of, chosen, key="kpis_trend", alt=trend_title(card, store.currency))
    st.caption(escaped(period_words(shown.filters, filters, USUAL_DAYS)))
    st.markdown(kpi_controls.definition(card))
    kpi_controls.table(card, store.currency, compare=chosen.compare)
    counted = page.answer(kpis, store, shown.filters, metric=card.metric.id, grain=grain)
    page.footing(kpis, store, shown.filters, counted, name="kpis", metric=card.metric.id, grain=grain)
    st.subheader("All KPIs")
    cards.wall(shown.cards, goals, store.currency, *of, grain, key="kpis")
    target_controls.editor(store)
