"""A small table that is edited as a whole and saved with its page: ready texts, one empty row at the end.

Cells hold what was keyed (texts, flags, choices); the page turns them into values when it saves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.i18n import _
from app.models.cell_columns import (
    UNREAD,
    CellColumn,
    CellKind,
    PastedName,
    Picked,
    Places,
    copied_text,
    headed_by,
    pasted_value,
    shown_text,
    told_text,
    unread_text,
)
from app.models.cell_rows import CellClash, CellRow, SavedRow, SentRows, fresh_row, lay_over
from app.models.rows_model import QUIET_ROLE, STATE_ROLE

__all__ = [
    "CHOICES_ROLE",
    "CellClash",
    "CellColumn",
    "CellKind",
    "CellRow",
    "CellsModel",
    "PastedName",
    "Picked",
    "SavedRow",
]

Index = QModelIndex | QPersistentModelIndex
CHOICES_ROLE = int(Qt.ItemDataRole.UserRole) + 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CellsModel(QAbstractTableModel):
    """Rows of one record or of a small list; `changed` follows every keyed cell."""

    changed = Signal()

    def __init__(
        self, columns: Sequence[CellColumn], *, can_add: bool = True, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._can_add = can_add
        self._rows: list[CellRow] = []
        self._removed: list[CellRow] = []
        self._sent: SentRows | None = None
        self._editable = True
        self.add_hint = ""
        self.left_out: tuple[str, ...] = ()  # what was pasted last and found no column

    # what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._rows[index.row()], self.columns[index.column()]
        value = row.values[column.name]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._hint(index.column()) if self._is_blank(row) else told_text(column, value, row.values)
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role == Qt.ItemDataRole.CheckStateRole and column.kind == "check":
            return Qt.CheckState.Checked if value else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind == "number" else _LEFT
        if role == STATE_ROLE:
            return "bad" if row.errors.get(column.name) else None
        if role == QUIET_ROLE:
            return column.quiet or self._is_blank(row)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.errors.get(column.name) or column.help or None
        return column.choices if role == CHOICES_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return self.key_cell(index.row(), column.name, Qt.CheckState(value) == Qt.CheckState.Checked)
        if role == Qt.ItemDataRole.EditRole:
            return self.key_cell(index.row(), column.name, value.strip() if isinstance(value, str) else value)
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self.columns[index.column()]
        is_new = self._rows[index.row()].key is None
        if not self._editable or column.read_only or (column.only_new and not is_new):
            return base
        checkable = Qt.ItemFlag.ItemIsUserCheckable if column.kind == "check" else base
        return base | checkable | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind == "number" else _LEFT
        return column.help or None if role == Qt.ItemDataRole.ToolTipRole else None

    # what pages ask

    @property
    def is_editable(self) -> bool:
        """Whether cells may be keyed at all."""
        return self._editable

    def set_editable(self, editable: bool) -> None:
        """Whether cells may be keyed at all."""
        self._editable = editable
        self._trim_or_add()

    def show_rows(self, rows: Sequence[CellRow]) -> None:
        """Show these records; what was keyed before is forgotten."""
        self.beginResetModel()
        self._put([fresh_row(self._complete(row)) for row in rows])
        self._removed, self._sent = [], None
        self.endResetModel()

    def rows(self) -> tuple[CellRow, ...]:
        """Every row into which something was keyed or read; not the empty one at the end."""
        return tuple(row for row in self._rows if not self._is_blank(row))

    def row_at(self, number: int) -> CellRow | None:
        """The row shown at a place."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, row: CellRow, number: int) -> int:
        """Where a row that stood at `number` stands now that all were read again; the empty one is the last."""
        same = (at for at, each in enumerate(self._rows) if each is row or each.same == row.same is not None)
        last = len(self._rows) - 1
        return next(same, last if self._is_blank(row) else min(number, last))

    def changed_rows(self) -> tuple[CellRow, ...]:
        """New rows and rows that differ from what was read."""
        return tuple(row for row in self.rows() if row.key is None or row.is_changed)

    def removed_rows(self) -> tuple[CellRow, ...]:
        """Records that were taken out here."""
        return tuple(row for row in self._removed if row.key is not None)

    def is_dirty(self) -> bool:
        """Whether there is anything to save; a new row that was sent and taken out may be in the database."""
        return bool(self._removed or self.changed_rows())

    def key_cell(self, row: int, name: str, value: object) -> bool:
        """Put a value into a cell as if it were keyed."""
        record = self._rows[row]
        was_unread = record.unread.pop(name, None) is not None
        if record.values[name] == value and not was_unread:
            return False
        record.values[name] = value
        record.errors.pop(name, None)
        self._tell_row(row)
        self._trim_or_add()
        self.changed.emit()
        return True

    def remove_row(self, row: int) -> None:
        """Take a row out; it is forgotten for good when the page is saved."""
        record = self._rows[row]
        if self._is_blank(record):
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()
        if self.is_kept(record):
            self._removed.append(record)
        self._trim_or_add()
        self.changed.emit()

    def paste(self, row: int, column: int, texts: Sequence[Sequence[str]]) -> list[PastedName]:
        """Put copied cells over the cells from here on; rows beyond the last are new ones.

        Heads are left out; the cells below them go under their own columns. Gives the names whose records are
        to be found; until then, and where a word is none of the choices, the cell is marked. `left_out` has the
        cells for which there is no column.
        """
        headed = headed_by(self.columns, column, texts[0]) if texts else None
        places: Places = headed or tuple(range(column, len(self.columns)))
        left_out: list[str] = []
        for down, cells in enumerate(texts[1:] if headed else texts):
            at = row + down
            if at >= len(self._rows):
                if not self._can_add:
                    break
                self._insert_blank()
            for right, text in enumerate(cells):
                place = places[right] if right < len(places) else None
                if place is not None:
                    self._paste_cell(at, place, text)
                elif text.strip():
                    left_out.append(text.strip())
        self.left_out = tuple(left_out)
        self.changed.emit()
        return [
            PastedName(each, name, text)
            for each in self.rows()
            for name, text in each.unread.items()
            if self.columns[self.column_number(name)].kind == "pick"
        ]

    def put_values(
        self, changed: Mapping[int, Mapping[str, object]], new: Sequence[Mapping[str, object]]
    ) -> None:
        """Key many cells at once: into rows by their place, and into new ones behind them."""
        self.beginResetModel()
        for place, values in changed.items():
            self._rows[place].values.update(values)
            self._rows[place].errors.clear()
            self._rows[place].unread.clear()
        self._put([*self.rows(), *(self._complete(CellRow(None, dict(values))) for values in new)])
        self.endResetModel()
        self.changed.emit()

    def show_errors(self, errors: Mapping[tuple[int, str], str]) -> None:
        """Mark cells by (place among `rows()`, column) with what is wrong; others are cleared."""
        for number, row in enumerate(self.rows()):
            row.errors = {name: text for (at, name), text in errors.items() if at == number}
            row.errors |= self._unread_texts(row)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    def mark_unread(self, row: int, name: str, text: str) -> None:
        """Mark a cell for which a text was pasted, or came in a file, that says nothing to it: until it is keyed."""
        record = self._rows[row]
        record.unread[name] = text
        record.errors |= self._unread_texts(record)
        self._tell_row(row)
        self._trim_or_add()

    def has_unread(self) -> bool:
        """Whether such a cell is left: what stands there is not what was meant."""
        return any(row.unread for row in self.rows())

    def take_name(self, name: PastedName, picked: Picked | None) -> None:
        """What was found for a pasted name; nothing, where its cell was keyed meanwhile."""
        place = next((at for at, row in enumerate(self._rows) if row is name.row), None)
        if place is not None and picked is not None and name.row.unread.get(name.column) == name.text:
            self.key_cell(place, name.column, picked)

    def _unread_texts(self, row: CellRow) -> dict[str, str]:
        columns = {name: self.columns[self.column_number(name)] for name in row.unread}
        return {name: unread_text(columns[name], text) for name, text in row.unread.items()}

    def errors(self) -> dict[tuple[int, str], str]:
        """What is marked."""
        return {(at, name): text for at, row in enumerate(self.rows()) for name, text in row.errors.items()}

    def told_errors(self) -> list[str]:
        """What is marked in words, each with its row and column."""
        titles = {column.name: column.title for column in self.columns}
        told = _("Row {row}, {column}: {text}")
        return [
            told.format(row=row + 1, column=titles[name], text=text)
            for (row, name), text in self.errors().items()
        ]

    def is_kept(self, row: CellRow) -> bool:
        """Whether the row is in the database, or on its way there."""
        return row.key is not None or (self._sent is not None and self._sent.has(row))

    def sent(self) -> SentRows:
        """What is keyed and taken out now, to be told to `accept` when it is saved."""
        rows = self.rows()
        for row in (*rows, *self._removed):
            row.saved = row.made_of = None  # what an earlier write noted is of no use any more
        values = tuple(dict(row.values) for row in rows)
        changed = frozenset(map(id, self.changed_rows()))
        self._sent = SentRows(rows, values, changed, self.removed_rows())
        return self._sent

    def give_up(self, sent: SentRows) -> None:
        """What was sent is not saved."""
        sent.give_up()
        for row in (*self._rows, *self._removed):
            row.fall_back()
        self._sent = None
        self._removed = list(self.removed_rows())

    def accept(self, sent: SentRows) -> None:
        """What was sent is saved; what was keyed or taken out since is not."""
        standing = (*self._rows, *self._removed)
        sent.settle(standing)
        for row in standing:
            row.stood = None
        self.beginResetModel()
        is_told = {id(row) for row in sent.rows}  # a new row whose id was not told comes back with it
        self._put(
            [row for row in self.rows() if row.key is not None or id(row) not in is_told or row.is_changed]
        )
        done = set(map(id, sent.removed))
        self._removed = [row for row in self.removed_rows() if id(row) not in done]
        self._sent = None
        self.endResetModel()

    def take_fresh(self, rows: Sequence[CellRow]) -> tuple[CellClash, ...]:
        """Show what is in the database now under what was keyed here; what was done on both sides."""
        self.beginResetModel()
        laid = lay_over(self.rows(), self._removed, [self._complete(row) for row in rows])
        if self._sent is None:
            for row in (*laid.rows, *laid.removed):
                row.stood = None  # only a write without an answer may turn out not to be made
        self._put(laid.rows)
        self._removed = laid.removed
        self.endResetModel()
        return tuple(laid.clashes)

    def _put(self, rows: list[CellRow]) -> None:
        """All rows at once, the empty one too: a cursor that stood on it finds it again."""
        self._rows = rows
        if self._wants_blank():
            rows.append(self._complete(CellRow(None, {})))

    def column_number(self, name: str) -> int:
        """Where a column stands."""
        return next(number for number, column in enumerate(self.columns) if column.name == name)

    def cell_text(self, name: str, value: object) -> str:
        """A value as its column shows it."""
        return shown_text(self.columns[self.column_number(name)], value)

    def copied_text(self, row: int, column: int) -> str:
        """A cell as it can be pasted again."""
        record, told = self._rows[row], self.columns[column]
        return "" if self._is_blank(record) else copied_text(told, record.values[told.name])

    def _complete(self, row: CellRow) -> CellRow:
        row.values = {column.name: row.values.get(column.name, column.empty) for column in self.columns}
        return row

    def _paste_cell(self, row: int, column: int, text: str) -> None:
        told = self.columns[column]
        if not self.flags(self.index(row, column)) & Qt.ItemFlag.ItemIsEditable:
            return
        value = pasted_value(told, text)
        if value is UNREAD:
            self.mark_unread(row, told.name, text)
        else:
            self.key_cell(row, told.name, value)

    def _hint(self, column: int) -> str:
        """What the empty row says; its usual values show once something is keyed."""
        return self.add_hint if column == 0 and self._editable else ""

    def _is_blank(self, row: CellRow) -> bool:
        is_new = row.key is None and not row.unread  # a row of which only a strange word is known is one, too
        return is_new and all(row.values[each.name] == each.empty for each in self.columns)

    def _trim_or_add(self) -> None:
        wants = self._can_add and self._editable
        if self._wants_blank():
            self._insert_blank()
        elif not wants and self._rows and self._is_blank(self._rows[-1]):
            self.beginRemoveRows(QModelIndex(), len(self._rows) - 1, len(self._rows) - 1)
            del self._rows[-1]
            self.endRemoveRows()

    def _wants_blank(self) -> bool:
        is_there = bool(self._rows) and self._is_blank(self._rows[-1])
        return self._can_add and self._editable and not is_there

    def _insert_blank(self) -> None:
        at = len(self._rows)
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.append(self._complete(CellRow(None, {})))
        self.endInsertRows()

    def _tell_row(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
