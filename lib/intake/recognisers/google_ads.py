"""Google Ads: reports of its own pages (by day and campaign), and the tables that connectors copy from it."""

from dataclasses import replace

from lib.intake.recognise import always, known, output, plain, shares
from lib.model.mapping import Output, SheetMapping, Take
from lib.model.sheets import Sheet

EXPORTS = {
    "Google Ads reports by day and campaign": "ad spend; rates such as CTR and CPC are left out",
    "Google Ads tables of connectors": "ad spend from the campaign table; the others are set aside",
}
#: The columns of a report in the languages of its pages: those of the first one are named in reasons.
REPORTS = (
    ("Day", "Campaign", "Currency code", "Cost", "Clicks", "Impr."),
    ("Tag", "Kampagne", "Währungscode", "Kosten", "Klicks", "Impr."),
)
CAMPAIGNS = ("date", "customer_id", "base_campaign", "cost_micros", "clicks", "impressions")
NO_DAY = "it has no day. Segment the report by day and export it again"
SAME_MONEY = (
    "the same money as in the campaign table, cut otherwise: taken too, it would count twice. To take this"
    " table instead, import it alone with --kind spend"
)
SETTINGS = "settings of the account; nobody did anything, so it is set aside"
#: Tables of connectors: the columns that tell them, and why they are set aside.
TABLES: dict[str, tuple[tuple[str, ...], str]] = {
    "search terms": (("search_term", "cost_micros"), SAME_MONEY),
    "keywords": (("ad_group_criterion_criterion_id", "cost_micros"), SAME_MONEY),
    "ads": (("keyword_ad_group_criterion", "ad_id", "cost_micros"), SAME_MONEY),
    "ad groups": (("base_ad_group", "cost_micros"), SAME_MONEY),
    "accounts": (("active_view_viewability", "ad_network_type", "cost_micros"), SAME_MONEY),
    "account history": (("descriptive_name", "auto_tagging_enabled"), SETTINGS),
    "campaign history": (("advertising_channel_type", "serving_status"), SETTINGS),
    "ad group criteria": (("keyword_match_type", "ad_group_id"), SETTINGS),
    "ad group history": (("campaign_id", "campaign_name", "updated_at", "status"), SETTINGS),
    "ad history": (("ad_group_id", "final_urls"), SETTINGS),
}


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A report of the pages, the campaign table of a connector, or one of the tables beside it."""
    if shares(sheet, CAMPAIGNS) == 1:
        return known(sheet, "google ads campaigns", "the Google Ads campaign table", CAMPAIGNS, [_spend()])
    for table, (columns, reason) in TABLES.items():
        if shares(sheet, columns) == 1:
            return known(
                sheet, f"google ads {table}", f"the Google Ads table of {table}", columns, reason=reason
            )
    return _report(sheet)


def _report(sheet: Sheet) -> SheetMapping | None:
    """A report of the pages, in any of their languages; without a day nobody can lay it beside journeys."""
    columns = next((one for one in REPORTS if shares(sheet, (one[1], one[3], one[5])) == 1), None)
    if columns is None:
        return None
    day, campaign, _, cost, clicks, impressions = columns
    made = output(
        "spend", day=[day, "Date"], source=always("google ads"), campaign=campaign, cost=cost,
        impressions=impressions, clicks=clicks,
    )  # fmt: skip
    found = known(sheet, "google ads report", "the Google Ads report", columns, [made], notes=rates(sheet))
    return found if found.outputs else replace(found, reason=f"{found.reason}: {NO_DAY}")


def _spend() -> Output:
    return output(
        "spend",
        day="date",
        source=always("google ads"),
        campaign=["campaign_name", "id"],
        cost=Take("", "cost_micros", format="micros"),
        impressions="impressions",
        clicks="clicks",
    )


#: Words of columns that hold a rate or a mean: they cannot be added up.
RATES = ("ctr", "cpc", "cpm", "cpa", "roas", "avg", "rate", "cost_per", "cost_conv", "frequency")


def rates(sheet: Sheet) -> list[str]:
    """A note on the columns of rates, which are made again from their counts wherever they are shown."""
    found = [column for column in sheet.columns if any(_says(plain(column), word) for word in RATES)]
    if not found:
        return []
    names = ", ".join(repr(column) for column in found[:5])
    return [f"rates and means are not taken over ({names}): they are made again from their counts"]


def _says(name: str, word: str) -> bool:
    return f"_{word}_" in f"_{name}_"
