"""The shipped dictionary: every name leads to one touchpoint, every touchpoint to one stage."""

import pytest

from lib.model.naming import Naming
from lib.model.stages import PAGES, STAGES, SYNONYMS, TOUCHPOINTS, plain, stage_of


def test_a_touchpoint_stands_in_one_stage():
    listed = [touchpoint for stage in STAGES for touchpoint in TOUCHPOINTS[stage]]
    assert len(listed) == len(set(listed))


def test_every_name_is_plain_and_leads_to_a_touchpoint_with_a_stage():
    assert [name for name in SYNONYMS if plain(name) != name] == []
    assert [name for name, touchpoint in (SYNONYMS | PAGES).items() if not stage_of(touchpoint)] == []
    assert [name for name in SYNONYMS if stage_of(name)] == []


def test_names_that_differ_by_blanks_alone_mean_the_same():
    joined: dict[str, set[str]] = {}
    for name, touchpoint in SYNONYMS.items():
        joined.setdefault(name.replace(" ", ""), set()).add(touchpoint)
    assert [one for one, led_to in joined.items() if len(led_to) > 1] == []


@pytest.mark.parametrize(
    ("system", "name", "touchpoint", "stage"),
    [
        ("GA4", "view_item_list", "category page", "consideration"),
        ("GA4", "add_shipping_info", "shipping details", "purchase"),
        ("GA4", "page_view", "page viewed", "consideration"),
        ("Segment", "Checkout Step Completed", "checkout", "purchase"),
        ("Segment", "Order Refunded", "refund", "retention"),
        ("Shopify", "checkout_completed", "order placed", "purchase"),
        ("Shopify", "/collections/summer", "category page", "consideration"),
        ("Shopify", "/products/blue-shirt?variant=1", "product page", "consideration"),
        ("Matomo", "ecommerceOrder", "order placed", "purchase"),
        ("Klaviyo", "Started Checkout", "checkout", "purchase"),
        ("Klaviyo", "Fulfilled Order", "order shipped", "retention"),
        ("Meta", "InitiateCheckout", "checkout", "purchase"),
        ("German", "In den Warenkorb gelegt", "cart", "purchase"),
        ("German", "/de-de/warenkorb/", "cart", "purchase"),
        ("French", "Ajout au panier", "cart", "purchase"),
        ("Spanish", "Añadir al carrito", "cart", "purchase"),
        ("Dutch", "afrekenen", "checkout", "purchase"),
        ("Polish", "Zamówienie", "order placed", "purchase"),
        ("a help desk", "ticket: Delivery", "delivery question", "retention"),
        ("a shop in English", "https://shop.example/en/", "home", "consideration"),
        ("nobody", "spin_the_wheel", "spin the wheel", None),
        ("nobody", "/secret/12", "/secret/12", None),
    ],
)
def test_what_systems_and_languages_call_it(system, name, touchpoint, stage):
    assert Naming().name(name) == (touchpoint, stage)
