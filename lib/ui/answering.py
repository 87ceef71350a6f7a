"""The questions about a sheet, each answered by choosing; no line of a mapping file has to be written."""

import streamlit as st

from lib.intake.asking import Choice, Question, answer, questions
from lib.model.errors import IntakeError
from lib.model.mapping import SheetMapping
from lib.model.sheets import Sheet
from lib.ui.words import escaped

#: Larger files are looked at while they are imported; what is asked then is said in their report.
MOST_BYTES = 300_000_000
#: An answer may lead to another question, this often at most.
ROUNDS = 4


def asked(sheet: Sheet, mapping: SheetMapping) -> list[Question]:
    """What is still open about a sheet; nothing is asked before its kind is known."""
    if not mapping.outputs or sheet.path.stat().st_size > MOST_BYTES:
        return []
    return _asked(f"{sheet.sha256} {mapping!r}", sheet, mapping)


@st.cache_data(max_entries=64, show_spinner="Looking at every value")
def _asked(key: str, _sheet: Sheet, _mapping: SheetMapping) -> list[Question]:
    del key
    try:
        return questions(_sheet, _mapping)
    except IntakeError as error:
        return [Question(str(error))]


def ask(sheet: Sheet, mapping: SheetMapping, key: str) -> SheetMapping:
    """Draw the open questions and take the answers; the mapping as it then stands."""
    for turn in range(ROUNDS):
        before = mapping
        for place, question in enumerate(asked(sheet, before)):
            if chosen := _choose(question, f"{key}_{turn}_{place}"):
                mapping = answer(sheet, mapping, chosen)
        if mapping is before:
            break
    return mapping


def _choose(question: Question, key: str) -> Choice | None:
    st.warning(escaped(question.text), icon=":material/help:")
    if not question.choices:
        return None
    chosen: int | None = st.radio(
        "Your answer",
        range(len(question.choices)),
        index=None,
        format_func=lambda place: escaped(question.choices[place].says),
        key=key,
    )
    return None if chosen is None else question.choices[chosen]
