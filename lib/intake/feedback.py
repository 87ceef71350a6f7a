"""What scores mean: the ends of their scale, and which end of an effort scale is the easy one."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lib.model.mapping import Output, Take
from lib.model.sheets import Sheet
from lib.model.tables import FEEDBACK_METRICS
from lib.store.draft import Draft

SQL = Path(__file__).with_name("sql")
#: Comments that must speak for each end before they are believed.
LEAST_SAID = 3
_VERY = "(?:(?:very|extremely|really|sehr|très|muy|molto|zeer) )?"
_LEAST = rf"(?:^|[^0-9.,])[01] ?[=:–-]? ?\(?{_VERY}"
_EASY = "(?:easy|easily|low effort|little effort|einfach|leicht|facile|fácil|makkelijk)"
_HARD = (
    "(?:difficult|hard|high effort|much effort|a lot of effort|schwierig|schwer|difficile|difícil|moeilijk)"
)
#: The words of a question that say which end is the easy one: first the names of the least score (`1 = very
#: easy`), then what is asked for. Plain enough to mean the same here and in the database.
ASKS = {
    "least_hard": rf"{_LEAST}{_HARD}|{_HARD} ?\([01]\)",
    "least_easy": rf"{_LEAST}{_EASY}|{_EASY} ?\([01]\)",
    "asks_ease": r"\b(?:easy|ease|easily|einfach|leicht|facile|fácil|makkelijk)\b",
    "asks_effort": "how much effort|what effort|how difficult|how hard|how complicated|wie schwierig"
    "|wie schwer|wie viel aufwand|welchen aufwand|difficile|difícil|hoe moeilijk",
}
#: The two ends must lie this share of the scale apart.
CLEARLY = 0.25


@dataclass(frozen=True, slots=True)
class Settled:
    """The outputs with their scales, what should be known of them, and what must be asked."""

    outputs: tuple[Output, ...]
    notes: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def settle(draft: Draft, staged: str, sheet: Sheet, output: Output) -> Settled:
    """Give an output of feedback its scales by the range of the scores, one output for each metric."""
    _look(draft, staged, sheet, output)
    settled = [_of_metric(draft, sheet, output, metric) for metric in _metrics(draft, output)]
    if all(_plain(one, output) for one in settled):
        return Settled((output,), tuple(note for one in settled for note in one.notes))
    return Settled(
        tuple(made for one in settled for made in one.outputs),
        tuple(note for one in settled for note in one.notes),
        tuple(question for one in settled for question in one.questions),
    )


def _look(draft: Draft, staged: str, sheet: Sheet, output: Output) -> None:
    """View `answers`: score, comment, question and metric of the sheet, where it has them."""
    columns = {}
    for name in ("score", "comment", "question", "metric"):
        take = output.take(name)
        at = sheet.columns.index(take.column) if take and take.column in sheet.columns else None
        columns[name] = None if at is None else f"c{at}"
    draft.look_at(staged, "answers", **columns)


def _metrics(draft: Draft, output: Output) -> list[str | None]:
    """What was asked: the constant, or each metric that the file's column names."""
    take = output.take("metric")
    if take is None or take.column is None:
        return [None]
    draft.look_at("answers", "cells", cell="metric")
    found = draft.query(SQL / "metrics.sql")["metric"].tolist()
    return [metric for metric in found if metric in FEEDBACK_METRICS] or [None]


def _plain(settled: Settled, output: Output) -> bool:
    """Whether nothing was found that the whole output does not say already."""
    return not settled.questions and all(one.takes == output.takes for one in settled.outputs)


def _of_metric(draft: Draft, sheet: Sheet, output: Output, metric: str | None) -> Settled:
    made, notes = _scaled(draft, output, metric)
    if metric is not None and (take := output.take("metric")):
        made = replace(made, only=(str(take.column), (metric,)))
    constant = output.take("metric")
    asked = metric or (constant.value if constant else None)
    if asked != "ces":
        return Settled((made,), notes)
    return _directed(draft, sheet, made, metric, notes)


def _scaled(draft: Draft, output: Output, metric: str | None) -> tuple[Output, tuple[str, ...]]:
    if output.take("scale_min") and output.take("scale_max"):
        return output, ()
    seen: dict[str, Any] = draft.query(SQL / "scores.sql", metric=metric).iloc[0].to_dict()
    constant = output.take("metric")
    asked = metric or (constant.value if constant else None) or "csat"
    low, high = scale(asked, seen["low"] or 0, seen["high"] or 0)
    takes = (*output.takes, Take("scale_min", value=f"{low:g}"), Take("scale_max", value=f"{high:g}"))
    run = f"{seen['low']:g} to {seen['high']:g}"
    said = f"{asked} is read on the scale {low:g} to {high:g}; the scores run from {run}"
    return replace(output, takes=takes), (said,)


def scale(metric: str, low: float, high: float) -> tuple[float, float]:
    """The usual scale of a metric that holds scores from `low` to `high`.

    >>> scale("csat", 1, 5), scale("nps", 1, 10), scale("ces", 2, 7), scale("csat", 12, 98)
    ((1, 5), (0, 10), (1, 7), (0, 100))
    """
    usual = FEEDBACK_METRICS[metric]
    if usual[0] <= low and high <= usual[1]:
        return usual
    wider = next(
        (one for one in ((0, 5), (1, 7), (0, 7), (1, 10), (0, 10)) if one[0] <= low and high <= one[1]),
        (0, 100),
    )
    return wider if metric != "nps" else usual


def _directed(
    draft: Draft, sheet: Sheet, output: Output, metric: str | None, notes: tuple[str, ...]
) -> Settled:
    """Which end is easy: by the analyst, the question's words, the comments' words, or asked."""
    score = output.take("score")
    if score and score.format:
        return Settled((output,), notes)
    seen: dict[str, Any] = draft.query(SQL / "effort.sql", metric=metric, **ASKS).iloc[0].to_dict()
    if (asked := output.take("question")) and asked.column is None and asked.value:
        seen |= {name: bool(re.search(words, asked.value.lower())) for name, words in ASKS.items()}
    up = _easy_is_high(seen)
    if up is None:
        return Settled((), notes, (_ask(sheet, score.column if score else None),))
    why = (
        "by the words of the comments"
        if not any(seen[name] for name in ASKS)
        else "by the words of the question"
    )
    if up:
        return Settled((output,), (*notes, f"a high effort score means easy, {why}"))
    takes = tuple(replace(take, format="reversed") if take.to == "score" else take for take in output.takes)
    return Settled(
        (replace(output, takes=takes),),
        (*notes, f"effort scores were turned round so that high means easy, {why}"),
    )


def _easy_is_high(seen: dict[str, Any]) -> bool | None:
    """True, False, or None where nothing tells clearly; the names of the ends are believed first."""
    if bool(seen["least_hard"]) != bool(seen["least_easy"]):
        return bool(seen["least_hard"])
    if bool(seen["asks_ease"]) != bool(seen["asks_effort"]):
        return bool(seen["asks_ease"])
    if min(seen["easy_n"], seen["hard_n"]) < LEAST_SAID or not seen["spread"]:
        return None
    apart = (seen["easy"] - seen["hard"]) / seen["spread"]
    return None if abs(apart) < CLEARLY else bool(apart > 0)


def _ask(sheet: Sheet, column: str | None) -> str:
    return (
        "nothing says which end of the effort scale is the easy one. Decide it in the mapping:\n"
        f'[sheets."{sheet.name}".formats]\n"{column}" = "as_is"   # high means easy\n'
        f'or "{column}" = "reversed"   # high means much effort'
    )
