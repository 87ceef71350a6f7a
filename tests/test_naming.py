"""What the names in the files stand for: words, then rules, then the shipped dictionary."""

import pytest

from lib.model.errors import IntakeError
from lib.model.naming import Naming, TouchpointRule, after, checked, wildcards

WHEEL = TouchpointRule("spin*", "lucky wheel", "consideration")


@pytest.mark.parametrize(
    ("match", "name", "caught"),
    [
        ("/product/*", "/product/12", True),
        ("/product/*", "/Product/12/reviews?ref=mail#top", True),
        ("/product/*", "https://shop.example/product/12", True),
        ("/product/*", "/product/", True),
        ("/product/*", "/products", False),
        ("/*/product/*", "/de/product/12", True),
        ("/*/product/*", "/product/12", False),
        ("checkout_step_*", "Checkout Step 2", True),
        ("checkout_step_*", "checkout", False),
        ("checkout_step_?", "checkout-step-2", True),
        ("checkout_step_?", "checkout-step-12", False),
        ("ticket: delivery*", "ticket: Delivery was late", True),
        ("*viewed", "product_viewed", True),
        ("*viewed", "viewed product", False),
        ("*a*b*", "xxaxxbxx", True),
        ("*a*b*", "xxbxxa", False),
        ("a*b", "ab", True),
        ("view (old)", "view old", False),
        ("view (old)", "View (Old)", True),
        ("[app] *", "[App] Page Viewed", True),
        ("[app] *", "p viewed", False),
    ],
)
def test_a_rule_catches(match, name, caught):
    found = Naming(rules=[TouchpointRule(match, "caught")]).own(name)
    assert found == ("caught" if caught else None)


def test_words_stand_over_rules_and_rules_over_the_dictionary():
    naming = Naming(
        {"spin again": ("second spin", None)},
        [WHEEL, TouchpointRule("s*", "something else"), TouchpointRule("add to cart", "basket", "purchase")],
    )
    assert naming.name("spin_again") == ("second spin", None)
    assert naming.name("spin_the_wheel") == ("lucky wheel", "consideration")
    assert naming.name("search") == ("something else", None)
    assert naming.name("add_to_cart") == ("basket", "purchase")
    assert naming.name("purchase") == ("order placed", "purchase")


def test_a_rule_without_a_stage_takes_that_of_the_dictionary_then_that_of_the_file():
    naming = Naming(rules=[TouchpointRule("/p/*", "product page"), TouchpointRule("/x/*", "ex")])
    assert naming.name("/p/1") == ("product page", "consideration")
    assert naming.name("/x/1", "Advocacy") == ("ex", "advocacy")


def test_one_touchpoint_has_one_stage_whichever_name_led_to_it():
    naming = Naming({"wheel": ("lucky wheel", "advocacy")}, [WHEEL, TouchpointRule("turn*", "lucky wheel")])
    assert {naming.name(name)[1] for name in ("wheel", "spin it", "turn it", "lucky wheel")} == {"advocacy"}


def test_each_name_is_counted_for_the_rule_that_decides_it():
    naming = Naming(
        {"spin 3": ("x", None)}, [WHEEL, TouchpointRule("*", "rest"), TouchpointRule("home", "h")]
    )
    names = {"spin 1": 5, "spin 2": 7, "spin 3": 9, "home": 2}
    assert naming.catches(names) == [{"spin 2": 7, "spin 1": 5}, {"home": 2}, {}]


@pytest.mark.parametrize(
    ("match", "touchpoint", "mend"),
    [
        ("", "x", "/product/* or checkout_step_*"),
        ("*", "x", "part of the names"),
        ("/*", "x", "part of the names"),
        ("spin*", " ", "Say what the names"),
        ("^spin", "x", "Only * (any text) and ? (one sign)"),
        ("spin$", "x", "Only *"),
        (r"spin\d", "x", "Only *"),
        ("^(spin|turn)", "x", "one rule for each alternative"),
    ],
)
def test_a_rule_that_cannot_be_used_says_how_to_mend_it(match, touchpoint, mend):
    with pytest.raises(IntakeError) as error:
        checked(TouchpointRule(match, touchpoint))
    assert mend in error.value.mend


def test_many_stars_on_a_long_name_end_at_once():
    assert not wildcards("*a" * 12 + "b").fullmatch("a" * 5000)


def test_rules_are_put_behind_others_without_repeating_them():
    again = TouchpointRule("Spin*", "other")
    last = TouchpointRule("/x/*", "x")
    assert after([WHEEL], [again, last]) == (WHEEL, last)
    assert after([WHEEL, last], [again]) == (WHEEL, last)
