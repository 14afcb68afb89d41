"""All orders and quotes: a windowed list with search, filters by state, and the story of the chosen one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.pages import Filter, Page
from app.i18n import _, format_listed, format_short_date
from app.models.columns import Column, State
from app.models.rows_model import RowsModel
from app.services.orders.rows import OrderRow, read_orders_page
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.list_bar import Choice, ListBar, ListFacts, Option, allowed_columns
from app.views.kit.list_notice import ListNotice
from app.views.kit.story import StoryPanel
from app.views.kit.table_view import TableView
from app.views.orders.story import act_of, story_words
from app.views.orders.words import state_word

if TYPE_CHECKING:
    from app.views.kit.empty_state import EmptyState

ADVANCES = "advances"
_STATES: dict[str, State] = {
    "draft": "muted",
    "quoted": "info",
    "ordered": "muted",
    "confirmed": "warn",
    "shipped": "info",
    "closed": "ok",
    "cancelled": "bad",
}


def order_columns() -> tuple[Column[OrderRow], ...]:
    """The columns of the list."""
    return (
        Column("number", _("Number"), lambda row: row.number or _("draft"), sort_key="number", width=96),
        Column(
            "customer",
            _("Customer"),
            lambda row: row.customer_name,
            sort_key="customer",
            width=100,
            stretch=True,
        ),
        Column("po", _("Customer PO"), lambda row: row.po_number, width=102, quiet=True),
        Column(
            "date",
            _("Date"),
            lambda row: format_short_date(row.order_date),
            sort_key="order_date",
            width=76,
            value=lambda row: row.order_date,
        ),
        Column(
            "promise",
            _("Ships"),
            lambda row: format_short_date(row.promise_date) if row.promise_date else "",
            sort_key="promise_date",
            width=76,
            value=lambda row: row.promise_date,
        ),
        Column(
            "gross",
            _("Gross"),
            lambda row: _money(row, row.gross_minor),
            align_right=True,
            sort_key="gross_minor",
            width=116,
        ),
        Column(
            "state",
            _("State"),
            _state_text,
            sort_key="state",
            state=lambda row: _STATES.get(row.state, "muted"),
            width=174,
            hint=_state_hint,
        ),
        Column(
            ADVANCES,
            _("Advance"),
            _advances_text,
            state=_advances_state,
            width=150,
            hint=_advances_hint,
        ),
    )


def _money(row: OrderRow, minor: int) -> str:
    """The firm's own currency goes without saying."""
    return format_listed(minor, row.currency, foreign=bool(row.exchange))


def _advances_text(row: OrderRow) -> str:
    """What is open of the advances."""
    if row.advances_open_minor:
        return _("{amount} open").format(amount=_money(row, row.advances_open_minor))
    return _("settled") if row.advances_minor else ""


def _advances_state(row: OrderRow) -> State | None:
    if not row.advances_minor:
        return None
    return "warn" if row.advances_open_minor else "ok"


def _advances_hint(row: OrderRow) -> str:
    if not row.advances_minor:
        return ""
    shown = (row.advances_minor, row.advances_open_minor)
    asked, left = (_money(row, minor) for minor in shown)
    return _("Advances: {asked} asked for, {open} open").format(asked=asked, open=left)


def _state_text(row: OrderRow) -> str:
    state = state_word(row.state)
    return _("{state}, part cancelled").format(state=state) if row.rest_cancelled else state


def _state_hint(row: OrderRow) -> str:
    """What the gross beside it still counts."""
    if not row.rest_cancelled:
        return ""
    text = _(
        "{state}: a rest was cancelled. The gross is the sum that was confirmed; the order tells how much of it."
    )
    return text.format(state=state_word(row.state))


def list_facts() -> ListFacts[OrderRow]:
    """The list for its bar."""
    states = tuple(Option(value, state_word(value), (Filter("state", "eq", value),)) for value in _STATES)
    choice = Choice("orderStateFilter", _("State"), (Option("", _("All states")), *states))
    return ListFacts(
        name="orders",
        title=_("Orders"),
        read=read_orders_page,
        count_text=_("Orders: {count}"),
        placeholder=_("Customer or order number  Ctrl+F"),
        choices=(choice,),
        find=find_by_text,
        search_name="orderSearch",
        extra=frozenset({ADVANCES}),
    )


def find_by_text(text: str) -> tuple[str, tuple[Filter, ...]]:
    """A number's beginning is a filter, anything else names a customer."""
    if looks_like_number(text):
        return "", (Filter("number", "prefix", text.upper()),)
    return text, ()


class OrderList(QWidget):
    """The first tab of the order desk."""

    order_opened = Signal(int)
    new_wanted = Signal()

    def __init__(self, frame: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderList")
        self._frame = frame
        self.model: RowsModel[OrderRow] = RowsModel(
            allowed_columns(frame, order_columns()), self._fetch, sort_key="-id", parent=self
        )
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._stack = QStackedWidget(self._splitter)
        self.table = TableView(self._stack)
        self.table.setObjectName("orders")
        self.table.setAccessibleName(_("Orders"))
        self.table.setModel(self.model)
        self.table.enable_sorting()
        self.bar = ListBar(frame, self.table, self.model, list_facts(), self)
        self.search = self.bar.search
        hint = _("Choose an order: who did what to it, and when, stands here.")
        self.story = StoryPanel(frame, story_words, hint, self._splitter, act_of=act_of)
        self._lay_out()
        self._notice = ListNotice(self._stack, self.table, self.model, self._show_emptiness)
        self._chosen: OrderRow | None = None  # the order whose story is shown
        self._is_story_old = False
        self.table.row_activated.connect(self._open)
        self.table.row_changed.connect(self._show_story)
        self.search.returnPressed.connect(self._to_table)
        self.model.modelReset.connect(self._forget_story)  # another question: nothing is chosen
        frame.bus.changed.connect(self._changed)
        self.model.total_changed.connect(self._show_emptiness)
        self.model.restart()

    def _show_emptiness(self) -> None:
        is_empty = self.model.is_loaded() and self.model.total() == 0
        shown = self.table if not is_empty else self._narrowed if self.bar.is_narrowed() else self._nothing
        self._stack.setCurrentWidget(shown)

    @cached_property
    def _narrowed(self) -> EmptyState:
        """What stands there when no order has what is typed and chosen."""
        from app.views.kit.empty_state import nothing_found

        nothing = nothing_found(self._stack)
        self._stack.addWidget(nothing)
        return nothing

    @cached_property
    def _nothing(self) -> EmptyState:
        """What stands in place of no rows; most lists have some."""
        from app.views.kit.empty_state import EmptyState

        hint = _("Ctrl+N keys the first one; a customer by three letters, articles as fast as you type.")
        nothing = EmptyState("mdi6.file-edit-outline", _("No orders here"), hint, self._stack)
        self._stack.addWidget(nothing)
        return nothing

    def _lay_out(self) -> None:
        """All parts stand where they were made: one that moves is styled again with all that is in it."""
        new = key_button(_("New order"), "Ctrl+N", "primary", self.bar)
        new.setObjectName("newOrder")
        new.clicked.connect(self.new_wanted)
        self.bar.row.addWidget(new)
        splitter = self._splitter
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        self._stack.addWidget(self.table)
        splitter.addWidget(self._stack)
        splitter.addWidget(self.story)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([930, 270])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        QWidget.setTabOrder(new, self.table)  # it was made before the line above it
        column.addWidget(self.bar)
        column.addWidget(splitter, 1)

    def refresh(self) -> None:
        """Ask all pages in sight again."""
        self.model.refresh()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.bar.focus_search()

    def _to_table(self) -> None:
        self.table.setFocus()
        self.table.select_row(0)

    def _fetch(self, first: int, count: int, sort_key: str) -> None:
        request = self.bar.request(first, count, sort_key)

        def take(page: Page[OrderRow]) -> None:
            if request == self.bar.request(first, count, sort_key):
                self.model.put(first, page, sort_key=sort_key)
                self._follow_story()
            self._notice.page_came()

        self._frame.jobs.read(
            self,
            lambda view: read_orders_page(view, request),
            take,
            failed=lambda error: self._notice.page_failed(first, error),
        )

    def _open(self, row: int) -> None:
        found = self.model.row(row)
        if found is not None:
            self.order_opened.emit(found.id)

    def _show_story(self, row: int) -> None:
        found = self.model.row(row) if row >= 0 else None
        if found is not None:
            self._chosen, self._is_story_old = found, False
            self.story.show_story(
                "order", found.id, currency=found.currency, title=found.number or _("draft")
            )

    def _forget_story(self) -> None:
        self._chosen = None
        self.story.forget()

    def _follow_story(self) -> None:
        """Read it again: the row under the cursor is another order by now, or something was done to it."""
        row = self.table.currentIndex().row()
        found = self.model.row(row) if row >= 0 else None
        if self._chosen is None or found is None or not self.isVisible():
            return
        if self._is_story_old or found.id != self._chosen.id:
            self._show_story(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow_story()

    def _changed(self, changes: tuple[Change, ...]) -> None:
        orders = {change.id for change in changes if change.kind == "order"}
        if orders:
            self._is_story_old = self._is_story_old or (
                self._chosen is not None and self._chosen.id in orders
            )
            self.model.refresh()


def looks_like_number(text: str) -> bool:
    """Whether the text is the beginning of an order or quote number rather than a name."""
    head, dash, tail = text.partition("-")
    return bool(dash) and head.isalpha() and (tail.isdigit() or not tail)
