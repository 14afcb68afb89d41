"""Modules are worked by the desk's keys, from the strip and from within a module."""

from __future__ import annotations

import pytest

from app.bootstrap import open_office
from app.views.configurator.slot_box import SlotBox
from tests.helpers.cabinet_model import YAML
from tests.helpers.table_model import sell_tables
from tests.helpers.window import CTRL, KEY, SHIFT, open_url
from tests.ui.configurator.conftest import SKU


@pytest.fixture
def desk(qtbot, firm_url):
    office = open_office(firm_url)
    sell_tables(office, SKU, YAML)
    office.close()
    return open_url(qtbot, firm_url)


def fronts(desk):
    options = desk.page.opened.session.preview.options
    return [code.partition("front.")[2] for code in sorted(options) if "front" in code]


def test_modules_are_added_copied_moved_and_removed_by_keys(desk):
    desk.show("configurator")
    desk.enter()
    desk.press(KEY.Key_Insert)
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Space)
    assert fronts(desk) == ["door", "drawers"]
    desk.press(KEY.Key_D, CTRL)
    assert fronts(desk) == ["door", "drawers", "drawers"]
    desk.press(KEY.Key_Up, CTRL | SHIFT, times=2)
    assert desk.page.hands.now.step.startswith("modules.1/")
    assert fronts(desk) == ["drawers", "door", "drawers"]
    desk.press(KEY.Key_Delete, CTRL)
    assert fronts(desk) == ["door", "drawers"]
    desk.press(KEY.Key_Z, CTRL)
    assert fronts(desk) == ["drawers", "door", "drawers"]


def test_where_no_module_is_meant_nothing_is_removed(desk):
    desk.show("configurator")
    desk.enter()
    desk.press(KEY.Key_Tab)
    desk.press(KEY.Key_Delete, CTRL)
    assert fronts(desk) == ["door"]


def test_a_number_is_typed_and_undone_by_keys(desk):
    desk.show("configurator")
    desk.enter()
    desk.type("1150\n")
    width = desk.page.opened.session.preview.numbers
    assert (width["width"], fronts(desk)) == (1150, ["door"])
    desk.press(KEY.Key_Z, CTRL)
    assert desk.page.opened.session.preview.numbers["width"] == 800
    desk.press(KEY.Key_Tab, SHIFT)
    desk.type("900\n")
    assert desk.page.opened.session.preview.numbers["width"] == 900


def test_how_many_modules_are_possible_is_read_whole_in_a_narrow_window(desk):
    desk.show("configurator")
    desk.enter()
    desk.press(KEY.Key_PageDown)
    slot = desk.page.findChild(SlotBox)
    slot.resize(slot.minimumSizeHint().width(), slot.height())
    slot.layout().activate()
    assert slot.possible.shown() == slot.possible.text() != ""
