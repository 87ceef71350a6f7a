"""The satisfaction page: cells and the answers behind them are one number, and bold means what it says."""

from datetime import date

import pytest
import streamlit as st

from lib.analysis.pictures.satisfaction import behind, picture
from lib.model.filters import Filters
from lib.ui import heatmap_picks
from tests.open_pages import answer, open_page, publish, texts


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    st.cache_data.clear()
    st.cache_resource.clear()
    monkeypatch.setenv("THROUGHLINE_AUTH", "proxy")


def asked():
    """At checkout 60 happy on the web and 40 unhappy in the app, 5 at delivery, 3 on another scale."""
    rows = [answer(n, "csat", 5, comment="Fine." if n < 7 else None, day=date(2026, 5, 2)) for n in range(60)]
    rows += [answer(100 + n, "csat", 1, channel="app", comment="It crashed.") for n in range(40)]
    rows += [answer(200 + n, "csat", 4, touchpoint="delivered") for n in range(5)]
    rows += [answer(300 + n, "csat", 9, scale=(1, 10)) for n in range(3)]
    rows += [answer(400 + n, "ces", 6, scale=(1, 7)) for n in range(12)]
    return publish(feedback=rows)


@pytest.mark.parametrize("columns", ["channel", "month"])
@pytest.mark.parametrize("rows", ["touchpoint", "stage"])
def test_every_cell_lists_as_many_answers_as_it_counts(rows, columns):
    store = asked()
    shown = picture(store, Filters(), metric="csat", rows=rows, columns=columns)
    sides = {"metric": "csat", "scale_max": 5, "rows": rows, "columns": columns}
    for cell in shown.cells.itertuples():
        listed = behind(store, Filters(), row=cell.row, column=cell.column, **sides)
        assert len(listed) == cell.n
    assert shown.n == 105


def test_a_cell_in_the_link_lists_its_answers_those_with_words_first():
    asked()
    at = open_page("satisfaction", sat_cell="checkout, web")
    assert not at.exception
    assert "Checkout, Web" in texts(at.subheader)
    assert "n = 60 answers, 7 of them with a comment; scores from 1 to 5" in texts(at.caption)
    listed = at.dataframe[0].value
    assert len(listed) == 60
    assert listed["comment"].head(7).tolist() == ["Fine."] * 7


def test_clearing_takes_the_answers_away():
    asked()
    at = open_page("satisfaction", sat_cell="checkout, web")
    next(one for one in at.button if one.label == "Clear selection").click().run()
    assert at.selectbox(key="sat_cell").value is None
    assert "Click a cell of the heatmap to read the answers behind it." in texts(at.caption)


def test_the_twin_table_says_in_words_what_bold_means():
    asked()
    table = open_page("satisfaction").dataframe[0].value
    said = {(row.row, row.column_name): row.said for row in table.itertuples()}
    assert said["Checkout", "Web"] == "above target"
    assert said["Checkout", "App"] == "below target"
    assert said["Delivered", "Web"] == "too few answers"


def test_the_small_print_says_how_many_cells_were_compared_and_who_is_not_heard():
    store = asked()
    tested = int(picture(store, Filters()).marked(0.75)["p_adjusted"].notna().sum())
    said = " ".join(texts(open_page("satisfaction").caption)).replace("\\", "")
    assert f"{tested} cells with 30 answers or more were tested; marks are adjusted for their number" in said
    assert "Only those who answered are heard" in said
    assert "Asked on other scales and not in the picture: CSAT 1 to 10 (n = 3)" in said


def test_effort_is_a_mean_over_its_scale():
    shown = picture(asked(), Filters(), metric="ces")
    assert (shown.unit, shown.ends, shown.overall) == ("score", (1.0, 7.0), 6.0)


def test_the_title_claims_only_what_its_interval_carries():
    assert (
        picture(asked(), Filters()).title
        == "Checkout, app, lies clearly below the whole: CSAT 0%, against 62% in all"
    )


def test_the_link_restores_question_sides_and_target():
    asked()
    at = open_page(
        "satisfaction", sat_question="CES", sat_rows="Stages", sat_columns="Month", sat_target_score="4.5"
    )
    assert not at.exception
    assert at.selectbox(key="sat_question").value == "CES"
    assert at.number_input(key="sat_target_score").value == 4.5
    assert at.dataframe[0].value["column_name"].tolist() == ["All", "Jun 26"] * 2


def test_garbage_in_the_link_falls_back_with_a_note():
    asked()
    at = open_page("satisfaction", sat_question="Bogus", sat_cell="nowhere, never")
    assert not at.exception
    assert at.selectbox(key="sat_question").value == "CSAT"
    said = at.info[0].value.replace("\\", "")
    assert "sat_question = Bogus" in said
    assert "sat_cell = nowhere, never" in said


def test_a_click_is_read_whatever_the_browser_sends():
    assert heatmap_picks.picked({"selection": {"cell": [{"row": "cart", "column": "app"}]}}) == (
        "cart",
        "app",
    )
    assert heatmap_picks.picked({"selection": {"cell": [{}]}}) is None
    assert heatmap_picks.picked({"selection": {"cell": []}}) is None
    assert heatmap_picks.picked(None) is None


def test_only_the_latest_months_are_drawn_and_the_page_says_so():
    rows = [
        answer(m * 100 + n, "csat", 4, day=date(2025 + m // 12, m % 12 + 1, 3))
        for m in range(14)
        for n in range(2)
    ]
    shown = picture(publish(feedback=rows), Filters(), columns="month")
    drawn = shown.drawn(shown.marked(0.75), 12)
    assert drawn["column"].drop_duplicates().tolist()[:2] == ["(all)", "Mar 25"]
    assert "Drawn: 12 of 14 columns, on a phone 5; the table has all of them." in " ".join(
        texts(open_page("satisfaction", sat_columns="Month").caption)
    )


def test_nobody_asked_says_what_to_do():
    publish(events=[{"event_id": "e", "customer_id": "c", "ts": "2026-05-01", "touchpoint": "home"}])
    at = open_page("satisfaction")
    assert not at.exception
    assert "Import survey answers on the Data page." in texts(at.warning)[0]


def test_marks_are_adjusted_so_that_chance_alone_marks_nothing():
    # 20 touchpoints of 40 answers, all truly at the target: one by chance lies outside its own interval
    rows = [
        answer(100 * page + n, "csat", 5 if n < (37 if page == 3 else 30) else 1, touchpoint=f"page {page}")
        for page in range(20)
        for n in range(40)
    ]
    shown = picture(publish(feedback=rows), Filters())
    table = shown.marked(0.75)
    lone = table[(table["row"] == "page 3") & (table["column"] == "web")].iloc[0]
    assert lone["low"] > 0.75
    assert not lone["differs"]
    assert lone["said"] == "not told apart"


def test_rows_are_sorted_by_journey_by_worst_and_by_answers():
    shown = picture(asked(), Filters(), metric="csat")
    order = {
        by: shown.sorted(by).cells.drop_duplicates("row")["row"].tolist()
        for by in ("journey", "worst", "answers")
    }
    assert order["journey"] == ["(all)", "checkout", "delivered"]
    assert order["answers"] == ["(all)", "checkout", "delivered"]
    # delivered has five answers, too few for a value: it is last, not worst
    assert order["worst"] == ["(all)", "checkout", "delivered"]
    marked = shown.sorted("answers").marked(0.75)
    assert marked["differs"].tolist() == shown.marked(0.75)["differs"].tolist()


def test_marks_against_the_period_before_come_with_arrows():
    rows = [answer(n, "csat", 5, day=date(2026, 5, 20)) for n in range(60)]
    rows += [answer(100 + n, "csat", 1 if n < 40 else 5, day=date(2026, 6, 20)) for n in range(60)]
    publish(feedback=rows)
    at = open_page("satisfaction", sat_against="Period before", since="2026-06-01")
    assert not at.exception
    table = at.dataframe[0].value
    assert set(table["said"]) == {"worse than before"}
    assert table["difference"].iloc[0] == pytest.approx(-100 * 40 / 60)
    assert "differs from the period before" in " ".join(texts(at.caption))


def test_without_a_first_day_marks_stay_against_the_target_with_a_note():
    asked()
    at = open_page("satisfaction", sat_against="Period before")
    assert not at.exception
    assert "Choose a period that begins inside the data" in at.warning[0].value
    assert "differs from the target of 75%" in " ".join(texts(at.caption))


def test_the_index_mixes_questions_names_them_and_marks_none():
    shown = picture(asked(), Filters(), metric="index")
    whole = shown.cells.iloc[0]
    # 60 x 100, 40 x 0, 5 x 75, 3 x 88.9 and 12 x 83.3 over 120 answers
    assert whole["value"] == pytest.approx((6000 + 375 + 3 * 800 / 9 + 12 * 500 / 6) / 120)
    assert whole["raw"] == "CES 6.0 (n = 12); CSAT 62% (n = 105); CSAT – (n = 3)"
    assert shown.title.startswith("Index 64 of 100 in all: mixed")
    assert not shown.marked(65.0)["differs"].any()
    at = open_page("satisfaction", sat_question="Index 0–100, mixed")
    assert not at.exception
    assert "none is marked" in " ".join(texts(at.caption))


def test_the_customers_behind_a_cell_are_listed_with_what_led_there():
    asked()
    at = open_page("satisfaction", sat_cell="checkout, app")
    behind_cell = at.dataframe[1].value
    assert len(behind_cell) == 40
    assert "led_here" in behind_cell


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("Worst cells", "The lowest 2 of 2 cells with 10 answers or more"),
        ("Who is not heard", "how many answered about it then or later"),
        ("Cells", "Only those who answered are heard"),
    ],
)
def test_each_part_below_the_picture_says_what_it_counts(part, says):
    asked()
    at = open_page("satisfaction", sat_part=part)
    assert not at.exception
    assert says in " ".join(texts(at.caption))


def test_what_a_part_cannot_tell_is_explained_in_its_place():
    asked()
    at = open_page("satisfaction", sat_part="Advocacy")
    assert not at.exception
    assert "No answer to the recommendation question" in at.warning[0].value
    assert "Counted: answers given" in " ".join(texts(at.caption))
