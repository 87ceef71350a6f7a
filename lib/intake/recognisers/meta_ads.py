"""Meta Ads (Facebook, Instagram): reports of the Ads Manager, whose header names the currency."""

import re
from dataclasses import replace

from lib.intake.recognise import always, known, output, plain, shares
from lib.intake.recognisers.google_ads import rates
from lib.model.mapping import Output, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Meta Ads reports by day and campaign": "ad spend, in the currency of the header",
    "Facebook ads with conversions (KAG)": "ad spend; conversions are left out",
}
REPORT = ("Reporting starts", "Reporting ends", "Campaign name", "Amount spent", "Impressions", "Link clicks")
KAG = ("xyz_campaign_id", "fb_campaign_id", "Impressions", "Clicks", "Spent", "Total_Conversion")
SPENT = re.compile(r"amount_spent(?:_([a-z]{3}))?")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A report by its amount spent and the days that it covers."""
    if shares(sheet, KAG) == 1:
        return known(sheet, "facebook ads", "the table of Facebook ads", KAG, [_kag()], notes=rates(sheet))
    named = {plain(column): column for column in reversed(sheet.columns)}
    spent = next((found for name in named if (found := SPENT.fullmatch(name))), None)
    if spent is None or not {"reporting_starts", "day"} & set(named):
        return None
    made = output(
        "spend",
        day=["Day", "Reporting starts"],
        source=always("meta ads"),
        campaign=["Campaign name", "Ad set name"],
        cost=named[spent[0]],
        impressions="Impressions",
        clicks=["Link clicks", "Clicks (all)"],
    )
    notes = [*rates(sheet), *_long(sheet, named)]
    made_of = known(sheet, "meta ads report", "the Meta Ads report", REPORT, [made], notes=notes)
    return replace(made_of, currency=spent[1].upper() if spent[1] else "")


def _long(sheet: Sheet, named: dict[str, str]) -> list[str]:
    """Rows that cover more than a day stand on their first one."""
    if "day" in named or "reporting_ends" not in named:
        return []
    first, last = (sheet.columns.index(named[name]) for name in ("reporting_starts", "reporting_ends"))
    if all(row[first] == row[last] for row in sheet.sample):
        return []
    return ["rows cover several days and count on their first one; break the report down by day for more"]


def _kag() -> Output:
    return output(
        "spend",
        day="Date",
        source=always("meta ads"),
        campaign="xyz_campaign_id",
        cost="Spent",
        impressions="Impressions",
        clicks="Clicks",
    )
