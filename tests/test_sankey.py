import pandas as pd
import pytest

from lib.charts.sankey import sankey
from lib.charts.theme import tokens
from tests.pictures import described, drawn, fixed_places, font_sizes, ink, params, rendered, size, spec

LIGHT = tokens(False)


def flow(through=False):
    """100 customers: 60 come by ad, 40 by email; 70 see a product, 20 of them go back to the email."""
    nodes = pd.DataFrame(
        [
            ("n1", 1, "ad", "awareness", 0, 60, 10, 40, 0.30, 0.2, 0.4),
            ("n2", 1, "email", "awareness", 1, 40, 2, 5, 0.90, 0.6, 1.0),
            ("n3", 2, "product page", "consideration", 2, 70, 10, 50, 0.72, 0.6, 0.8),
            ("n4", 2, "(other)", None, 99, 18, 0, 30, 0.10, 0.0, 0.2),
            ("n5", 3, "email", "awareness", 1, 20, 0, 0, None, None, None),
            ("n6", 3, "cart", "purchase", 3, 58, 0, 45, 0.95, 0.9, 1.0),
        ],
        columns=["id", "step", "label", "stage", "rank", "customers", "left", "n", "value", "low", "high"],
    )
    links = pd.DataFrame(
        [
            ("l1", 1, "ad", "product page", 40, 2 / 3, 30, 0.72, 0.6, 0.8, False),
            ("l2", 1, "ad", "(other)", 10, 1 / 6, 30, 0.10, 0.0, 0.2, False),
            ("l3", 1, "email", "product page", 30, 0.75, 20, 0.71, 0.6, 0.8, False),
            ("l4", 1, "email", "(other)", 8, 0.2, 9, 0.20, 0.0, 0.4, False),
            ("l5", 2, "product page", "email", 20, 2 / 7, 0, None, None, None, True),
            ("l6", 2, "product page", "cart", 40, 4 / 7, 40, 0.95, 0.9, 1.0, False),
            ("l7", 2, "(other)", "cart", 18, 1.0, 5, 1.00, 0.5, 1.0, False),
        ],
        columns=["id", "step", "source", "target", "customers", "share", "n", "value", "low", "high", "back"],
    )
    if through:
        links["through"] = [1.0, 0, 0, 0, 0.25, 0.75, 0]
        links["through_customers"] = [40, 0, 0, 0, 5, 30, 0]
    return nodes, links


def chart(dark=False, through=False, **options):
    defaults = {"title": "Checkout", "subtitle": "100 customers", "target": 0.7, "picked": through}
    return sankey(*flow(through), tokens=tokens(dark), **defaults | options)


def rows(chart, layer):
    """The data of one layer as sent to the browser."""
    made = spec(chart)
    name = made["layer"][layer]["data"]["name"]
    return pd.DataFrame(made["datasets"][name])


def bands(chart):
    return rows(chart, 1).set_index("id")


def bars(chart):
    kinds = [layer["mark"]["type"] for layer in spec(chart)["layer"]]
    return rows(chart, kinds.index("rect")).set_index("id")


def test_only_the_known_selections_are_there():
    assert params(spec(chart())) == {"hover", "pick"}
    assert params(spec(chart(through=True))) == {"pick"}  # with a pick the pointer changes nothing


def test_a_click_returns_the_callers_ids_from_bands_and_bars():
    found = {one["name"]: one["select"] for one in spec(chart())["params"]}
    assert found["pick"]["fields"] == ["id"]
    assert set(bands(chart()).index) == {"l1", "l2", "l3", "l4", "l5", "l6", "l7"}
    assert set(bars(chart()).index) == {"n1", "n2", "n3", "n4", "n5", "n6"}


def test_hovering_lights_what_the_caller_says_belongs_together():
    nodes, links = flow()
    nodes["rel"] = [";n1;l1;", ";n2;", ";n3;l1;", ";n4;", ";n5;", ";n6;"]
    links["rel"] = [";l1;n1;", *(f";l{i};" for i in range(2, 8))]
    made = sankey(nodes, links, tokens=LIGHT, title="", subtitle="", target=0.7)
    code = {**bands(made)["k"], **bars(made)["k"]}
    assert bands(made)["rel"]["l1"] == f";{code['l1']};{code['n1']};"
    assert bars(made)["rel"]["n3"] == f";{code['n3']};{code['l1']};"


def test_without_hover_lists_a_shape_lights_with_what_it_touches():
    made = chart()
    code = {**bands(made)["k"], **bars(made)["k"]}
    lit = {one for one, rel in bands(made)["rel"].items() if f";{code['n3']};" in rel}
    assert lit == {"l1", "l3", "l5", "l6"}


def test_few_answers_the_rest_and_missing_values_stay_neutral_and_print_no_number():
    known = bars(chart())["known"]
    assert known.to_dict() == {"n1": True, "n2": False, "n3": True, "n4": False, "n5": False, "n6": True}
    assert not bands(chart())["known"][["l2", "l4", "l5", "l7"]].any()
    said = bars(chart())["said"]
    assert said["n2"] == "too few answers"
    assert said["n4"] == "mixed"
    assert "CSAT 90%" not in drawn(chart())  # five answers of email
    assert bars(chart())["answers"]["n2"] == "under 10"


def test_the_labels_tell_name_customers_satisfaction_and_who_left():
    label = bars(chart())
    assert label["first"].tolist() == [
        "Ad 60",
        "Email 40",
        "Product page 70",
        "Other 18",
        "Email 20",
        "Cart 58",
    ]
    # 10 of 60 left after the ad (17 %), 2 of 40 after the email (5 %: not worth a word), nobody at the end.
    assert label["second"].tolist() == [
        "CSAT 30% · 17% leave",
        "",
        "CSAT 72% · 14% leave",
        "",
        "",
        "CSAT 95%",
    ]


def test_the_stub_of_those_who_left_is_their_part_of_the_bar():
    label = bars(chart())
    assert label["stub"]["n1"] == pytest.approx((label["y1"]["n1"] - label["y0"]["n1"]) / 6, abs=2e-4)
    assert label["stub"]["n6"] == 0


def test_headers_say_the_step_its_customers_and_their_share():
    found = rows(chart(headers=["First contact"]), -1)
    assert found["head"].tolist() == ["First contact", "Step 2", "Step 3"]
    assert found["below"].tolist() == ["100 · 100%", "88 · 88%", "78 · 78%"]


def test_a_move_back_is_dashed_and_said():
    assert bands(chart())["back"].to_dict()["l5"] is True
    assert "Product page to Email: 20 customers, 28.6%, a move back" in drawn(chart())


def test_a_pick_draws_the_picked_customers_in_their_bands():
    made = chart(through=True)
    assert bands(made)["through"].to_dict()["l6"] == 0.75
    assert bars(made)["on"].to_dict() == {
        "n1": True,
        "n2": False,
        "n3": True,
        "n4": False,
        "n5": True,
        "n6": True,
    }
    assert ink(rendered(made), LIGHT.best) > 500  # the three quarters on their way to the cart, satisfied


def test_without_a_target_there_is_no_colour_no_legend_and_no_value():
    text = drawn(chart(target=None))
    assert "CSAT" not in text
    assert "17% leave" in text


def test_sentences_for_screen_readers_stand_on_bands_and_bars_only():
    made = spec(chart())
    assert described(made) == 2
    texts = [layer for layer in made["layer"] if layer["mark"]["type"] == "text"]
    assert texts
    assert all(layer["mark"]["aria"] is False for layer in texts)


def test_no_text_is_tiny_and_no_place_is_fixed():
    for narrow in (False, True):
        assert min(font_sizes(spec(chart(narrow=narrow)))) >= 10.5
        assert fixed_places(spec(chart(narrow=narrow))) == {0}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_renders_with_its_words_at_every_width(dark):
    for width in (358, 1180):
        picture = rendered(chart(dark, narrow=width == 358), dark, width=width)
        assert abs(picture.width - width) <= 2  # labels do not widen the picture
        assert ink(picture, tokens(dark).ink, (0, 0, picture.width, 30)) > 100  # the title
        assert ink(picture, tokens(dark).ink, (picture.width - 90, 120, picture.width, picture.height)) > 50


def test_the_phone_wraps_a_long_title():
    long = "Checkout loses one customer in five, and delivery lets down those who stay"
    assert len(spec(chart(narrow=True, title=long))["title"]["text"]) == 2


def test_nobody_moving_on_still_draws():
    nodes, links = flow()
    alone = nodes[nodes["step"] == 1].assign(left=0)
    assert "Email 40" in drawn(
        sankey(alone, links.iloc[:0], tokens=LIGHT, title="t", subtitle="", target=0.7)
    )


def test_a_full_picture_stays_under_its_size():
    # 60 bars and 120 bands whose hover lists name a fifth of all shapes, the most seen on real journeys.
    labels = [f"touchpoint {i}" for i in range(10)]
    ids = [f"n{i:07d}" for i in range(60)] + [f"l{i:07d}" for i in range(120)]
    rel = ";" + ";".join(ids[::5]) + ";"
    satisfaction = {"n": 500, "value": 0.6123, "low": 0.5711, "high": 0.6522, "rel": rel}
    nodes = [
        {
            "id": ids[i],
            "step": i // 10 + 1,
            "label": labels[i % 10],
            "stage": "purchase",
            "rank": i % 10,
            "customers": 1234,
            "left": 0,
        }
        | satisfaction
        for i in range(60)
    ]
    links = [
        {
            "id": ids[60 + i],
            "step": i // 24 + 1,
            "source": labels[i % 10],
            "target": labels[(i + i // 10) % 10],
        }
        | {"customers": 123, "share": 0.1234, "back": False}
        | satisfaction
        for i in range(120)
    ]
    made = sankey(pd.DataFrame(nodes), pd.DataFrame(links), tokens=LIGHT, title="t", subtitle="s", target=0.7)
    assert size(made) < 100_000
