"""The options of a group as rows; only rows that changed are painted again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.configuring.views import OptionView
from app.views.configurator.words import spoken
from app.views.kit.tokens import Level

OPTION_ROLE = int(Qt.ItemDataRole.UserRole)
STOCK_ROLE = OPTION_ROLE + 1
_NOWHERE = QModelIndex()


class OptionModel(QAbstractListModel):
    """Rows of `OptionView`; OPTION_ROLE gives one, STOCK_ROLE the level of its article's stock or None."""

    def __init__(self, currency: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.currency = currency
        self._options: tuple[OptionView, ...] = ()
        self._stock: dict[str, tuple[Level, str]] = {}

    def set_options(self, options: Sequence[OptionView]) -> None:
        """Show these options; the same ones in the same order are only compared."""
        before, after = self._options, tuple(options)
        if [each.code for each in before] != [each.code for each in after]:
            self.beginResetModel()
            self._options = after
            self.endResetModel()
            return
        self._options = after
        for row, (old, new) in enumerate(zip(before, after, strict=True)):
            if old is not new and old != new:
                self.dataChanged.emit(self.index(row), self.index(row))

    def set_stock(self, stock: dict[str, tuple[Level, str]]) -> None:
        """By article: the level of its dot, and what is there in words."""
        self._stock = stock
        if self._options:
            self.dataChanged.emit(self.index(0), self.index(len(self._options) - 1), [STOCK_ROLE])

    def option(self, row: int) -> OptionView | None:
        """The option of a row."""
        return self._options[row] if 0 <= row < len(self._options) else None

    def options(self) -> tuple[OptionView, ...]:
        """All of them."""
        return self._options

    def row_of(self, code: str) -> int:
        """The row of an option, -1 for none."""
        return next((row for row, each in enumerate(self._options) if each.code == code), -1)

    def has_stock(self) -> bool:
        """Whether any of its options comes with an article whose stock is known."""
        return any(each.article in self._stock for each in self._options)

    # Qt

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._options)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        option = self.option(index.row())
        if option is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return option.name
        if role == OPTION_ROLE:
            return option
        if role == STOCK_ROLE:
            return self._stock.get(option.article)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(option)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._spoken(option)
        return None

    def _spoken(self, option: OptionView) -> str:
        text, stock = spoken(option, self.currency), self._stock.get(option.article)
        return f"{text}, {stock[1]}" if stock else text
