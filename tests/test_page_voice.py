"""The page about texts: its finding, the texts behind a bar, and what analysts bring to it."""

from datetime import datetime, timedelta

import pandas as pd
import pytest
import streamlit as st

from lib.analysis.pictures.voice import link, picture
from lib.analysis.pictures.voice_words import caption, monthly, moved
from lib.model.errors import QuestionError
from lib.model.filters import Filters
from lib.store.text_labels import label_texts
from lib.store.theme_words import set_theme_words, theme_words
from lib.ui import voice_editors
from tests.open_pages import open_page, publish, texts
from tests.test_voice import FINE, LATE, TORN, comment, ticket


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def wrote(**more):
    """40 unhappy about lateness, 12 unhappy about damage, 60 happy about nothing."""
    said = [(LATE, 1)] * 40 + [(TORN, 2)] * 12 + [(FINE, 5)] * 60
    start = datetime(2026, 3, 2)
    rows = [
        comment(n, f"c{n}", text, score, given_at=start + timedelta(days=n % 80))
        for n, (text, score) in enumerate(said)
    ]
    return publish(feedback=rows, **more)


def test_the_title_says_what_unhappy_customers_write_about_most():
    shown = picture(wrote(), Filters())
    # LATE is about delivery and staff ("nobody answered"), too
    assert shown.title.startswith("No one theme stands out in what unhappy customers write about")
    assert shown.bars.set_index("id").loc["late delivery", "share"] == pytest.approx(40 / 52)
    one = [comment(n, f"c{n}", "It was damaged.", 1) for n in range(35)]
    shown = picture(publish(feedback=one), Filters())
    assert shown.title == "Damaged is what unhappy customers write about most: 100% of their 35 texts"


def test_few_unhappy_texts_give_the_bars_of_all_texts_and_no_claim():
    shown = picture(publish(feedback=[comment(n, f"c{n}", LATE, 1) for n in range(9)]), Filters())
    assert shown.whose == "all"
    assert "too few to say" in shown.title
    assert shown.bars["value"].isna().all()


def test_the_link_with_the_score_is_an_association_with_its_interval():
    shown = picture(wrote(), Filters())
    said = link(shown, "late delivery")
    # 0 of 40, against 60 of 72
    assert said.startswith("Of 40 answers to CSAT with such a text 0% are in the top 40% of the scale")
    assert "83% of the other texts" in said
    assert said.endswith("points fewer. An association, not a cause.")
    assert "Too few answers" in link(
        picture(publish(feedback=[comment(1, "ann", LATE, 1)]), Filters()), "late delivery"
    )


def test_the_small_print_counts_estimated_and_unread_moods():
    shown = picture(
        wrote(tickets=[ticket(1, "zoe", "Der Versand war langsam und der Karton offen")]), Filters()
    )
    said = caption(shown, Filters())
    assert "112 comments and 1 topics of tickets" in said
    assert "0 texts without a score have an estimated one, 1 are not scored" in said


def test_the_page_shows_bars_table_and_agreement():
    wrote()
    page = open_page("voice")
    assert not page.exception
    table = page.dataframe[0].value
    assert table.set_index("theme").loc["Late delivery", ["n", "negative"]].tolist() == [40, 40]
    assert "macro F1" in " ".join(texts(page.markdown))
    assert "is not offered: 112 texts have a score; a model of your own needs 2,500" in " ".join(
        texts(page.markdown)
    )


def test_a_theme_in_the_link_brings_its_quotes_its_trend_and_all_its_texts():
    store = wrote()
    page = open_page("voice", voice_pick="late delivery")
    assert not page.exception
    assert any(LATE in one for one in texts(page.markdown))
    assert [len(frame.value) for frame in page.dataframe][0] == 40
    # c0, c1 ... are the pseudonyms of the made-up shop
    assert any("1 of 5, Delivered" in one for one in texts(page.markdown))
    assert store.manifest.name


def test_bars_may_be_touchpoints():
    wrote()
    page = open_page("voice", voice_by="Touchpoints", voice_pick="delivered", voice_whose="All")
    assert not page.exception
    assert len(page.dataframe[0].value) == 112


def test_a_model_that_there_is_not_says_what_to_use():
    wrote(tickets=[ticket(1, "zoe", "Late")])
    page = open_page("voice", voice_method="Own model")
    assert not page.exception
    assert "Use the lexicon" in texts(page.warning)[0]


def test_without_texts_the_page_says_what_to_import():
    publish()
    page = open_page("voice")
    assert not page.exception
    assert "import survey answers with comments" in texts(page.warning)[0]


def test_viewers_read_the_words_and_analysts_change_them():
    wrote()
    viewer, analyst = (
        {one.label: one for one in open_page("voice", groups=role).button} for role in ("viewer", "analyst")
    )
    assert viewer["Save words"].disabled
    assert "Save moods" not in viewer
    assert not analyst["Save words"].disabled
    assert not analyst["Save moods"].disabled


def test_an_edited_table_of_words_becomes_the_shops_own():
    rows = voice_editors.frame("")
    rows.loc[rows["theme"] == "damaged", ["more", "less"]] = ["squashed, bent*", "broken"]
    rows.loc[len(rows)] = ["Parking", "car park", None, None]
    text = voice_editors.text_of(rows)
    assert text == "damaged = squashed | bent* | -broken; parking = car park"
    again = voice_editors.frame(text).set_index("theme")
    assert again.loc["damaged", ["more", "less"]].tolist() == ["squashed, bent*", "broken"]
    assert again.loc["parking", "more"] == "car park"
    rows.loc[0, "more"] = "one two three four five six seven"
    with pytest.raises(QuestionError, match="Write one to 6 words"):
        voice_editors.text_of(rows)


def test_own_words_are_counted_with_the_next_run():
    store = wrote()
    set_theme_words(store.manifest.name, "praise = everything went well")
    assert theme_words(store.manifest.name)
    table = open_page("voice").dataframe[0].value.set_index("theme")
    assert table.loc["Praise", "n"] == 60


def test_moods_by_hand_are_kept_by_what_changed_and_compared():
    store = wrote()
    sample = pd.DataFrame({"words": [LATE, TORN, FINE], "mood": ["negative", None, "positive"]}, dtype=object)
    edited = sample.assign(mood=["negative", "negative", None])
    assert voice_editors.moods_of(sample, edited) == {TORN: "negative", FINE: None}
    label_texts(store.manifest.name, {TORN: "negative"})
    page = open_page("voice")
    assert "against the moods given by hand to 1 texts" in " ".join(texts(page.markdown))


def test_a_theme_that_moved_says_so_and_by_how_much():
    months = pd.DataFrame(
        {
            "theme": "late delivery", "period": ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"],
            "n": [10, 9, 30, 50], "texts": [100, 29, 100, 100], "share": 0.1, "low": 0.05, "high": 0.2,
            "open": [False, False, False, True],
        }
    )  # fmt: skip
    rows = monthly(months, "late delivery")
    # February has 29 texts, April still runs
    assert rows["period"].tolist() == ["2026-01-01", "2026-03-01", "2026-04-01"]
    title = "Late delivery rose: 10.0% of texts up to Jan 2026, 30.0% since Mar 2026"
    assert moved(rows)["title"] == title
    assert "did not clearly move" in moved(rows.assign(n=10))["title"]
    assert "fell" in moved(rows.assign(n=[30, 10, 50]))["title"]
    assert monthly(months.head(2), "late delivery").empty
