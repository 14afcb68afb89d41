"""The parts of a desk in groups: one key shows a group, again the next of it; cards stay beside whatever is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app import i18n
from app.domain.money import MICRO
from app.views.prices.search import price_parts
from app.views.setup.search import setup_parts
from tests.helpers.firm_facts import make_firm, make_price_list, make_product
from tests.helpers.window import CTRL, KEY, SHIFT, open_on

WHOLE_DESK = True

BOTH = CTRL | SHIFT


@pytest.fixture
def general(work):
    make_firm(work)
    return make_price_list(work, make_product(work, "CHR-1", "Chair"), price_micro=100 * MICRO)


@pytest.fixture
def desk(window, general):
    window.show("prices")
    return window.context.desk()


def tabs(desk):
    return [desk.tabs.tabText(at) for at in range(desk.tabs.count()) if desk.tabs.isTabVisible(at)]


def group(desk):
    return desk.group_bar.tabText(desk.group_bar.currentIndex())


def test_a_group_is_shown_by_its_key_and_again_by_its_next_part(window, desk):
    assert (group(desk), tabs(desk)) == ("Prices", ["Lists", "Contracts"])
    window.press(KEY.Key_2, BOTH)
    assert (group(desk), tabs(desk)) == ("Discounts and promotions", ["Discounts", "Promotions"])
    assert desk.page().objectName() == "prices:discount"
    window.press(KEY.Key_2, BOTH)
    assert desk.page().objectName() == "prices:promotion"
    assert desk.page().grid.hasFocus()
    window.press(KEY.Key_2, BOTH)
    assert desk.page().objectName() == "prices:discount"


def test_a_group_keeps_the_part_that_was_shown_last(window, desk):
    window.ask("price.open", page="conflict")
    assert (group(desk), tabs(desk)) == ("Check and plan", ["Calendar", "Conflicts", "Simulator"])
    window.press(KEY.Key_1, BOTH)
    window.press(KEY.Key_5, BOTH)
    assert desk.page().objectName() == "prices:conflict"


def test_the_next_tab_goes_on_in_the_next_group(window, desk):
    seen = []
    for _part in price_parts():
        seen.append(desk.page().objectName())
        assert desk.page().title in tabs(desk)
        window.press(KEY.Key_Tab, CTRL)
    assert seen == [f"prices:{name}" for name, _title in price_parts()]
    window.press(KEY.Key_Backtab, BOTH)
    assert desk.page().objectName() == "prices:setting"


def test_an_opened_list_stays_beside_every_group(window, desk, general):
    window.ask("price.list", general)
    assert tabs(desk) == ["Lists", "Contracts", "List"]
    window.press(KEY.Key_3, BOTH)
    assert tabs(desk) == ["Surcharges", "Metals", "List"]
    window.press(KEY.Key_Tab, CTRL, times=len(price_parts()))
    assert desk.page().objectName() == "prices:promotion"
    window.ask("price.list", general)
    assert group(desk) == "Discounts and promotions", "from where it was asked for"
    window.press(KEY.Key_W, CTRL)
    assert desk.page().objectName() == "prices:promotion"
    assert tabs(desk) == ["Discounts", "Promotions"]


def test_a_click_on_a_group_shows_it(qtbot, window, desk):
    bar = desk.group_bar
    place = bar.tabRect(3).center()
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=place)
    assert desk.page().objectName() == "prices:bonusRule"
    assert "Ctrl+Shift+4" in bar.tabToolTip(3)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("name", "parts"), [("prices", price_parts), ("setup", setup_parts)])
def test_groups_and_tabs_have_room_in_a_small_window(qtbot, office, work, language, name, parts):
    i18n.set_language(language)
    make_firm(work)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    window.show(name)
    desk = window.context.desk()
    for _part in parts():
        for bar in (desk.group_bar, desk.tabs.tabBar()):
            shown = [at for at in range(bar.count()) if bar.isTabVisible(at)]
            assert bar.rect().contains(bar.tabRect(shown[-1])), [bar.tabText(at) for at in shown]
        window.press(KEY.Key_Tab, CTRL)


def test_the_set_up_has_groups_too(window, general):
    window.show("setup")
    desk = window.context.desk()
    window.press(KEY.Key_3, BOTH)
    assert group(desk) == "Checks"
    assert desk.page().objectName() == "setup:screening"
    assert tabs(desk)[0] == desk.page().title


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_prices_of_a_list_fit_a_small_window(qtbot, office, work, language):
    i18n.set_language(language)
    make_firm(work)
    list_id = make_price_list(work, make_product(work, "CHR-1", "Chair"), price_micro=100 * MICRO)
    window = open_on(qtbot, office)
    window.frame.resize(1280, 720)
    window.show("prices")
    window.ask("price.list", list_id)
    assert window.page.grid.horizontalScrollBar().maximum() == 0


def test_a_key_that_the_tab_in_front_has_no_use_for_tells_which_tabs_do(window, desk):
    window.ask("price.open", page="calendar")
    window.press(KEY.Key_R, CTRL)
    assert "Not possible now: Simulate. It is for: Lists, " in window.message()
    assert "Simulator" in window.message()
