"""The settings and tables of the promise page, all settings in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.filters import Filters
from lib.model.metrics import TOO_FEW
from lib.model.promises import ALL, PAIRS, REPLY_HOURS, Pair, Rule
from lib.store.store import Store
from lib.ui import page
from lib.ui.picks import Picks
from lib.ui.words import escaped

PICKS = Picks("promise")
_RULES: dict[str, Rule] = {"Calendar day": "day", "Moment": "instant"}
_SHOWN = {
    "Satisfaction": "satisfaction",
    "Support tickets": "tickets",
    "Returns": "returns",
    "Repurchase": "repurchase",
}
#: What is measured after a promise, as columns.
_FOLLOWED = {"tickets": "With a ticket", "returns": "Returned", "repurchase": "Ordered again"}
_ENTRIES = {
    "country": "Country", "region": "Region", "channel": "Channel", "device": "Device", "carrier": "Carrier",
    "topic": "Topic", "month": "Month",
}  # fmt: skip


#: What the day is called by which something counts.
_BEGAN = {"orders": "Placed", "tickets": "Opened", "promises": "Promised on"}


#: What became of a promised amount.
_ACTUAL = {"money": "Charged", "units": "Delivered", None: "Happened"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is compared, by which rule, and what is shown above the bars."""

    pair: str
    rule: Rule
    shown: str
    metric: str | None
    reply_hours: float

    @property
    def facts(self) -> dict[str, Any]:
        """What every analysis of promises is asked with."""
        return {"pair": self.pair, "by": self.rule, "reply_hours": self.reply_hours}

    @property
    def options(self) -> dict[str, Any]:
        """The same with the question."""
        return {**self.facts, "metric": self.metric}


def draw(
    store: Store,
    held: Callable[..., list[str]],
    asked: Callable[..., list[str]],
    names: Mapping[str, str],
) -> Chosen:
    """Draw the controls; `held` answers which pairs there are, `asked` which questions about one."""
    pairs = {PAIRS[name].title: name for name in page.answer(held, store, Filters())}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        pair = next(iter(pairs.values()), "delivery")
        if len(pairs) > 1:
            pair = _one("Promise", pairs, "promise_pair")
        rule: Rule = "day" if PAIRS[pair].amounts else _rule()
        shown, metric, hours = "satisfaction", None, REPLY_HOURS
        if pair != "reply":
            shown = _SHOWN[
                st.selectbox("Shown", list(_SHOWN), width=160, key="promise_shown", bind="query-params")
            ]
            metrics = page.answer(asked, store, Filters(), pair=pair) if shown == "satisfaction" else []
            if len(metrics) > 1:
                titles = {names[one]: one for one in metrics}
                key = "promise_asked" if pair == "delivery" else f"promise_asked_{pair}"
                metric = titles[st.selectbox("Asked", list(titles), width=140, key=key, bind="query-params")]
        else:
            hours = st.number_input(
                "Reply promised within hours", 1.0, 720.0, REPLY_HOURS, step=1.0, format="%.0f", width=210,
                key="promise_hours", bind="query-params",
            )  # fmt: skip
    return Chosen(pair, rule, shown, metric, hours)


def _rule() -> Rule:
    chosen = st.segmented_control(
        "Compared by",
        list(_RULES),
        default="Calendar day",
        required=True,
        key="promise_rule",
        bind="query-params",
        help="By the day, all that comes on the promised day is in time. By the moment, a promise for a day "
        "ends when the day begins.",
    )
    return _RULES[chosen]


def _one(label: str, choices: Mapping[str, str], key: str) -> str:
    chosen = st.segmented_control(
        label, list(choices), default=next(iter(choices)), required=True, key=key, bind="query-params"
    )
    return choices[chosen]


def breakdown(pair: str, amber: float, red: float) -> tuple[str, float, float]:
    """Draw by what the promises are broken down, and from which shares on a row is amber or red."""
    columns = {_ENTRIES[name]: name for name in PAIRS[pair].columns}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = _one("By", columns, f"promise_by_{pair}")
        limits = [
            st.number_input(
                f"{name} from",
                0.0,
                100.0,
                usual * 100,
                step=1.0,
                format="%.0f",
                width=120,
                key=f"promise_{name.lower()}",
                bind="query-params",
                help=f"Percent of those due that are {PAIRS[pair].late}.",
            )  # fmt: skip
            for name, usual in (("Amber", amber), ("Red", red))
        ]
    return column, limits[0] / 100, max(limits) / 100


def buckets(table: pd.DataFrame, measure: str) -> None:
    """The table of the chart: all buckets with all that is measured."""
    few = table["n"] < TOO_FEW
    shown = table[["bucket", "orders", "customers", "n"]].assign(
        mean=table["mean"].where(~few),
        top=(table["top_two"] * 100).where(~few),
        top_range=_ranges(table, "top_low", "top_high", few),
    )
    followed = {name: said for name, said in _FOLLOWED.items() if table[f"{name}_n"].any()}
    for name in followed:
        few = table[f"{name}_n"] < TOO_FEW
        shown[name] = (table[f"{name}_share"] * 100).where(~few)
        shown[f"{name}_range"] = _ranges(table, f"{name}_low", f"{name}_high", few)
        shown[f"{name}_n"] = table[f"{name}_n"]
    number = st.column_config.NumberColumn
    config: dict[str, Any] = {
        "bucket": "Gap",
        "orders": number("Counted", format="localized"),
        "customers": number("Customers", format="localized"),
        "n": number("Answers", format="localized"),
        "mean": number("Mean score", format="%.2f"),
        "top": number("Top answers", format="%.1f%%"),
        "top_range": "95%",
    }
    for name, title in followed.items():
        config[name] = number(title, format="%.1f%%")
        config[f"{name}_range"] = f"95% ({title.lower()})"
        config[f"{name}_n"] = number(f"Of ({title.lower()})", format="localized")
    words = [
        None if orders == 0 else name for name, orders in zip(table["bucket"], table["orders"], strict=True)
    ]
    st.dataframe(
        shown, hide_index=True, placeholder=figures.MISSING, column_config=config,
        **PICKS.rows(PICKS.key("buckets"), words),
        alt=f"{len(table)} gaps between promise and reality with {measure} and what followed",
    )  # fmt: skip


def _ranges(table: pd.DataFrame, low: str, high: str, few: "pd.Series[bool]") -> list[str]:
    known = table[low].notna() & ~few
    pairs = zip(table[low], table[high], known, strict=True)
    return [f"{figures.share(a)} to {figures.share(b)}" if here else "too few" for a, b, here in pairs]


def listed(
    found: pd.DataFrame,
    column: str,
    say: Callable[[float, int, float, float], str],
    limits: Sequence[float],
    currency: str,
) -> None:
    """The breakdown; `say` puts a share of late promises into a word, by the `limits` of amber and red."""
    amber, red = limits
    pair = PAIRS[str(found["pair"].iloc[0])]
    label = found["label"]
    if column == "month":
        label = label.map(lambda one: one if one == ALL else f"{pd.Timestamp(one):%b %Y}")
    few = found["due"] < TOO_FEW
    shown = pd.DataFrame({"label": label.str.replace("(all)", "All", regex=False)})
    shown["status"] = [
        say(share, due, amber, red) for share, due in zip(found["late_due_share"], found["due"], strict=True)
    ]
    shown["late"] = (found["late_due_share"] * 100).where(~few)
    shown["range"] = _ranges(found, "low", "high", few)
    shown["apart"] = found["marked"].map({True: "yes", False: "no"}).where(found["tested"], figures.MISSING)
    for name in ("due", "delivered"):
        shown[name] = found[name]
    shown["late_delivered"] = (found["late_share"] * 100).where(found["delivered"] >= TOO_FEW)
    for name in ("median_gap", "p90_gap"):
        shown[name] = found[name] * (100 if pair.amounts else 1)
    if pair.amounts:
        shown["median_difference"] = found["median_difference"]
    for name in ("not_fulfilled", "not_yet_due", "no_promise"):
        shown[name] = found[name]
    late, worst = pair.late.capitalize(), "p90" if pair.worse > 0 else "p10"
    both = "Both known" if pair.amounts else "Fulfilled"
    number = st.column_config.NumberColumn
    st.dataframe(
        shown, hide_index=True, placeholder=figures.MISSING, key=f"promise_rows_{column}",
        column_config={
            "label": _ENTRIES[column],
            "status": "Status",
            "late": number(f"{late} of those due", format="%.1f%%"),
            "range": "95%",
            "apart": "Differs from the rest",
            "due": number("Due", format="localized"),
            "delivered": number(both, format="localized"),
            "late_delivered": number(f"{late} of those {both.lower()}", format="%.1f%%"),
            "median_gap": number(f"Median gap ({_gap(pair)})", format="%.1f"),
            "p90_gap": number(f"{worst} gap ({_gap(pair)})", format="%.1f"),
            "median_difference": number(f"Median gap ({_amount(pair, currency)})", format="%.2f"),
            "not_fulfilled": number("Past due, not fulfilled", format="localized"),
            "not_yet_due": number("Not yet due", format="localized"),
            "no_promise": number("No promise", format="localized"),
        },
        alt=f"{len(found)} rows with the share of {pair.late} promises by {column}",
    )  # fmt: skip


def _gap(pair: Pair) -> str:
    """What gaps are measured in."""
    return "%" if pair.amounts else "days"


def _amount(pair: Pair, currency: str) -> str:
    """What amounts are amounts of."""
    return currency if pair.amounts == "money" else "units"


def recoverable(usual: float) -> float:
    """Draw which part of the cost can be won back."""
    percent: int = st.slider(
        "Recoverable (%)", 0, 100, round(usual * 100), step=5, width=260, key="promise_recoverable",
        bind="query-params", help="Not all of a difference can be won back by being punctual.",
    )  # fmt: skip
    return percent / 100


def cost(found: pd.DataFrame) -> None:
    """The parts of what late orders cost."""
    currency = str(found["currency"].iloc[0])

    def said(value: float) -> str:
        return figures.money(value, currency, 0)

    rates = [
        figures.share if part == "repeat orders" else (lambda one: figures.money(one, currency))
        for part in found["part"]
    ]
    known = found["rate_late"].notna()
    shown = pd.DataFrame({"part": found["part"].str.replace("(all)", "all", regex=False).str.capitalize()})
    for name in ("rate_late", "rate_in_time"):
        shown[name] = [
            say(value) if here else figures.MISSING
            for say, value, here in zip(rates, found[name], known, strict=True)
        ]
    shown["value"] = found["value"].map(said)
    shown["range"] = [f"{said(a)} to {said(b)}" for a, b in zip(found["low"], found["high"], strict=True)]
    shown["back"] = found["recoverable_value"].map(said)
    st.dataframe(
        shown, hide_index=True, key="promise_cost",
        column_config={
            "part": "Part", "rate_late": "Late", "rate_in_time": "In time, same mix", "value": "Difference",
            "range": "90%", "back": "Recoverable",
        },
        alt="What late orders cost by part, with intervals",
    )  # fmt: skip


def orders(found: pd.DataFrame, store: Store, what: str, pair: Pair) -> None:
    """The orders (or tickets, refunds and so on) behind a pick, as many as were counted, with their CSV."""
    many = pair.many
    st.subheader(f"{figures.count(len(found))} {many}: {escaped(what)}")
    number, moment = st.column_config.NumberColumn, st.column_config.DatetimeColumn
    times = [name for name in ("began_at", "promised_at", "kept_at") if name in found]
    shown = found.assign(**{name: _local(found[name], store.zone) for name in times})
    if pair.amounts:
        shown["gap"] *= 100
    st.dataframe(
        shown, hide_index=True, height=320, key="promise_members",
        placeholder=figures.MISSING,
        column_config={
            "id": many.capitalize().removesuffix("s"),
            "order_id": "Order",
            "customer_id": "Customer",
            "began_at": moment(_BEGAN[pair.needs], format="D MMM YYYY"),
            "promised_at": moment("Promised", format="D MMM YYYY, HH:mm"),
            "kept_at": moment("Fulfilled", format="D MMM YYYY, HH:mm"),
            "promised": number(f"Promised ({_amount(pair, store.currency)})", format="%.2f"),
            "actual": number(f"{_ACTUAL[pair.amounts]} ({_amount(pair, store.currency)})", format="%.2f"),
            "gap": number(f"Gap ({_gap(pair)})", format="%.1f"),
            "difference": number(f"Gap ({_amount(pair, store.currency)})", format="%.2f"),
            "mean": number("Score", format="%.1f"),
            "country": "Country",
            "channel": "Channel",
            "carrier": "Carrier",
            "topic": "Topic",
            "revenue": number(f"Revenue ({store.currency})", format="localized"),
        },
        alt=f"{figures.count(len(found))} {many} of the gap {what}",
    )  # fmt: skip
    page.download(found, "promise_orders", f"{many.capitalize()} as CSV")


def _local(moments: "pd.Series[Any]", zone: str) -> "pd.Series[Any]":
    """Moments as the clocks of the business show them."""
    return moments.dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
