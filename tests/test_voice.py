"""What do customers write about, and how content are those who write about it?"""

import csv
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from lib.analysis.mood_check import mood_check
from lib.analysis.quotes import quotes
from lib.analysis.terms import models
from lib.analysis.texts import texts
from lib.analysis.voice import voice
from lib.analysis.voice_trend import voice_trend
from lib.model.errors import DataError, QuestionError
from lib.model.filters import Filters
from lib.stats import text_model
from lib.stats.intervals import PairSums, clustered_share, wilson
from lib.store.store import Store
from lib.store.text_labels import label_texts, text_labels
from lib.store.theme_words import set_theme_words
from tests.journeys import journeys, shop

EVERYBODY = Filters()
MONDAY = datetime(2026, 1, 5, 10)
LATE, TORN = "The delivery was late again and nobody answered.", "My order was damaged when I opened it."
FINE = "Everything went well, I have nothing to add."
SCALES = {"csat": (1, 5), "nps": (0, 10)}


def comment(number: int, who: str | None, text: str | None, score: float, **more: Any) -> dict[str, Any]:
    metric = more.pop("metric", "csat")
    low, high = SCALES[metric]
    least = {"feedback_id": f"f{number:04d}", "customer_id": who, "given_at": MONDAY, "metric": metric}
    scale = {"score": score, "scale_min": low, "scale_max": high, "touchpoint": "delivered", "channel": "web"}
    return least | scale | {"comment": text} | more


def ticket(number: int, who: str | None, topic: str | None, **more: Any) -> dict[str, Any]:
    given = {"opened_at": MONDAY, "topic": topic, "channel": "web"}
    return {"ticket_id": f"t{number}", "customer_id": who} | given | more


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    answers = [
        comment(1, "ann", LATE, 1),
        comment(2, "ann", "It was late, and the box was damaged.", 2),
        comment(3, "bob", FINE, 5),
        comment(4, None, TORN, 3, touchpoint="returned"),
        comment(5, "cid", "Late delivery, as always with you.", 4, given_at=MONDAY + timedelta(days=40)),
        comment(6, "dan", LATE, 6, metric="nps"),
        comment(7, "eve", None, 5),
    ]
    tickets = [
        ticket(1, "bob", "Where is my order?"),
        ticket(2, "fay", "Terrible, my order is broken"),
        ticket(3, "gus", "Der Versand war langsam und der Karton offen"),
        ticket(4, "hal", None),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THROUGHLINE_HOME", str(tmp_path_factory.mktemp("home")))
        return shop(feedback=answers, tickets=tickets)


def rows(store: Store, **options: Any) -> dict[str, Any]:
    frame = voice(store, options.pop("filters", EVERYBODY), **options)
    return {row[0]: row for row in frame.itertuples(index=False)}


def test_texts_are_counted_by_theme_and_one_text_may_have_several(store):
    found = rows(store)
    whole, late, torn = found["(all)"], found["late delivery"], found["damaged"]
    # six comments with words and three tickets with a topic; ann, bob, cid, dan, fay, gus and one unknown
    assert (whole.n, whole.comments, whole.tickets, whole.customers) == (9, 6, 3, 7)
    # f1, f2, f5, f6, "Where is my order?" and the slow Versand
    assert (late.n, late.comments, late.tickets, late.customers) == (6, 4, 2, 5)
    # f2, f4 and the broken order
    assert (torn.n, torn.customers) == (3, 3)
    assert found["(no theme)"].n == 1


def test_shares_are_of_all_texts_with_intervals_clustered_by_customer(store):
    late = rows(store, source="comments")["late delivery"]
    # per customer: ann 2 of 2, bob 0 of 1, somebody 0 of 1, cid 1 of 1, dan 1 of 1
    expected = clustered_share(PairSums.of([2, 1, 1, 1, 1], [2, 0, 0, 1, 1]))
    assert (late.share, late.low, late.high) == pytest.approx(expected.floats())
    assert np.isnan(rows(store)["(all)"].low)


def test_a_score_wins_and_only_texts_without_one_are_estimated(store):
    found = rows(store)
    whole = found["(all)"]
    # by score: 1, 2 and NPS 6 unhappy, 3 neutral, 5 and 4 happy, though LATE sounds neutral to the lexicon
    comments = rows(store, source="comments")["(all)"]
    assert (comments.negative, comments.neutral, comments.positive, comments.estimated) == (3, 1, 2, 0)
    # tickets: "Where is my order?" neutral, "Terrible ..." negative, German not scored
    assert (whole.negative, whole.neutral, whole.positive) == (4, 2, 2)
    assert (whole.estimated, whole.not_scored) == (2, 1)
    assert found["late delivery"].not_scored == 1


def test_scores_are_compared_within_one_question_and_scale(store):
    found = rows(store, source="comments")
    late = found["late delivery"]
    # 1, 2 and 4 of 5; the NPS answer is counted apart
    assert (late.metric, late.scale_max, late.answers, late.other_scales) == ("csat", 5, 3, 1)
    assert late.mean == pytest.approx(7 / 3)
    # one of three in the top two boxes, against one (5) of two (3, 5) without the theme
    assert (late.top_two, late.rest_top_two) == pytest.approx((1 / 3, 1 / 2))
    assert late.difference == pytest.approx(1 / 3 - 1 / 2)
    assert late.difference_low < late.difference < late.difference_high
    assert rows(store, metric="nps")["late delivery"].answers == 1
    assert rows(store, metric="nps")["late delivery"].mean == 6


def test_what_unhappy_customers_write_about_is_a_share_of_their_texts(store):
    late = rows(store, source="comments")["late delivery"]
    # ann (twice) and dan: all three unhappy texts
    assert late.unhappy_share == 1


def many(shares: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Answers of as many customers: by text, how many gave a 1 and how many a 5."""
    scored = [(text, s) for text, (bad, good) in shares.items() for s in [1] * bad + [5] * good]
    return [comment(place, f"c{place}", text, score) for place, (text, score) in enumerate(scored)]


def test_a_difference_is_marked_where_it_holds_among_all_that_were_tested():
    # late 10 of 40 content, torn 24 of 40, fine 30 of 40; each against the other 80
    found = rows(shop(feedback=many({LATE: (30, 10), TORN: (16, 24), FINE: (10, 30)})))
    assert bool(found["late delivery"].differs)
    assert found["late delivery"].difference == pytest.approx(10 / 40 - 54 / 80)
    assert not found["damaged"].differs
    assert not found["(all)"].differs
    assert found["late delivery"].tested == len(found) - 1


def test_nothing_is_tested_under_thirty_answers_on_either_side():
    found = rows(shop(feedback=many({LATE: (29, 0), FINE: (0, 40)})))
    assert found["late delivery"].tested == 0
    assert not found["late delivery"].differs


def test_without_repeats_the_interval_is_wilsons():
    late = rows(shop(feedback=many({LATE: (12, 0), FINE: (0, 28)})))["late delivery"]
    assert (late.share, late.low, late.high) == pytest.approx(wilson(12, 40).floats())


def test_texts_may_be_counted_by_touchpoint_channel_or_language(store):
    assert {label: row.n for label, row in rows(store, by="touchpoint").items()} == {
        "(all)": 9, "delivered": 5, "returned": 1, "ticket opened": 3,
    }  # fmt: skip
    assert rows(store, by="language")["de"].n == 1
    assert rows(store, by="channel")["web"].n == 9


def test_filters_and_a_touchpoint_choose_the_texts(store):
    assert rows(store, filters=Filters(until=date(2026, 1, 31)))["(all)"].n == 8
    assert rows(store, touchpoint="returned")["(all)"].n == 1
    assert rows(store, touchpoint="ticket opened")["(all)"].n == 3


def test_a_shops_own_words_count_as_soon_as_they_are_kept(tmp_path):
    store = shop(feedback=many({"The garage was closed when I came by.": (3, 0)}))
    assert set(rows(store)) == {"(all)", "(no theme)"}
    set_theme_words(store.manifest.name, "parking = garage")
    assert rows(store)["parking"].n == 3
    assert set(rows(store, words="")) == {"(all)", "(no theme)"}


def test_the_list_has_as_many_texts_as_the_theme_counts(store):
    for theme, row in rows(store).items():
        listed = texts(store, EVERYBODY, theme=None if theme == "(all)" else theme)
        assert len(listed) == row.n, theme
    unhappy = texts(store, EVERYBODY, theme="late delivery", mood="unhappy")
    assert len(unhappy) == rows(store)["late delivery"].negative


def test_the_list_says_which_moods_are_estimated_and_masks_what_reaches_people():
    text = "Terrible, please call me on +49 171 2345678 about the damage."
    found = texts(
        shop(feedback=[comment(1, "ann", text, 5)], tickets=[ticket(1, "bob", "Terrible")]), EVERYBODY
    )
    by_kind = found.set_index("kind")
    assert by_kind.loc["comment", ["mood", "estimated"]].tolist() == ["positive", False]
    assert by_kind.loc["comment", "polarity"] < -0.05
    assert "[phone]" in by_kind.loc["comment", "text"]


def test_a_theme_is_followed_by_month_and_few_texts_give_no_share():
    feb = datetime(2026, 2, 3)
    answers = many({LATE: (6, 0), FINE: (0, 14)})
    answers += [comment(900, "zoe", LATE, 1, given_at=feb), comment(901, "yan", FINE, 5, given_at=feb)]
    found = voice_trend(shop(feedback=answers), EVERYBODY, theme="late delivery")
    assert found[["period", "n", "texts", "customers"]].to_numpy().tolist() == [
        ["2026-01-01", 6, 20, 20],
        ["2026-02-01", 1, 2, 2],
    ]
    assert found["share"].tolist()[0] == pytest.approx(0.3)
    assert found.loc[1, ["share", "low", "high"]].isna().all()
    every = voice_trend(shop(feedback=answers), EVERYBODY)
    assert set(every["theme"]) >= {"late delivery", "(no theme)"}


def test_quotes_speak_for_a_touchpoint_in_a_mood(store):
    found = quotes(store, EVERYBODY, mood="any", most=2)
    assert list(found) == ["touchpoint", "theme", "text", "score", "scale_max", "given_at", "customer_id"]
    assert found["touchpoint"].value_counts().to_dict() == {"delivered": 2, "returned": 1}
    unhappy = quotes(store, EVERYBODY)
    assert set(unhappy["score"]) <= {1, 2, 6}
    assert quotes(store, EVERYBODY, touchpoint="returned", mood="happy").empty
    assert quotes(store, EVERYBODY, mood="happy")["score"].tolist() in ([5, 4], [4, 5])


def test_quotes_of_a_theme_come_from_all_touchpoints_and_equal_texts_come_once(store):
    found = quotes(store, EVERYBODY, theme="late delivery", mood="any", most=9)
    assert set(found["theme"]) == {"late delivery"}
    # f1 and f6 say the same
    assert len(found) == 3
    assert found["text"].is_unique


def test_quotes_never_show_what_reaches_a_person():
    store = shop(feedback=[comment(1, "ann", "Mail me: ann@shop.example, it was late.", 1)])
    assert quotes(store, EVERYBODY)["text"].tolist() == ["Mail me: [e-mail], it was late."]


def test_the_lexicon_is_checked_against_scores_and_labels_by_hand(tmp_path):
    store = shop(feedback=many({"Terrible, the worst shop ever I have seen.": (4, 0), FINE: (0, 4)}))
    lexicon, model, labels = (row for _, row in mood_check(store, EVERYBODY).iterrows())
    assert (lexicon["method"], lexicon["against"], lexicon["n"]) == ("lexicon", "scores", 8)
    assert lexicon["macro_f1"] == 1
    assert np.isnan(model["macro_f1"])
    assert "a model of your own needs 2,500" in model["note"]
    assert labels["note"] == "no texts to compare"
    label_texts(store.manifest.name, {FINE: "negative"})
    labels = mood_check(store, EVERYBODY).iloc[2]
    # the lexicon calls it positive, whoever labelled it negative
    assert (labels["n"], labels["accuracy"]) == (1, 0)
    label_texts(store.manifest.name, {FINE: None})
    assert text_labels(store.manifest.name) == {}


def test_a_label_that_is_no_mood_names_the_moods():
    name = journeys(ann="home").manifest.name
    with pytest.raises(QuestionError, match="negative, neutral, positive"):
        label_texts(name, {FINE: "angry"})


def test_the_shops_own_model_tells_the_moods_of_tickets_in_any_language(monkeypatch):
    monkeypatch.setattr(text_model, "LEAST", 60)
    monkeypatch.setattr(text_model, "LEAST_OF_MOOD", 20)
    monkeypatch.setattr(models, "_KEPT", type(models._KEPT)())
    words = {
        1: "Lieferung kam viel zu spät",
        3: "Ware ist soweit in Ordnung",
        5: "Vielen Dank, alles bestens",
    }
    answers = [
        comment(number, f"c{number}", f"{words[score]} {number}", score)
        for number, score in enumerate([1, 3, 5] * 30)
    ]
    store = shop(feedback=answers, tickets=[ticket(1, "zoe", "Lieferung viel zu spät")])
    by_words = voice(store, EVERYBODY, source="tickets").iloc[0]
    assert (by_words["estimated"], by_words["not_scored"]) == (0, 1)
    by_model = voice(store, EVERYBODY, source="tickets", method="model").iloc[0]
    assert (by_model["estimated"], by_model["negative"], by_model["not_scored"]) == (1, 1, 0)
    assert mood_check(store, EVERYBODY).iloc[1]["macro_f1"] > 0.9


def test_without_enough_texts_there_is_no_model_and_the_mend_is_the_lexicon(store):
    with pytest.raises(DataError, match="Use the lexicon"):
        voice(store, EVERYBODY, method="model")


def test_where_nobody_wrote_the_mend_is_an_import():
    with pytest.raises(DataError, match="import survey answers with comments"):
        voice(journeys(ann="home"), EVERYBODY)
    assert quotes(journeys(ann="home"), EVERYBODY).empty


@pytest.mark.parametrize(
    ("ask", "options", "mend"),
    [
        (voice, {"by": "mood"}, "theme, touchpoint, channel, language"),
        (voice, {"source": "letters"}, "all, comments, tickets"),
        (voice, {"metric": "joy"}, "csat, nps, ces, rating"),
        (voice, {"method": "magic"}, "lexicon, model"),
        (texts, {"theme": "weather"}, "late delivery"),
        (texts, {"mood": "angry"}, "unhappy, happy, any"),
        (quotes, {"mood": "angry"}, "unhappy, happy, any"),
        (voice_trend, {"theme": "weather"}, "late delivery"),
    ],
)
def test_an_unknown_choice_names_the_known_ones(store, ask, options, mend):
    with pytest.raises(QuestionError, match=mend):
        ask(store, EVERYBODY, **options)


def test_real_reviews_in_portuguese_have_their_themes_and_teach_a_model(shared_data):
    path = shared_data("olist_sample") / "olist_order_reviews_dataset.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reviews = [row for row in csv.DictReader(file) if row["review_comment_message"].strip()]
    given = [
        comment(place, f"c{place}", row["review_comment_message"], int(row["review_score"]))
        for place, row in enumerate(reviews)
    ]
    store = shop(feedback=given)
    found = rows(store)
    assert found["(all)"].n == len(reviews) == 4109
    # every review that says so in these very words is counted, and who says so is not content
    literal = sum("não recebi" in row["review_comment_message"].lower() for row in reviews)
    missing = found["not arrived"]
    assert 0 < literal <= missing.n < 1500
    assert missing.top_two < 0.1
    assert bool(missing.differs)
    assert found["late delivery"].difference_high < 0
    # the English lexicon is asked about none of them; the shop's own model is better than guessing
    lexicon, model, _ = (row for _, row in mood_check(store, EVERYBODY).iterrows())
    assert lexicon["n"] == 0
    assert model["n"] == 4109
    assert 0.5 < model["macro_f1"] < 0.8
    assert model["f1_negative"] > 0.8
