"""One open order: head, lines, panels, verdict, totals. Parked in a tab; every keyed cell is saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change
from app.domain.errors import ConflictError, OutsideError
from app.domain.issues import Issue
from app.domain.orders.draft import Edit, edit_header
from app.domain.orders.repricing import explain_price
from app.domain.routing.sources import WarehouseFacts
from app.i18n import _
from app.messages import text_of_issue
from app.models.order_lines_model import OrderLinesModel
from app.services.orders.opening import Opened
from app.services.parties import CustomerContext, CustomerHit, find_customers, read_customer_context
from app.services.products import ProductHit, find_products
from app.services.search import note_usage
from app.services.setup.terms import TermCard
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.errors import show_error, words
from app.views.kit.key_buffer import KeyBuffer
from app.views.kit.message_bar import MessageAction, MessageBar
from app.views.orders.customer_panel import CustomerPanel
from app.views.orders.header_card import HeaderCard, customer_values
from app.views.orders.keying import LineKeying
from app.views.orders.last_prices import LastPrices
from app.views.orders.line_grid import LineGrid
from app.views.orders.matching import PastedMatching
from app.views.orders.panels import AvailabilityPanel, PricePanel, line_promises, scrolled
from app.views.orders.session import OrderSession
from app.views.orders.side_list import SideList
from app.views.orders.totals_card import TotalsCard
from app.views.orders.verdict_bar import VerdictBar
from app.views.orders.words import state_word

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMN_OF_FIELD = {
    "quantity": "quantity",
    "sku": "sku",
    "price": "price",
    "discount": "discount",
    "promise": "date",
}


class OrderPage(QWidget):
    """A tab of the order desk. Actions that end the keying (confirm, quote ...) live in `actions.py`."""

    title_changed = Signal(QWidget)
    leave_wanted = Signal()  # Esc, where no list and no cell is open

    def __init__(
        self,
        frame: Context,
        opened: Opened,
        terms: Sequence[TermCard],
        warehouses: Sequence[WarehouseFacts],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("orderPage")
        self.frame = frame
        self.warehouses = tuple(warehouses)
        self.session = OrderSession(frame, opened, self)
        self.customer: CustomerContext | None = None
        self._keys: KeyBuffer | None = None
        self.model = OrderLinesModel(self)
        self.model.may_type_prices = self.frame.allowed("price.manual")
        self.keying = LineKeying(frame, self.session, self)
        self.last_prices = LastPrices(frame, self._show_current_line, self)
        self._make_frame()
        self._make_widgets(terms)
        self._lay_out()
        self._connect()
        self._show()
        self._read_customer()
        self.session.ask_plan()

    def _make_frame(self) -> None:
        """What holds the parts comes first: a part that moves from parent to parent is styled again each time."""
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self._left = QWidget(self.splitter)
        self._left.setMinimumWidth(420)
        self._side = QWidget()
        panel = scrolled(self._side, self.splitter)
        panel.setMinimumWidth(300)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([890, 300])

    def _make_widgets(self, terms: Sequence[TermCard]) -> None:
        self.message_bar = MessageBar(self)
        self.header = HeaderCard(self._ask_customers, lambda: self.session.context.today, self)
        self.header.set_terms(terms)
        self.grid = LineGrid(self.model, self._ask_products, self._left)
        self.side_list = SideList(self._left)
        self.verdict = VerdictBar(self._left)
        self.totals = TotalsCard(self._left)
        self.customer_panel = CustomerPanel(self._side)
        self.price = PricePanel(self._side)
        self.availability = AvailabilityPanel(self._side)
        self.hint = muted_label(
            _(
                "Ins insert line · F4 look up · Ctrl+Del delete · Ctrl+D repeat · Ctrl+Z undo · Ctrl+V paste from sheet"
            )
        )
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.grid, 1)
        for part in (self.side_list, self.hint, self.verdict, self.totals):
            column.addWidget(part)
        panels = QVBoxLayout(self._side)
        panels.setContentsMargins(0, 0, 0, 0)
        panels.setSpacing(12)
        panels.addWidget(self.customer_panel, 5)
        panels.addWidget(self.price, 3)
        panels.addWidget(self.availability, 2)
        page = self.layout()
        assert isinstance(page, QVBoxLayout), "made by _make_frame"
        page.addWidget(self.message_bar)
        page.addWidget(self.header)
        page.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        session = self.session
        session.shown.connect(self._show)
        session.planned.connect(self._show_plan)
        session.failed.connect(self._failed)
        session.saving.saved.connect(lambda: self.title_changed.emit(self))
        session.saving.came_back.connect(self._came_back)
        session.news.rebased.connect(self._rebased)
        session.news.is_typing = self._is_typing
        for field in self.header.findChildren(QLineEdit):
            field.editingFinished.connect(self._field_left)
        self.grid.itemDelegate().closeEditor.connect(self._field_left)
        self.header.customer_chosen.connect(self.choose_customer)
        self.header.popup.awaited.connect(self._hold_keys)
        self.header.edited.connect(self._header_edited)
        self.header.date_refused.connect(
            lambda issue: self.message_bar.show_message(text_of_issue(issue), "bad")
        )
        self.header.finished.connect(self.grid.edit_new_line)
        self.model.cell_keyed.connect(self.keying.key_cell)
        self.keying.refused.connect(self._keying_refused)
        self.grid.product_chosen.connect(self._product_chosen)
        self.grid.paste_wanted.connect(self.keying.paste)
        self.grid.line_changed.connect(self._show_line)
        self.grid.left_top.connect(self.header.term.setFocus)
        self.verdict.issue_shown.connect(self.go_to_issue)
        self.customer_panel.product_wanted.connect(self.keying.add_product)
        self.customer_panel.order_wanted.connect(lambda order_id: self.frame.bus.ask("order.open", order_id))
        self.matching = PastedMatching(self)
        self.matching.show()

    # what the desk asks

    @property
    def order_id(self) -> int:
        """The id of the order in this tab."""
        return self.session.draft.id

    def title(self) -> str:
        """The tab's title: number or "New order", with the customer."""
        draft = self.session.draft
        kind = _("New quote") if draft.kind == "quote" else _("New order")
        name = draft.header.customer_name
        return " · ".join(part for part in (draft.number or kind, name) if part)

    def detail(self) -> str:
        """What stands beside the title: state, and whether all is saved."""
        draft = self.session.draft
        if draft.state == "draft":
            return _("draft · saved") if self.session.saving.is_saved else _("draft · saving …")
        state = state_word(draft.state)
        return _("{state} · amending").format(state=state) if self.session.is_amending else state

    def choose_customer(self, customer_id: int) -> None:
        """Take a customer: head and ship-to follow, prices and taxes are derived for it.

        What is typed meanwhile goes into the next field, the customer's order number.
        """
        self._hold_keys()

        def take(found: CustomerContext) -> None:
            self._take_customer(found)
            self.session.edit(edit_header(self.session.draft, **customer_values(found)))
            self.frame.jobs.write(
                self, lambda uow: note_usage(uow, "customer", customer_id), lambda _none: None
            )
            self.focus_next_after_customer()
            self._release_keys()

        def failed(error: Exception) -> None:
            self._release_keys()
            self._failed(error)

        self.frame.jobs.read(self, lambda view: read_customer_context(view, customer_id), take, failed=failed)

    def _hold_keys(self) -> None:
        """Keep what is typed until the field that it is meant for is there."""
        if self._keys is None:
            self._keys = KeyBuffer(self.window())

    def _release_keys(self) -> None:
        keys, self._keys = self._keys, None
        if keys is not None:
            keys.release()

    def focus_next_after_customer(self) -> None:
        """After the customer comes the customer's order number."""
        if self.header.customer.hasFocus():
            self.header.po_number.setFocus()
            self.header.po_number.selectAll()

    def _read_customer(self) -> None:
        customer_id = self.session.draft.header.customer_id
        if customer_id is not None:
            self.frame.jobs.read(
                self, lambda view: read_customer_context(view, customer_id), self._take_customer
            )

    def _take_customer(self, found: CustomerContext) -> None:
        self.customer = found
        self.header.show_customer(found, self.session.draft.currency)
        self.customer_panel.show_customer(found)
        self.header.show_draft(self.session.draft, editable=self.session.is_editable)

    def _ask_customers(self, text: str, answer: Callable[[str, Sequence[CustomerHit]], None]) -> None:
        self.frame.jobs.read(
            self, lambda view: find_customers(view, text), lambda hits: answer(text, hits), latest="customers"
        )

    def _ask_products(self, text: str, answer: Callable[[str, Sequence[ProductHit]], None]) -> None:
        customer_id = self.session.draft.header.customer_id
        self.frame.jobs.read(
            self,
            lambda view: find_products(view, text, customer_id),
            lambda hits: answer(text, hits),
            latest="products",
        )

    def _header_edited(self, values: dict[str, object]) -> None:
        draft = self.session.draft
        changed = {name: new for name, new in values.items() if getattr(draft.header, name) != new}
        if changed:
            self.session.edit(edit_header(draft, **changed))

    def _product_chosen(self, row: int, hit: ProductHit) -> None:
        self.keying.take_product(self.model.key_at(row), hit)
        self.frame.jobs.write(self, lambda uow: note_usage(uow, "product", hit.id), lambda _none: None)

    # showing

    def _show(self) -> None:
        session = self.session
        self.model.set_editable(editable=session.is_editable)
        self.model.set_draft(session.draft)
        self.header.show_draft(session.draft, editable=session.is_editable)
        self.totals.show_totals(session.draft, session.context, with_margin=self._sees_margin())
        self.last_prices.ask(session.draft)
        self._show_current_line()
        self._show_titles()
        self.title_changed.emit(self)

    def _show_titles(self) -> None:
        draft, amending = self.session.draft, self.session.is_amending
        if draft.state == "draft":
            self.totals.set_titles(save=_("Save draft"), paper=_("Quote"), confirm=_("Confirm order"))
        elif amending:
            self.totals.set_titles(save="", paper="", confirm=_("Confirm changes"))
        elif draft.state == "quoted":
            self.totals.set_titles(save="", paper=_("Quote"), confirm=_("Turn into order"))
        else:
            self.totals.set_titles(save="", paper=_("Confirmation"), confirm="")

    def _sees_margin(self) -> bool:
        return self.frame.allowed("margin.see")

    def _show_plan(self) -> None:
        plan, session = self.session.plan, self.session
        assert plan is not None, "told by the session's own signal"
        promises = line_promises(
            session.draft.lines,
            session.context.products,
            plan.parts,
            plan.availability,
            session.context.today,
        )
        self.model.set_promises(promises)
        self.verdict.setVisible(session.is_editable)
        self.verdict.show_issues(session.issues)
        self.model.set_bad_cells(_bad_cells(session.issues))
        self._show_current_line()
        if self.isVisible():
            self.frame.set_status("issues", self.verdict.summary())

    def _show_current_line(self) -> None:
        self._show_line(self.grid.current_key())

    def _show_line(self, key: str) -> None:
        session = self.session
        line = session.draft.line(key)
        self.customer_panel.setVisible(line is None)
        self.price.setVisible(line is not None)
        self.availability.setVisible(line is not None)
        if line is None:
            return
        self.price.show_price(
            line,
            explain_price(line, session.draft, session.context),
            currency=session.draft.currency,
            with_margin=self._sees_margin(),
            last_price=self.last_prices.text(line.product_id),
        )
        product = session.context.products.get(line.product_id) if line.product_id else None
        plan = session.plan
        stock = plan.availability.get(product.id) if plan and product else None
        parts = [part for part in plan.parts if part.line_key == key] if plan else []
        self.availability.show_stock(product, stock, self.warehouses, parts, session.context.today)

    def go_to_issue(self, issue: Issue) -> None:
        """Put the cursor where the issue is."""
        self.go_to(issue.where)

    def go_to(self, where: str) -> None:
        """Put the cursor on a path such as `lines/k3/quantity` or `header/customer`."""
        head, _slash, rest = where.partition("/")
        if head == "header":
            self._header_field(rest).setFocus()
        elif rest:
            key, _slash, field = rest.partition("/")
            self.grid.edit_key(key, COLUMN_OF_FIELD.get(field, "sku"))
        else:
            self.grid.edit_new_line()

    def _header_field(self, name: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "customer": self.header.customer,
            "po_number": self.header.po_number,
            "requested_date": self.header.requested,
            "ship_to": self.header.ship_to,
            "ship_address": self._first_missing_of_address(),
            "contact": self.header.contact,
            "valid_until": self.header.valid_until,
            "pasted": self.side_list.list,
        }
        field = fields.get(name, self.header.customer)
        if field.isHidden() and name != "pasted":
            self.header.show_more(shown=True)
        return field

    def _first_missing_of_address(self) -> QWidget:
        header = self.session.draft.header
        if not header.ship_name.strip():
            return self.header.ship_name
        return self.header.place if header.ship_street.strip() else self.header.street

    def _keying_refused(self, issue: Issue) -> None:
        self.message_bar.show_message(text_of_issue(issue), "bad")
        key, _slash, field = issue.where.removeprefix("lines/").partition("/")
        if key:
            row = self.model.row_of(key)
            column = self.model.column_of(COLUMN_OF_FIELD.get(field, "sku"))
            self.grid.setCurrentIndex(self.model.index(row, column))

    def _failed(self, error: Exception) -> None:
        """Say it once; what was keyed stays here, and is in the database as soon as it answers again."""
        if isinstance(error, OutsideError) and error.code == "journal.cannot_write":
            self.message_bar.show_message(words(error), "bad")
        elif isinstance(error, OutsideError):
            kept = _("What you keyed is kept and saved as soon as possible.")
            text = words(error) if self.session.saving.is_saved else f"{words(error)} {kept}"
            self.message_bar.show_message(text, "warn")
        elif isinstance(error, ConflictError):
            mine = MessageAction(_("Use mine"), self._take_mine, "Alt+1")
            theirs = MessageAction(_("Keep theirs"), self._keep_theirs, "Alt+2")
            self.message_bar.show_message(words(error), "warn", [mine, theirs])
        else:
            show_error(self, error)
        self.title_changed.emit(self)

    def _take_mine(self) -> None:
        self.message_bar.clear()
        self.session.saving.take_mine()

    def _keep_theirs(self) -> None:
        self.message_bar.clear()
        self.session.saving.keep_theirs()

    def _rebased(self) -> None:
        text = _(
            "Somebody else changed the order meanwhile. Your changes stand on theirs: look, then confirm."
        )
        self.message_bar.show_message(text, "warn")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.frame.set_status("issues", self.verdict.summary())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.frame.set_status("issues", "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no list, cell or field took."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _is_typing(self) -> bool:
        """Whether something was typed into the field that has the keys in this window."""
        field = self.window().focusWidget()
        return isinstance(field, QLineEdit) and self.isAncestorOf(field) and field.isModified()

    def _field_left(self) -> None:
        """What others changed meanwhile may be shown, once what was keyed is on its way."""
        QTimer.singleShot(0, self, self.session.news.catch_up)

    def _came_back(self) -> None:
        """The good news; a question between two values stays."""
        if self.session.saving.waits_for_decision:
            return
        self.message_bar.show_message(_("The database answers again; everything keyed is saved."), "ok")

    def hear(self, changes: Sequence[Change]) -> None:
        """What others changed: this order, its customer, or stock that it needs."""
        kinds = {(change.kind, change.id) for change in changes}
        session = self.session
        mine = next((c for c in changes if c.kind == "order" and c.id == self.order_id), None)
        if mine is not None and mine.version > session.draft.version:
            session.news.hear_version(mine.version)
        if ("customer", session.draft.header.customer_id) in kinds:
            self.last_prices.forget()
            self.last_prices.ask(session.draft)
            self._read_customer()
            session.ask_plan()  # prices, taxes or credit may be others now
        products = {line.product_id for line in session.draft.lines}
        if session.is_editable and any(kind == "stock" and id_ in products for kind, id_ in kinds):
            session.ask_plan()

    def today(self) -> dt.date:
        """The firm's date."""
        return self.session.context.today

    def edit(self, *edits: Edit) -> None:
        """Apply edits through the session."""
        self.session.edit(*edits)


def _bad_cells(issues: Sequence[Issue]) -> dict[tuple[str, str], str]:
    """The cells that block, with their texts."""
    bad = {}
    for issue in issues:
        head, _slash, rest = issue.where.partition("/")
        key, _slash, field = rest.partition("/")
        if head == "lines" and key and issue.severity == "block":
            bad[key, COLUMN_OF_FIELD.get(field, "sku")] = text_of_issue(issue)
    return bad
