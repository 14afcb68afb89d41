"""A slot in the form: its modules as a strip; they are opened, added, copied, moved and removed by keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.configuring.views import FieldView
from app.i18n import _
from app.views.configurator.chips import Chip, ChipStrip
from app.views.configurator.field_box import FieldBox
from app.views.configurator.words import value_text
from app.views.kit.action_row import CutLabel
from app.views.kit.buttons import key_button, key_text


class SlotBox(FieldBox):
    """`opened(place)` from 1; the buttons ask for what their keys do anywhere on the page."""

    opened = Signal(int)
    added = Signal()
    doubled = Signal(int)
    removed = Signal(int)

    def __init__(self, view: FieldView, parent: QWidget | None = None) -> None:
        super().__init__(view, parent)
        self._details: tuple[str, ...] = ()
        self.strip = ChipStrip(f"modules:{view.code}", view.name, self)
        self.strip.picked.connect(lambda at: self.opened.emit(at + 1))
        self.strip.passed.connect(lambda step: self.went_on.emit(self.view.code, step))
        self.strip.stood_on.connect(lambda _at: self.told.emit(self.view.code, None))
        self.possible = CutLabel(parent=self)
        holder = QHBoxLayout()
        holder.setContentsMargins(10, 2, 10, 2)
        holder.addWidget(self.strip)
        self.body.addLayout(holder)
        self.body.addLayout(self._count())
        self.body.addLayout(self._buttons())
        self.head.show_field(view)
        self.show_field(view)

    def _count(self) -> QHBoxLayout:
        """How many of how many, on a row of its own: beside the buttons it is cut in a narrow window."""
        row = QHBoxLayout()
        row.setContentsMargins(10, 2, 10, 0)
        row.addWidget(self.possible, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(0)
        add, copy, remove = (
            _small_button(title, keys)
            for title, keys in ((_("Add"), "Ins"), (_("Copy"), "Ctrl+D"), (_("Remove"), "Ctrl+Del"))
        )
        self.add_button, self.copy_button, self.remove_button = add, copy, remove
        add.clicked.connect(self.added)
        copy.clicked.connect(lambda: self.doubled.emit(self.place()))
        remove.clicked.connect(lambda: self.removed.emit(self.place()))
        for button in (add, copy, remove):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_field(self, view: FieldView) -> None:
        number = view.number
        assert number is not None, "a slot counts its modules"
        count = int(number.value or 0)
        self._show_chips(count)
        spans = ", ".join(
            value_text(span.lo)
            if span.lo == span.hi
            else f"{value_text(span.lo)}\N{EN DASH}{value_text(span.hi)}"
            for span in number.spans
        )
        told = _("{count} of {possible}")
        self.possible.setText(told.format(count=count, possible=spans))
        self.add_button.setEnabled(count < number.hi)
        self.copy_button.setEnabled(0 < count < number.hi)
        self.remove_button.setEnabled(count > number.lo)

    def set_details(self, details: Sequence[str]) -> None:
        """What each module is, in few words."""
        self._details = tuple(details)
        self._show_chips(int(self.view.number.value or 0) if self.view.number else 0)

    def _show_chips(self, count: int) -> None:
        names = _("{name} {place}")
        details = [*self._details, *[""] * count][:count]
        self.strip.set_chips(
            [
                Chip(
                    str(at),
                    detail,
                    said=f"{names.format(name=self.view.name, place=at)}: {detail}".rstrip(": "),
                )
                for at, detail in enumerate(details, 1)
            ]
        )

    def place(self) -> int:
        """The module that the keys are on, from 1; 0 where there is none."""
        return self.strip.at() + 1 if self.strip.chips() else 0

    def first_stop(self) -> QWidget:
        return self.strip


def _small_button(title: str, keys: str) -> QPushButton:
    """A quiet button whose key is told beside the pointer: the form is narrow."""
    button = key_button(title, "", "quiet")
    button.setToolTip(f"{title} ({key_text(keys)})")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
