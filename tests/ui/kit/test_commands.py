"""Commands are data: keys, menu, palette and sheet come from one list."""

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QScrollArea

from app.views.kit.commands import Command
from app.views.kit.searches import Found, SearchProvider

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def command(id, ran, **kwargs):
    return Command(id, id.title(), lambda _context: ran.append(id), **kwargs)


def test_a_key_runs_its_command_anywhere_in_the_window(qtbot, window):
    ran: list[Any] = []
    window.registry.register([command("save", ran, keys="Ctrl+S")])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    assert ran == ["save"]


class FieldOfX11(QLineEdit):
    """Keeps Ctrl+E and Ctrl+U for itself, as fields do there."""

    def event(self, event):
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_U])
def test_a_key_of_the_desk_in_front_is_not_kept_by_a_field(qtbot, window, key):
    """X11 goes to the end of a field with Ctrl+E, and empties it with Ctrl+U."""
    ran: list[Any] = []
    field = FieldOfX11(window)
    field.show()
    field.setFocus()
    qtbot.keyClick(field, key, CTRL)
    window.registry.register([command("desks", ran, keys=f"Ctrl+{chr(key.value)}")], scope="one")
    qtbot.keyClick(field, key, CTRL)
    qtbot.keyClick(field, Qt.Key.Key_S, CTRL)
    assert ran == ["desks"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_both_enter_keys_confirm(qtbot, window, key):
    ran: list[Any] = []
    window.registry.register([command("confirm", ran, keys="Ctrl+Return")])
    qtbot.keyClick(QApplication.focusWidget(), key, CTRL)
    assert ran == ["confirm"]


def test_a_desks_keys_hold_only_while_it_is_in_front(qtbot, window):
    ran: list[Any] = []
    window.registry.register([command("one-save", ran, keys="Ctrl+S")], scope="one")
    window.registry.register([command("two-save", ran, keys="Ctrl+S")], scope="two")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2, CTRL)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_S, CTRL)
    assert ran == ["one-save", "two-save"]


def test_a_key_that_is_taken_is_our_mistake(window):
    with pytest.raises(AssertionError, match="both want"):
        window.registry.register([command("x", [], keys="Ctrl+K")], scope="one")
    with pytest.raises(AssertionError, match="twice"):
        window.registry.register([command("window.keys", [])])


def test_without_the_right_a_command_says_so_and_is_not_offered(qtbot, window):
    ran: list[Any] = []
    window.context.allowed = lambda right: right != "secret"
    window.registry.register([command("hidden", ran, keys="F9", right="secret", menu="Tools")])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    assert ran == []
    assert window.message_bar.text() == "You have no right to: Hidden"
    assert "Hidden" not in [one.title for one in window.registry.available()]


def test_a_command_that_is_not_possible_now_says_so(qtbot, window):
    ran: list[Any] = []
    window.registry.register([command("late", ran, keys="F9", enabled=lambda _context: bool(ran))])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    assert window.message_bar.text() == "Not possible now: Late"
    ran.append("now")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F9)
    assert ran == ["now", "late"]
    assert window.message_bar.text() == ""


def test_menus_are_built_from_the_list_and_grey_what_is_not_possible(window):
    window.registry.register(
        [
            command("a", [], menu="Tools", keys="F9"),
            command("b", [], menu="Tools", enabled=lambda _context: False),
        ]
    )
    menu = QMenu(window)
    window.registry.build_menu(menu)
    titles = [action.text() for action in menu.actions()]
    assert titles == ["View", "Help", "Go", "Tools"]
    submenu: Any = menu.actions()[3].menu()
    tools = submenu.actions()
    assert [(action.text(), action.isEnabled()) for action in tools] == [("A", True), ("B", False)]
    window.registry.restore()
    assert window.findChild(QAction, "b").isEnabled(), "its key still says why it is not possible"


def test_the_palette_runs_a_command_by_typing_the_begins_of_its_words(qtbot, window):
    ran = []
    window.registry.register([Command("x", "Print the last paper", lambda _context: ran.append("x"))])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    editor = window.palette_popup.editor
    assert editor.hasFocus()
    qtbot.keyClicks(editor, "la pap")
    assert [entry.main for entry in window.palette_popup.entries()] == ["Print the last paper"]
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert ran == ["x"]
    assert not window.palette_popup.isVisible()
    assert window.focusWidget().objectName() == "field", "the focus is back where it was"


def test_the_palette_finds_what_desks_can_search_and_drops_old_answers(qtbot, window):
    opened, answers = [], {}
    provider = SearchProvider(
        "things", "Things", "mdi6.tray", lambda text, answer: answers.update({text: answer})
    )
    window.context.searches.register(provider)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    qtbot.keyClicks(window.palette_popup.editor, "be")
    answers["b"]([Found("Old", lambda: opened.append("old"))])
    answers["be"]([Found("Berg", lambda: opened.append("berg"), "Munich"), Found("Beta", lambda: None)])
    assert [entry.main for entry in window.palette_popup.entries()][:2] == ["Berg", "Beta"]
    assert window.palette_popup.entries()[0].right == "Things"
    qtbot.keyClick(window.palette_popup.editor, Qt.Key.Key_Return)
    assert opened == ["berg"]


def test_escape_closes_the_palette_and_gives_the_focus_back(qtbot, window):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_K, CTRL)
    qtbot.keyClick(window.palette_popup.editor, Qt.Key.Key_Escape)
    assert not window.palette_popup.isVisible()
    assert window.focusWidget().objectName() == "field"


def test_the_sheet_lists_all_keys_that_hold_and_any_key_closes_it(qtbot, window):
    window.registry.register([command("elsewhere", [], keys="F9")], scope="two")
    long = "A command with a title that is longer than half of the sheet could ever be on any screen"
    window.registry.register([Command("long", long, lambda _context: None, "F8")])
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Slash, CTRL)
    sheet = window.shortcut_sheet
    assert sheet.isVisible()
    area = sheet.findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width(), "it never scrolls sideways"
    keys = dict(sheet.rows())
    assert keys["Ctrl+K"] == "Search or run a command"
    assert keys["Ctrl+1"] == "One"
    assert "F9" not in keys
    qtbot.keyClick(sheet, Qt.Key.Key_X)
    assert not sheet.isVisible()
