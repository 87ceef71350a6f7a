"""Charts as files."""

import io

import altair as alt
import pandas as pd
import pytest
from PIL import Image

from lib.charts.theme import finish, tokens
from lib.export.pictures import FORMS, pdf, png, svg

HOSTILE = "<script>alert(1)</script> & ärger"


@pytest.fixture(scope="module")
def spec():
    frame = pd.DataFrame({"name": [HOSTILE, "cart"], "customers": [1, 2]})
    bars = alt.Chart(frame).mark_bar().encode(x="customers:Q", y="name:N").properties(width=200, height=60)
    return finish(bars, tokens(False)).to_dict()


def test_an_svg_holds_its_words_as_escaped_text(spec):
    text = svg(spec).decode()
    assert text.startswith("<svg")
    assert "cart" in text
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_a_png_has_twice_the_pixels(spec):
    single = svg(spec).decode().split('width="')[1].split('"')[0]
    assert Image.open(io.BytesIO(png(spec))).width == pytest.approx(2 * float(single), abs=2)


def test_a_pdf_is_one(spec):
    assert pdf(spec).startswith(b"%PDF-")


def test_every_form_has_its_media_type():
    assert {form: mime for form, (_, mime) in FORMS.items()} == {
        "svg": "image/svg+xml",
        "png": "image/png",
        "pdf": "application/pdf",
    }
