"""What do customers write about, how content are those who write it, and what do they say?"""

import streamlit as st

from lib.analysis.mood_check import mood_check
from lib.analysis.pictures import voice_words as said
from lib.analysis.pictures.satisfaction import NAMES
from lib.analysis.pictures.voice import link, picture
from lib.analysis.quotes import quotes
from lib.analysis.satisfaction import asked
from lib.analysis.texts import texts
from lib.analysis.to_label import to_label
from lib.analysis.voice import voice
from lib.analysis.voice_trend import voice_trend
from lib.charts.bars import bars
from lib.charts.theme import Room, Tokens
from lib.charts.trend import trend
from lib.model.filters import Filters
from lib.ui import page, rooms, shell, target_controls, voice_controls, voice_editors
from lib.ui.words import escaped

shell.enter(role="viewer")
store, filters = page.begin()


def draw(tokens: Tokens, room: Room) -> object:
    """The bars in the colours and for the room they are given."""
    return bars(shown.drawn(room), tokens=tokens, target=target, narrow=room == "narrow", **said.look(shown))


def line(tokens: Tokens, room: Room) -> object:
    """The share of texts about the picked theme, by month."""
    return trend(months, tokens=tokens, unit="share", narrow=room == "narrow", **said.moved(months))


with page.explained():
    own = voice_editors.words(store)
    places = page.answer(voice, store, Filters(), by="touchpoint", words=own)["touchpoint"].tolist()[1:]
    metrics = page.answer(asked, store, Filters())["metric"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = voice_controls.draw({NAMES[one]: one for one in metrics}, places, own)
        target = target_controls.satisfaction("share", (0.0, 1.0), None)
    shown = page.answer(picture, store, filters, whose=chosen.whose, **chosen.options)
    kept, picks = (store.key, filters, chosen), voice_controls.PICKS
    rooms.show(draw, *kept, target, key=picks.key("bars"), alt=said.alt(shown), clicks=picks.clicks)
    st.caption(escaped(said.caption(shown, filters)))
    if pick := voice_controls.choose(shown.labels):
        st.markdown(escaped(link(shown, pick)))
        behind = chosen.behind(pick)
        voice_controls.quoted(page.answer(quotes, store, filters, **voice_controls.quotes_of(chosen, pick)))
        if len(months := said.monthly(page.answer(voice_trend, store, filters, **behind), pick)):
            rooms.show(line, *kept, pick, key="voice_months", alt=said.moved(months)["title"])
        voice_controls.listed(page.answer(texts, store, filters, method=chosen.method, **behind), pick)
    voice_controls.table(shown.rows, chosen.by, said.measure(shown))
    page.footing(voice, store, filters, shown.rows, name="voice", **chosen.options)
    voice_editors.themes(store, own)
    by_hand = voice_editors.moods(store)
    scores = page.answer(mood_check, store, Filters(), labels=by_hand)
    voice_editors.check(scores, page.answer(to_label, store, Filters(), labels=by_hand), store)
