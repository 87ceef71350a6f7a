"""Who is not heard: the comparison of those who answer with those who do not, in sentences."""

import pandas as pd

from lib.model.figures import count, money, points, share

#: How the two values of a trait are said.
_SAID = {
    "order value": "An order of those who answered is worth {ours} on average, of the others {theirs}",
    "orders returned": "Of the orders of those who answered {ours} were sent back, of the others' {theirs}",
    "orders late": "Of the parcels to those who answered {ours} came late, of those to the others {theirs}",
    "customers with a ticket": "Of those who answered {ours} opened a ticket, of the others {theirs}",
    "customers who ordered again": "Of those who answered {ours} ordered again, of the others {theirs}",
}


def said(frame: pd.DataFrame, currency: str) -> list[str]:
    """One sentence for each trait that differs beyond chance, and one for all of which that is not known.

    `frame` is the answer of `nonresponse`.
    """
    tested = int(frame["p_adjusted"].notna().sum())
    if not tested:
        return ["Too few customers answered, or too few did not, to tell whether they differ."]
    told = [_sentence(row, currency) for row in frame[frame["differs"]].itertuples()]
    rest = frame[~frame["differs"] & frame["p_adjusted"].notna()]["trait"].tolist()
    if rest:
        told.append(f"No difference could be told in: {', '.join(rest)}.")
    told.append(
        f"{count(tested)} traits were compared; marks are adjusted for that. Who orders more often is asked "
        "more often: the groups differ in more than their wish to answer. No interval of a score mends that."
    )
    return told


def title(frame: pd.DataFrame, currency: str) -> str:
    """The finding: the surest difference, or that none could be told."""
    if not frame["p_adjusted"].notna().any():
        return "Too few customers to tell whether those who answer are like the rest"
    found = frame[frame["differs"]]
    if found.empty:
        return "Those who answer could not be told apart from those who do not"
    return _sentence(found.sort_values("p_adjusted", kind="stable").iloc[0], currency).removesuffix(".")


def _sentence(row: object, currency: str) -> str:
    """One trait of both sides, with the difference and its interval."""
    low, high = row.low, row.high  # type: ignore[attr-defined]
    values = row.answered, row.silent  # type: ignore[attr-defined]
    if row.unit == "money":  # type: ignore[attr-defined]
        ours, theirs = (money(value, currency) for value in values)
        gap = f"{money(low, currency)} to {money(high, currency)}"
    else:
        ours, theirs = (share(value) for value in values)
        gap = f"{points(low)} to {points(high)}"
    told = _SAID[row.trait].format(ours=ours, theirs=theirs)  # type: ignore[attr-defined]
    return f"{told} (difference {gap})."
