"""The order desk: the list of all orders, and each open order parked in a tab.

The list stands first. What opens an order is imported on a lane then: it takes as long as all of the start.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.i18n import _
from app.services.unit_of_work import Reading
from app.views.kit.behind import tell_behind
from app.views.kit.bus import Ask
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.key_buffer import KeyBuffer
from app.views.kit.message_bar import MessageBar
from app.views.kit.own_undo import leaves_undo
from app.views.kit.tabs import TabArea
from app.views.orders.closing import ClosedTabs, throw_away, throw_away_if_empty
from app.views.orders.order_list import OrderList
from app.views.orders.starting import Starts

if TYPE_CHECKING:
    from app.domain.dangerous import Carrier
    from app.domain.pricing import RulesSnapshot
    from app.domain.routing.sources import WarehouseFacts
    from app.services.orders.drafts import ParkedDraft
    from app.services.orders.opening import Opened
    from app.services.setup.terms import TermCard
    from app.views.orders.actions import OrderActions
    from app.views.orders.order_page import OrderPage

DESK = "orders"


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What every tab needs, read once and again when it changes."""

    rules: RulesSnapshot
    terms: tuple[TermCard, ...]
    warehouses: tuple[WarehouseFacts, ...]
    channels: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    offers: tuple[str, ...] = ()
    home: str = ""


def read_desk_facts(view: Reading) -> DeskFacts:
    """Price rules, payment terms, warehouses, the ways on which orders come, and who brings them."""
    from app.services.goods.carriers import read_carriers
    from app.services.prices.overview import read_channels
    from app.services.pricing import read_rules
    from app.services.rates import read_offers
    from app.services.setup.firm import read_firm
    from app.services.setup.terms import read_terms
    from app.services.stock.availability import read_warehouses

    firm = read_firm(view)
    currency, home = (firm.currency, firm.country) if firm else ("EUR", "")
    rules, warehouses = read_rules(view, currency=currency), tuple(read_warehouses(view))
    offers = read_offers(view) if firm else ()
    return DeskFacts(
        rules, read_terms(view), warehouses, read_channels(view), read_carriers(view), offers, home
    )


def prepare() -> None:
    """On a lane: the imports of what opens an order, so that the keys of the list never wait for them."""
    import app.views.orders.actions
    import app.views.orders.order_page
    import app.views.orders.replay  # noqa: F401 - imported to be there


def _read_parked(view: Reading) -> tuple[ParkedDraft, ...]:
    from app.services.orders.drafts import read_parked_drafts

    return read_parked_drafts(view)


class OrderDesk(QWidget):
    """Tabs: the list first, then the open orders. Drafts that were parked reopen at the start."""

    def __init__(self, frame: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderDesk")
        self._frame = frame
        self._facts: DeskFacts | None = None
        self._waiting: list[Callable[[], None]] = []
        self._when_open: dict[int, list[Callable[[OrderPage], None]]] = {}
        self._made: dict[int, OrderPage] = {}  # pages that are not in their tab yet, by order
        self._steps: deque[Callable[[], None]] = deque()  # of making pages: one a turn of the event loop
        self._parked: set[int] = set()  # drafts that come back in a tab behind the one in front
        self._reopened = 0  # the draft that comes to the front by itself, unless somebody types by then
        self.actions_of: dict[OrderPage, OrderActions] = {}
        self._starts = Starts(frame, self)
        self.message_bar = MessageBar(self)
        self.tabs = TabArea(self)
        self._closed = ClosedTabs(frame, self.tabs, self._open_in_front)
        self.list = OrderList(frame, self.tabs.holder())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.message_bar)
        column.addWidget(self.tabs, 1)
        self.tabs.add_page(self.list, _("All orders"))
        self.tabs.page_changed.connect(self._page_changed)
        self.list.order_opened.connect(self.open_order)
        self.list.new_wanted.connect(self.new_order)
        frame.bus.changed.connect(self._changed)
        frame.bus.asked.connect(self._asked)
        self._is_begun = False

    # opening

    def showEvent(self, event: QShowEvent) -> None:
        """Once it was painted the first time, what opens an order is imported, after the keys were let in."""
        super().showEvent(event)
        if not self._is_begun:
            self._is_begun = True
            jobs = self._frame.jobs
            jobs.later(self, lambda: jobs.next_turn(self, self._begin), latest="begin")

    def _begin(self) -> None:
        """The list is painted and takes keys: now the imports of what opens an order may take their time."""
        self._frame.jobs.files(self, prepare, lambda _none: self._read_facts())

    def _read_facts(self) -> None:
        self._frame.jobs.read(self, read_desk_facts, self._take_facts, latest="facts")

    def _take_facts(self, facts: DeskFacts) -> None:
        is_first = self._facts is None
        self._facts = facts
        for page in (*self.pages(), *self._made.values(), *self._closed.pages):
            page.header.set_carriers(facts.carriers)
            page.header.set_warehouses(facts.warehouses, facts.home)
            page.take_facts(facts.rules, facts.terms, facts.warehouses, facts.channels, facts.offers)
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()
        if is_first:
            self._replay_kept()

    def _replay_kept(self) -> None:
        from app.views.orders.replay import Replay

        replay = Replay(self._frame, self.message_bar, self.when_open, self)
        replay.start(lambda: self._frame.jobs.read(self, _read_parked, self._reopen))

    def _reopen(self, drafts: tuple[ParkedDraft, ...]) -> None:
        """The last one comes to the front; the others are shown, which takes its time, when somebody goes there."""
        for draft in drafts[:-1]:
            self._parked.add(draft.id)
            self._open(draft.id)
        for draft in drafts[-1:]:
            self.open_order(draft.id)
            self._reopened = draft.id

    def pages(self) -> list[OrderPage]:
        """The open orders."""
        return [page for tab in self.tabs.pages() for page in self.actions_of if page is tab]

    def page(self) -> OrderPage | None:
        """The order in front, None on the list."""
        front = self.tabs.currentWidget()
        return next((page for page in self.actions_of if page is front), None)

    def new_order(self) -> None:
        """Ctrl+N: an empty order in a tab of its own; what is typed meanwhile goes into it."""
        buffer = KeyBuffer(self.window())

        def show(order_id: int) -> None:
            self.when_open(order_id, lambda _page: buffer.release())

        def failed(error: Exception) -> None:
            buffer.release()
            show_error(self, error)

        self._starts.start(show, failed)

    def when_open(self, order_id: int, call: Callable[[OrderPage], None]) -> None:
        """Open an order and call with its page."""
        self._closed.take_back(order_id)
        page = next((page for page in self.pages() if page.order_id == order_id), None)
        if page is not None:
            self.tabs.setCurrentWidget(page)
            call(page)
            return
        self._when_open.setdefault(order_id, []).append(call)
        self.open_order(order_id)

    def open_order(self, order_id: int) -> None:
        """Show an order; it opens in one tab only."""
        self._closed.take_back(order_id)
        self._parked.discard(order_id)  # somebody wants it in front, though it may be on its way already
        self._reopened = 0 if self._reopened == order_id else self._reopened
        self._open(order_id)

    def _open_from(self, page: OrderPage, order_id: int) -> None:
        """What was made of an order; whoever types elsewhere by then finds it in a tab behind."""
        if self.isVisible() and self.page() is page:
            self.open_order(order_id)
            return
        if all(each.order_id != order_id for each in (*self.pages(), *self._closed.pages)):
            self._parked.add(order_id)
            self._open(order_id)
        text = _("The new order stands in a tab of its own.")
        tell_behind(self._frame, text, lambda: self._show_behind(order_id))

    def _show_behind(self, order_id: int) -> None:
        self._frame.show_desk(DESK)
        self.open_order(order_id)

    def _open_in_front(self, order_id: int, call: Callable[[OrderPage], None]) -> None:
        self._frame.show_desk(DESK)
        self.when_open(order_id, call)

    def _open(self, order_id: int) -> None:
        for page in self.pages():
            if page.order_id == order_id:
                self.tabs.setCurrentWidget(page)
                return
        if self._facts is None:
            self._waiting.append(lambda: self.open_order(order_id))
            return
        from app.services.orders.opening import read_opened

        rules = self._facts.rules
        self._frame.jobs.read(self, lambda view: read_opened(view, order_id, rules), self._show_opened)

    def _show_opened(self, opened: Opened) -> None:
        """Make the page, and show it in the next turn: both at once, or two pages, would let a key wait."""
        self._steps.append(partial(self._make, opened))
        if len(self._steps) == 1:
            self._frame.jobs.next_turn(self, self._take_step)

    def _take_step(self) -> None:
        """One a turn. The others follow one that fails, too."""
        try:
            self._steps[0]()
        finally:
            self._steps.popleft()
            if self._steps:
                self._frame.jobs.next_turn(self, self._take_step)

    def _make(self, opened: Opened) -> None:
        order_id = opened.draft.id
        if order_id in self._made or any(page.order_id == order_id for page in self.pages()):
            return
        from app.views.orders.order_page import OrderPage

        facts = self._facts
        assert facts is not None, "orders open after the facts came"
        page = OrderPage(self._frame, opened, facts.terms, facts.warehouses, self.tabs.holder())
        page.header.set_channels(facts.channels)
        page.header.set_carriers(facts.carriers)
        page.header.set_warehouses(facts.warehouses, facts.home)
        page.header.set_offers(facts.offers)
        self._made[order_id] = page
        self._steps.insert(1, lambda: self._put(page))

    def _put(self, page: OrderPage) -> None:
        del self._made[page.order_id]
        self._connect(page)
        is_parked = page.order_id in self._parked or (page.order_id == self._reopened and self._is_typing())
        self._parked.discard(page.order_id)
        self.tabs.add_page(page, page.title(), to_front=not is_parked)
        self._title_changed(page)
        if self.isVisible() and not is_parked:  # one that opens by itself leaves the keys where they are
            page.begin_keying()
        for call in self._when_open.pop(page.order_id, ()):
            call(page)

    def _is_typing(self) -> bool:
        """Somebody searches already: in the palette, or in the list."""
        at = QApplication.focusWidget()
        return isinstance(at, QLineEdit) and (not self.isAncestorOf(at) or bool(at.text()))

    def _connect(self, page: OrderPage) -> None:
        from app.views.orders.actions import OrderActions

        actions = self.actions_of[page] = OrderActions(page, partial(self._open_from, page))
        page.title_changed.connect(self._title_changed)
        page.verdict.remedy_wanted.connect(actions.take_remedy)
        page.reason.confirm_wanted.connect(actions.confirm)
        page.leave_wanted.connect(actions.leave)
        page.totals.confirm_wanted.connect(actions.confirm)
        page.totals.paper_wanted.connect(actions.show_paper)
        page.totals.save_wanted.connect(lambda: self.save(page))
        page.header.search.new_customer_wanted.connect(
            lambda text: self._frame.bus.ask("customer.new", text=text)
        )
        for field in page.findChildren(QLineEdit):
            field.installEventFilter(self)

    def _title_changed(self, widget: QWidget) -> None:
        page = next((page for page in self.actions_of if page is widget), None)
        if page is None:
            return  # its tab is being closed: the cell that was open in it is written by that
        self.tabs.set_title(page, page.title())
        if self.tabs.currentWidget() is page:
            self._frame.set_heading(DESK, page.title(), page.detail())

    def _page_changed(self, page: QWidget | None) -> None:
        if page in self.actions_of:
            self._title_changed(page)
        else:
            self._frame.set_heading(DESK, _("Orders"), "")
            if self.isVisible():
                self.list.focus_search()

    # closing

    def close_page(self) -> None:
        """Ctrl+W: park the order in front; an empty draft is thrown away."""
        page = self.page()
        if page is None:
            return
        from app.views.orders.places import back_to_keying, leave_field

        keyed_in, session = leave_field(page), page.session
        if session.saving.is_away and not session.saving.is_saved:
            text = _("This order waits for the database: it stays open until it is saved.")
            page.message_bar.show_message(text, "warn")
            back_to_keying(page, keyed_in)
            return
        if session.is_amending and not session.is_sent and session.draft != session.before_amendment:
            self.actions_of[page].leave()  # asks, as Esc does
            return
        if session.draft.is_empty and session.saving.is_saved:
            order_id = page.order_id
            self._frame.jobs.write(self, lambda uow: throw_away_if_empty(uow, order_id), lambda _none: None)
        self.drop_page(page)

    def may_close(self) -> bool:
        """The window closes: what is on its way into the database is kept on this computer too."""
        for page in (*self.pages(), *self._closed.pages):
            page.session.saving.keep_unsaved()
        return True

    def drop_page(self, page: OrderPage) -> None:
        """Close a tab; the cell that was open in it is written by losing the focus, and saved."""
        actions = self.actions_of.pop(page)
        self._closed.close(page, lambda: self._take_back(page, actions))

    def _take_back(self, page: OrderPage, actions: OrderActions) -> None:
        """An order whose tab was closed before all of it was saved stands in a tab again."""
        self.actions_of[page] = actions
        self.tabs.add_page(page, page.title())

    def throw_away(self) -> None:
        """Delete the draft in front for good."""
        page = self.page()
        if page is not None and page.session.is_draft:
            order_id = page.order_id
            self._frame.jobs.write(
                self, lambda uow: throw_away(uow, order_id), lambda _none: self._drop_thrown(page)
            )

    def _drop_thrown(self, page: OrderPage) -> None:
        """Nothing of it is saved any more: what is still keyed into it goes with it."""
        if self.actions_of.pop(page, None) is not None:
            self.tabs.take_page(page)
        page.session.saving.give_up()
        self._closed.drop(page)

    def save(self, page: OrderPage) -> None:
        """Ctrl+S: everything is saved as it is keyed; this saves the open cell too and says so."""
        page.session.saving.flush()
        told = _("The draft is saved.")
        self.actions_of[page].settling.settle(lambda: page.message_bar.show_message(told, "ok"), passing=True)

    def refresh(self) -> None:
        """F5."""
        self._read_facts()
        page = self.page()
        if page is not None:
            page.session.ask_plan()
        self.list.refresh()

    # hearing

    def _changed(self, changes: Sequence[Change]) -> None:
        kinds = {change.kind for change in changes}
        if kinds & {"price", "warehouse", "term", "firm", "setting", "carrier", "rate"}:
            self._read_facts()
        for page in (*self.pages(), *self._made.values(), *self._closed.pages):
            page.hear(changes)

    def _asked(self, ask: Ask) -> None:
        if ask.name == "order.open":
            self._frame.show_desk(DESK)
            self.open_order(ask.id)
        elif ask.name == "order.new":
            self._frame.show_desk(DESK)
            self.new_order()
        elif ask.name == "order.configured":
            self._frame.show_desk(DESK)
            self.when_open(ask.id, lambda page: page.configuring.take(ask))
        elif ask.name == "customer.created":
            page = self.page()
            if page is not None and page.session.draft.header.customer_id is None:
                self._frame.show_desk(DESK)
                page.choosing.take_customer(ask.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Where nothing was typed into a field, Ctrl+Z belongs to the order."""
        if leaves_undo(watched, event):
            return True
        return super().eventFilter(watched, event)
