"""The settings and tables of the stage order page, all settings in the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.ideal import ARROW, LENGTHS, Ideal
from lib.model.stages import CART, CHECKOUT, ORDER_PLACED, STAGES
from lib.store.store import Store
from lib.ui import target_controls
from lib.ui.picks import Picks

PICKS = Picks("order", "move")
NO_COLOUR = "None"
_LEVELS = {"Stages": "stage", "Touchpoints": "touchpoint"}
#: The path of touchpoints that is shown first, as far as the data have it.
_USUAL = ("product page", CART, CHECKOUT, ORDER_PLACED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The order (None: all stages), what its steps are, and the question that colours them."""

    ideal: str | None
    level: str
    metric: str | None

    @property
    def options(self) -> dict[str, str | None]:
        """What the analyses of the order are asked with."""
        return {"ideal": self.ideal, "level": self.level}

    @property
    def path(self) -> Ideal:
        """The order itself; QuestionError where it is none."""
        return Ideal.read(self.ideal, self.level)


def draw(labels: Callable[[str], Sequence[str]], titles: Mapping[str, str]) -> Chosen:
    """Draw the controls; `labels` lists what happens at a level, `titles` are the questions asked."""
    shown = st.segmented_control(
        "A step is one of", list(_LEVELS), default="Stages", required=True, key="order_level",
        bind="query-params",
    )  # fmt: skip
    level = _LEVELS[shown]
    path = _path(level, labels)
    metric = None
    if titles:
        colour = st.selectbox(
            "Colour", [*titles, NO_COLOUR], width=130, key="order_colour", bind="query-params"
        )
        metric = titles.get(colour)
    return Chosen(path, level, metric)


def _path(level: str, labels: Callable[[str], Sequence[str]]) -> str | None:
    """Draw the steps of the ideal path; None where all stages are meant."""
    known = list(STAGES) if level == "stage" else list(labels(level))
    usual = [one for one in _USUAL if one in known] if level == "touchpoint" else []
    steps = st.multiselect(
        "Ideal path", known, default=usual, key=f"order_path_{level}", bind="query-params", width=420,
        max_selections=LENGTHS[1],
        placeholder="All stages" if level == "stage" else "Pick touchpoints, in their order",
        help="The order in which a journey should go, step by step as picked. Other steps are left out.",
    )  # fmt: skip
    return ARROW.join(steps) or None


def target(store: Store, chosen: Chosen, unit: str, ends: tuple[float, float]) -> float | None:
    """Draw the target that colours turn around; None where nothing is coloured."""
    if chosen.metric is None:
        return None
    return target_controls.satisfaction(unit, ends, target_controls.stored(store).get(chosen.metric))


def classes(found: pd.DataFrame, currency: str, measure: str) -> None:
    """The comparison of those who keep the order with those who do not."""
    st.subheader("Those who keep the order, and those who do not")
    shown = pd.DataFrame({"class": found["class"].str.capitalize().str.replace("(all)", "All")})
    shown["customers"] = found["customers"]
    shown["part"] = found["share"] * 100
    for name in ("revenue", "margin"):
        shown[name] = found[name]
        shown[f"{name}_range"] = _range(found, name, lambda value: figures.money(value, currency))
    shown["conversion"] = found["conversion"] * 100
    shown["conversion_range"] = _range(found, "conversion", figures.share)
    if measure:
        shown["n"], shown["top"] = found["n"], found["top_two"] * 100
        shown["top_range"] = _range(found, "top", figures.share)
        shown["mean"] = found["mean"]
    number = st.column_config.NumberColumn
    config: dict[str, Any] = {
        "class": "Journeys that",
        "customers": number("Customers", format="localized"),
        "part": number("Of all", format="%.1f%%"),
        "revenue": number(f"Revenue per customer ({currency})", format="%.2f"),
        "revenue_range": "95%",
        "margin": number(f"Margin per customer ({currency})", format="%.2f"),
        "margin_range": "95% ",
        "conversion": number("Customers with an order", format="%.1f%%"),
        "conversion_range": " 95%",
        "n": number("Answers", format="localized"),
        "top": number(f"Top answers ({measure})", format="%.1f%%"),
        "top_range": " 95% ",
        "mean": number("Mean score", format="%.2f"),
    }
    st.dataframe(
        shown, hide_index=True, key="order_classes", placeholder=figures.MISSING, column_config=config,
        alt="Customers who keep the order, skip or go back, with money, orders and satisfaction",
    )  # fmt: skip


def _range(found: pd.DataFrame, name: str, say: Callable[[float], str]) -> list[str]:
    known = found[f"{name}_low"].notna()
    pairs = zip(found[f"{name}_low"], found[f"{name}_high"], known, strict=True)
    return [f"{say(low)} to {say(high)}" if here else figures.MISSING for low, high, here in pairs]


def steps(found: pd.DataFrame, finding: str) -> None:
    """Each step of the path with those who passed it over, under what is found of them."""
    st.subheader("The path step by step")
    st.markdown(finding)
    number = st.column_config.NumberColumn
    shown = found.assign(**{name: found[name] * 100 for name in ("share", "low", "high")})
    st.dataframe(
        shown,
        hide_index=True,
        key="order_steps",
        column_config={
            "step": number("Step", width=60),
            "label": "Label",
            "customers": number("Reached it", format="localized"),
            "passed_over": number("Passed it over", format="localized"),
            "never": number("Never came to it", format="localized"),
            "share": number("Share passed over", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
        },
        alt=f"{len(found)} steps of the ideal path and how often each is passed over",
    )


def moves(found: pd.DataFrame) -> None:
    """Every move, the most travelled of each kind first; a selected row is picked."""
    number = st.column_config.NumberColumn
    names = ["kind", "source", "target", "customers", "share", "low", "high", "moves", "rework"]
    shown = found[names].assign(**{name: found[name] * 100 for name in ("share", "low", "high")})
    shown["kind"] = shown["kind"].map({"next": "Next", "skip": "Skipped ahead", "back": "Went back"})
    st.subheader("Moves", help="Select a row to list the customers behind it.")
    st.dataframe(
        shown,
        hide_index=True,
        height=320,
        **PICKS.rows(PICKS.key("moves"), found["id"].tolist()),
        column_config={
            "kind": "Kind",
            "source": "From",
            "target": "To",
            "customers": number("Customers", format="localized"),
            "share": number("Of those at From", format="%.1f%%"),
            "low": number("Low (95%)", format="%.1f%%"),
            "high": number("High (95%)", format="%.1f%%"),
            "moves": number("Moves", format="localized"),
            "rework": number("Back at a step left before", format="localized"),
        },
        alt=f"{figures.count(len(found))} moves between steps with their customers",
    )
