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


FAILS = """product: p
numbers: {width: {from: 100, to: 300, step: 100}}
groups: {top: {options: {oak: {price: 1}, ash: {price: 2}}}}
lookups: {sizes: {keys: {width: exact}, rows: [[100, 5], [200, 6]]}}
prices:
  - {code: by_size, amount: "lookup(sizes, width)"}
  - {code: by_top, amount: "10 / ROW"}
slots: {feet: {component: foot, to: 2}}
components:
  foot:
    numbers: {high: {from: 1, to: 4}}
    bom:
      - {code: screws, article: A, quantity: "6 / (4 - high)"}
"""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("top.oak", [("fails_with", 6, "300"), ("fails_with", 7, "top.ash"), ("fails_with", 13, "feet.1/high = 4")]),
        ("top.ash", [("fails", 7, "zero"), ("fails_with", 6, "300"), ("fails_with", 13, "feet.1/high = 4")]),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_of_a_model_is_told_with_the_choice_that_shows_it(row, expected):
    review = check_draft({"model.yaml": FAILS.replace("ROW", row)}, DAY)
    found = sorted(
        (each.issue.code.removeprefix("model_draft."), each.line, text_of_issue(each.issue))
        for each in review.findings
        if each.issue.code.startswith("model_draft.fails")
    )
    assert [each[:2] for each in found] == [each[:2] for each in expected]
    assert all(told in text for (_, _, told), (_, _, text) in zip(expected, found, strict=True))
    assert any(each.blocks for each in review.findings) == (row == "top.ash")


def test_a_table_without_a_row_is_told_at_its_line():
    files = {"model.yaml": YAML.replace("prices:\n", TABLE), "t.csv": "board;light\n"}
    found = check_draft(files, DAY).findings
    assert (found[0].issue.code, found[0].line) == ("model.table_empty", line_of(files["model.yaml"], "T1:"))


def test_a_table_that_names_no_column_of_the_model_is_told():
    files = {
        "model.yaml": YAML.replace("prices:\n", TABLE.replace("light]", "lihgt]")),
        "t.csv": "board;light\n",
    }
    assert any("lihgt" in text for _file, _line, text in told(files))
