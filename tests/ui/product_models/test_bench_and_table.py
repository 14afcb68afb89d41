"""The test bench leads to what no case touches; the table is worked as a spreadsheet is; what is released stays."""

from __future__ import annotations

import pytest

from app.views.kit.clipboard import copy_rows, pasted_rows
from tests.helpers.table_model import YAML
from tests.helpers.window import ALT, CTRL, KEY, SHIFT
from tests.ui.product_models.test_draft_by_keys import line_of, looked_at, replace

ROWS = [["top", "frame"], *([f"t{at}", f"f{at}"] for at in range(40))]


@pytest.fixture
def table(draft):
    """A draft with a table of 41 rows in front, the cursor on the head."""
    draft.page.files.put_file("t.csv", "\n".join(";".join(row) for row in ROWS))
    draft.page.files.enter()
    sheet = draft.page.files.edit()
    sheet.select_row(0, 0)
    return draft


def text(desk):
    return desk.page.files.texts()["t.csv"].splitlines()


def test_what_no_case_touches_is_gone_to(draft):
    looked_at(draft)
    found = draft.page.beside.bench.untouched
    assert [(each.code, each.is_rule) for each in found._rows][:2] == [("R1", True), ("frame.light", False)]
    draft.press(KEY.Key_F9)
    draft.press(KEY.Key_Tab)
    draft.press(KEY.Key_Down)
    draft.enter()
    edit = draft.page.files.edit()
    assert edit.hasFocus()
    assert edit.line() == line_of("      light:")
    draft.page.beside.bench.untouched.row_activated.emit(0)
    assert edit.line() == line_of("R1:")


def test_the_first_f8_goes_to_the_first_finding_and_shift_f8_to_the_last(draft):
    replace(draft, "size = large ->", "size = huge ->")
    replace(draft, "days: 4", "days: four")
    assert len(looked_at(draft)) == 2
    draft.press(KEY.Key_Home, CTRL)
    edit = draft.page.files.edit()
    lines = [line_of("R1:"), line_of("days: 4}"), line_of("R1:")]
    for line in lines:
        draft.press(KEY.Key_F8)
        assert edit.line() == line
    draft.press(KEY.Key_F8, SHIFT)
    assert edit.line() == lines[1]


def test_the_head_stays_in_sight_and_hides_no_cell(table):
    sheet = table.page.files.edit()
    assert sheet.strip.isHidden()
    sheet.select_row(40, 1)
    assert not sheet.strip.isHidden()
    assert [name for name, _box in sheet.strip.cells()] == ["top", "frame", ""]
    for _row in range(40):
        table.press(KEY.Key_Up)
        at = sheet.visualRect(sheet.currentIndex())
        assert sheet.current_row() == 0 or at.top() >= sheet.strip.height() - 1
    assert sheet.strip.isHidden()


def test_marked_cells_are_copied_emptied_filled_and_undone(table):
    sheet = table.page.files.edit()
    sheet.select_row(1, 0)
    table.press(KEY.Key_Down, SHIFT)
    table.press(KEY.Key_Right, SHIFT)
    table.press(KEY.Key_C, CTRL)
    assert pasted_rows() == [["t0", "f0"], ["t1", "f1"]]
    table.press(KEY.Key_Delete)
    assert text(table)[1:3] == [";", ";"]
    sheet.select_row(3, 0)
    table.press(KEY.Key_V, CTRL)
    assert text(table)[3:5] == ["t0;f0", "t1;f1"]
    copy_rows([["oak"]])
    table.press(KEY.Key_V, CTRL)
    assert text(table)[3:5] == ["oak;oak", "oak;oak"]
    table.press(KEY.Key_X, CTRL)
    assert text(table)[3:5] == [";", ";"]
    table.press(KEY.Key_Delete, CTRL)
    assert text(table)[3] == "t4;f4"
    table.press(KEY.Key_Z, CTRL, times=5)
    assert text(table) == [";".join(row) for row in ROWS]


def test_what_is_released_tells_who_keys_into_it_how_to_go_on(desk):
    desk.press(KEY.Key_Return)
    desk.type("x")
    assert desk.message() == "Version 1 stays as it is. A new draft of it can be written in."
    desk.press(KEY.Key_1, ALT)
    assert desk.page.title == "Table 2"
    desk.press(KEY.Key_Home, CTRL)
    desk.type("# mine\n")
    assert desk.page.files.texts()["model.yaml"] == f"# mine\n{YAML}"


def test_table_and_text_of_a_file_have_one_undo(table):
    table.press(KEY.Key_Down)
    table.type("oak\n")
    assert text(table)[1] == "oak;f0"
    table.press(KEY.Key_E, CTRL)
    table.press(KEY.Key_Home, CTRL)
    table.type("x")
    assert text(table)[:2] == ["xtop;frame", "oak;f0"]
    table.press(KEY.Key_E, CTRL)
    table.press(KEY.Key_Z, CTRL)
    assert text(table)[:2] == ["top;frame", "oak;f0"]
    table.press(KEY.Key_Z, CTRL)
    assert text(table)[:2] == ["top;frame", "t0;f0"]
    table.press(KEY.Key_Z, CTRL | SHIFT)
    table.press(KEY.Key_E, CTRL)
    assert text(table)[:2] == ["top;frame", "oak;f0"]
    for _deed in range(3):
        table.press(KEY.Key_Z, CTRL)
    assert text(table)[:2] == ["top;frame", "t0;f0"]
