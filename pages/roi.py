"""What did a change do, how sure is that, and what is it worth?"""

import streamlit as st

from lib.analysis.choices import choices
from lib.analysis.effect import effect
from lib.analysis.pictures.roi import assumed, has_margin, known_changes, picture
from lib.model.errors import DataError
from lib.model.filters import Filters
from lib.ui import figures_strip, page, roi_charts, roi_controls, shell
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()

with page.explained():
    try:
        known = page.answer(known_changes, store, Filters())
    except DataError:
        roi_controls.how_to_add()
        raise
    question = roi_controls.question(known, page.answer(choices, store, Filters()))
    by_hand = not page.answer(has_margin, store, Filters())
    given = roi_controls.assumptions(store, known, question.change, typed_margin=by_hand)
    shown = page.answer(picture, store, filters, question=question, assumptions=given)
    of = (store.key, filters, question, given)
    st.subheader(escaped(shown.title))
    if shown.told:
        st.markdown(escaped(shown.basis))
        roi_charts.effect(shown, store.currency, *of)
    if shown.missing:
        st.info(escaped(shown.missing), icon=":material/info:")
    if shown.money:
        st.subheader(escaped(shown.money.sentence))
        figures_strip.strip(shown.money.figures, key="roi_money")
        roi_charts.money(shown, shown.money, store.currency, *of)
    st.subheader("What is assumed")
    st.markdown("\n".join(f"- {line}" for line in assumed(shown, question, given, store.currency)))
    page.footing(effect, store, filters, shown.readings, name="roi", **question.options())
