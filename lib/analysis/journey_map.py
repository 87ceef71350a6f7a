"""How do customers fare at each touchpoint of the journey, and how do we know?"""

from collections.abc import Callable, Iterable
from functools import partial

import pandas as pd

from lib.analysis.lanes import measured, promises, surveyed
from lib.analysis.lanes.words import words
from lib.analysis.lanes.worth import earned, known_moments, moment, worth
from lib.analysis.pains import listed
from lib.analysis.satisfaction import question
from lib.analysis.touchpoints import touchpoints
from lib.model.errors import DataError, QuestionError
from lib.model.filters import UNKNOWN, Filters
from lib.model.map_lanes import LANES, MOST, NONE_FOUND, USUAL
from lib.model.metrics import ENOUGH
from lib.model.stages import ORDER_PLACED, STAGES, SURVEY_ANSWERED, TOUCHPOINTS, stage_of
from lib.store.store import Store

#: One row for the whole, beside those of the touchpoints.
ALL = "(all)"
COLUMNS = ["stage", "touchpoint", "place", "lane", "evidence", "value", "low", "high", "n", "text"]
_PLACES = {name: place for place, name in enumerate(n for names in TOUCHPOINTS.values() for n in names)}


def journey_map(
    store: Store,
    filters: Filters,
    *,
    metric: str | None = None,
    most: int = USUAL,
    show: str | None = None,
) -> pd.DataFrame:
    """Draw up the journey map: one row is a cell, a touchpoint in a lane, in the order of the journey.

    Columns: stage, touchpoint, place (order on the map, from 0), lane (see `lib.model.map_lanes`), evidence
    (measured, surveyed, no data), value, low, high (95 %; shares as fractions, time in seconds, money per
    year), n (customers, answers or events behind it), text. Every touchpoint has every lane; a cell of which
    nothing is known says "no data" and has no value. Satisfaction is that of one question on its most
    answered scale (`metric`, by default the most answered question). The touchpoint `(all)` holds the
    stages' satisfaction: one row a stage, and one without stage for the whole. `most` touchpoints are chosen:
    of every stage the most met, then those that hurt, then those asked about; `show` names them instead,
    separated by commas. Customers count where an event at the touchpoint passes the filters. Raises
    DataError where nothing happens inside them.
    """
    if not 2 <= most <= MOST:
        raise QuestionError(
            f"A map of {most} touchpoints cannot be read.", f"Choose 2 to {MOST} touchpoints."
        )
    found = measured.met(store, filters)
    if found["customers"].sum() == 0:
        raise DataError("Nothing happens inside these filters.", "Widen the dates, or take a filter off.")
    binding = question(store, metric)
    asked = surveyed.answers(store, filters, "touchpoint", binding)
    hurting = listed(store, filters, found, metric=metric)
    places = _named(store, show) if show else _chosen(found, asked, hurting, most)
    moments = known_moments(store, filters, str(binding["metric"] or "csat"))
    lanes: dict[str, Callable[[], pd.DataFrame]] = {
        "satisfaction": lambda: asked,
        "customers": partial(measured.customers, found),
        "bought": partial(measured.bought, found),
        "time": partial(measured.time, found),
        "channels": partial(measured.channels, store, filters),
        "answered": partial(surveyed.answered, store, filters),
        "promise": partial(promises.late, store, filters),
        "moment": partial(moment, moments),
        "pain": partial(_worst, hurting, asked),
        "words": partial(words, store, filters),
        "money": partial(_money, store, filters, found, moments),
    }
    cells = [_cells(places, name, build()) for name, build in lanes.items()]
    return pd.concat([*cells, _stages(store, filters, binding)], ignore_index=True)[COLUMNS]


def shown_in(store: Store, names: Iterable[str]) -> str | None:
    """Those of the touchpoints that this dataset or the dictionary knows, as `show` takes them."""
    known = set(touchpoints(store, Filters())["label"])
    return ",".join(name for name in names if name in known or stage_of(name)) or None


def _named(store: Store, show: str) -> pd.DataFrame:
    """The touchpoints asked for, in the order of the journey; what the dictionary knows may be without data.

    QuestionError where neither data nor dictionary know one.
    """
    names = [name.strip() for name in show.split(",") if name.strip()]
    known = touchpoints(store, Filters()).set_index("label")["stage"].to_dict()
    for name in names:
        if name not in known and stage_of(name) is None:
            raise QuestionError.unknown("touchpoint", name, sorted(known))
    if len(names) > MOST:
        raise QuestionError(f"A map of {len(names)} touchpoints cannot be read.", f"Name up to {MOST}.")
    stages = [known.get(name, stage_of(name)) for name in names]
    return _in_order(pd.DataFrame({"label": names, "met_in": stages}))


def _chosen(found: pd.DataFrame, asked: pd.DataFrame, hurting: pd.DataFrame, most: int) -> pd.DataFrame:
    """The touchpoints of the map with stage and place: the most met of each stage, then by what is known."""
    known = pd.concat([found, _only_asked(found, asked)], ignore_index=True)
    known = known[~known["label"].isin([ALL, SURVEY_ANSWERED])]
    told = {ORDER_PLACED, *asked.loc[asked["n"] >= ENOUGH, "touchpoint"]}
    known = known.assign(told=known["label"].isin(told) + 2 * known["label"].isin(hurting["touchpoint"]))
    met = known.sort_values(["customers", "label"], ascending=[False, True])
    first = met.drop_duplicates("met_in")
    rest = met.drop(first.index).sort_values("told", ascending=False, kind="stable")
    return _in_order(pd.concat([first, rest]).head(most))


def _only_asked(found: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Touchpoints that are asked about and have no event of their own, such as a ticket that was solved."""
    names = asked.loc[asked["n"] >= ENOUGH, "touchpoint"]
    alone = [name for name in names if name not in {*found["label"], UNKNOWN}]
    stages = [stage_of(name) for name in alone]
    return pd.DataFrame({"label": alone, "met_in": stages, "customers": 0}, index=range(len(alone)))


def _in_order(kept: pd.DataFrame) -> pd.DataFrame:
    """Stages in their order, touchpoints in that of the dictionary; those without a stage come last."""
    orders = pd.DataFrame(
        {
            "stage": kept["met_in"],
            "touchpoint": kept["label"],
            "first": [STAGES.index(one) if one in STAGES else len(STAGES) for one in kept["met_in"]],
            "second": [_PLACES.get(one, len(_PLACES)) for one in kept["label"]],
        }
    ).sort_values(["first", "second", "touchpoint"], ignore_index=True)
    return orders[["stage", "touchpoint"]].assign(place=range(len(orders)))


def _cells(places: pd.DataFrame, lane: str, cells: pd.DataFrame) -> pd.DataFrame:
    """One cell for every touchpoint of the map; what is not known says so."""
    laid = places.merge(cells, on="touchpoint", how="left").reindex(columns=COLUMNS).assign(lane=lane)
    blank = laid["value"].isna() & laid["text"].isna()
    given = cells.set_index("touchpoint")["evidence"] if "evidence" in cells else None
    evidence = laid["touchpoint"].map(given) if given is not None else LANES[lane].evidence
    laid["evidence"] = pd.Series(evidence, index=laid.index).where(~blank, "no data")
    return laid


def _worst(hurting: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """The first pain of each touchpoint and how many more; where enough answers show none, that is said."""
    more = hurting.groupby("touchpoint")["kind"].transform("size") - 1
    first = hurting.assign(more=more).drop_duplicates("touchpoint")
    text = first["says"] + first["more"].map(lambda count: f" (+{count} more)" if count else "")
    first = first.assign(text=text)[["touchpoint", "evidence", "value", "low", "high", "n", "text"]]
    sure = asked[(asked["n"] >= ENOUGH) & ~asked["touchpoint"].isin([ALL, *first["touchpoint"]])]
    none = sure[["touchpoint", "n"]].assign(evidence="surveyed", text=NONE_FOUND)
    return pd.concat([first, none], ignore_index=True)


def _money(store: Store, filters: Filters, found: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """What late orders cost where it is known, else what the unsatisfied do less."""
    money = earned(store, filters)
    late = promises.cost(store, filters, money.years)
    other = worth(moments, found, money)
    return pd.concat([late, other[~other["touchpoint"].isin(late["touchpoint"])]], ignore_index=True)


def _stages(store: Store, filters: Filters, binding: dict[str, object]) -> pd.DataFrame:
    """The satisfaction of every stage, and of the whole without a stage, as cells of `(all)`."""
    told = surveyed.answers(store, filters, "stage", binding).rename(columns={"touchpoint": "stage"})
    told["evidence"] = ["surveyed" if known else "no data" for known in told["value"].notna()]
    told["stage"] = told["stage"].replace({ALL: None})
    return told.assign(touchpoint=ALL, place=-1, lane="satisfaction", text=None)
