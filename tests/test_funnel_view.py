"""What may be asked of a funnel, and what is said where it may not."""

import pytest

from lib.model.errors import QuestionError
from lib.model.funnel_view import FunnelView, MisreadError, Step, alternatives, parse, window_of

TEXT = "cart | wishlist > !support chat | ticket opened > ?checkout > order placed"


def test_steps_are_read_and_written_alike():
    steps = parse(TEXT)
    assert steps == (
        Step(("cart", "wishlist")),
        Step(("checkout",), True, ("support chat", "ticket opened")),
        Step(("order placed",)),
    )
    assert FunnelView(steps).text == TEXT
    assert parse("  cart|wishlist>!support chat|ticket opened>?checkout>order placed ") == steps


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("home >  > cart", "Step 2 names nothing here.", 8),
        ("home > cart |", "Step 2 names nothing here.", 13),
        ("home > cart | ?blog", "? does not belong inside a name.", 14),
        ("home > !", "An exclusion names nothing here.", 8),
        ("!blog > home > cart", "Nothing lies before the first step.", 0),
        ("home > cart > !blog", "Nothing lies behind the last step.", 14),
        ("", "Step 1 names nothing here.", 0),
    ],
)
def test_an_error_points_at_its_place(text, said, at):
    with pytest.raises(MisreadError) as caught:
        parse(text)
    assert caught.value.said == said
    assert caught.value.pointed == f"{text}\n{' ' * at}^"
    assert caught.value.pointed in caught.value.what
    assert caught.value.mend


@pytest.mark.parametrize(
    ("text", "options", "what"),
    [
        ("home", {}, "A funnel cannot have 1 step."),
        (" > ".join("abcdefghi"), {}, "A funnel cannot have 9 steps."),
        ("?home > cart", {}, "The first step, home, cannot be optional."),
        ("home > ?cart", {}, "The last step, cart, cannot be optional."),
        ("home > ?cart | blog > cart", {}, "cart is an optional step and the step after it."),
        ("home > !cart > cart", {}, "cart is step 2 and must not happen before it."),
        ("home > cart", {"never": ("cart",)}, "cart is step 2 and must not happen before it."),
        ("home > !blog > cart", {"order": "any"}, "In any order nothing lies between two steps."),
        ("home > cart > cart", {"order": "any"}, "In any order cart cannot be two steps."),
        ("home > cart", {"order": "loose"}, "There is no order called 'loose'."),
        ("home > cart", {"entry": "second"}, "There is no entry called 'second'."),
        ("home > cart", {"level": "page"}, "There is no level called 'page'."),
        ("home > cart", {"hold": "device"}, "There is no property to hold called 'device'."),
        ("home > cart", {"window": 0}, "A funnel cannot last 0 minutes."),
        ("home > cart", {"window": 1096 * 1440 + 1}, "A funnel cannot last 1578241 minutes."),
    ],
)
def test_what_cannot_be_meant_is_refused(text, options, what):
    with pytest.raises(QuestionError) as caught:
        FunnelView(parse(text), **options)
    assert caught.value.what == what
    assert caught.value.mend


@pytest.mark.parametrize(
    ("window", "words"),
    [(30 * 1440, "30 days"), (1440, "1 day"), (90, "90 minutes"), (36 * 60, "36 hours"), (1, "1 minute")],
)
def test_a_window_is_said_in_its_largest_whole_unit(window, words):
    assert FunnelView(parse("home > cart"), window=window).window_words == words


def test_windows_add_up_and_last_thirty_days_where_none_is_named():
    assert window_of(None, None, None) == 30 * 1440
    assert window_of(1, None, 5) == 1445
    assert window_of(0, None, None) == 0


def test_exclusions_hold_from_one_mandatory_step_to_the_next():
    view = FunnelView(parse("a > !x > ?b > !y > c > d"), never=("z",))
    assert [view.without(place) for place in (2, 3, 4)] == [("x", "y", "z"), ("x", "y", "z"), ("z",)]
    assert (view.mandatory, view.before(3), view.before(4)) == ((1, 3, 4), 1, 3)


def test_alternatives_are_read_once_each():
    assert alternatives("a | b|a | ") == ("a", "b")
