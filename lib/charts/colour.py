"""Colour arithmetic: OKLCH to sRGB, contrast after WCAG 2, and mixing in CIE Lab as Vega mixes.

A colour is a text like `#0c60a3` everywhere.
"""

import math
from collections.abc import Sequence

Triple = tuple[float, float, float]

#: Linear sRGB to XYZ with the D50 white, the space in which Vega's `lab` interpolation works.
_TO_XYZ: tuple[Triple, ...] = (
    (0.4360747, 0.3850649, 0.1430804),
    (0.2225045, 0.7168786, 0.0606169),
    (0.0139322, 0.0971045, 0.7141733),
)
_FROM_XYZ: tuple[Triple, ...] = (
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
_WHITE: Triple = (0.96422, 1.0, 0.82521)
#: Below this the cube root of CIE Lab turns into a straight line.
_KNEE = 6 / 29


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """The sRGB colour of an OKLCH one (hue in degrees); channels outside the gamut are clipped.

    >>> oklch(1, 0, 0), oklch(0.55, 0.17, 40)
    ('#ffffff', '#bf4306')
    """
    a, b = (chroma * f(math.radians(hue)) for f in (math.cos, math.sin))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return _hex(
        (
            4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
        )
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2, from 1 (the same) to 21 (black on white).

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Pure black or pure white, whichever reads better on `colour` (never under 4.58:1).

    >>> ink_on("#dedad2"), ink_on("#0c60a3")
    ('#000000', '#ffffff')
    """
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, colour))


def mix(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from `one` to `other` in CIE Lab.

    >>> mix("#000000", "#ffffff", 0.5)
    '#777777'
    """
    return _from_lab(_between(_to_lab(one), _to_lab(other), share))


def laid_over(colour: str, ground: str, opacity: float) -> str:
    """What the eye sees where `colour` lies on `ground` at that opacity.

    >>> laid_over("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return _text(tuple(a * opacity + b * (1 - opacity) for a, b in pairs))


def shade(value: float, domain: Sequence[float], colours: Sequence[str]) -> str:
    """The colour of `value` on a clamped piecewise scale, as Vega draws it.

    >>> shade(9, (0, 1, 2), ("#000000", "#777777", "#ffffff"))
    '#ffffff'
    """
    held = min(max(value, domain[0]), domain[-1])
    last = len(domain) - 2
    piece = next((i for i in range(last) if held <= domain[i + 1]), last)
    low, high = domain[piece], domain[piece + 1]
    return mix(colours[piece], colours[piece + 1], (held - low) / (high - low) if high > low else 1.0)


def _channels(colour: str) -> Triple:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _text(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in channels)


def _linear(colour: str) -> Triple:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    return red, green, blue


def _hex(linear: Sequence[float]) -> str:
    held = [max(0.0, c) for c in linear]
    return _text([12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055 for c in held])


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _between(one: Triple, other: Triple, share: float) -> Triple:
    first, second, third = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return first, second, third


def _times(matrix: Sequence[Triple], vector: Sequence[float]) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _to_lab(colour: str) -> Triple:
    xyz = _times(_TO_XYZ, _linear(colour))
    x, y, z = (_root(part / white) for part, white in zip(xyz, _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _from_lab(lab: Triple) -> str:
    y = (lab[0] + 16) / 116
    parts = (y + lab[1] / 500, y, y - lab[2] / 200)
    return _hex(_times(_FROM_XYZ, [_cube(part) * white for part, white in zip(parts, _WHITE, strict=True)]))


def _root(part: float) -> float:
    return part ** (1 / 3) if part > _KNEE**3 else part / (3 * _KNEE**2) + 4 / 29


def _cube(part: float) -> float:
    return part**3 if part > _KNEE else 3 * _KNEE**2 * (part - 4 / 29)
