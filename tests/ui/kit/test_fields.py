"""Numbers, dates and forms by real key presses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app import i18n
from app.views.kit.date_edit import DateEdit
from app.views.kit.date_text import parse_date
from app.views.kit.forms import Field, Form
from app.views.kit.number_edit import NumberEdit

TODAY = date(2026, 11, 21)
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def today():
    return TODAY


def type_text(qtbot, edit, text):
    """Key presses; letters that no key of the test keyboard has are inserted."""
    for letter in text:
        if letter.isascii():
            qtbot.keyClicks(edit, letter)
        else:
            edit.insert(letter)


@pytest.mark.parametrize(
    ("language", "typed", "value", "shown"),
    [
        ("en", "1,234.56", "1234.56", "1,234.56"),
        ("de", "1.234,56", "1234.56", "1.234,56"),
        ("de", "12,5", "12.5", "12,50"),
        ("en", "7", "7", "7.00"),
        ("en", "0.12345", "0.12345", "0.12345"),
        ("de", "99 €", "99", "99,00"),
    ],
)
def test_a_number_is_read_and_shown_in_the_persons_way(qtbot, language, typed, value, shown):
    i18n.set_language(language)
    edit = NumberEdit()
    qtbot.addWidget(edit)
    edited: list[Any] = []
    edit.value_edited.connect(edited.append)
    type_text(qtbot, edit, typed)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edited == [Decimal(value)]
    assert edit.value() == Decimal(value)
    assert edit.text() == shown


def test_a_digit_with_alt_is_no_number(qtbot):
    edit = NumberEdit()
    qtbot.addWidget(edit)
    type_text(qtbot, edit, "12")
    qtbot.keyClick(edit, "3", Qt.KeyboardModifier.AltModifier)
    assert edit.text() == "12"


def test_the_number_pads_comma_is_the_decimal_mark_of_the_language(qtbot):
    for language, mark in (("en", "."), ("de", ",")):
        i18n.set_language(language)
        edit = NumberEdit()
        qtbot.addWidget(edit)
        qtbot.keyClicks(edit, "12")
        qtbot.keyClick(edit, Qt.Key.Key_Comma, KEYPAD)
        qtbot.keyClicks(edit, "5")
        assert edit.text() == f"12{mark}5"
        assert edit.value() == Decimal("12.5")


def test_no_number_gets_a_red_edge_and_no_value(qtbot):
    edit = NumberEdit(suffix="€")
    qtbot.addWidget(edit)
    edited: list[Any] = []
    edit.value_edited.connect(edited.append)
    qtbot.keyClicks(edit, "abc")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert not edit.is_valid()
    assert edit.property("invalid") is True
    assert edited == []
    edit.set_value(Decimal("3.5"))
    assert edit.text() == "3.50 €"
    assert edit.is_valid()
    assert edit.property("invalid") is False


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("23.11.", date(2026, 11, 23)),
        ("23/11", date(2026, 11, 23)),
        ("23.11.27", date(2027, 11, 23)),
        ("2.1.", date(2027, 1, 2)),
        ("1.11.", date(2026, 11, 1)),
        ("+3", date(2026, 11, 24)),
        ("-1", date(2026, 11, 20)),
        ("+2w", date(2026, 12, 5)),
        ("23 nov", date(2026, 11, 23)),
        ("23 Nov 2026", date(2026, 11, 23)),
        ("5 mar", date(2027, 3, 5)),
        ("2026-11-23", date(2026, 11, 23)),
        ("25", date(2026, 11, 25)),
        ("3", date(2026, 12, 3)),
        ("today", TODAY),
        ("29.2.", None),
        ("2026-02-30", None),
        ("31.11.", None),
        ("5 ma", None),
        ("tomorrow", None),
    ],
)
def test_days_are_read_as_people_key_them(typed, day):
    assert parse_date(typed, TODAY) == day


def test_month_first_where_that_is_the_habit():
    assert parse_date("11/23", TODAY, day_first=False) == date(2026, 11, 23)


def test_german_months_and_german_dates(qtbot):
    i18n.set_language("de")
    edit = DateEdit(today)
    qtbot.addWidget(edit)
    type_text(qtbot, edit, "5 mär")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert edit.date() == date(2027, 3, 5)
    assert edit.text() == "05.03.2027"


def test_a_keyed_day_is_told_once_and_shown_in_words(qtbot):
    edit = DateEdit(today)
    qtbot.addWidget(edit)
    days: list[Any] = []
    edit.date_edited.connect(days.append)
    qtbot.keyClicks(edit, "+3")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert days == [date(2026, 11, 24)]
    assert edit.text() == "24 Nov 2026"
    qtbot.keyClick(edit, Qt.Key.Key_Up)
    assert edit.date() == date(2026, 11, 25)


def test_no_day_gets_a_red_edge(qtbot):
    edit = DateEdit(today)
    qtbot.addWidget(edit)
    qtbot.keyClicks(edit, "2026-02-30")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert not edit.is_valid()
    assert edit.property("invalid") is True
    assert edit.text() == "2026-02-30", "what was keyed stays to be mended"


def test_the_calendar_opens_by_f4_and_takes_a_day_by_enter(qtbot):
    edit = DateEdit(today)
    qtbot.addWidget(edit)
    edit.show()
    edit.set_date(date(2026, 11, 23))
    qtbot.keyClick(edit, Qt.Key.Key_F4)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    calendar: Any = popup.findChild(QCalendarWidget)
    target = QApplication.focusWidget() or calendar
    view = calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(view if target is calendar else target, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert edit.date() == date(2026, 11, 24)
    assert not popup.isVisible()


FIELDS = (
    Field("name", "&Name", required=True, help="Full name"),
    Field("amount", "&Amount", "money", suffix="€"),
    Field("when", "&Day", "date"),
    Field("kind", "&Kind", "choice", choices=(("a", "First"), ("b", "Second"))),
    Field("active", "A&ctive", "check"),
    Field("note", "N&ote", "multiline"),
)


@pytest.fixture
def form(qtbot):
    form = Form(FIELDS, today=today, columns=2)
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.focus()
    return form


def test_a_form_is_filled_by_keys_alone(qtbot, form):
    done = []
    form.submitted.connect(lambda: done.append(form.values()))

    def press(keys="", key=Qt.Key.Key_Return):
        qtbot.keyClicks(QApplication.focusWidget(), keys)
        qtbot.keyClick(QApplication.focusWidget(), key)

    press("Anna")
    press("12.5")
    press("+3")
    press(key=Qt.Key.Key_Down)
    press()
    press(key=Qt.Key.Key_Space)
    press()
    assert QApplication.focusWidget() is form.widget("note")
    qtbot.keyClicks(QApplication.focusWidget(), "two")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "lines")
    assert form.values() == {
        "name": "Anna",
        "amount": Decimal("12.5"),
        "when": date(2026, 11, 24),
        "kind": "b",
        "active": True,
        "note": "two\nlines",
    }
    assert done == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is form.widget("active")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert [each["note"] for each in done] == ["two\nlines"], "Enter goes on from a text of several lines too"


def test_in_a_letter_enter_makes_a_line_and_tab_goes_on(qtbot):
    form = Form([Field("body", "Text", "multiline", letter=True), Field("to", "To")])
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.focus()
    qtbot.keyClicks(QApplication.focusWidget(), "a")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.keyClicks(QApplication.focusWidget(), "b")
    assert form.text("body") == "a\nb"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.widget("to")


def test_shift_enter_goes_back_and_enter_in_the_last_field_submits(qtbot):
    form = Form([Field("a", "A"), Field("b", "B")])
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.focus("b")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is form.widget("a")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Enter, KEYPAD)
    with qtbot.waitSignal(form.submitted):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_errors_stand_under_their_fields_and_the_first_gets_the_focus(qtbot, form):
    form.set_values({"name": "", "amount": None})
    qtbot.keyClicks(form.widget("amount"), "abc")
    assert not form.check()
    assert set(form.errors()) == {"name", "amount"}
    assert QApplication.focusWidget() is form.widget("name")
    assert form.findChild(QLabel, "nameError").isVisible()
    form.set_values({"name": "Anna", "amount": Decimal(1)})
    assert form.check()
    assert form.errors() == {}


def test_fields_have_names_for_tests_and_for_screen_readers(form):
    name = form.findChild(QLineEdit, "name")
    assert name.accessibleName() == "Name"
    assert name.accessibleDescription() == "Full name"


def test_setting_values_is_no_change_of_the_person(qtbot, form):
    changed: list[Any] = []
    form.changed.connect(changed.append)
    form.set_values({"name": "Anna", "kind": "b", "active": True, "note": "x", "when": TODAY})
    assert changed == []
    qtbot.keyClicks(form.widget("name"), "!")
    assert changed == ["name"]


def test_alt_and_the_underlined_letter_go_to_the_field(qtbot, form):
    form.focus("note")
    qtbot.keyClick(form, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is form.widget("name")


@pytest.fixture
def folding(qtbot):
    """A form of four columns in a page that scrolls, as on a card."""
    fields = [Field("name", "Name", span=2), *(Field(f"f{number}", f"Field {number}") for number in range(6))]
    form = Form(fields, columns=4, folds=True)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    inner = QWidget()
    QVBoxLayout(inner).addWidget(form)
    scroll.setWidget(inner)
    qtbot.addWidget(scroll)
    scroll.resize(900, 500)
    scroll.show()
    return scroll, form


def test_a_form_folds_where_its_columns_would_be_too_narrow_and_unfolds_again(qtbot, folding):
    scroll, form = folding
    name, first, last = (form.widget(key) for key in ("name", "f0", "f5"))
    assert first.y() == name.y()
    for width in (420, 900, 300, 900):
        scroll.resize(width, 500)
        is_wide = width == 900
        qtbot.waitUntil(lambda is_wide=is_wide: (first.y() == name.y()) is is_wide)
        qtbot.waitUntil(lambda: last.mapTo(form, last.rect().bottomRight()).y() < form.height())
        right_ends = [row.mapTo(form, row.rect().topRight()).x() for row in (name, first, last)]
        assert max(right_ends) < min(form.width(), width), width


def test_the_keys_go_through_a_folded_form_in_the_same_order(qtbot, folding):
    scroll, form = folding
    scroll.resize(420, 500)
    scroll.activateWindow()
    form.focus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is form.widget("name"))
    seen = []
    for _time in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused.objectName())
    assert seen == [f"f{number}" for number in range(6)]


def test_the_wheel_scrolls_the_page_and_changes_no_choice_under_the_pointer(qtbot):
    form = Form([Field("kind", "Kind", "choice", choices=((1, "one"), (2, "two"), (3, "three")))])
    qtbot.addWidget(form)
    form.show()
    form.focus("kind")
    box = form.widget("kind")
    still, none = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    place = QPointF(box.rect().center())
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, -120), none, still, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(box, wheel)
    assert form.values()["kind"] == 1
    assert not wheel.isAccepted()  # what is behind scrolls
