"""Forms as data: fields with labels, keys and errors in place; Enter goes on, Shift+Enter back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.number_input import LARGEST
from app.i18n import _
from app.views.kit import theme
from app.views.kit.date_edit import DateEdit
from app.views.kit.field_hands import hand_in, is_unfinished, keep_hand, put_back
from app.views.kit.field_state import set_invalid
from app.views.kit.number_edit import NumberEdit

COLUMN_LEAST = 124  # pixels; where its columns would be narrower, a form that folds has half as many
_GAP = 10
FieldKind = Literal["text", "number", "money", "date", "choice", "check", "multiline"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `label` may hold its mnemonic ("Customer &PO"); `choices` are (value, text) pairs.

    `span`: how many of the form's columns it takes; `suffix`: shown behind numbers, such as the currency;
    `decimals`: as many are shown at least, `places_max`: more are refused, not rounded;
    `max_length`: a longer text is refused whole, not cut off unseen; `letter`: Enter makes a line in this text,
    which is written as a whole. In any other text of several lines Enter goes on and Alt+Enter makes a line.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    choices: tuple[tuple[object, str], ...] = ()
    span: int = 1
    decimals: int = 2
    places_max: int = 6
    whole: bool = False
    suffix: str = ""
    help: str = ""
    placeholder: str = ""
    read_only: bool = False
    max_length: int = 0
    letter: bool = False


@dataclass(slots=True)
class _Row:
    field: Field
    widget: QWidget
    error: QLabel
    column: QVBoxLayout


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
        return {name: _read(row.field, row.widget) for name, row in self._rows.items()}

    def value(self, name: str) -> object:
        """One field's value."""
        return _read(self._rows[name].field, self._rows[name].widget)

    def text(self, name: str) -> str:
        """The value of a text field, stripped."""
        return str(self.value(name))

    def set_values(self, values: Mapping[str, object]) -> None:
        """Show values without `changed`; names that are no fields are our mistake."""
        for name, value in values.items():
            row = self._rows[name]
            hand = hand_in(row.widget)
            with QSignalBlocker(row.widget):
                _write(row.field, row.widget, value)
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
            name: text for name, row in self._rows.items() if (text := _complaint(row.field, row.widget))
        }
        self.show_errors(found)
        return not found

    def focus(self, name: str = "") -> None:
        """Put the cursor into a field, the first one by default."""
        self._rows[name or next(iter(self._rows))].widget.setFocus(Qt.FocusReason.TabFocusReason)

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
        is_letter = self._rows[area.objectName()].field.letter
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
            span = min(row.field.span, columns)
            if at % columns + span > columns:
                at += columns - at % columns
            if row.column.parent() is not None:
                self._grid.removeItem(row.column)
                row.column.setParent(None)
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
        widget = _make_widget(field, self._today)
        widget.setObjectName(field.name)
        plain = field.label.replace("&", "")
        widget.setAccessibleName(plain)
        widget.setAccessibleDescription(field.help)
        widget.setWhatsThis(_help_of(field))
        widget.installEventFilter(self)
        _connect(field, widget, lambda: self._edited(field.name))
        error = QLabel()
        error.setProperty("tone", "error")
        theme.embolden(error, QFont.Weight.Normal, 12)
        error.setObjectName(f"{field.name}Error")
        error.setWordWrap(True)
        error.hide()
        column = QVBoxLayout()
        self._rows[field.name] = _Row(field, widget, error, column)
        column.setSpacing(4)
        if field.kind != "check":
            column.addWidget(field_label(field.label + (" *" if field.required else ""), widget))
        elif self._columns > 1:
            column.addWidget(QLabel(" "))  # a tick stands in line with the fields beside it
        column.addWidget(widget)
        column.addWidget(error)
        column.addStretch(1)


def _mark(row: _Row, text: str) -> None:
    if text == row.error.text():
        return
    row.error.setText(text)
    row.error.setVisible(bool(text))
    set_invalid(row.widget, invalid=bool(text))
    row.widget.setAccessibleDescription(text or row.field.help)


def _room(columns: int) -> int:
    return columns * COLUMN_LEAST + (columns - 1) * _GAP


def _help_of(field: Field) -> str:
    """What F1 says: a text of several lines tells how a line is made."""
    if field.kind != "multiline" or field.letter:
        return field.help
    return " ".join(
        filter(None, (field.help, _("Alt+Enter makes a new line, Enter goes to the next field.")))
    )


def field_label(text: str, buddy: QWidget) -> QLabel:
    """A quiet label above its field; "&" marks the letter that Alt brings there."""
    label = QLabel(text)
    label.setObjectName("fieldLabel")
    label.setBuddy(buddy)
    return label


def _make_widget(field: Field, today: Callable[[], date] | None) -> QWidget:
    if field.kind == "check":
        return QCheckBox(field.label)
    if field.kind == "choice":
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)  # the longest choice does not make the whole form wider
        for value, text in field.choices:
            box.addItem(text, value)
        return box
    if field.kind == "multiline":
        area = QPlainTextEdit()
        area.setTabChangesFocus(True)
        area.setFixedHeight(72)
        return area
    if field.kind == "date":
        assert today is not None, "a form with dates needs a clock"
        line: QLineEdit = DateEdit(today)
    elif field.kind in ("number", "money"):
        line = NumberEdit(decimals=field.decimals, places_max=field.places_max, suffix=field.suffix)
    else:
        line = QLineEdit()
    line.setReadOnly(field.read_only)
    line.setPlaceholderText(field.placeholder)
    return line


def _connect(field: Field, widget: QWidget, tell: Callable[[], None]) -> None:
    if isinstance(widget, NumberEdit):
        widget.value_edited.connect(tell)
    elif isinstance(widget, DateEdit):
        widget.date_edited.connect(tell)
    elif isinstance(widget, QLineEdit):
        widget.textEdited.connect(tell)
    elif isinstance(widget, QCheckBox):
        widget.toggled.connect(tell)
    elif isinstance(widget, QComboBox):
        widget.currentIndexChanged.connect(tell)
    else:
        assert isinstance(widget, QPlainTextEdit), field.kind
        widget.textChanged.connect(tell)


def _read(field: Field, widget: QWidget) -> object:
    if isinstance(widget, NumberEdit):
        return widget.value()
    if isinstance(widget, DateEdit):
        return widget.date()
    if isinstance(widget, QLineEdit):
        return widget.text().strip()
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QComboBox):
        number = widget.currentIndex()
        return field.choices[number][0] if number >= 0 else None
    assert isinstance(widget, QPlainTextEdit)
    return widget.toPlainText().strip()


def _write(field: Field, widget: QWidget, value: object) -> None:
    if isinstance(widget, NumberEdit):
        assert value is None or isinstance(value, Decimal), field.name
        widget.set_value(value)
    elif isinstance(widget, DateEdit):
        assert value is None or isinstance(value, date), field.name
        widget.set_date(value)
    elif isinstance(widget, QLineEdit):
        widget.setText("" if value is None else str(value))
        widget.setCursorPosition(0)  # a long text shows its beginning
    elif isinstance(widget, QCheckBox):
        widget.setChecked(bool(value))
    elif isinstance(widget, QComboBox):
        values = [choice for choice, _text in field.choices]
        widget.setCurrentIndex(values.index(value) if value in values else -1)
    else:
        assert isinstance(widget, QPlainTextEdit)
        widget.setPlainText("" if value is None else str(value))


def _complaint(field: Field, widget: QWidget) -> str:
    if isinstance(widget, NumberEdit) and not widget.is_valid():
        return widget.complaint()
    if isinstance(widget, DateEdit) and not widget.is_valid():
        return _("There is no such day. Key 23.11., +3 or 2026-11-23.")
    value = _read(field, widget)
    if isinstance(value, Decimal) and abs(value) > LARGEST:
        return _("This is above one trillion. Check the digits.")
    if field.max_length and isinstance(value, str) and len(value) > field.max_length:
        return _("This is too long: at most {longest} characters. Shorten it.").format(
            longest=field.max_length
        )
    if field.whole and isinstance(value, Decimal) and value % 1:
        return _("This must be a whole number.")
    return _("This is needed.") if field.required and value in ("", None) else ""
