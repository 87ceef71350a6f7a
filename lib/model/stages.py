"""The stages of a journey in their order, and the shipped dictionary of touchpoints.

An event name from a file is first made plain (lower case, blanks for `_`, `-` and `.`), then looked
up in `SYNONYMS`; what is found nowhere stays visible under its own name, without a stage.
"""

import re

STAGES: tuple[str, ...] = ("awareness", "consideration", "purchase", "retention", "advocacy")

#: Each shipped touchpoint, by the stage it belongs to.
TOUCHPOINTS: dict[str, tuple[str, ...]] = {
    "awareness": (
        "paid search",
        "organic search",
        "social ad",
        "display ad",
        "email",
        "affiliate",
        "referral link",
        "marketplace listing",
        "landing page",
        "campaign received",
        "app opened",
        "store visit",
    ),
    "consideration": (
        "home",
        "category page",
        "site search",
        "product page",
        "product reviews",
        "wishlist",
        "size guide",
        "pricing page",
        "blog",
        "newsletter signup",
        "session start",
        "coupon redeemed",
    ),
    "purchase": (
        "cart",
        "cart item removed",
        "checkout",
        "guest checkout",
        "login",
        "account created",
        "shipping details",
        "payment",
        "payment failed",
        "order placed",
        "order cancelled",
    ),
    "retention": (
        "order confirmation",
        "order shipped",
        "shipping update",
        "delivered",
        "delivery delayed",
        "order tracking",
        "help page",
        "ticket opened",
        "ticket solved",
        "support chat",
        "support call",
        "return requested",
        "returned",
        "refund",
        "account",
        "loyalty programme",
        "survey answered",
    ),
    "advocacy": ("review given", "referral sent", "shared"),
}

#: Names that other systems use, made plain, for a shipped touchpoint.
SYNONYMS: dict[str, str] = {
    "view": "product page",
    "view item": "product page",
    "product view": "product page",
    "product viewed": "product page",
    "product detail": "product page",
    "pdp": "product page",
    "view item list": "category page",
    "category": "category page",
    "category view": "category page",
    "product list viewed": "category page",
    "plp": "category page",
    "search": "site search",
    "view search results": "site search",
    "products searched": "site search",
    "homepage": "home",
    "home page": "home",
    "add to cart": "cart",
    "added to cart": "cart",
    "product added": "cart",
    "cart viewed": "cart",
    "view cart": "cart",
    "remove from cart": "cart item removed",
    "product removed": "cart item removed",
    "begin checkout": "checkout",
    "checkout started": "checkout",
    "checkout start": "checkout",
    "add shipping info": "shipping details",
    "add payment info": "payment",
    "payment info entered": "payment",
    "payment error": "payment failed",
    "purchase": "order placed",
    "order": "order placed",
    "order completed": "order placed",
    "placed order": "order placed",
    "transaction": "order placed",
    "sign up": "account created",
    "signup": "account created",
    "registration": "account created",
    "log in": "login",
    "signed in": "login",
    "wishlist add": "wishlist",
    "add to wishlist": "wishlist",
    "reviews": "product reviews",
    "google ads": "paid search",
    "sem": "paid search",
    "cpc": "paid search",
    "seo": "organic search",
    "organic": "organic search",
    "paid social": "social ad",
    "facebook ad": "social ad",
    "meta ad": "social ad",
    "instagram ad": "social ad",
    "display": "display ad",
    "banner": "display ad",
    "newsletter": "email",
    "email click": "email",
    "received email": "email",
    "opened email": "email",
    "first visit": "landing page",
    "shipped": "order shipped",
    "delivery": "delivered",
    "order delivered": "delivered",
    "support": "help page",
    "faq": "help page",
    "help": "help page",
    "chat": "support chat",
    "chat started": "support chat",
    "call": "support call",
    "return": "returned",
    "return started": "return requested",
    "refund issued": "refund",
    "review": "review given",
    "review submitted": "review given",
    "referral": "referral sent",
    "share": "shared",
    "product list filtered": "category page",
    "view category": "category page",
    "product clicked": "category page",
    "select item": "category page",
    "view product": "product page",
    "product detail viewed": "product page",
    "viewed product": "product page",
    "checkout step viewed": "checkout",
    "checkout step completed": "checkout",
    "initiate checkout": "checkout",
    "started checkout": "checkout",
    "add payment": "payment",
    "purchase completed": "order placed",
    "completed purchase": "order placed",
    "completed order": "order placed",
    "checkout completed": "order placed",
    "product purchased": "order placed",
    "ecommerce purchase": "order placed",
    "order refunded": "refund",
    "product shared": "shared",
    "cart shared": "shared",
    "product added to wishlist": "wishlist",
    "product added wishlist": "wishlist",
    "coupon applied": "coupon redeemed",
    "product reviewed": "review given",
    "email opened": "email",
    "signed up": "account created",
    "generate lead": "newsletter signup",
    "ecommerce order": "order placed",
    "ecommerceorder": "order placed",
    "ecommerceabandonedcart": "cart",
    "sitesearch": "site search",
    "session started": "session start",
    "start session": "session start",
    "application opened": "app opened",
    "login completed": "login",
    "user signed up": "account created",
    "user logged in": "login",
    "search performed": "site search",
    "list view": "category page",
    "list click": "category page",
    "checkout step": "checkout",
    "/": "home",
    "/home": "home",
    "/cart": "cart",
    "/checkout": "checkout",
    "/pricing": "pricing page",
    "/product": "product page",
    "/products": "product page",
    "/blog": "blog",
    "/help": "help page",
    "/faq": "help page",
    "/search": "site search",
}

_STAGE_OF = {touchpoint: stage for stage, names in TOUCHPOINTS.items() for touchpoint in names}

#: Touchpoints that say that a basket or an order happened, whatever their stage is called.
CART = "cart"
CHECKOUT = "checkout"
ORDER_PLACED = "order placed"
ORDER_CONFIRMATION = "order confirmation"
#: What a customer does not do: these do not begin or prolong a session.
PASSIVE: frozenset[str] = frozenset(
    {"delivered", "delivery delayed", "order shipped", "shipping update", "campaign received"}
)


def plain(name: str) -> str:
    """An event name as people would say it.

    >>> plain(" Add_To-Cart ")
    'add to cart'
    """
    return re.sub(r"[\s_.\-]+", " ", name.strip().lower()).strip() or name.strip()


def touchpoint_of(name: str) -> str:
    """The shipped touchpoint for an event name, or the name made plain if none is known.

    >>> touchpoint_of("purchase"), touchpoint_of("Spin_The_Wheel")
    ('order placed', 'spin the wheel')
    """
    said = plain(name)
    return said if said in _STAGE_OF else SYNONYMS.get(said, said)


def stage_of(touchpoint: str) -> str | None:
    """The stage of a shipped touchpoint; None where the dictionary does not know it.

    >>> stage_of("checkout"), stage_of("spin the wheel")
    ('purchase', None)
    """
    return _STAGE_OF.get(touchpoint)
