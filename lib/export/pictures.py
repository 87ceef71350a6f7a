"""Charts as files for papers and slides: SVG, PNG and PDF, drawn on this machine without a browser."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import vl_convert

#: The fonts that the pages use.
FONTS = Path(__file__).resolve().parents[1] / "ui" / "static"
_VEGA_LITE = "6.4"
#: Twice the pixels of the screen, so that a PNG stays sharp in print.
_SHARP = 2.0
Spec = Mapping[str, Any]


def svg(spec: Spec) -> bytes:
    """The finished Vega-Lite text of a chart as SVG; every word in it stays text."""
    _fonts()
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=_VEGA_LITE)
    return drawn.encode()


def png(spec: Spec) -> bytes:
    """The same as PNG with twice the pixels."""
    _fonts()
    drawn: bytes = vl_convert.vegalite_to_png(json.dumps(spec), vl_version=_VEGA_LITE, scale=_SHARP)
    return drawn


def pdf(spec: Spec) -> bytes:
    """The same as PDF of one page."""
    _fonts()
    drawn: bytes = vl_convert.vegalite_to_pdf(json.dumps(spec), vl_version=_VEGA_LITE)
    return drawn


#: Every form by the end of its file's name, with its media type.
FORMS: dict[str, tuple[Callable[[Spec], bytes], str]] = {
    "svg": (svg, "image/svg+xml"),
    "png": (png, "image/png"),
    "pdf": (pdf, "application/pdf"),
}


@cache
def _fonts() -> None:
    vl_convert.register_font_directory(str(FONTS))
