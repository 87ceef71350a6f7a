"""The journey map as it is drawn and said: every word is there, and the title is the finding."""

import json

import pytest

from lib.analysis.pictures import journey_map_words as words
from lib.analysis.pictures.journey_map import SHOWN, picture
from lib.charts.journey_map import journey_map as chart_of
from lib.charts.journey_map_cells import marked, wrapped
from lib.charts.theme import tokens
from lib.model.filters import Filters
from tests.journeys import journeys, shop
from tests.pictures import described, drawn, params, rendered, size, spec
from tests.test_journey_map import events, hurting, told

EVERYBODY = Filters()


def chart(shown, dark=False, narrow=False, lanes=SHOWN, target=0.75):
    look = shown.look(target, lanes)
    return chart_of(
        shown.cells, look, tokens=tokens(dark), room="narrow" if narrow else "wide", **words.heads(shown)
    )


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("dark", [False, True])
def test_the_map_is_drawn_in_every_room_and_appearance(dark, narrow):
    image = rendered(chart(picture(hurting(), EVERYBODY), dark, narrow), dark)
    assert image.width >= 350
    assert len(image.getcolors(1_000_000) or []) > 20


def test_the_title_is_the_lowest_touchpoint_that_is_told_from_the_rest():
    assert picture(hurting(), EVERYBODY).title == (
        "Satisfaction is lowest at site search: CSAT 30%, against 60% in all"
    )
    alike = shop(
        events=events(*["home > cart"] * 40),
        feedback=told("home", "consideration", *[5, 1] * 20) + told("cart", "purchase", *[5, 1] * 20),
    )
    assert picture(alike, EVERYBODY).title == "No touchpoint is told apart from the rest: CSAT 50% in all"
    silent = picture(journeys(ann="home > cart"), EVERYBODY)
    assert silent.title == "Nobody answered here: the map shows what was measured"


def test_what_was_planted_in_the_sample_shop_is_found_and_named(planted):
    """Late parcels, the bad route and the silence of the unhappy, without any setting."""
    found = words.findings(planted, EVERYBODY)
    titles = " | ".join(one.title for one in found)
    assert "Delivered breaks its promise" in titles
    assert "site search > help page > guest checkout" in titles
    assert "Of the parcels to those who answered" in titles
    cells = picture(planted, EVERYBODY).cells.set_index(["touchpoint", "lane"])
    assert "late" in cells.loc[("delivered", "pain"), "said"]
    assert "after site search > help page > guest checkout" in cells.loc[("checkout", "pain"), "said"]
    assert 0.05 < cells.loc[("delivered", "promise"), "value"] < 0.11


def test_every_lane_is_printed_with_how_it_is_known():
    text = drawn(chart(picture(hurting(), EVERYBODY)))
    for word in (
        "Customers",
        "Pain point",
        marked("measured"),
        marked("surveyed"),
        "30%",
        "n 40",
        "target 75%",
    ):
        assert word in text
    assert "not asked" in text
    assert "60 pt below" in text


def test_a_lane_that_holds_nothing_is_not_drawn():
    shown = picture(journeys(ann="home > cart"), EVERYBODY)
    assert "money" not in dict(shown.look(0.75, SHOWN).lanes)
    assert "Opportunity" not in drawn(chart(shown))


def test_notes_are_a_lane_of_opinions():
    shown = picture(hurting(), EVERYBODY).with_notes({("site search", "owner"): "Search team"})
    look = shown.look(0.75, SHOWN)
    assert dict(zip(dict(look.lanes), look.evidence, strict=True))["owner"] == "opinion"
    text = drawn(chart(shown))
    assert "Search" in text
    assert marked("opinion") in text
    # it is on the phone as well
    assert "Search team" in drawn(chart(shown, narrow=True))


def test_hostile_names_and_notes_are_drawn_as_text():
    store = shop(events=events(*["<b onload=alert(1)> > cart"] * 12))
    shown = picture(store, EVERYBODY).with_notes({("cart", "owner"): "<script>x</script>"})
    assert "<script>" not in drawn(chart(shown))


def test_a_touchpoint_is_picked_by_its_name_in_both_rooms():
    shown = picture(hurting(), EVERYBODY)
    for narrow in (False, True):
        made = spec(chart(shown, narrow=narrow))
        assert params(made) == {"pick"}
        [pick] = made["params"]
        assert pick["select"]["fields"] == ["id"]
        assert described(made) == 1


def test_the_specification_stays_small():
    assert size(chart(picture(hurting(), EVERYBODY))) < 60_000


def test_texts_are_data_that_survive_the_way_to_the_browser():
    # lists in a data column come back as "[a,b]"; lines are joined by breaks instead
    shown = chart(picture(hurting(), EVERYBODY)).to_dict()
    rows = [row for rows in shown["datasets"].values() for row in rows]
    assert not [row for row in rows for cell in row.values() if isinstance(cell, list)]
    assert any("\n" in str(row.get("lines")) for row in rows)
    assert json.dumps(shown)


def test_the_second_map_is_drawn_into_the_curve():
    ways = events(*["cart > order placed"] * 24, device="mobile") + events(*["cart"] * 24, first="d")
    answers = told("cart", "purchase", *[5] * 24) + told("cart", "purchase", *[1] * 24, first="d")
    shown = picture(
        shop(events=ways, feedback=answers),
        Filters(device=("mobile",)),
        metric="csat",
        against="device=desktop",
    )
    cart = shown.cells[(shown.cells["touchpoint"] == "cart") & (shown.cells["lane"] == "satisfaction")].iloc[
        0
    ]
    assert (cart["value"], cart["other_value"]) == (1, 0)
    assert "hollow dots: device=desktop" in words.subtitle(shown)
    gap = shown.cells[(shown.cells["touchpoint"] == "cart") & (shown.cells["lane"] == "difference")].iloc[0]
    assert gap["said"] == "+100 pt, beyond chance"
    assert "difference" in dict(shown.look(0.75, SHOWN).lanes)
    changed = words.changes(shown, shown.other.cells)
    row = changed.written.set_index(["Touchpoint", "Lane"]).loc[("cart", "Satisfaction")]
    assert row[["Now", "Then", "Difference", "Says"]].tolist() == ["100%", "0%", "+100%", "rose"]


def test_the_table_has_every_touchpoint_and_says_where_nothing_is_known():
    table = words.table(picture(hurting(), EVERYBODY)).set_index("Touchpoint")
    assert table.loc["site search", "Satisfaction"].startswith("30% (")
    assert table.loc["payment", "Satisfaction"] == "not asked"
    assert table.loc["order placed", "Pain point"] == "no data"


def test_a_word_is_never_broken_and_a_cut_text_says_so():
    assert wrapped("unbreakable", 5, 3) == ["unbreakable"]
    assert wrapped("one two three four", 7, 2) == ["one two", "three…"]
    assert wrapped(None, 5, 2) == wrapped("", 5, 2) == []


def test_looked_at_closely_every_share_has_its_interval_and_n():
    lines = {title: said for title, said, _ in words.behind(picture(hurting(), EVERYBODY), "cart")}
    # thirty of forty carts were followed by an order
    assert lines["Order in 30 days"] == "75% (59.8% to 85.8%), n 40"
    assert lines["Time to next step"] == "1 min, n 40"
    assert lines["Promise broken"] == "no data"
