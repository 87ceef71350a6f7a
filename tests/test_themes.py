"""What is a text about? Whole words by language, whatever case and accents, and a shop's own."""

import json

import pytest

from lib.model.errors import QuestionError
from lib.model.themes import LANGUAGES, MOST_WORDS, SHIPPED, Rules, plain, read, rules, written
from lib.store.catalog import folder
from lib.store.theme_words import set_theme_words, theme_words
from tests.journeys import journeys


@pytest.mark.parametrize(
    ("language", "text", "themes"),
    [
        ("en", "Came 5 days late.", ["late delivery"]),
        ("en", "Could not find where to enter my voucher.", ["price and vouchers", "search and finding"]),
        ("en", "I had to print the label myself.", ["returns"]),
        ("en", "Still waiting for my money.", ["refund"]),
        (
            "en",
            "Nice offers. The form lost my address twice.",
            ["price and vouchers", "website and checkout"],
        ),
        ("de", "Lieferung verspätet, Ware BESCHÄDIGT", ["late delivery", "damaged", "delivery and packing"]),
        ("de", "Der Versand war langsam", ["late delivery", "delivery and packing"]),
        ("fr", "Colis jamais arrivé, aucun remboursement", ["not arrived", "refund", "delivery and packing"]),
        ("es", "El artículo llegó roto y la talla no era la mía", ["damaged", "size and fit"]),
        ("nl", "Pakket te laat geleverd", ["late delivery", "delivery and packing"]),
        ("pt", "Ainda não recebi o produto, quero reembolso", ["not arrived", "refund"]),
        ("it", "Spedizione in ritardo, assistenza inesistente", ["late delivery", "staff and support"]),
    ],
)
def test_a_text_has_the_themes_of_the_words_of_its_language(language, text, themes):
    assert set(themes) <= set(rules().found(text, language))


def test_words_are_whole_and_a_star_stands_for_any_ending():
    assert "late delivery" not in rules().found("A plate of chocolate", "en")
    assert "damaged" in rules().found("The damages were small", "en")


def test_a_text_about_nothing_known_has_no_theme():
    assert rules().found("Otherwise fine.", "en") == ()


def test_all_lists_are_looked_up_where_the_language_is_unknown_and_none_for_a_foreign_one():
    assert "damaged" in rules().found("kaputt", None)
    assert rules().found("kaputt", "sv") == ()


def test_every_theme_has_words_in_every_language_and_they_can_be_found():
    assert LANGUAGES == ("en", "de", "fr", "es", "nl", "pt", "it")
    for theme, lists in SHIPPED.items():
        assert list(lists) == list(LANGUAGES), theme
        for words in lists.values():
            for entry in words:
                assert "*" not in entry[:-1], entry
                assert entry == plain(entry), entry
                assert len(entry.split()) <= MOST_WORDS, entry
                assert theme in Rules().found(entry.rstrip("*")), entry


def test_a_shop_adds_words_takes_some_away_and_has_themes_of_its_own():
    mine = rules("late delivery = snail | -late; parking = car park | garage*")
    assert mine.found("A snail came late", "en") == ("late delivery",)
    assert mine.found("It came late", "en") == ()
    assert mine.found("Keine Garagen", "sv") == ("parking",)
    assert mine.themes[-1] == "parking"


def test_own_words_are_written_as_they_are_read():
    text = "parking = car park | garage*; late delivery = -late"
    assert written(read(text)) == text
    assert read("") == {}


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("parking", "Write a name, = and words"),
        ("parking = ", "Write a name, = and words"),
        ("(all) = everything", "Write a name, = and words"),
        ("parking = one two three four five six seven", "Write one to 6 words"),
    ],
)
def test_what_is_no_theme_says_how_to_write_one(text, mend):
    with pytest.raises(QuestionError, match=mend):
        read(text)


def test_a_shops_words_stay_beside_the_dataset():
    name = journeys(ann="home").manifest.name
    assert theme_words(name) == ""
    set_theme_words(name, "parking = Car Park|garage")
    assert theme_words(name) == "parking = car park | garage"
    assert json.loads((folder(name) / "themes.json").read_text()) == {"parking": ["car park", "garage"]}
    assert not list(folder(name).glob("*.part"))
    set_theme_words(name, "")
    assert theme_words(name) == ""
