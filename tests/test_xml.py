"""XML as programs exchange it: rows of one name; everything that could reach beyond the file is refused."""

import json
from pathlib import Path

import pytest

from lib.intake.read import read
from lib.intake.xml import DEEPEST
from lib.model.errors import IntakeError
from lib.model.sheets import Sheet


def sheet(folder: Path, text: str) -> Sheet:
    path = folder / "export.xml"
    path.write_text(text, encoding="utf-8")
    [found] = read(path, folder)
    return found


def test_each_child_of_the_root_is_a_row_and_lists_stay_whole(tmp_path):
    found = sheet(
        tmp_path,
        """<?xml version="1.0" encoding="utf-8" ?>
        <result>
            <row><who>Ann &amp; Bo</who><did><row><at>1</at></row><row><at>2</at></row></did><empty /></row>
            <row><who>Cem</who><did><row><at>3</at></row></did><tag>a</tag><tag>b</tag></row>
        </result>""",
    )
    assert (found.form, found.rows, found.columns) == ("ndjson", 2, ("who", "did", "empty", "tag"))
    rows = [json.loads(line) for line in found.path.read_text(encoding="utf-8").splitlines()]
    assert rows == [
        {"who": "Ann & Bo", "did": [{"at": "1"}, {"at": "2"}], "empty": ""},
        {"who": "Cem", "did": [{"at": "3"}], "tag": ["a", "b"]},
    ]


def test_a_lone_row_and_attributes_are_read_as_well(tmp_path):
    found = sheet(tmp_path, '<orders><order id="1"><total>5</total></order></orders>')
    assert (found.rows, found.columns, found.sample) == (1, ("id", "total"), (("1", "5"),))


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE r SYSTEM "https://example.com/r.dtd">',
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_document_types_and_entities_are_refused_unread(tmp_path, declared):
    with pytest.raises(IntakeError, match="document type or entities.*nothing of it was read"):
        sheet(tmp_path, f'<?xml version="1.0"?>{declared}<r><row><a>1</a></row></r>')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<r><row><a>1</a></row><row>", "cannot be read at line 1"),
        ("<r><row><a>&unknown;</a></row></r>", "cannot be read at line 1"),
        ("<r><a>1</a><b>2</b></r>", r"below its root stand a \(1\) and b \(1\)"),
        ("<r></r>", "no elements"),
        (f"<r>{'<a>' * DEEPEST}{'</a>' * DEEPEST}</r>", "more than 20 deep"),
        ('<?xml version="1.0"?><html><body>hello</body></html>', "web page or markup"),
        ('<?xml version="1.0"?>\n<!-- x --><Workbook><Sheet/></Workbook>', "web page or markup"),
    ],
)
def test_what_is_no_table_is_refused_with_what_stands_there(tmp_path, text, said):
    with pytest.raises(IntakeError, match=said):
        sheet(tmp_path, text)
