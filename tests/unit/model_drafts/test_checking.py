"""Every mistake of a draft is told with the file and the line in which it is put right."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.model_drafts.checking import check_draft
from app.domain.model_drafts.example import example_files
from app.messages import text_of_issue
from tests.helpers.shelf_model import FILES, YAML

DAY = date(2026, 11, 23)
TABLE = 'tables:\n  T1: {columns: [board, light], file: t.csv, message: "No"}\nprices:\n'


def told(files):
    return [(each.file, each.line, text_of_issue(each.issue)) for each in check_draft(files, DAY).findings]


def line_of(text, words):
    return next(at for at, line in enumerate(text.splitlines(), 1) if words in line)


def test_the_example_of_a_new_model_has_no_mistake():
    review = check_draft(example_files("bench", 'My "best" {bench}'), DAY)
    assert review.findings == ()


CIRCLE = YAML.replace('pick: "0..1"', 'pick: "0..1"\n    when: board = oak').replace(
    "  board:\n", "  board:\n    when: light = led\n"
)
VOID = YAML.replace("rules:\n", "rules:\n  R0: {says: width < 600, message: Small}\n")


@pytest.mark.parametrize(
    ("files", "file", "words", "about"),
    [
        ({"model.yaml": CIRCLE}, "model.yaml", "when: light = led", "circle"),
        ({"model.yaml": VOID}, "model.yaml", "R0:", "R0"),
        (
            {"model.yaml": YAML.replace("prices:\n", TABLE), "t.csv": "board;light\nelm;led\n"},
            "t.csv",
            "elm",
            "elm",
        ),
        ({"model.yaml": YAML.replace("says:", "sasy:")}, "model.yaml", "sasy", "sasy"),
        (
            {**FILES, "cases.yaml": "- name: Odd\n  choices: {width: 600}\n  price: 7\n"},
            "cases.yaml",
            "- name",
            "Odd",
        ),
        ({**FILES, "cases.yaml": "- name: Odd\n  choices: {width: 601}\n"}, "cases.yaml", "- name", "Odd"),
    ],
    ids=["circle of conditions", "void", "unknown option in a table", "unknown key", "price", "bad number"],
)
def test_a_mistake_leads_to_its_line(files, file, words, about):
    found = [each for each in told(files) if about in each[2]]
    assert found
    assert found[0][:2] == (file, line_of(files[file], words))
    assert all(each.blocks for each in check_draft(files, DAY).findings[:1])


def test_a_table_that_names_no_column_of_the_model_is_told():
    files = {
        "model.yaml": YAML.replace("prices:\n", TABLE.replace("light]", "lihgt]")),
        "t.csv": "board;light\n",
    }
    assert any("lihgt" in text for _file, _line, text in told(files))
