"""The journey map as a picture: cells in words, the lanes that are shown, and a title that is the finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from lib.analysis.flow_changes import rival
from lib.analysis.journey_map import ALL, journey_map, shown_in
from lib.analysis.map_changes import compared
from lib.analysis.pictures.marks import Unit
from lib.analysis.pictures.satisfaction import NAMES, UNITS, spoken, value_said
from lib.analysis.satisfaction import question
from lib.model.errors import DataError
from lib.model.figures import count, duration, points, share, short, short_money
from lib.model.filters import Filters
from lib.model.map_lanes import FIELDS, LANES, USUAL, MapLook
from lib.model.metrics import ENOUGH, TOO_FEW
from lib.store.store import Store

#: Shares below this are written with a decimal.
_SMALL = 0.1
#: What people wrote that has a lane of its own in the picture.
WRITTEN = ("owner", "status")
#: The lanes below the curve that are drawn unless others are chosen.
SHOWN = (
    "difference",
    "customers",
    "bought",
    "time",
    "channels",
    "answered",
    "promise",
    "moment",
    "pain",
    "words",
    "money",
    *WRITTEN,
)


@dataclass(frozen=True)
class JourneyMapPicture:
    """`cells` has the columns of `journey_map` and `said`; `unit` and `scale` are those of the question."""

    cells: pd.DataFrame
    metric: str
    unit: Unit
    scale: tuple[float, float]
    title: str
    overall: float
    n: int
    against: str | None = None
    other: "JourneyMapPicture | None" = None

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of what is shown, in its unit."""
        return {"share": (0.0, 1.0), "nps": (-100.0, 100.0)}.get(self.unit, self.scale)

    @property
    def measure(self) -> str:
        return {"ces": "CES, mean", "rating": "Top ratings"}.get(self.metric, NAMES[self.metric])

    @property
    def touchpoints(self) -> list[str]:
        """The touchpoints of the map in their order."""
        mine = self.cells[self.cells["touchpoint"] != ALL].sort_values("place")
        return [str(one) for one in mine["touchpoint"].drop_duplicates()]

    def look(self, target: float, chosen: Sequence[str]) -> MapLook:
        """What is drawn: of the chosen lanes those that hold anything."""
        held = set(self.cells.loc[self.cells["evidence"] != "no data", "lane"])
        kept = [one for one in SHOWN if one in chosen and one in held]
        titles = tuple((one, LANES[one].title if one in LANES else FIELDS[one]) for one in kept)
        kinds = tuple(LANES[one].evidence if one in LANES else "opinion" for one in kept)
        return MapLook(self.unit, target, self.ends, self.measure, titles, kinds)

    def with_notes(self, notes: Mapping[tuple[str, str], str]) -> "JourneyMapPicture":
        """The same map with what people wrote, by touchpoint and field."""
        rows = self.cells[(self.cells["lane"] == "customers") & (self.cells["touchpoint"] != ALL)]
        written = [
            rows.assign(
                lane=field, value=None, low=None, high=None, n=None,
                said=[notes.get((touchpoint, field)) for touchpoint in rows["touchpoint"]],
            )
            for field in FIELDS
        ]  # fmt: skip
        more = pd.concat(written, ignore_index=True)
        more["evidence"] = [
            "opinion" if isinstance(said, str) and said else "no data" for said in more["said"]
        ]
        more["text"] = more["said"]
        more = more.astype({"value": float, "low": float, "high": float, "n": float})
        return replace(self, cells=pd.concat([self.cells, more], ignore_index=True))

    def maps(self, both: bool) -> list[tuple[str, "JourneyMapPicture"]]:
        """What is drawn, by a name for each: this map, and on demand the other one below it, lane by lane."""
        here = [("journey", self)]
        return [*here, ("other", self.other)] if both and self.other else here

    def beside(self, other: "JourneyMapPicture", against: str) -> "JourneyMapPicture":
        """The same map with the satisfaction of another one in its curve, as `other_value`."""
        theirs = other.cells[other.cells["lane"] == "satisfaction"].set_index(["touchpoint", "stage"])[
            "value"
        ]
        keys = pd.MultiIndex.from_frame(self.cells[["touchpoint", "stage"]])
        values = pd.Series(theirs.reindex(keys).to_numpy(), index=self.cells.index)
        cells = self.cells.assign(other_value=values.where(self.cells["lane"] == "satisfaction"))
        both = pd.concat([cells, _differences(self, other)], ignore_index=True)
        return replace(self, cells=both, against=against, other=other)


def _differences(one: JourneyMapPicture, other: JourneyMapPicture) -> pd.DataFrame:
    """The lane of differences: of each touchpoint the points between the two maps, and whether by chance."""
    found = compared(one.cells, other.cells)
    mine = found[(found["lane"] == "satisfaction") & found["difference"].notna()].set_index("touchpoint")
    rows = one.cells[(one.cells["lane"] == "satisfaction") & (one.cells["touchpoint"] != ALL)]
    rows = rows[rows["touchpoint"].isin(mine.index)]
    gaps = mine.loc[rows["touchpoint"]]
    write = points if one.unit == "share" else lambda gap, _: f"{gap:+.1f}".replace("-", "−")
    said = [f"{write(row.difference, 0)}{', beyond chance' if row.real else ''}" for row in gaps.itertuples()]
    values = {name: gaps[name].to_numpy() for name in ("low", "high")} | {
        "value": gaps["difference"].to_numpy()
    }
    return rows.assign(lane="difference", evidence="surveyed", said=said, text=said, **values)


def picture(
    store: Store,
    filters: Filters,
    *,
    metric: str | None = None,
    most: int = USUAL,
    show: str | None = None,
    against: str | None = None,
) -> JourneyMapPicture:
    """Gather the map of one question (by default the most answered), beside that of `against`."""
    mine = _gathered(store, filters, metric, most, show)
    if against is None:
        return mine
    other, other_filters = rival(store, filters, against)
    there = shown_in(other, mine.touchpoints)
    return mine.beside(_gathered(other, other_filters, metric, most, there), against)


def _gathered(
    store: Store, filters: Filters, metric: str | None, most: int, show: str | None
) -> JourneyMapPicture:
    binding = question(store, metric)
    if metric is not None and binding["metric"] is None:
        raise DataError("Nobody answered that question.", "Choose another question.")
    name = str(binding["metric"] or "csat")
    cells = journey_map(store, filters, metric=metric, most=most, show=show)
    cells["said"] = [said(row, name, store.currency) for row in cells.itertuples()]
    whole = cells[(cells["touchpoint"] == ALL) & cells["stage"].isna()]
    overall = float(whole["value"].iloc[0]) if len(whole) else float("nan")
    low, high = (float(str(binding[end] or 0)) for end in ("scale_min", "scale_max"))
    return JourneyMapPicture(
        cells=cells,
        metric=name,
        unit=UNITS[name],
        scale=(low, high),
        title=_title(cells, name, overall),
        overall=overall,
        n=int(whole["n"].iloc[0]) if len(whole) else 0,
    )


def said(row: object, metric: str, currency: str) -> str | None:
    """A cell as it stands in the picture and the table; None where nothing is known."""
    lane, value = row.lane, row.value  # type: ignore[attr-defined]
    unit = LANES[lane].unit
    if unit == "text":
        return row.text if isinstance(row.text, str) else None  # type: ignore[attr-defined]
    if unit == "satisfaction":
        return _satisfied(row, metric)
    if value != value:
        return None
    written = {
        "count": lambda: short(value),
        "share": lambda: share(value, 0 if value == 0 or value >= _SMALL else 1),
        "seconds": lambda: duration(value),
        "money": lambda: _money(row, currency),
    }
    return written[unit]()


def _satisfied(row: object, metric: str) -> str:
    value, low, high, n = row.value, row.low, row.high, row.n  # type: ignore[attr-defined]
    if n != n or n == 0:
        return "not asked"
    if value != value:
        return f"too few answers (n under {TOO_FEW})"
    ends = f"{value_said(metric, low)} to {value_said(metric, high)}"
    return f"{value_said(metric, value)} ({ends}), n {count(n)}"


def _money(row: object, currency: str) -> str:
    low, high = (short_money(one, currency) for one in (row.low, row.high))  # type: ignore[attr-defined]
    return f"{short_money(row.value, currency)} a year ({low} to {high})"  # type: ignore[attr-defined]


def _title(cells: pd.DataFrame, metric: str, overall: float) -> str:
    """The touchpoints that are rated lowest and told apart from the rest, or that none is."""
    hurt = cells[(cells["lane"] == "pain") & cells["text"].astype(str).str.contains("below the rest")]
    lows = cells[(cells["lane"] == "satisfaction") & cells["touchpoint"].isin(hurt["touchpoint"])]
    lows = lows[lows["n"] >= ENOUGH].sort_values(["value", "place"]).head(2)
    if overall != overall:
        return "Nobody answered here: the map shows what was measured"
    whole = value_said(metric, overall)
    if lows.empty:
        return f"No touchpoint is told apart from the rest: {NAMES[metric]} {whole} in all"
    names = " and ".join(spoken(str(one)).lower() for one in lows["touchpoint"])
    values = " and ".join(value_said(metric, value) for value in lows["value"])
    return f"Satisfaction is lowest at {names}: {NAMES[metric]} {values}, against {whole} in all"
