"""The steps of the form with their progress; those of modules stand indented below the step that asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.configuring.views import StepView
from app.i18n import _
from app.views.configurator.words import place_of
from app.views.kit import theme
from app.views.kit.icons import draw_icon

_ROW, _LINE = 32, 16
_SIDE, _DONE, _COUNT = 10, 20, 30
_NARROW = 124
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ROLE = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StepRow:
    """A row: a step, or the name of a module whose steps are folded in (`code` is then its first step)."""

    code: str
    name: str
    decided: int
    asked: int
    is_module: bool = False
    is_here: bool = False

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to decide."""
        return self.decided >= self.asked

    @property
    def progress(self) -> str:
        """How many of its fields are decided, in short."""
        return f"{self.decided}/{self.asked}"

    @property
    def said(self) -> str:
        """As it is read out."""
        told = _("{name}, {decided} of {asked} decided")
        return told.format(name=self.name, decided=self.decided, asked=self.asked)


def step_rows(steps: Sequence[StepView], here: str) -> list[StepRow]:
    """All steps of the product; of modules one row each, and the steps of the one that is shown."""
    path = next((step.path for step in steps if step.code == here), "")
    rows: list[StepRow] = []
    headed: set[str] = set()
    for step in steps:
        own = [each for each in steps if each.path == step.path]
        if step.path and step.path not in headed:
            headed.add(step.path)
            rows.append(_module_row(own, is_here=len(own) == 1 and step.code == here))
        if not step.path or (step.path == path and len(own) > 1):
            rows.append(_step_row(step, is_here=step.code == here, is_one_of_many=len(own) > 1))
    return rows


def _module_row(own: Sequence[StepView], *, is_here: bool) -> StepRow:
    first = own[0]
    name = f"{first.owner} {first.place or place_of(first.path)}"
    decided, asked = (
        sum(values) for values in zip(*((s.progress.decided, s.progress.asked) for s in own), strict=True)
    )
    return StepRow(first.code, name, decided, asked, is_module=True, is_here=is_here)


def _step_row(step: StepView, *, is_here: bool, is_one_of_many: bool) -> StepRow:
    progress = step.progress
    name = step.name or (_("More") if is_one_of_many else _("All fields"))
    return StepRow(
        step.code, f"    {name}" if step.path else name, progress.decided, progress.asked, is_here=is_here
    )


class _StepModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[StepRow] = []

    def set_rows(self, rows: list[StepRow]) -> None:
        before = self.rows
        if [row.code + row.name for row in before] != [row.code + row.name for row in rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        for at, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at), self.index(at))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.said.strip()
        return None


class StepDelegate(QStyledItemDelegate):
    """A row: a tick or how many are decided."""

    def __init__(self, parent: StepList) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A name that is longer than the list is wide takes a second line."""
        row = index.data(_ROLE)
        width = self._list.viewport().width()
        if not isinstance(row, StepRow) or width <= 2 * _SIDE:
            return QSize(100, _ROW)
        box = QRect(_SIDE, 0, width - 2 * _SIDE, _ROW)
        room = box.width() - _indent(row, box) - self._used(row, box)
        metrics = QFontMetrics(_name_font(row))
        return QSize(100, _ROW if metrics.horizontalAdvance(row.name.strip()) <= room else _ROW + _LINE)

    @staticmethod
    def _used(row: StepRow, box: QRect) -> int:
        """What the mark at the right takes."""
        if row.is_done:
            return _DONE
        if _is_bare(row, box):
            return 0  # the name is what counts
        return QFontMetrics(theme.base_font(11)).horizontalAdvance(row.progress) + 6

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROLE)
        if not isinstance(row, StepRow):
            return
        table = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(table.row_selected))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 5, 5)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(table.hover))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(table.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(option.rect).adjusted(2, 1, -2, -1), 5, 5)
        self._paint_words(painter, row, option.rect.adjusted(_SIDE, 0, -_SIDE, 0))
        painter.restore()

    def _paint_words(self, painter: QPainter, row: StepRow, box: QRect) -> None:
        table = theme.tokens()
        if row.is_done:
            icon = QRectF(box.right() - 14, box.center().y() - 7, 15, 15)
            draw_icon(painter, "mdi6.check-circle-outline", icon, table.ok)
        elif not _is_bare(row, box):
            painter.setFont(theme.base_font(11))
            painter.setPen(QColor(table.muted))
            painter.drawText(box, _RIGHT, row.progress)
        painter.setFont(_name_font(row))
        painter.setPen(QColor(table.accent if row.is_here else table.text))
        room = box.adjusted(_indent(row, box), 0, -self._used(row, box), 0)
        name, metrics = row.name.strip(), painter.fontMetrics()
        if metrics.horizontalAdvance(name) <= room.width():
            painter.drawText(room, _LEFT, name)
            return
        if max(map(metrics.horizontalAdvance, name.split())) > room.width():
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, 2 * room.width())
            painter.drawText(room, _LEFT | int(Qt.TextFlag.TextWrapAnywhere), name)
        else:
            painter.drawText(room, _LEFT | int(Qt.TextFlag.TextWordWrap), name)


def _is_bare(row: StepRow, box: QRect) -> bool:
    """Whether there is room for the name alone."""
    if box.width() >= _NARROW:
        return False
    longest = max(map(QFontMetrics(_name_font(row)).horizontalAdvance, row.name.split()), default=0)
    return not row.is_here or longest > box.width() - _indent(row, box) - _COUNT


def _indent(row: StepRow, box: QRect) -> int:
    deep = 10 if box.width() < _NARROW else 14
    return deep if row.is_module else 2 * deep - 4 if row.name.startswith("    ") else 0


def _name_font(row: StepRow) -> QFont:
    return theme.base_font(weight=QFont.Weight.DemiBold if row.is_here else QFont.Weight.Normal)


class StepList(QListView):
    """Click or Enter: `step_wanted(code)`."""

    step_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("configSteps")
        self.setProperty("kind", "bare")
        self.setAccessibleName(_("Steps of the form"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._rows = _StepModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(StepDelegate(self))
        self.activated.connect(self._want)
        self.clicked.connect(self._want)
        theme.signals().changed.connect(self.viewport().update)

    def show_steps(self, steps: Sequence[StepView], here: str) -> None:
        """Show them; `here` is the one whose fields are shown."""
        self._rows.set_rows(step_rows(steps, here))
        at = next((at for at, row in enumerate(self._rows.rows) if row.is_here), -1)
        if at >= 0 and self.currentIndex().row() != at:
            self.setCurrentIndex(self._rows.index(at))

    def rows(self) -> list[StepRow]:
        """The rows shown."""
        return list(self._rows.rows)

    def _want(self, index: QModelIndex) -> None:
        self.step_wanted.emit(self._rows.rows[index.row()].code)
