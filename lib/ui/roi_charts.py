"""The four charts of the ROI page, in two rows: the effect, and what it is worth."""

from collections.abc import Mapping
from typing import Literal, Protocol

import pandas as pd
import streamlit as st

from lib.charts.counterfactual import counterfactual
from lib.charts.payback import payback
from lib.charts.readings import readings
from lib.charts.waterfall import waterfall
from lib.ui import rooms
from lib.ui.rooms import Draw

#: Pixels that charts in one row share.
_HEIGHT = 230
#: Pixels that a chart of half the room needs, or its title is cut off.
_LEAST = 490


class Money(Protocol):
    """The frames of the money charts."""

    @property
    def parts(self) -> pd.DataFrame: ...
    @property
    def months(self) -> pd.DataFrame: ...


class Shown(Protocol):
    """What of an ROI picture the charts draw; `titles` are title and subtitle of each."""

    @property
    def strip(self) -> pd.DataFrame: ...
    @property
    def expected(self) -> pd.DataFrame: ...
    @property
    def titles(self) -> Mapping[str, tuple[str, str]]: ...
    @property
    def name(self) -> str: ...
    @property
    def live(self) -> pd.Timestamp: ...
    @property
    def unit(self) -> str: ...
    @property
    def better(self) -> Literal["up", "down"]: ...
    def gain(self, currency: str) -> str: ...


def effect(shown: Shown, currency: str, *of: object) -> None:
    """What was against what was to be expected, and the four readings in one strip."""
    _row({"expected": _expected(shown, currency), "strip": _strip(shown)}, shown, *of)


def money(shown: Shown, worth: Money, currency: str, *of: object) -> None:
    """The money in its parts, and when it is back."""
    _row({"parts": _parts(shown, worth, currency), "payback": _payback(shown, worth, currency)}, shown, *of)


def _row(draws: Mapping[str, Draw], shown: Shown, *of: object) -> None:
    with st.grid(2, min_column_width=_LEAST, key=f"roi_row_{'_'.join(draws)}"):
        for name, draw in draws.items():
            with st.container():
                rooms.show(draw, *of, key=f"roi_{name}", alt=shown.titles[name][0], wide="half")


def _expected(shown: Shown, currency: str) -> Draw:
    title, subtitle = shown.titles["expected"]
    return lambda tokens, room: counterfactual(
        shown.expected,
        live_at=shown.live,
        label=shown.name,
        tokens=tokens,
        title=title,
        subtitle=subtitle,
        unit=shown.unit,
        currency=currency,
        better=shown.better,
        gain=shown.gain(currency),
        room=room,
        height=_HEIGHT,
    )


def _strip(shown: Shown) -> Draw:
    title, subtitle = shown.titles["strip"]
    return lambda tokens, room: readings(
        shown.strip, tokens=tokens, title=title, subtitle=subtitle, room=room
    )


def _parts(shown: Shown, worth: Money, currency: str) -> Draw:
    title, subtitle = shown.titles["parts"]
    return lambda tokens, room: waterfall(
        worth.parts,
        tokens=tokens,
        title=title,
        subtitle=subtitle,
        currency=currency,
        room=room,
        height=_HEIGHT,
    )


def _payback(shown: Shown, worth: Money, currency: str) -> Draw:
    title, subtitle = shown.titles["payback"]
    return lambda tokens, room: payback(
        worth.months,
        tokens=tokens,
        title=title,
        subtitle=subtitle,
        currency=currency,
        room=room,
        height=_HEIGHT,
    )
