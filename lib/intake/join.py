"""One customer over all files: links between ids are followed to their end, for the time before them too."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: An id that leads to more customers than this is a device that many people share.
MOST_SHARED = 3

Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Joined:
    """What the join found; `matched_share` is None where there is nothing to match."""

    links: int
    matched_share: float | None
    shared_devices: int
    #: Links that web purchases with an order's number gave.
    by_orders: int


def join(draft: Draft) -> Joined:
    """Give every row the customer its id leads to.

    `matched_share` counts distinct ids: of those in events that are no customer's own (no order, profile,
    return, case, answer or link leads from it), the share that a link leads to a customer.
    """
    links = draft.query(SQL / "links.sql")
    resolved, shared = resolve(zip(links["anonymous_id"], links["customer_id"], strict=True))
    draft.frame("links", links.astype({"anonymous_id": object, "customer_id": object}))
    pairs = pd.DataFrame(sorted(resolved.items()), columns=["id", "customer_id"], dtype="str")
    draft.frame("resolved", pairs)
    match = draft.query(SQL / "match.sql").iloc[0]
    if len(links):
        draft.script(SQL / "resolve.sql")
    anonymous = int(match["anonymous"])
    return Joined(
        links=len(links),
        matched_share=int(match["matched"]) / anonymous if anonymous and len(links) else None,
        shared_devices=len(shared),
        by_orders=int(links["bought"].sum()) if len(links) else 0,
    )


def resolve(links: Iterable[Link]) -> tuple[dict[str, str], set[str]]:
    """Where every id leads, and the ids that many people share, which lead nowhere.

    Links (anonymous id, customer id) come in the order of trust: of several customers behind one id the
    first stands, and customers are never made one because they used one device. Chains are followed to
    their end; a circle ends in its least id. The result depends on the links alone.

    >>> resolve([("visitor", "ann"), ("ann", "person 7")])
    ({'visitor': 'person 7', 'ann': 'person 7'}, set())
    """
    following: dict[str, list[str]] = {}
    for anonymous, customer in links:
        if customer not in (ahead := following.setdefault(anonymous, [])) and customer != anonymous:
            ahead.append(customer)
    shared = {one for one, ahead in following.items() if len(ahead) > MOST_SHARED}
    step = {one: ahead[0] for one, ahead in following.items() if ahead and one not in shared}
    ends: dict[str, str] = {}
    for one in step:
        _follow(one, step, ends)
    return {one: end for one, end in ends.items() if one != end}, shared


def _follow(start: str, step: dict[str, str], ends: dict[str, str]) -> None:
    """Walk from `start` to its end and note that end for every id on the way."""
    path: list[str] = []
    seen: dict[str, int] = {}
    at = start
    while at in step and at not in ends and at not in seen:
        seen[at] = len(path)
        path.append(at)
        at = step[at]
    end = min(path[seen[at] :]) if at in seen else ends.get(at, at)
    ends.update(dict.fromkeys(path, end))
