"""The targets that a shop sets itself: read by everybody, set by analysts."""

import streamlit as st

from lib.model.access import may
from lib.model.figures import figure
from lib.model.metrics import METRICS, Metric
from lib.store.store import Store
from lib.store.targets import set_targets, targets
from lib.ui import access, controls, page

#: How a target is typed in each unit: the suffix of its name, and by what it is divided when kept.
_TYPED = {"share": (" in %", 100.0), "money": (" in {currency}", 1.0), "nps": ("", 1.0), "ratio": ("", 1.0)}


def stored(store: Store) -> dict[str, float]:
    """The targets of the dataset by metric id; empty where the shop set none."""
    return targets(store.manifest.name)


def satisfaction(unit: str, ends: tuple[float, float], goal: float | None) -> float:
    """Draw the target that colours turn around: the shared one for shares, one of its own otherwise."""
    if unit == "share":
        return controls.target()
    low, high = ends
    usual = goal if goal is not None and low < goal < high else low + 0.65 * (high - low)
    name = "index" if ends == (0.0, 100.0) else unit  # the index has a target of its own
    step = 0.1 if name == "score" else 5.0
    return st.number_input(
        "Target", low + step, high - step, round(usual / step) * step, step=step, width=110,
        format="%.1f" if name == "score" else "%.0f", key=f"sat_target_{name}", bind="query-params",
        help="The value from which colours turn from worse to better.",
    )  # fmt: skip


def of(store: Store, metric: str, unit: str, ends: tuple[float, float]) -> float:
    """Draw the target of one question, beginning with the one that the shop set."""
    return satisfaction(unit, ends, stored(store).get(metric))


def editor(store: Store) -> None:
    """Let analysts set the targets of the metrics; others read them."""
    kept = stored(store)
    with st.expander("Targets", icon=":material/flag:", key="kpis_targets"):
        st.caption("Targets are the shop's own; none is made up. They stay when new data come in.")
        if not may(access.role(), "analyst"):
            said = [
                f"{METRICS[name].title}: {figure(goal, METRICS[name].unit, store.currency)}"
                for name, goal in kept.items()
            ]
            st.write("; ".join(said) or "No target is set. An analyst can set them here.")
            return
        with st.form("kpis_goals", border=False), st.grid(4, min_column_width=180):
            for metric in settable():
                _field(metric, kept.get(metric.id), store)
            st.form_submit_button("Save targets", on_click=save, args=(store,), icon=":material/save:")


def settable() -> list[Metric]:
    """The KPIs that do not grow with the length of the period: only these can have one target."""
    return [metric for metric in METRICS.values() if metric.unit in _TYPED and metric.denominator]


def save(store: Store) -> None:
    """Keep what the form holds; AccessError for whoever may not."""
    with page.explained():
        access.needs("analyst")
        given = {metric.id: st.session_state.get(_key(metric, store)) for metric in settable()}
        set_targets(
            store.manifest.name,
            {
                name: value / _TYPED[METRICS[name].unit][1]
                for name, value in given.items()
                if value is not None
            },
        )
        st.toast("The targets are saved.", icon=":material/flag:")


def _field(metric: Metric, kept: float | None, store: Store) -> None:
    suffix, factor = _TYPED[metric.unit]
    low, high = {"share": (0.0, 100.0), "nps": (-100.0, 100.0)}.get(metric.unit, (0.0, 1e9))
    st.number_input(
        metric.title + suffix.format(currency=store.currency), low, high,
        None if kept is None else round(kept * factor, 6), step=0.1, format="%.4g", placeholder="none",
        key=_key(metric, store), persist_state="page", help=metric.definition,
    )  # fmt: skip


def _key(metric: Metric, store: Store) -> str:
    return f"goal_{store.manifest.name}_{metric.id}"
