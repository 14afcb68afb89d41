"""Ctrl+B: the configuration beside the one that was noted (at first the one that it began with)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.configuring.views import ComparedField, ComparedPrice, Comparison
from app.i18n import _
from app.models.entry_model import EntryColumn, EntryModel
from app.views.configurator.take_key import takes_over
from app.views.configurator.words import lead_text, money_text, place_name, signed_text
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.entry_grid import PlainTable
from app.views.kit.page_popup import PagePopup
from app.views.kit.tokens import ROW_HEIGHT

if TYPE_CHECKING:
    from app.views.configurator.page import ConfigPage

_WIDTH = 860
_ROWS = 14


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A row: what it is, both sides, what the change costs; `is_other` where the sides differ."""

    name: str
    left: str
    right: str
    change: str
    is_other: bool


def compare_rows(found: Comparison, currency: str) -> list[CompareRow]:
    """Both totals, then fields that differ, then rows of prices that differ, then fields that are the same."""
    rows = [
        CompareRow(
            _("Price of a piece"),
            money_text(found.right_price, currency),
            money_text(found.left_price, currency),
            signed_text(found.left_price - found.right_price, currency),
            is_other=found.left_price != found.right_price,
        ),
        CompareRow(
            _("Lead time"),
            lead_text(found.right_days),
            lead_text(found.left_days),
            "",
            is_other=found.left_days != found.right_days,
        ),
    ]
    fields = [_field_row(each, currency) for each in found.fields]
    told = {each.field for each in found.fields}  # of options the field tells what they cost
    prices = [
        _price_row(each, currency)
        for each in found.prices
        if each.left != each.right and _group_of(each.code) not in told
    ]
    rows += [row for row in fields if row.is_other]
    rows += prices
    return rows + [row for row in fields if not row.is_other]


def _group_of(code: str) -> str:
    """Of an option's code that of its group, "modules.2/front" of "modules.2/front.oak"; else none."""
    path, slash, own = code.rpartition("/")
    return f"{path}{slash}{own.rpartition('.')[0]}" if "." in own else ""


def _field_row(field: ComparedField, currency: str) -> CompareRow:
    name = place_name(field.name, field.path)
    change = field.left_price - field.right_price
    text = signed_text(change, currency) if change else ""
    return CompareRow(name, field.right or "–", field.left or "–", text, is_other=not field.is_same)  # noqa: RUF001


def _price_row(price: ComparedPrice, currency: str) -> CompareRow:
    return CompareRow(
        place_name(price.name, price.code.rpartition("/")[0]),
        money_text(price.right, currency),
        money_text(price.left, currency),
        signed_text(Fraction(price.left - price.right), currency),
        is_other=True,
    )


def _columns() -> tuple[EntryColumn[CompareRow], ...]:
    return (
        EntryColumn(
            "name",
            "",
            lambda row: row.name,
            width=220,
            quiet=True,
            state=lambda row: "info" if row.is_other else None,
        ),
        EntryColumn("left", _("Noted"), lambda row: row.left, width=220),
        EntryColumn("right", _("Now"), lambda row: row.right, stretch=True),
        EntryColumn("change", _("Difference"), lambda row: row.change, align_right=True, width=110),
    )


class ComparePopup(PagePopup):
    """`noted`: what is configured now becomes the side it is compared with."""

    noted = Signal()

    def __init__(self, owner: ConfigPage, currency: str) -> None:
        super().__init__(_("Compare"), owner)
        self._page = owner
        self._currency = currency
        self.model: EntryModel[CompareRow] = EntryModel(_columns(), key=lambda row: row.name)
        self.table = PlainTable("comparison", _("Two configurations side by side"), self.model)
        note, leave = key_button(_("Note this one"), "Ctrl+B"), key_button(_("Close"), "Esc")
        note.clicked.connect(self._note)
        leave.clicked.connect(self.close_now)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(ActionRow("", (leave, note)))
        for part in (self.table, note, leave):
            self.watch(part)

    def show_comparison(self, found: Comparison) -> None:
        """Fill the table; what is otherwise stands first."""
        self.model.set_rows(compare_rows(found, self._currency))
        self.table.select_row(0)

    def first_stop(self) -> QWidget:
        return self.table

    def place(self, anchor: QWidget) -> None:
        window = self.window()
        rows = max(3, min(_ROWS, self.model.rowCount()))
        self.table.setFixedHeight(ROW_HEIGHT * (rows + 1) + 6)
        width = min(_WIDTH, window.width() - 16)
        height = min(self.sizeHint().height(), window.height() - 24)
        corner = anchor.mapTo(window, QPoint(0, 0))
        left = max(8, min(corner.x(), window.width() - width - 8))
        self.setGeometry(left, max(8, min(corner.y(), window.height() - height - 8)), width, height)

    def takes(self, event: QKeyEvent) -> bool:
        return super().takes(event) or _is_note(event)

    def press(self, watched: Any, event: QKeyEvent) -> bool:
        if _is_note(event):
            self._note()
            return True
        if takes_over(self, self._page, event):
            return True
        return super().press(watched, event)

    def _note(self) -> None:
        self.close_now()
        self.noted.emit()


def _is_note(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_B and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
