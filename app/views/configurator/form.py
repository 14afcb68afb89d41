"""The fields of a step, one under the other; a change is shown in the fields that it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from app.domain.configuring.views import FieldKind, FieldView
from app.views.configurator.field_box import FieldBox
from app.views.configurator.group_box import GroupBox
from app.views.configurator.number_box import NumberBox
from app.views.configurator.option_list import OptionList
from app.views.configurator.slot_box import SlotBox
from app.views.kit.scrolled import ROOM
from app.views.kit.tokens import Level

NOTHING_LOST: Mapping[str, str] = {}
_GAP = 8
_ROW = 30


class ConfigForm(QScrollArea):
    """Hands on what its fields ask; `ended(1)` goes past the last field, `ended(-1)` before the first."""

    chosen = Signal(str)
    refused = Signal(str)
    retracted = Signal(str)
    valued = Signal(str, object)
    told = Signal(str, object)
    ended = Signal(int)
    slot_made = Signal(object)

    def __init__(self, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("configForm")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._currency = currency
        self._boxes: dict[str, FieldBox] = {}
        self._kept: dict[str, tuple[QWidget, dict[str, FieldBox]]] = {}  # by step: its page, made once
        self._step = ""
        self._last = ""  # the field that had the keys last
        self._stock: dict[str, tuple[Level, str]] = {}
        self._inner = QWidget(self)
        self._inner.setObjectName("scrolled")
        self._pages = QVBoxLayout(self._inner)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._inner)

    # showing

    def show_step(
        self, step: str, fields: Sequence[FieldView], lost: Mapping[str, str] = NOTHING_LOST
    ) -> None:
        """Show these fields of a step; `lost`: by field, what of an earlier configuration is possible no more."""
        shown = [field for field in fields if field.is_asked]
        if step != self._step:
            self._turn_to(step)
        self._make_missing(shown)
        wanted = {field.code for field in shown}
        for code, box in self._boxes.items():
            if box.isHidden() == (code in wanted):
                box.setVisible(code in wanted)
        for field in shown:
            self._boxes[field.code].show_view(field)
            self._boxes[field.code].head.show_lost(lost.get(field.code, ""))

    def _turn_to(self, step: str) -> None:
        if self._step in self._kept:
            self._kept[self._step][0].hide()
        self._step = step
        if step not in self._kept:
            page = QWidget(self._inner)
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_GAP)
            column.addStretch(1)
            self._pages.addWidget(page)
            self._kept[step] = (page, {})
        page, self._boxes = self._kept[step]
        page.show()
        self.verticalScrollBar().setValue(0)

    def _make_missing(self, fields: Sequence[FieldView]) -> None:
        column = self._kept[self._step][0].layout()
        assert isinstance(column, QVBoxLayout), "made by _turn_to"
        for field in fields:
            if field.code not in self._boxes:
                box = self._make(field)
                box.set_stock(self._stock)
                self._boxes[field.code] = box
                column.insertWidget(self._place_of(field, fields), box)

    def _place_of(self, field: FieldView, fields: Sequence[FieldView]) -> int:
        """Where it stands among those that are there already."""
        codes = [each.code for each in fields]
        before = set(codes[: codes.index(field.code)])
        column = self._kept[self._step][0].layout()
        assert column is not None, "made by _turn_to"
        places = [column.indexOf(box) for code, box in self._boxes.items() if code in before]
        return max(places, default=-1) + 1

    def _make(self, field: FieldView) -> FieldBox:
        page = self._kept[self._step][0]
        box: FieldBox
        if field.kind is FieldKind.GROUP:
            box = GroupBox(field, self._currency, page)
        elif field.kind is FieldKind.NUMBER:
            box = NumberBox(field, self._currency, page)
        else:
            box = SlotBox(field, page)
            self.slot_made.emit(box)
        box.chosen.connect(self.chosen)
        box.refused.connect(self.refused)
        box.retracted.connect(self.retracted)
        box.valued.connect(self.valued)
        box.told.connect(self._told)
        box.went_on.connect(self._go_on)
        return box

    def set_stock(self, stock: dict[str, tuple[Level, str]]) -> None:
        """The dots of all articles."""
        self._stock = stock
        for _page, boxes in self._kept.values():
            for box in boxes.values():
                box.set_stock(stock)

    def boxes(self) -> list[FieldBox]:
        """The fields that are seen, in their order."""
        column = self._kept[self._step][0].layout() if self._step in self._kept else None
        if column is None:
            return []
        return sorted((box for box in self._boxes.values() if not box.isHidden()), key=column.indexOf)

    def box(self, code: str) -> FieldBox | None:
        """The seen field of this code."""
        return next((box for box in self.boxes() if box.view.code == code), None)

    # keys

    def enter(self, code: str = "", *, from_below: bool = False) -> bool:
        """Give the keys to a field, the first one by default; False where there is none."""
        boxes = self.boxes()
        if not boxes:
            return False
        found = self.box(code) or boxes[-1 if from_below else 0]
        found.enter(from_below=from_below)
        self.follow()
        return True

    def resume(self, code: str) -> None:
        """Give the keys back to a field, where they were in it."""
        box = self.box(code)
        if box is not None:
            box.first_stop().setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> FieldBox | None:
        """The field that has the keys."""
        at = QApplication.focusWidget()
        return next(
            (box for box in self.boxes() if at is not None and (at is box or box.isAncestorOf(at))), None
        )

    def _go_on(self, code: str, step: int) -> None:
        boxes = self.boxes()
        at = next((at for at, box in enumerate(boxes) if box.view.code == code), -1) + step
        if 0 <= at < len(boxes):
            boxes[at].enter(from_below=step < 0)
            self.follow()
        else:
            self.ended.emit(step)

    def _told(self, code: str, what: object) -> None:
        self.told.emit(code, what)
        QTimer.singleShot(0, self, self.follow)  # the field may be laid out only now

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is explained below takes room: the field that it is about stays in sight."""
        super().resizeEvent(event)
        self.follow()

    def follow(self) -> None:
        """Bring the field with the keys into sight, and of a long one the row of its cursor."""
        box = self.current() or self.box(self._last)
        if box is None:
            return
        self._last = box.view.code
        top = box.mapTo(self._inner, box.rect().topLeft()).y()
        if box.height() <= self.viewport().height():
            self.ensureVisible(
                0, top + box.height() // 2, 0, min(box.height() // 2 + ROOM, self.viewport().height() // 2)
            )
            return
        inner = box.first_stop()
        if isinstance(inner, OptionList):
            row = inner.mapTo(self._inner, inner.visualRect(inner.currentIndex()).center()).y()
            self.ensureVisible(0, row, 0, 3 * _ROW)
