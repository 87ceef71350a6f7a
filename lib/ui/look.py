"""The look of the frame: what Streamlit's theme cannot say, as one style sheet made from the palette.

Streamlit does not run the page again when the reader switches between light and dark, so the colours
that a chart was drawn in are bridged here until the next rerun.
"""

from dataclasses import asdict
from functools import cache

import streamlit as st

from lib.charts.theme import Tokens, tokens

_CHART = "[data-testid=stVegaLiteChart] svg"
_LAYOUT = """
.st-key-narrow, [class*="st-key-narrow_"] {display: none}
@media (max-width: 640px) {
  .st-key-narrow, [class*="st-key-narrow_"] {display: flex}
  .st-key-wide, [class*="st-key-wide_"] {display: none}
}
[data-testid=stMainBlockContainer] {padding-inline: clamp(1rem, 3vw, 3rem)}
[data-testid=stVegaLiteChart] details {display: none}
@media (max-width: 640px) {[data-testid=stElementToolbar] {display: none}}
"""


def dress() -> None:
    """Put the style sheet on the page."""
    st.html(f"<style>{style_sheet()}</style>")


def is_dark() -> bool:
    """Whether this reader sees the dark appearance."""
    return bool(st.context.theme.type == "dark")


@cache
def style_sheet() -> str:
    """Two rooms for charts, and for each token one rule per appearance in which it may have been drawn."""
    light, dark = tokens(False), tokens(True)
    ground = f"background-color: light-dark({light.background}, {dark.background}) !important"
    rules = [f"{_CHART} {{{ground}}}"]
    for (name, one), (_, other) in zip(_colours(light), _colours(dark), strict=True):
        # white letters on a dark tile are no background: only halos, which are strokes, are
        for paint in ("stroke",) if name == "background" else ("fill", "stroke"):
            drawn = ", ".join(f'{_CHART} [{paint}="{colour}"]' for colour in (one, other))
            rules.append(f"{drawn} {{{paint}: light-dark({one}, {other})}}")
    return _LAYOUT + "\n".join(rules)


def _colours(palette: Tokens) -> list[tuple[str, str]]:
    """Every colour of an appearance by its name, the diverging ones last."""
    single = [(name, value) for name, value in asdict(palette).items() if isinstance(value, str)]
    return [*single, *(("diverging", colour) for colour in palette.diverging)]
