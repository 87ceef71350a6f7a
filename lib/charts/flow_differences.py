"""Two flows as one picture: the width is these customers, the colour how many more of them go there."""

import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from lib.charts import theme
from lib.charts.sankey import sankey
from lib.charts.sankey_words import Voice
from lib.charts.theme import Tokens

#: The colours reach their ends at a multiple of this many, as fractions.
_STEP = 0.05
#: Of the differences this share lies inside the ends of the colours: one outlier must not make the rest pale.
_MOST = 0.9


def flow_differences(
    nodes: pd.DataFrame,
    links: pd.DataFrame,
    *,
    tokens: Tokens,
    title: str,
    other: str,
    narrow: bool = False,
    headers: Sequence[str] | None = None,
) -> alt.LayerChart:
    """The flow picture of `sankey`, coloured by a difference.

    `nodes` and `links` are in its columns; the value of a band is the difference of the shares of those at
    its source (a fraction, missing where it is not real), n those at the source. `other` names the others.
    """
    strongest = links["value"].abs().quantile(_MOST)
    steps = max(math.ceil(0.0 if pd.isna(strongest) else strongest / _STEP - 1e-9), 1)
    voice = Voice(
        tokens, f"Difference from {other}", theme.difference_scale(tokens, round(_STEP * steps, 4)), narrow,
        f"points less or more than {other}; grey: no real difference", "no real difference",
        "Customers at From", bands_only=True,
    )  # fmt: skip
    subtitle = f"Width: customers here; colour: the share of those at From who go there, against {other}"
    return sankey(
        nodes, links, tokens=tokens, title=title, subtitle=subtitle, target=None, narrow=narrow,
        headers=headers, voice=voice,
    )  # fmt: skip
