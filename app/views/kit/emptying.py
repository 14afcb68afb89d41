"""Del empties the cell under the cursor, as in a spreadsheet: what F2, Del and Enter do, in one key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QComboBox, QLineEdit, QWidget


def is_emptying(event: QKeyEvent) -> bool:
    """Whether a key is Del alone; Ctrl+Del takes rows out."""
    return event.key() == Qt.Key.Key_Delete and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def empty_cell(grid: QAbstractItemView) -> None:
    """Empty the cell under the cursor and stay there; what must not be empty is told as after any key.

    A choice takes its empty one, if it has one; a tick and what cannot be keyed are left alone.
    """
    index = grid.currentIndex()
    model = grid.model()
    if model is None or not model.flags(index) & Qt.ItemFlag.ItemIsEditable:
        return
    grid.edit(index)
    editor: QWidget | None = grid.indexWidget(index)
    if isinstance(editor, QLineEdit):
        editor.selectAll()
        editor.del_()
    elif isinstance(editor, QComboBox) and (nothing := editor.findText("")) >= 0:
        editor.setCurrentIndex(nothing)
    if editor is not None:
        grid.commitData(editor)
        grid.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        grid.setFocus(Qt.FocusReason.OtherFocusReason)
