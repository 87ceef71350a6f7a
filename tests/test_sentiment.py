"""How does a text sound, in which language is it, and how far may either be trusted?"""

import csv
import socket

import numpy as np
import pytest

from lib.model.masking import masked
from lib.model.moods import of_score
from lib.stats import text_model
from lib.stats.languages import language, languages
from lib.stats.sentiment import MOODS, agreement, mood, polarity
from lib.stats.typical import typical

#: Sentences with the mood that a reader gives them; the second half has no strong words.
LABELLED = [
    ("I love it, wonderful quality.", "positive"),
    ("Great service and very friendly staff.", "positive"),
    ("Excellent, I would happily buy again.", "positive"),
    ("Terrible, the worst shop ever.", "negative"),
    ("Awful support, I am very disappointed.", "negative"),
    ("The parcel was broken and I am angry.", "negative"),
    ("The parcel came on Tuesday.", "neutral"),
    ("I ordered two of them.", "neutral"),
    ("It is a blue shirt.", "neutral"),
    ("The delivery was late again and nobody answered.", "negative"),
    ("Three weeks and still no parcel.", "negative"),
    ("Here sooner than I thought.", "positive"),
]


def test_the_lexicon_has_its_macro_f1_on_labelled_texts():
    found = agreement([label for _, label in LABELLED], [mood(polarity(text)) for text, _ in LABELLED])
    # the nine plain ones are told; of the last three "nobody answered" and "sooner" are missed, "no" is heard
    assert found.n == len(LABELLED)
    assert found.macro_f1 > 0.7
    assert mood(polarity(LABELLED[9][0])) == "neutral"


def test_macro_f1_is_the_mean_over_the_moods():
    # negative: 2 of 2 found, 1 false: 2*2/(2*2+1) = .8; neutral: none of 1: 0; positive 1 of 1: 1
    true = ["negative", "negative", "neutral", "positive"]
    told = ["negative", "negative", "negative", "positive"]
    found = agreement(true, told)
    assert found.f1 == pytest.approx((0.8, 0.0, 1.0))
    assert found.macro_f1 == pytest.approx(0.6)
    assert found.accuracy == 0.75


def test_without_texts_there_is_no_agreement():
    assert np.isnan(agreement([], []).macro_f1)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Der Versand war langsam", "de"),
        ("El envío llegó tarde y nadie contesta", "es"),
        ("La livraison était trop lente", "fr"),
        ("Het pakket kwam te laat", "nl"),
        ("Ainda não recebi o produto", "pt"),
        ("Il pacco è arrivato in ritardo", "it"),
        ("The delivery was late again and nobody answered.", "en"),
        ("THE DELIVERY WAS LATE AGAIN", "en"),
        ("Przesyłka dotarła uszkodzona", "pl"),
        ("12345 !!!", None),
        ("ok", None),
    ],
)
def test_a_language_is_told_or_nothing_is_said(text, spoken):
    assert language(text) == spoken


def test_short_texts_are_in_the_language_of_nearly_all_others():
    portuguese = ["Ainda não recebi o produto", "Muito bom, recomendo a todos", "ok"]
    assert languages(portuguese) == ["pt", "pt", "pt"]
    assert languages([*portuguese, "The delivery was late again"])[2] is None
    assert languages(["ok"]) == [None]


def test_real_reviews_in_portuguese_are_not_read_as_english(shared_data):
    path = shared_data("olist_sample") / "olist_order_reviews_dataset.csv"
    with path.open(encoding="utf-8", newline="") as file:
        said = [row["review_comment_message"] for row in csv.DictReader(file)]
    found = languages([text for text in said if text.strip()])
    assert len(found) == 4109
    assert found.count("pt") > 0.99 * len(found)
    assert found.count("en") == 0


def test_nothing_asks_the_network(monkeypatch):
    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    polarity.cache_clear()
    language.cache_clear()
    assert polarity("Great!") > 0
    assert language("The delivery was late again") == "en"


@pytest.mark.parametrize(
    ("metric", "low", "high", "by_score"),
    [
        ("csat", 1, 5, "--0++"),
        ("ces", 1, 7, "--000++"),
        ("nps", 0, 10, "-------00++"),
        ("rating", 1, 10, "----00++++"),
    ],
)
def test_the_mood_of_a_score_is_the_lowest_and_highest_part_of_its_scale(metric, low, high, by_score):
    signs = {"negative": "-", "neutral": "0", "positive": "+"}
    assert "".join(signs[of_score(metric, s, low, high)] for s in range(low, high + 1)) == by_score


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail ann.b+x@shop.example!", "mail [e-mail]!"),
        ("call 0171 2345678 now", "call [phone] now"),
        ("call +55 (11) 91234-5678", "call [phone]"),
        ("card 4111111111111111", "card [number]"),
        ("On 2026-03-31 for 1,299.00", "On 2026-03-31 for 1,299.00"),
    ],
)
def test_what_reaches_people_is_masked_and_dates_and_prices_stay(text, shown):
    assert masked(text) == shown


def test_typical_texts_say_what_most_say_and_each_something_else():
    texts = [
        "The parcel came late.",
        "The parcel came far too late again.",
        "The parcel came far too late again!",
        "Nice socks.",
        "Late",
        "My parcel came late. Please fix this.",
    ]
    first, *others = typical(texts, 3)
    assert "parcel" in texts[first]
    # the second copy is never quoted beside the first
    assert not {1, 2} <= {first, *others}
    assert typical(texts, 3) == typical(texts, 3)
    assert typical([], 3) == typical(["!!!"], 3) == []


def test_texts_that_share_a_sentence_are_not_quoted_twice():
    texts = ["Sizes are sold out. Disappointing.", "Sizes are sold out. I will think twice next time."]
    assert len(typical(texts, 2)) == 1


def lessons(number):
    """Texts of which one made-up word gives the mood away."""
    words = {"negative": "grulp", "neutral": "mimple", "positive": "zonk"}
    moods = [MOODS[place % 3] for place in range(number)]
    return [f"item {place} was {words[one]} for us" for place, one in enumerate(moods)], moods


def test_a_model_learns_the_shops_own_words_and_is_the_same_each_time():
    texts, moods = lessons(300)
    model = text_model.fit(texts, moods)
    assert text_model.told(model, ["so grulp", "what a zonk"]) == ["negative", "positive"]
    again = text_model.fit(texts, moods)
    assert (model.predict_proba(["so grulp"]) == again.predict_proba(["so grulp"])).all()
    assert text_model.told(model, []) == []


def test_a_model_is_judged_by_texts_that_it_has_not_seen():
    found, told = text_model.held_out(*lessons(300))
    assert (found.n, found.macro_f1) == (300, 1.0)
    assert len(told) == 300
    # where words and moods have nothing to do with each other, nothing is learned from copies of a text
    rng = np.random.default_rng(5)
    texts = [f"text {number % 60}" for number in range(600)]
    noise = [MOODS[one] for one in rng.integers(0, 3, 600)]
    assert text_model.held_out(texts, noise)[0].macro_f1 < 0.45


def test_too_few_texts_teach_no_model_and_say_so(monkeypatch):
    assert "a model of your own needs 2,500" in str(text_model.why_not(["negative"] * 100))
    assert "only 0 negative" in str(text_model.why_not(["positive", "neutral"] * 1_250))
    assert text_model.why_not([*MOODS] * 900) is None
    monkeypatch.setattr(text_model, "is_installed", lambda: False)
    assert "pip install 'throughline[ml]'" in str(text_model.why_not([*MOODS] * 900))
