"""Ctrl+G: a wanted total, margin or round sum; what each line would give is seen before it is taken, in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.domain.orders.goals import Goal, GoalFound, goal_edits, seek_goal
from app.i18n import _
from app.models.entry_model import EntryModel
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cut_combo_box import SteadyComboBox
from app.views.kit.entry_grid import PlainTable
from app.views.kit.field_state import set_invalid
from app.views.kit.page_popup import PagePopup
from app.views.kit.tokens import ROW_HEIGHT
from app.views.orders.goal_words import GoalRow, found_text, goal_columns, kind_words, read_value

if TYPE_CHECKING:
    from app.domain.orders.draft import Draft
    from app.views.orders.order_page import OrderPage

_WIDTH, _MARGIN_WIDTH = 720, 128
_ROWS = (3, 9)  # of the table, at least and at most
_CTRL = Qt.KeyboardModifier.ControlModifier


class GoalPopup(PagePopup):
    """`asked` follows everything keyed, `take_wanted` Ctrl+Enter. Space in the table chooses a line, or not."""

    asked = Signal()
    take_wanted = Signal()

    def __init__(self, owner: QWidget, currency: str, *, with_margin: bool) -> None:
        super().__init__(_("Goal"), owner)
        self.currency, self._width = currency, _WIDTH + (_MARGIN_WIDTH if with_margin else 0)
        self._left_out: set[str] = set()
        self._keys: tuple[str, ...] = ()
        self._make_fields(with_margin=with_margin)
        self.model: EntryModel[GoalRow] = EntryModel(
            goal_columns(currency, with_margin=with_margin), key=lambda row: row.found.line.key
        )
        self.table = PlainTable("goalLines", _("Lines"), self.model)
        self.told = QLabel()
        self.told.setObjectName("goalTold")
        self.told.setWordWrap(True)
        self.take = key_button(_("Take the prices"), "Ctrl+Return", "primary")
        self.take.clicked.connect(self.take_wanted)
        leave = key_button(_("Close"), "Esc")
        leave.clicked.connect(self.close_now)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.told)
        self.column.addWidget(ActionRow(_("Space in the table: choose a line"), (leave, self.take)))
        for part in (self.kind, self.value, self.typed, self.contracts, self.table, self.take, leave):
            self.watch(part)

    def _make_fields(self, *, with_margin: bool) -> None:
        self.kind = SteadyComboBox()
        self.kind.setObjectName("goalKind")
        self.kind.setAccessibleName(_("What is wanted"))
        for name, words in kind_words().items():
            if with_margin or name != "margin":
                self.kind.addItem(words, name)
        self.value = QLineEdit()
        self.value.setObjectName("goalValue")
        self.value.setAccessibleName(_("Wanted"))
        self.typed = QCheckBox(_("Typed prices, too"))
        self.typed.setObjectName("goalTyped")
        self.contracts = QCheckBox(_("Contract prices, too"))
        self.contracts.setObjectName("goalContracts")
        row = QHBoxLayout()
        for part, share in ((self.kind, 3), (self.value, 2), (self.typed, 0), (self.contracts, 0)):
            row.addWidget(part, share)
        self.column.addLayout(row)
        self.kind.currentIndexChanged.connect(self._ask)
        self.value.textEdited.connect(self._ask)
        self.typed.toggled.connect(self._ask)
        self.contracts.toggled.connect(self._ask)

    def _ask(self) -> None:
        self.asked.emit()

    def begin(self, kind: str, keys: tuple[str, ...], left_out: set[str]) -> None:
        """A new goal over the lines of these keys."""
        self._keys, self._left_out = keys, left_out
        self.kind.setCurrentIndex(max(0, self.kind.findData(kind)))
        self.value.clear()

    def goal(self) -> Goal | None:
        """What is keyed; None where it is nothing yet."""
        kind = str(self.kind.currentData())
        value = read_value(kind, self.value.text(), self.currency)
        set_invalid(self.value, invalid=value is None and bool(self.value.text().strip()))
        return None if value is None else self._goal(kind, value)

    def as_it_is(self) -> Goal:
        """The goal that the order has reached already: shown while nothing is keyed."""
        return self._goal("net_down", 1)

    def _goal(self, kind: str, value: int) -> Goal:
        keys = frozenset(self._keys) - self._left_out if self._left_out else None
        return Goal(kind, value, keys, self.typed.isChecked(), self.contracts.isChecked())

    def show_found(self, goal: Goal | None, found: GoalFound, draft: Draft) -> None:
        """Fill the table and say what comes of it."""
        self._keys = tuple(each.line.key for each in found.lines)
        self.model.set_rows([GoalRow(each, each.line.key not in self._left_out) for each in found.lines])
        changes = goal is not None and not found.problem and bool(goal_edits(found.lines))
        self.take.setEnabled(changes)
        if goal is not None:
            self.told.setText(found_text(goal, found, draft.currency))
        elif self.value.text().strip():
            self.told.setText(_("That is no amount: key it like 900 or 899.50, a margin like 25."))
        else:
            self.told.setText(_("Key what the order shall come to. Nothing changes before it is taken."))

    # keys and place

    def first_stop(self) -> QWidget:
        return self.value

    def place(self, anchor: QWidget) -> None:
        window = self.window()
        rows = max(_ROWS[0], min(_ROWS[1], len(self._keys)))
        self.table.setFixedHeight(ROW_HEIGHT * (rows + 1) + 6)
        height = min(self.sizeHint().height() + ROW_HEIGHT, window.height() - 24)
        corner = anchor.mapTo(window, QPoint(0, 0))
        left = max(8, min(corner.x(), window.width() - self._width - 8))
        top = max(8, min(corner.y(), window.height() - height - 8))
        self.setGeometry(left, top, min(self._width, window.width() - 16), height)

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & _CTRL:
                self.take_wanted.emit()
            elif watched is not self.table:
                self.focusNextChild()
            return True
        if watched is self.table and event.key() == Qt.Key.Key_Space:
            self._choose()
            return True
        return super().press(watched, event)

    def _choose(self) -> None:
        row = self.model.row(self.table.current_row())
        if row is not None:
            self._left_out ^= {row.found.line.key}
            self.asked.emit()


class Goals(QObject):
    """Of one page: opens the panel, seeks beside the window, takes what is shown."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._popup: GoalPopup | None = None
        self._found: tuple[Draft, GoalFound] | None = None
        page.session.shown.connect(self._seek)

    def open(self) -> None:
        """Ctrl+G: for all lines, or for those that are marked, where these are several."""
        page = self._page
        draft = page.session.draft
        popup = self._popup
        if popup is None or popup.currency != draft.currency:  # another customer may have brought another
            popup = self._popup = GoalPopup(
                page, draft.currency, with_margin=page.frame.allowed("margin.see")
            )
            popup.asked.connect(self._seek)
            popup.take_wanted.connect(self._take)
        keys = tuple(line.key for line in draft.keyed_lines)
        marked = {page.model.key_at(row) for row in page.grid.selected_rows()} - {""}
        popup.begin(draft.price_mode, keys, set(keys) - marked if len(marked) > 1 else set())
        popup.open_under(page.header)
        self._seek()

    def _seek(self) -> None:
        popup, session = self._popup, self._page.session
        if popup is None or not popup.isVisible():
            return
        draft, context, goal = session.draft, session.context, popup.goal()
        asked = goal or popup.as_it_is()
        self._found = None

        def take(found: GoalFound) -> None:
            self._found = (draft, found) if goal is not None else None
            popup.show_found(goal, found, draft)

        jobs = self._page.frame.jobs
        jobs.read(self, lambda _view: seek_goal(draft, context, asked), take, latest="goal")

    def _take(self) -> None:
        page, popup = self._page, self._popup
        if popup is None or self._found is None or self._found[0] is not page.session.draft:
            return
        edits = goal_edits(self._found[1].lines)
        if self._found[1].problem or not edits:
            return
        told = popup.told.text()
        popup.close_now()
        page.session.edit(*edits)
        page.message_bar.show_message(told, "info")
