"""One chart in two rooms, the laptop's and the phone's; both are drawn, the style sheet shows one of them."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from lib.charts.theme import Room, Tokens
from lib.ui import page

#: Draws a chart in the colours and for the room it is given.
Draw = Callable[[Tokens, Room], Any]
#: What makes a chart clickable, by the key it has on the page.
Clicks = Callable[[str], dict[str, Any]]


def show(
    draw: Draw, *of: object, key: str, alt: str, wide: Room = "wide", clicks: Clicks | None = None
) -> None:
    """Show a chart in both rooms; `of` is everything it draws from, `wide` its room on a laptop."""
    for name in page.ROOMS:
        room: Room = "narrow" if name == "narrow" else wide
        chart = f"{key}_{name}"
        with st.container(key=f"{name}_{key}"):
            page.show_kept(
                _in(draw, room),
                key,
                room,
                *of,
                key=chart,
                alt=alt,
                name=key,
                **(clicks(chart) if clicks else {}),
            )


def _in(draw: Draw, room: Room) -> Callable[[Tokens], Any]:
    return lambda tokens: draw(tokens, room)
