"""The workshop by keys: the list by due date, then release, start, finish, another day, papers and files."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app import i18n
from app.views.kit import theme
from app.views.kit.date_edit import DateEdit
from app.views.workshop.page import WorkshopPage
from tests.helpers.making import BOARD
from tests.helpers.order_office import micro
from tests.helpers.window import CTRL, KEY, SHIFT


def open_first(desk) -> WorkshopPage:
    """The workshop order on top of the list."""
    desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    assert isinstance(desk.page, WorkshopPage)
    return desk.page


def shown(table) -> list[str]:
    model = table.model()
    columns = range(model.columnCount())
    return [
        " | ".join(str(model.index(row, each).data() or "") for each in columns)
        for row in range(model.rowCount())
    ]


def test_what_is_due_first_stands_first_with_its_state_in_words(desk):
    rows = shown(desk.page.table)
    assert len(rows) == 2
    assert "WO-000001 | open | Nord Office GmbH | Shelf | 2" in rows[0]


def test_it_is_released_started_and_finished_in_parts_by_one_key(desk, shop):
    page = open_first(desk)
    desk.press(KEY.Key_Return, CTRL)
    assert page.badge.text() == "released"
    assert desk.message() == "All components are reserved."
    assert f"{BOARD} | Board-1 |  | 2\xa0pc | 2" in shown(page.table)[0]
    desk.press(KEY.Key_Return, CTRL)
    assert page.badge.text() == "started"
    desk.key_field("pieces", "1")
    desk.press(KEY.Key_Return, CTRL)
    assert desk.message() == "The pieces are booked in for their order. Ctrl+Z takes it back."
    assert page.badge.text() == "partly finished"
    assert "1 of 2" in page.facts.text()
    desk.press(KEY.Key_Return, CTRL)
    assert desk.message() == "How many are finished? Ctrl+Enter books them in."
    desk.press(KEY.Key_Return, CTRL)
    assert (page.badge.text(), shop.orders(shop.first)[0]["state"]) == ("finished", "finished")
    assert not page.next_button.isVisible()


def test_one_key_too_many_finishes_nothing_and_who_opens_what_is_started_finishes_by_one(desk, shop):
    page = open_first(desk)
    for _each in range(3):
        desk.press(KEY.Key_Return, CTRL)
    assert (page.badge.text(), desk.focus().objectName()) == ("started", "pieces")
    assert "How many are finished?" in desk.message()
    desk.press(KEY.Key_W, CTRL)
    desk.press(KEY.Key_Return)
    page = desk.page
    assert desk.focus().objectName() == "pieces"
    desk.press(KEY.Key_Return, CTRL)
    assert page.badge.text() == "finished"


def test_what_was_done_is_taken_back_step_by_step_by_one_key(desk, shop):
    page = open_first(desk)
    for _each in range(4):
        desk.press(KEY.Key_Return, CTRL)
    assert page.badge.text() == "finished"
    assert page.form.text("back") == "2", "as many as the last finish booked in"
    desk.key_field("back", "1")
    desk.press(KEY.Key_Z, CTRL)
    assert desk.message() == "1\xa0pc are taken back; their components are reserved again."
    assert (page.badge.text(), page.form.text("back")) == ("partly finished", "1")
    told = ["are taken back", "The start is taken back", "The release is taken back"]
    for state, text in zip(("started", "released", "open"), told, strict=True):
        desk.press(KEY.Key_Z, CTRL)
        assert (page.badge.text(), text in desk.message()) == (state, True)
    assert shop.stock(BOARD) == (micro(20), 0)
    assert not page.buttons["back"].isVisible()


def test_pieces_that_are_being_keyed_stay_where_only_stock_came_in(desk, shop):
    page = open_first(desk)
    for _each in range(3):
        desk.press(KEY.Key_Return, CTRL)
    desk.key_field("pieces", "1")
    shop.desk.receive(BOARD, 1)
    page.refresh()
    desk.idle()
    assert page.form.text("pieces") == "1"


def test_what_is_short_is_seen_in_words_on_the_page_and_in_the_list(desk, shop):
    third = shop.one(shop.sell(4))
    desk.ask("workshop.open", third["id"])
    page = desk.page
    assert "due not known yet" in page.facts.text()
    assert page.ready_text.text() == "SCREW-1: neither in stock nor on their way."
    assert not page.buttons["promise"].isVisible()
    desk.press(KEY.Key_Return, CTRL)
    assert desk.message() == "Reserved as far as they lie free. Short of SCREW-1 (4\xa0pc)."
    assert "| 4\xa0pc | 16\xa0pc | 12" in shown(page.table)[1]
    desk.press(KEY.Key_W, CTRL)
    rows = shown(desk.page.table)
    assert "SCREW-1 (4)" in "".join(rows), rows


def test_too_many_pieces_are_refused_and_a_cancel_asks_why(desk, shop):
    open_first(desk)
    desk.press(KEY.Key_Return, CTRL)
    desk.press(KEY.Key_Return, CTRL)
    desk.key_field("pieces", "5")
    desk.press(KEY.Key_Return, CTRL)
    assert "2\xa0pc are left to finish" in desk.message()
    desk.press(KEY.Key_C, CTRL | SHIFT)
    assert shop.orders(shop.first)[0]["state"] == "started", "a reason is asked for first"
    desk.key_field("reason", "Wrong wood")
    desk.press(KEY.Key_C, CTRL | SHIFT)
    assert desk.page.badge.text() == "cancelled"
    assert desk.page.next_button.text() == "Make again  Ctrl+Enter"
    desk.press(KEY.Key_Return, CTRL)
    assert desk.page.seen.row.number != "WO-000001"
    assert [row["state"] for row in shop.orders(shop.first)] == ["cancelled", "open"]


def test_a_day_that_cannot_be_kept_is_told_and_promised_anew_by_a_key(desk, shop):
    page = open_first(desk)
    assert not page.ready.isVisible(), "its day can be kept"
    page.form.set_values({"due": date(2026, 3, 3)})
    desk.press(KEY.Key_D, CTRL)
    assert page.ready_text.text() == "It can be ready on 12/03/2026."
    desk.press(KEY.Key_D, CTRL | SHIFT)
    assert shop.desk.lines(shop.first)[0]["promise_date"] == date(2026, 3, 12)
    assert not page.ready.isVisible()


def test_light_and_dark_are_changed_while_a_page_is_open(desk):
    page = open_first(desk)
    due = page.form.findChild(DateEdit, "due")
    assert due is not None
    before = due.actions()[0].icon().cacheKey()
    theme.signals().changed.emit(theme.tokens())
    assert due.actions()[0].icon().cacheKey() != before, "its arrow is painted in the new colours"


def test_another_day_moves_what_the_order_promises(desk, shop):
    page = open_first(desk)
    page.form.set_values({"due": date(2026, 12, 30)})
    desk.press(KEY.Key_D, CTRL)
    assert shop.desk.lines(shop.first)[0]["promise_date"] == date(2026, 12, 30)
    assert "promise follows" in desk.message()


def test_its_paper_is_shown_and_its_lists_are_saved(desk, tmp_path):
    page = open_first(desk)
    desk.press(KEY.Key_S, CTRL)
    dialog = page.findChild(QFileDialog, "workshopDialog")
    assert dialog is not None
    dialog.reject()
    for what, name in (("articles", "bom.csv"), ("operations", "work.xlsx")):
        page.save(what, tmp_path / name)
        desk.idle()
        assert (tmp_path / name).stat().st_size > 50
    assert BOARD in (tmp_path / "bom.csv").read_text(encoding="utf-8-sig")
    page.save("panels", tmp_path / "panels.dxf")
    desk.idle()
    assert "nothing of this kind" in desk.message()
    assert not (tmp_path / "panels.dxf").exists()
    shown_papers = []
    desk.context.bus.asked.connect(lambda ask: shown_papers.append(getattr(ask, "name", "")))
    desk.press(KEY.Key_P, CTRL)
    assert "paper.show" in shown_papers


def test_who_may_not_work_there_only_looks(qtbot, office, shop):
    from tests.helpers.order_office import CLERK
    from tests.helpers.window import open_on

    shop.sell(1)
    desk = open_on(qtbot, office, actor=CLERK)
    desk.show("workshop")
    page = open_first(desk)
    assert not page.next_button.isVisible()
    desk.press(KEY.Key_Return, CTRL)
    assert page.badge.text() == "open"
    assert page.seen is not None
    assert page.seen.row.quantity_micro == micro(1)
    assert page.findChild(QPushButton, "workshopNext") is page.next_button


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_key_of_a_partly_finished_one_is_read_in_a_small_window(desk, language):
    i18n.set_language(language)
    desk.frame.resize(1000, 650)
    page = open_first(desk)
    for _each in range(3):
        desk.press(KEY.Key_Return, CTRL)
    desk.key_field("pieces", "1")
    desk.press(KEY.Key_Return, CTRL)
    desk.idle()
    seen = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    assert len(seen) >= 7
    assert [each.text() for each in seen if each.width() < each.sizeHint().width()] == []
