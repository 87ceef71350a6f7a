"""Shapes and texts whose place is computed in the browser.

Python hands over shares between 0 and 1; expressions over the signals `width` and `height` make pixels
of them. So one chart serves every width, and resizing redraws true curves.
"""

from typing import Any

import altair as alt

from lib.charts.theme import Tokens

#: Settings of a mark, passed on to Altair as they are.
Options = dict[str, Any]


def across(field: str) -> alt.X:
    """The horizontal place in a computed pixel field."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def down(field: str) -> alt.Y:
    """The vertical place in a computed pixel field."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def outlined(base: alt.Chart, path: str, **mark: str | float) -> alt.Chart:
    """One filled shape per row, its SVG path computed by the expression `path`.

    A symbol is scaled by half the root of its size: size 4 means pixels as given.
    """
    options: Options = {"filled": True, **mark}
    drawn: alt.Chart = base.transform_calculate(path=path).mark_point(**options)
    return drawn.encode(
        shape=alt.Shape("path:N", scale=None, legend=None),
        size=alt.value(4),
        x=alt.value(0),
        y=alt.value(0),
    )


def lettering(
    base: alt.Chart, tokens: Tokens, field: str, colour: str, **mark: object
) -> tuple[alt.Chart, alt.Chart]:
    """Text over a halo of the background: two layers, because a stroke would eat thin glyphs.

    `base` brings the encodings x and y. The halo is opaque, so that nothing strikes through the text.
    """
    options: Options = {"aria": False, **mark}
    halo: Options = {"stroke": tokens.background, "strokeWidth": 3.5, "strokeJoin": "round"}
    text = alt.Text(f"{field}:N")
    return (
        base.mark_text(fill=tokens.background, **halo, **options).encode(text=text),
        base.mark_text(fill=colour, **options).encode(text=text),
    )
