"""Forms as data: fields with labels, keys and errors in place; Enter goes on, Shift+Enter back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.views.kit import theme
from app.views.kit.field_hands import hand_in, is_unfinished, keep_hand, put_back
from app.views.kit.field_state import set_invalid
from app.views.kit.form_fields import (
    Field,
    complaint_of,
    help_of,
    make_widget,
    read_field,
    when_edited,
    write_field,
)

__all__ = ["Field", "Form", "field_label"]

COLUMN_LEAST = 124  # pixels; where its columns would be narrower, a form that folds has half as many
_GAP = 10


@dataclass(slots=True)
class _Row:
    field: Field
    widget: QWidget
    error: QLabel
    column: QVBoxLayout
    label: QLabel | None = None
    is_shown: bool = True


class Form(QWidget):
    """`values()` and `set_values()` by field name; `show_errors({"name": "text"})` under the fields.

    Values: text and multiline `str`, number and money `Decimal | None`, date `date | None`,
    choice the choice's value, check `bool`. `folds`: half the columns where there is not room for all.
    """

    changed = Signal(str)  # field name, after the person changed it
    submitted = Signal()  # Enter in the last field
    went_back = Signal()  # Shift+Enter in the first one

    def __init__(
        self,
        fields: Sequence[Field],
        *,
        today: Callable[[], date] | None = None,
        columns: int = 1,
        folds: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: dict[str, _Row] = {}
        self._columns = columns
        self._folded = max(1, columns // 2) if folds else columns
        self._shown_columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        for field in fields:
            assert field.name not in self._rows, field.name
            self._make_row(field)
        self._place(columns)

    def widget(self, name: str) -> QWidget:
        """The entry widget of a field."""
        return self._rows[name].widget

    def values(self) -> dict[str, object]:
        """All values by field name."""
        return {name: read_field(row.field, row.widget) for name, row in self._rows.items()}

    def value(self, name: str) -> object:
        """One field's value."""
        return read_field(self._rows[name].field, self._rows[name].widget)

    def text(self, name: str) -> str:
        """The value of a text field, stripped."""
        return str(self.value(name))

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show values without `changed`; names that are no fields are our mistake."""
        for name, value in values.items():
            row = self._rows[name]
            hand = hand_in(row.widget)
            with QSignalBlocker(row.widget):
                write_field(row.field, row.widget, value)
                keep_hand(row.widget, hand)

    def unfinished(self) -> set[str]:
        """Fields whose number or day cannot be read yet."""
        return {name for name, row in self._rows.items() if is_unfinished(row.widget)}

    def write_under(self, theirs: Mapping[str, object], kept: Collection[str]) -> dict[str, object]:
        """Show these values but for the kept fields, where what is keyed stays to the letter; how theirs read here."""
        held = {name: (hand_in(self._rows[name].widget), self.value(name)) for name in theirs if name in kept}
        self.set_values(theirs)
        read = self.values()
        self.set_values({name: value for name, (hand, value) in held.items() if hand is None})
        for name, (hand, _value) in held.items():
            put_back(self._rows[name].widget, hand)
        return read

    def show_errors(self, errors: Mapping[str, str], *, go: bool = True) -> None:
        """Mark these fields with their texts, clear all others, go to the first one."""
        for name, row in self._rows.items():
            _mark(row, errors.get(name, ""))
        first = next((row for name, row in self._rows.items() if errors.get(name)), None)
        if first is not None and go:
            first.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def errors(self) -> dict[str, str]:
        """The error texts shown."""
        return {name: row.error.text() for name, row in self._rows.items() if row.error.text()}

    def check(self) -> bool:
        """Mark missing and unreadable fields; True when there are none."""
        found = {
            name: text for name, row in self._rows.items() if (text := complaint_of(row.field, row.widget))
        }
        self.show_errors(found)
        return not found

    def show_only(self, names: Collection[str]) -> None:
        """Show these fields alone, in their order; the others keep their values."""
        if all(row.is_shown == (name in names) for name, row in self._rows.items()):
            return
        for name, row in self._rows.items():
            row.is_shown = name in names
            for widget in (row.label, row.widget):
                if widget is not None:
                    widget.setVisible(row.is_shown)
            row.error.setVisible(row.is_shown and bool(row.error.text()))
        columns, self._shown_columns = self._shown_columns, 0
        self._place(columns)

    def focus(self, name: str = "") -> None:
        """Put the cursor into a field, the first one by default."""
        stops = [self._rows[name].widget] if name else self._stops()[:1]
        for widget in stops:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_last(self) -> None:
        """Put the cursor into the last field, for who comes from below."""
        self._stops()[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    def _stops(self) -> list[QWidget]:
        """Where the keys can go, in order."""
        widgets = [row.widget for row in self._rows.values()]
        return [widget for widget in widgets if widget.isEnabled() and not widget.isHidden()]

    def _edited(self, name: str) -> None:
        """What was wrong with the field was put right, or is looked at again."""
        _mark(self._rows[name], "")
        self.changed.emit(name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
        ):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and isinstance(watched, QPlainTextEdit) and self._breaks(watched, event):
                watched.insertPlainText("\n")
                watched.ensureCursorVisible()
                return True
            kept = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
            if enter and not event.modifiers() & kept:
                return self._step(watched, event)
        return super().eventFilter(watched, event)

    def _breaks(self, area: QPlainTextEdit, event: QKeyEvent) -> bool:
        """Whether this Enter makes a line, as Alt+Enter does in a cell of a sheet."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_letter = any(row.field.letter for row in self._rows.values() if row.widget is area)
        return held == Qt.KeyboardModifier.AltModifier or (is_letter and not held)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._folded < self._columns:
            hint.setWidth(min(hint.width(), _room(self._folded)))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._folded < self._columns:
            fits = self.width() >= _room(self._columns)
            self._place(self._columns if fits else self._folded)

    def _place(self, columns: int) -> None:
        """Put the fields into so many columns."""
        if columns == self._shown_columns:
            return
        self._shown_columns = columns
        at = 0
        for row in self._rows.values():
            if row.column.parent() is not None:
                self._grid.removeItem(row.column)
                row.column.setParent(None)
        for row in filter(lambda each: each.is_shown, self._rows.values()):
            span = min(row.field.span, columns)
            if at % columns + span > columns:
                at += columns - at % columns
            self._grid.addLayout(row.column, at // columns, at % columns, 1, span)
            at += span
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _step(self, widget: QWidget, event: QKeyEvent) -> bool:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        stops = self._stops()
        at = stops.index(widget) + (-1 if back else 1)
        if isinstance(widget, QLineEdit):
            widget.editingFinished.emit()
        if 0 <= at < len(stops):
            reason = Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason
            stops[at].setFocus(reason)
        else:
            (self.went_back if back else self.submitted).emit()
        return True

    def _make_row(self, field: Field) -> None:
        widget = make_widget(field, self._today)
        widget.setObjectName(field.name)
        plain = field.label.replace("&", "")
        widget.setAccessibleName(plain)
        widget.setAccessibleDescription(field.help)
        widget.setWhatsThis(help_of(field))
        widget.installEventFilter(self)
        when_edited(field, widget, lambda: self._edited(field.name))
        error = QLabel()
        error.setProperty("tone", "error")
        theme.embolden(error, QFont.Weight.Normal, 12)
        error.setObjectName(f"{field.name}Error")
        error.setWordWrap(True)
        error.hide()
        column = QVBoxLayout()
        self._rows[field.name] = _Row(field, widget, error, column)
        column.setSpacing(4)
        label = _label_of(field, widget, self._columns)
        if label is not None:
            self._rows[field.name].label = label
            column.addWidget(label)
        column.addWidget(widget)
        column.addWidget(error)
        column.addStretch(1)


def _label_of(field: Field, widget: QWidget, columns: int) -> QLabel | None:
    if field.kind != "check":
        return field_label(field.label + (" *" if field.required else ""), widget)
    is_beside = field.span < columns
    return QLabel(" ") if is_beside else None  # a tick stands in line with the fields beside it


def _mark(row: _Row, text: str) -> None:
    if text == row.error.text():
        return
    row.error.setText(text)
    row.error.setVisible(row.is_shown and bool(text))
    set_invalid(row.widget, invalid=bool(text))
    row.widget.setAccessibleDescription(text or row.field.help)


def _room(columns: int) -> int:
    return columns * COLUMN_LEAST + (columns - 1) * _GAP


def field_label(text: str, buddy: QWidget) -> QLabel:
    """A quiet label above its field; "&" marks the letter that Alt brings there."""
    label = QLabel(text)
    label.setObjectName("fieldLabel")
    label.setBuddy(buddy)
    return label
