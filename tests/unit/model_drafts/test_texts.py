"""What the desk makes of texts: models of feature models, rows of CSV files, colours of a line, cases."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.configurator.checking import compile_model
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.errors import RefusedError
from app.domain.model_cases import known_codes, read_cases, run_cases
from app.domain.model_drafts.case_writing import decimal_text, with_case
from app.domain.model_drafts.checking import check_draft
from app.domain.model_drafts.colouring import spans_of
from app.domain.model_drafts.from_uvl import code_of, files_of_uvl
from app.domain.model_drafts.names import new_file_name
from app.domain.model_drafts.tables import other_lines, rows_of, text_of
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.domain.product_models.reading.tables import delimiter_of
from tests.helpers.shelf_model import FILES

DAY = date(2026, 11, 23)
UVL = """\
features
\tCar
\t\tmandatory
\t\t\tEngine
\t\t\t\talternative
\t\t\t\t\tGas
\t\t\t\t\t"E-drive 2"
\t\toptional
\t\t\tHook
\t\t\tin
constraints
\tHook => !"E-drive 2"
\tin <=> Hook
\tin | Gas
"""


def test_a_feature_model_becomes_groups_conditions_and_rules():
    files = files_of_uvl(UVL, "car park")
    assert not check_draft(files, DAY).blocking
    definition = read_definition(files)
    flat = flatten(definition, DAY)
    assert definition.code == "car_park"
    assert [rule.code for rule in flat.model.rules] == ["R1", "R2", "R3"]
    compiled = compile_model(flat.model)
    assert compiled.fits({"Car_2.Hook": True, "Engine.Gas": True})
    assert not compiled.fits({"Car_2.Hook": True, "Engine.E_drive_2": True})


def test_a_feature_model_with_mistakes_or_of_ten_megabytes_is_refused():
    with pytest.raises(RefusedError, match="uvl"):
        files_of_uvl("features\n\tA\n\t\tsome\n\t\t\tB\n", "a")
    with pytest.raises(RefusedError, match="too_long"):
        files_of_uvl("\n" * 10_000_000, "a")


@pytest.mark.parametrize(
    ("words", "code"), [("a b", "a_b"), ("3D", "m_3D"), ("in", "in_"), ("", "model"), ("Tür", "T_r")]
)
def test_any_words_make_a_code(words, code):
    assert code_of(words) == code


def test_a_new_file_has_a_name_of_its_own():
    assert new_file_name(" tops ", ["model.yaml"]) == "tops.csv"
    assert new_file_name("cases.yaml", ["model.yaml"]) == "cases.yaml"
    for words, code in (("../x.csv", "bad_file"), ("a.exe", "bad_file"), ("Model.yaml", "file_known")):
        with pytest.raises(RefusedError, match=code):
            new_file_name(words, ["model.yaml"])


_CELLS = st.text(alphabet='ab1;,"* .|', max_size=6).map(str.strip)


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2), min_size=1, max_size=6), st.sampled_from(";,\t"))
def test_rows_written_and_read_again_say_the_same(rows, delimiter):
    rows = [["top", "frame"], *(row for row in rows if any(row))]
    text = text_of(rows, delimiter)
    assert delimiter_of(text) == delimiter
    assert rows_of(text) == rows


def test_rows_and_columns_without_a_word_are_left_out():
    assert text_of([["a", "b", ""], ["1", "2", ""], ["", "", ""]], ";") == "a;b\n1;2\n"
    assert rows_of("a;b\n1\n\n") == [["a", "b"], ["1", ""]]


def test_an_empty_line_between_rows_stays_so_that_rows_are_numbered_as_lines():
    assert rows_of("a;b\n\n1;2\n") == [["a", "b"], ["", ""], ["1", "2"]]


@pytest.mark.parametrize(
    ("theirs", "mine", "lines"),
    [
        ("a\nb\nc", "a\nb\nc", []),
        ("a\nB\nc", "a\nb\nc", [2]),
        ("a\nc", "a\nb\nc", [2]),
        ("a\nb", "a\nb\nc", [2]),
        ("a\nb\nc\nd", "a\nd", [2, 3]),
        ("", "a", [1]),
        ("a", "", [1]),
    ],
)
def test_lines_that_say_something_else_are_found(theirs, mine, lines):
    assert other_lines(theirs, mine) == lines


def test_a_line_is_coloured_by_what_stands_in_it():
    line = '  R1: {says: "width > 1800 -> a != none"} # why'
    found = [(line[at : at + length], kind.value) for at, length, kind in spans_of(line)]
    assert ("R1", "key") in found
    assert ("# why", "comment") in found
    assert ("1800", "number") in found
    assert ("none", "word") in found
    assert ("->", "mark") in found
    named = "  name: {en: Cables and power}"
    assert "and" not in [named[at : at + length] for at, length, _kind in spans_of(named)]


@given(st.text(max_size=60))
def test_colours_lie_within_the_line(line):
    assert all(at >= 0 and at + length <= len(line) and length for at, length, _kind in spans_of(line))


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(5, 4), "1.25"), (Fraction(-1, 20), "-0.05"), (Fraction(3), "3")]
)
def test_numbers_are_written_exactly(value, text):
    assert decimal_text(value) == text


def test_what_is_configured_becomes_a_case_that_holds():
    definition = read_definition(FILES)
    flat, follows = flatten(definition, DAY), Evaluator(definition)
    session = Session(flat, follows, Terms(DAY, "", "en"))
    session.set_number("width", Fraction(900))
    session.choose("board.oak")
    session.choose("light.led")
    text = with_case({**FILES, "cases.yaml": "- name: One\n  choices: {}\n"}, 'Lit, "oak"', session, follows)
    cases = read_cases({**FILES, "cases.yaml": text}, *known_codes(flat))
    assert [case.name for case in cases] == ["One", 'Lit, "oak"']
    assert (cases[1].price, cases[1].days) == (Fraction(163), 10)
    assert not run_cases(cases, definition, DAY).failed
    session.set_number("width", Fraction(800))  # 800 / 300 cannot be written exactly: no price then
    text = with_case(FILES, "Odd", session, follows)
    assert "price" not in text
