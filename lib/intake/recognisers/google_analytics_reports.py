"""Reports of Google Analytics, both generations: dimensions beside sums over everybody who had them."""

from lib.intake.recognise import plain
from lib.intake.recognisers.aggregated import IDS
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Google Analytics reports as CSV (also of its API)": (
        "refused with the reason: rows are sums over all visitors; the export to BigQuery has the events"
    ),
}

#: What is counted. Of the averages and shares among them no total can be made.
COUNTED = frozenset(
    (
        "users", "new_users", "total_users", "active_users", "returning_users", "first_time_purchasers",
        "total_purchasers", "sessions", "engaged_sessions", "bounces", "pageviews", "page_views", "views",
        "unique_pageviews", "screenviews", "entrances", "exits", "hits", "event_count", "total_events",
        "unique_events", "event_value", "key_events", "conversions", "goal_completions", "goal_value",
        "transactions", "ecommerce_purchases", "purchases", "purchase_revenue", "total_revenue",
        "revenue", "transaction_revenue", "total_ad_revenue", "quantity", "item_revenue", "items_viewed",
        "items_added_to_cart", "items_purchased", "items_checked_out", "add_to_carts", "checkouts",
        "user_engagement", "product_revenue", "unique_purchases",
    )
)  # fmt: skip
AVERAGED = frozenset(
    (
        "avg_session_duration", "average_session_duration", "average_engagement_time", "bounce_rate",
        "engagement_rate", "average_engagement_time_per_session",
        "average_engagement_time_per_active_user", "pages_session", "pages_per_session",
        "pageviews_per_session", "views_per_session", "views_per_active_user", "exit",
        "engaged_sessions_per_active_user", "event_count_per_active_user", "event_count_per_user",
        "new_sessions", "session_key_event_rate", "user_key_event_rate", "ecommerce_conversion_rate",
        "goal_conversion_rate", "conversion_rate", "transactions_per_session", "revenue_per_transaction",
        "revenue_per_user", "arppu", "avg_order_value", "average_purchase_revenue", "avg_time_on_page",
        "average_revenue_per_user", "aov", "cart_to_view_rate", "purchase_to_view_rate",
        "per_session_value",
    )
)  # fmt: skip
DIMENSIONS = frozenset(
    (
        "date", "year_month", "month", "week", "day", "hour", "day_index", "nth_day", "nth_week",
        "nth_month", "country", "region", "city", "continent", "language", "source", "medium",
        "source_medium", "campaign", "keyword", "user_type", "browser", "operating_system",
        "device_category", "device", "platform", "page", "page_path", "page_title", "landing_page",
        "landing_page_query_string", "page_path_and_screen_class", "event_name",
        "page_title_and_screen_class", "page_title_and_screen_name", "session_default_channel_group",
        "channel", "session_primary_channel_group_default_channel_group", "default_channel_grouping",
        "event_category", "first_user_default_channel_group", "session_source", "session_medium",
        "session_source_medium", "first_user_primary_channel_group_default_channel_group",
        "first_user_source_medium", "session_campaign", "event_action", "event_label", "item_name",
        "item_id", "item_category", "product", "product_sku", "column1", "screen_resolution", "hostname",
        "stream_name", "new_returning", "audience_name", "age", "gender",
    )
)  # fmt: skip
#: Names that hardly any table but these reports has.
TELLING = frozenset(
    (
        "new_users", "total_users", "active_users", "engaged_sessions", "pageviews", "unique_pageviews",
        "event_count", "key_events", "goal_completions", "transaction_revenue", "avg_session_duration",
        "transactions_per_session", "user_type", "device_category", "page_path_and_screen_class",
        "session_default_channel_group", "default_channel_grouping", "session_source_medium",
    )
)  # fmt: skip
#: Rows at which its interfaces cut a report.
CAPS = (1_000, 5_000, 10_000, 50_000, 100_000, 250_000)


def recognise(sheet: Sheet) -> SheetMapping | None:
    """Refused with the reason where every column is one of the reports' and some are counts of theirs."""
    names = [plain(column).removeprefix("ga_") for column in sheet.columns]
    own = any(plain(column).startswith("ga_") for column in sheet.columns) or bool(set(names) & TELLING)
    counted = [c for c, name in zip(sheet.columns, names, strict=True) if name in COUNTED]
    averaged = [c for c, name in zip(sheet.columns, names, strict=True) if name in AVERAGED]
    dimensions = sum(name in DIMENSIONS for name in names)
    known = len(counted) + len(averaged) + dimensions
    if set(names) & IDS or not counted or known < len(names) or not own:
        return None
    said = f"{known} of {len(names)} columns of Google Analytics reports"
    return SheetMapping(
        recognised="google analytics report",
        confidence=1.0,
        reason=f"{said}, {_why(sheet, counted, averaged)}",
    )


def _why(sheet: Sheet, counted: list[str], averaged: list[str]) -> str:
    """What the rows are, what else is wrong with them, and where the events are to be had."""
    shown = ", ".join(repr(column) for column in counted[:3])
    said = f"which are already added up over all visitors ({shown}): no row is about one of them"
    if averaged:
        are = "is" if len(averaged) == 1 else "are"
        said += f". {_listed(averaged)} {are} averaged, so that no total can be made"
    if sheet.rows in CAPS:
        said += (
            f". The file has exactly {sheet.rows:,} rows: it is likely cut there, and its sums are too low"
        )
    return said + ". Export the events instead (Google Analytics: BigQuery link)"


def _listed(columns: list[str]) -> str:
    first, last = columns[:-1][:3], columns[-1]
    return f"{', '.join(map(repr, first))} and {last!r}" if first else repr(last)
