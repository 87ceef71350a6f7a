"""What the chart tests share: rendering a chart and reading its specification."""

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import vl_convert
from PIL import Image

from lib.charts.theme import finish, tokens

FONTS = Path(__file__).resolve().parent.parent / "lib" / "ui" / "static"


def spec(chart, dark=False):
    """The finished specification, as the browser gets it."""
    return finish(chart, tokens(dark)).to_dict()


def size(chart):
    """Bytes of the finished specification."""
    return len(finish(chart, tokens(False)).to_json(indent=None).encode())


def rendered(chart, dark=False, **changes):
    """The picture, drawn without a browser; `changes` such as another width apply first."""
    _fonts()
    text = finish(chart.properties(**changes), tokens(dark)).to_json()
    return Image.open(io.BytesIO(vl_convert.vegalite_to_png(text, vl_version="6.4"))).convert("RGB")


@cache
def _fonts():
    vl_convert.register_font_directory(str(FONTS))


def drawn(chart):
    """The picture as SVG text, in which every printed word can be found."""
    _fonts()
    return vl_convert.vegalite_to_svg(finish(chart, tokens(False)).to_json(), vl_version="6.4")


def layers(spec):
    return spec["layer"]


def params(spec):
    """Names of all selections."""
    return {one["name"] for one in spec.get("params", [])}


def described(spec):
    """How many layers carry a sentence for screen readers."""
    return sum("description" in layer.get("encoding", {}) for layer in layers(spec))


def fixed_places(spec) -> set[float]:
    """The horizontal places that are written as pixels instead of computed from the width."""
    values = (layer.get("encoding", {}).get("x", {}).get("value") for layer in layers(spec))
    return {value for value in values if isinstance(value, int | float)}


def font_sizes(spec) -> Iterator[float]:
    """The size of every text in the picture."""
    marks = (layer["mark"] for layer in layers(spec) if isinstance(layer["mark"], dict))
    return (mark["fontSize"] for mark in marks if mark["type"] == "text")


def ink(picture, colour, box=None, near=24):
    """How many pixels of a part of the picture have about this colour."""
    goal = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    part = picture.crop(box) if box else picture
    return sum(
        number
        for number, pixel in part.getcolors(part.width * part.height)
        if all(abs(a - b) <= near for a, b in zip(pixel, goal, strict=True))
    )
