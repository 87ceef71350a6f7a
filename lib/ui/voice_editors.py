"""What analysts bring to the page about texts: words of themes, and moods by hand."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.model import figures
from lib.model.access import may
from lib.model.moods import MOODS
from lib.model.themes import SHIPPED, read, written
from lib.store import text_labels
from lib.store.store import Store
from lib.store.theme_words import set_theme_words, theme_words
from lib.ui import access, page

_HELP = (
    "Words are matched whole, whatever their case and accents; `*` at the end stands for any ending. "
    "Separate them by commas. A new line is a new theme."
)


def words(store: Store) -> str:
    """The shop's own words of themes, as text."""
    return theme_words(store.manifest.name)


def moods(store: Store) -> str:
    """The moods that people gave to texts by hand, as text."""
    return text_labels.written(text_labels.text_labels(store.manifest.name))


def themes(store: Store, own: str) -> None:
    """Let analysts edit the words of the themes; others read them."""
    with st.expander("Words of the themes", icon=":material/edit_note:", key="voice_themes"):
        st.caption(f"{_HELP} They stay when new data come in.")
        rows, may_edit = frame(own), may(access.role(), "analyst")
        with st.form("voice_words", border=False):
            edited = st.data_editor(
                rows,
                num_rows="dynamic" if may_edit else "fixed",
                disabled=["shipped"] if may_edit else True,
                hide_index=True,
                height=320,
                placeholder="",
                key=f"voice_words_{store.manifest.name}",
                column_config={
                    "theme": st.column_config.TextColumn("Theme", width="medium"),
                    "more": st.column_config.TextColumn("Your words", help=_HELP, width="medium"),
                    "less": st.column_config.TextColumn("Shipped words left out", width="medium"),
                    "shipped": st.column_config.TextColumn("Shipped words", width="large"),
                },
            )
            if st.form_submit_button("Save words", disabled=not may_edit, icon=":material/save:"):
                save_words(store, edited)


def frame(given: str) -> pd.DataFrame:
    """One row a theme: theme, more (the shop's words), less (shipped words left out), shipped."""
    own = read(given)
    rows = []
    for theme in (*SHIPPED, *(one for one in own if one not in SHIPPED)):
        mine = own.get(theme, ())
        more = ", ".join(one for one in mine if not one.startswith("-"))
        less = ", ".join(one[1:] for one in mine if one.startswith("-"))
        lists = SHIPPED.get(theme, {})
        shipped = "; ".join(f"{language}: {', '.join(entries)}" for language, entries in lists.items())
        rows.append((theme, more, less, shipped))
    return pd.DataFrame(rows, columns=["theme", "more", "less", "shipped"], dtype=object)


def text_of(rows: pd.DataFrame) -> str:
    """The shop's own words of an edited table, as text; QuestionError where a word cannot be looked up."""
    own: dict[str, tuple[str, ...]] = {}
    for theme, more, less in rows[["theme", "more", "less"]].itertuples(index=False):
        entries = (*_entries(more), *(f"-{one}" for one in _entries(less)))
        if isinstance(theme, str) and theme.strip() and entries:
            own[theme.strip()] = entries
    return written(read(written(own)))


def save_words(store: Store, rows: pd.DataFrame) -> None:
    """Keep the words of an edited table; AccessError for whoever may not."""
    with page.explained():
        access.needs("analyst")
        set_theme_words(store.manifest.name, text_of(rows))
        st.rerun()


def _entries(cell: object) -> list[str]:
    if not isinstance(cell, str):
        return []
    return [one.strip().lstrip("-") for one in cell.replace("|", ",").split(",") if one.strip(" -")]


def check(scores: pd.DataFrame, sample: pd.DataFrame, store: Store) -> None:
    """How well estimated moods fit, and a sample of texts to give a mood by hand."""
    with st.expander("How good are estimated moods?", icon=":material/fact_check:", key="voice_check"):
        st.markdown(" ".join(said(scores)))
        st.dataframe(
            _shown(scores),
            hide_index=True,
            key="voice_f1",
            placeholder=figures.MISSING,
            column_config={"Texts": st.column_config.NumberColumn(format="localized")},
            alt="Agreement of estimated moods with scores and with moods by hand",
        )
        if not may(access.role(), "analyst"):
            return
        st.caption("Read a few texts and say how they sound; the estimate is then compared with you.")
        with st.form("voice_labels", border=False):
            edited = st.data_editor(
                sample[["text", "language", "mood"]],
                disabled=["text", "language"],
                hide_index=True,
                placeholder="",
                key=f"voice_labels_{store.manifest.name}",
                column_config={
                    "text": st.column_config.TextColumn("Text", width="large"),
                    "language": "Language",
                    "mood": st.column_config.SelectboxColumn("Sounds", options=list(MOODS)),
                },
            )
            if st.form_submit_button("Save moods", icon=":material/save:"):
                save_moods(store, moods_of(sample, edited))


def said(scores: pd.DataFrame) -> list[str]:
    """The macro F1 of each method against each truth, in sentences."""
    names = {"lexicon": "The word list (English)", "model": "A model of your own texts"}
    against = {"scores": "the scores that came with", "labels": "the moods given by hand to"}
    lines = []
    for row in scores.itertuples():
        if row.macro_f1 == row.macro_f1:
            lines.append(
                f"{names[row.method]} has a macro F1 of **{row.macro_f1:.2f}** against "
                f"{against[row.against]} {figures.count(row.n)} texts."
            )
        elif row.method == "model":
            lines.append(f"{names[row.method]} is not offered: {row.note}.")
    return lines


def moods_of(sample: pd.DataFrame, edited: pd.DataFrame) -> dict[str, str | None]:
    """What changed: the text as kept, and its mood (None: taken back)."""
    was, now = sample["mood"].tolist(), edited["mood"].tolist()
    pairs = zip(sample["words"], (_mood(one) for one in was), (_mood(one) for one in now), strict=True)
    return {words: after for words, before, after in pairs if before != after}


def save_moods(store: Store, given: Mapping[str, str | None]) -> None:
    """Keep moods by hand; AccessError for whoever may not."""
    with page.explained():
        access.needs("analyst")
        text_labels.label_texts(store.manifest.name, given)
        st.rerun()


def _mood(cell: object) -> str | None:
    return cell if isinstance(cell, str) else None


def _shown(scores: pd.DataFrame) -> pd.DataFrame:
    names = {
        "method": "Method", "against": "Against", "n": "Texts", "accuracy": "Accuracy",
        "macro_f1": "Macro F1",
        "f1_negative": "F1 unhappy", "f1_neutral": "F1 neutral", "f1_positive": "F1 happy", "note": "Note",
    }  # fmt: skip
    return scores.round(2).rename(columns=names)
