"""What must be decided before a sheet can be read: each question with its answers as a control."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import streamlit as st

from lib.intake.asking import OPEN, Question, answered, meaning, open_questions, question
from lib.intake.currencies import Rates
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet
from lib.ui.words import escaped

#: So many choices stand side by side to be compared; more go into a list.
COMPARED = 4
#: Files above this many megabytes are looked through only when the analyst wants it.
LOOKED_MB = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """The questions of one sheet and what was answered."""

    asked: tuple[Question, ...] = ()
    given: Mapping[Question, str] = field(default_factory=dict)

    def into(self, found: SheetMapping) -> SheetMapping:
        """The mapping with the answers; what is still open is among its questions."""
        decided = answered(found, self.given)
        open_ = [one.text for one in self.asked if one not in self.given and _concerns(one, decided)]
        return replace(decided, questions=tuple(dict.fromkeys((*decided.questions, *open_))))


@st.cache_data(max_entries=64, show_spinner="Looking through the columns")
def looked(key: str, found: SheetMapping, rates: Rates, _sheet: Sheet, name: str) -> tuple[Question, ...]:
    """What the whole columns of a sheet leave open, as it is mapped now."""
    return open_questions(_sheet, found, rates)


def ask(sheet: Sheet, found: SheetMapping, rates: Rates, key: str) -> Answers:
    """Draw the questions of a sheet; first those of its mapping, then those of its columns."""
    first = tuple(question(sheet, text) for text in found.questions)
    said = _draw(sheet, first, key)
    if not _looks_now(sheet, key):
        return Answers((), said)
    settled = replace(answered(found, said), questions=())
    second = looked(key, settled, rates, sheet, sheet.name)
    return Answers(second, {**said, **_draw(sheet, second, key)})


def _looks_now(sheet: Sheet, key: str) -> bool:
    if sheet.path.stat().st_size <= LOOKED_MB * 1_000_000:
        return True
    return st.checkbox(f"Look through all rows of {escaped(sheet.name)} before the import", key=f"{key}_look")


def _draw(sheet: Sheet, asked: Sequence[Question], key: str) -> dict[Question, str]:
    answers: dict[Question, str] = {}
    for one in asked:
        with st.container(border=True, key=f"{key}_ask_{one.to}_{asked.index(one)}"):
            st.markdown(f":orange[:material/help:] **{escaped(sheet.name)}**")
            if not one.choices:
                st.markdown(escaped(one.said))
            elif answer := _control(sheet, one, f"{key}_{one.to}_{one.column}"):
                answers[one] = answer
    return answers


def _control(sheet: Sheet, one: Question, key: str) -> str | None:
    """The answer that is chosen, None until one is."""
    said = escaped(_sentence(one.said))

    def shown(choice: str) -> str:
        return escaped(meaning(sheet, one, choice)) if choice in one.choices else choice

    if one.to in OPEN or len(one.choices) > COMPARED:
        chosen: str | None = st.selectbox(
            said,
            one.choices,
            index=None,
            format_func=shown,
            key=key,
            accept_new_options=one.to in OPEN,
            placeholder="Choose, or write another" if one.to in OPEN else "Choose",
        )
        return chosen
    picked: str | None = st.radio(said, one.choices, index=None, format_func=shown, key=key)
    return picked


def _sentence(said: str) -> str:
    """A question as it stands alone.

    >>> _sentence("nothing says what was asked")
    'Nothing says what was asked. Which is it?'
    """
    return f"{said[:1].upper()}{said[1:].rstrip('.')}. Which is it?"


def _concerns(asked: Question, found: SheetMapping) -> bool:
    """Whether the column that is asked about is still read without a format."""
    takes = [take for output in found.outputs for take in output.takes]
    return (
        asked.only
        or not asked.column
        or any(take.column == asked.column and not take.format for take in takes)
    )


def still_open(sheets: Iterable[SheetMapping]) -> int:
    """How many questions of all sheets have no answer yet."""
    return sum(len(sheet.questions) for sheet in sheets)
