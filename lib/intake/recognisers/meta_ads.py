"""Meta Ads (Facebook, Instagram): reports of the Ads Manager, whose header names the currency."""

import re
from dataclasses import replace

from lib.intake.recognise import always, known, output, plain, shares
from lib.intake.recognisers.google_ads import rates
from lib.intake.totals import number
from lib.model.mapping import Output, SetAside, SheetMapping
from lib.model.sheets import Sheet

EXPORTS = {
    "Meta Ads reports by day and campaign": "ad spend, in the currency of the header",
    "Facebook ads with conversions (KAG)": "ad spend; conversions are left out",
}
REPORT = ("Reporting starts", "Reporting ends", "Campaign name", "Amount spent", "Impressions", "Link clicks")
KAG = ("xyz_campaign_id", "fb_campaign_id", "Impressions", "Clicks", "Spent", "Total_Conversion")
SPENT = re.compile(r"(?:amount_spent|ausgegebener_betrag)(?:_([a-z]{3}))?")

#: What a row of a report is about, and what it may be broken down by. Where one of them is empty while other
#: rows fill it, the row adds those up.
NAMES = ("Campaign name", "Kampagnenname", "Ad set name", "Ad name", "Anzeigenname")
BREAKDOWNS = (
    "Day", "Tag", "Week", "Age", "Gender", "Country", "Region", "Platform", "Placement", "Impression device",
    "Device platform", "Time of day (ad account time zone)",
)  # fmt: skip

#: What such rows have there: nothing, or a word for all.
NONE = ("", "all")


def recognise(sheet: Sheet) -> SheetMapping | None:
    """A report by its amount spent and the days that it covers."""
    if shares(sheet, KAG) == 1:
        return known(sheet, "facebook ads", "the table of Facebook ads", KAG, [_kag()], notes=rates(sheet))
    named = {plain(column): column for column in reversed(sheet.columns)}
    spent = next((found for name in named if (found := SPENT.fullmatch(name))), None)
    if spent is None or not {"reporting_starts", "day", "tag", "berichtsstart"} & set(named):
        return None
    made = output(
        "spend",
        day=["Day", "Tag", "Reporting starts", "Berichtsstart"],
        source=always("meta ads"),
        campaign=["Campaign name", "Kampagnenname", "Ad set name"],
        cost=named[spent[0]],
        impressions=["Impressions", "Impressionen"],
        clicks=["Link clicks", "Link-Klicks", "Clicks (all)", "Klicks (alle)"],
    )
    notes = [*rates(sheet), *_long(sheet, named)]
    asides = _totals(sheet, named[spent[0]])
    made_of = known(
        sheet, "meta ads report", "the Meta Ads report", REPORT, [made], notes=notes, asides=asides
    )
    return replace(made_of, currency=spent[1].upper() if spent[1] else "")


def _totals(sheet: Sheet, spent: str) -> list[SetAside]:
    """The rows that add up others: of all campaigns, or of one campaign over its breakdown."""
    named = {plain(column): column for column in reversed(sheet.columns)}
    used = [named[one] for one in map(plain, (*NAMES, *BREAKDOWNS)) if one in named]
    gaps = {column: _gaps(sheet, column) for column in used}
    mixed = [column for column in used if 0 < len(gaps[column]) < len(sheet.sample)]
    # a row without a campaign beside rows with one can be nothing else; a gap in a breakdown must be proven
    names = [column for column in mixed if column in map(named.get, map(plain, NAMES))]
    found = mixed if _adds_up(sheet, used, spent) else names
    return [SetAside(one, NONE, f"{one!r} is empty: the row adds up others") for one in found]


def _gaps(sheet: Sheet, column: str) -> set[int]:
    """The rows of the sample that say nothing there."""
    at = sheet.columns.index(column)
    return {i for i, row in enumerate(sheet.sample) if (row[at] or "").strip().lower() in NONE}


def _adds_up(sheet: Sheet, columns: list[str], spent: str) -> bool:
    """Whether rows with gaps spent what the full rows like them did: all of them, or in a cut sample some."""
    at, cost = [sheet.columns.index(column) for column in columns], sheet.columns.index(spent)
    rows = [([_said(row[i]) for i in at], _spent(row[cost])) for row in sheet.sample]
    full = [(said, money) for said, money in rows if all(said)]
    checks = [
        abs(money - sum(m for other, m in full if _like(said, other))) < 0.005 * (1 + len(full))
        for said, money in rows
        if money and not all(said)
    ]
    return any(checks) and (all(checks) or sheet.rows > len(rows))


def _said(cell: str | None) -> str:
    word = (cell or "").strip()
    return "" if word.lower() in NONE else word


def _spent(cell: str | None) -> float:
    found = number(cell or "", comma=False)
    return found[0] if found else 0.0


def _like(said: list[str], other: list[str]) -> bool:
    return all(own in ("", there) for own, there in zip(said, other, strict=True))


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
