"""Single fields of a form: what one is like, its widget, and how values are read from it and written into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from app.domain.number_input import LARGEST
from app.i18n import _
from app.views.kit.cut_combo_box import CutComboBox
from app.views.kit.date_edit import DateEdit
from app.views.kit.number_edit import NumberEdit

FieldKind = Literal["text", "number", "money", "date", "choice", "check", "multiline"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `label` may hold its mnemonic ("Customer &PO"); `choices` are (value, text) pairs.

    `span`: how many of the form's columns it takes; `suffix`: shown behind numbers, such as the currency;
    `decimals`: as many are shown at least, `places_max`: more are refused, not rounded; `grouped`: a number
    that is no identifier, shown as 1,234;
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
    grouped: bool = True
    suffix: str = ""
    help: str = ""
    placeholder: str = ""
    read_only: bool = False
    max_length: int = 0
    letter: bool = False


def help_of(field: Field) -> str:
    """What F1 says: a text of several lines tells how a line is made."""
    if field.kind != "multiline" or field.letter:
        return field.help
    return " ".join(
        filter(None, (field.help, _("Alt+Enter makes a new line, Enter goes to the next field.")))
    )


def make_widget(field: Field, today: Callable[[], date] | None) -> QWidget:
    """The entry widget of a field."""
    if field.kind == "check":
        return QCheckBox(field.label)
    if field.kind == "choice":
        box = CutComboBox()
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
        line = NumberEdit(
            decimals=field.decimals,
            places_max=field.places_max,
            suffix=field.suffix,
            grouped=field.grouped,
        )
    else:
        line = QLineEdit()
    line.setReadOnly(field.read_only)
    line.setPlaceholderText(field.placeholder)
    return line


def when_edited(field: Field, widget: QWidget, tell: Callable[[], None]) -> None:
    """Tell whenever a person changed it."""
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


def read_field(field: Field, widget: QWidget) -> object:
    """The value keyed into a widget."""
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


def write_field(field: Field, widget: QWidget, value: object) -> None:
    """Show a value."""
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


def complaint_of(field: Field, widget: QWidget) -> str:
    """What is wrong with what is keyed; an empty text where nothing is."""
    if isinstance(widget, NumberEdit) and not widget.is_valid():
        return widget.complaint()
    if isinstance(widget, DateEdit) and not widget.is_valid():
        return _("There is no such day. Key 23.11., +3 or 2026-11-23.")
    value = read_field(field, widget)
    if isinstance(value, Decimal) and abs(value) > LARGEST:
        return _("This is above one trillion. Check the digits.")
    if field.max_length and isinstance(value, str) and len(value) > field.max_length:
        return _("This is too long: at most {longest} characters. Shorten it.").format(
            longest=field.max_length
        )
    if field.whole and isinstance(value, Decimal) and value % 1:
        return _("This must be a whole number.")
    return _("This is needed.") if field.required and value in ("", None) else ""
