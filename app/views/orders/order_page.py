"""One open order: head, lines, panels, verdict, totals. Parked in a tab; every keyed cell is saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from app.domain.changes import Change
from app.domain.issues import Issue
from app.domain.jurisdictions import JURISDICTION_KINDS
from app.domain.orders.draft import edit_header
from app.domain.orders.lengths import head_too_long
from app.domain.pricing import RulesSnapshot
from app.domain.routing.sources import WarehouseFacts
from app.i18n import _
from app.models.order_lines_model import LinePromise, OrderLinesModel
from app.services.orders.opening import Opened
from app.services.setup.terms import TermCard
from app.views.kit.context import Context
from app.views.kit.message_bar import MessageBar
from app.views.kit.tokens import ROW_HEIGHT
from app.views.orders.accept_reason import ReasonPlace
from app.views.orders.approvals import Approvals
from app.views.orders.asked_changes import AskedAmendment
from app.views.orders.choosing import Choosing
from app.views.orders.configuring import Configuring
from app.views.orders.goals import Goals
from app.views.orders.header_card import HeaderCard
from app.views.orders.keying import LineKeying
from app.views.orders.last_prices import LastPrices
from app.views.orders.left_over import LeftOver
from app.views.orders.line_grid import LineGrid
from app.views.orders.line_promises import line_promises
from app.views.orders.low_page import LowPage
from app.views.orders.made_otherwise import made_otherwise
from app.views.orders.matching import PastedMatching
from app.views.orders.page_messages import PageMessages
from app.views.orders.panels import scrolled
from app.views.orders.places import go_to_place
from app.views.orders.session import OrderSession
from app.views.orders.side_list import SideList
from app.views.orders.side_panels import SidePanels
from app.views.orders.substitutes import Substitutes
from app.views.orders.surcharges import Surcharges
from app.views.orders.totals_card import TotalsCard
from app.views.orders.verdict_bar import VerdictBar
from app.views.orders.words import keys_of, state_word

OF_THE_SET_UP = frozenset(
    {
        "export_rule",
        "export_licence",
        "tax",
        "order_check",
        "order_policy",
        "product_model",
        *JURISDICTION_KINDS,
    }
)
"""Kinds of changes of the set-up that an order is checked anew for, or taxed otherwise."""


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
        self.session = OrderSession(frame, opened, self)
        self.model = OrderLinesModel(self)
        self.model.may_type_prices = self.frame.allowed("price.manual")
        self.keying = LineKeying(frame, self.session, self)
        self.choosing = Choosing(frame, self)
        self.last_prices = LastPrices(frame, self._show_current_line, self)
        self._promises: Mapping[str, LinePromise] = {}
        self._make_frame()
        self._make_widgets(terms, warehouses)
        self._lay_out()
        self.messages = PageMessages(self)
        self.left_over = LeftOver(self)
        self.approvals = Approvals(self)
        self.asked_changes = AskedAmendment(self)
        self.surcharges = Surcharges(self)
        self.goals = Goals(self)
        self.substitutes = Substitutes(self)
        self.configuring = Configuring(self)
        self._connect_session()
        self._connect_head()
        self._connect_lines()
        self._show()
        self.choosing.read_customer()
        self.session.ask_plan()

    # making

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
        self.panels = SidePanels()
        scroll_area = scrolled(self.panels, self.splitter)
        scroll_area.setMinimumWidth(300)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([890, 300])

    def _make_widgets(self, terms: Sequence[TermCard], warehouses: Sequence[WarehouseFacts]) -> None:
        self.message_bar = MessageBar(self)
        self.header = HeaderCard(self.choosing.ask_customers, self.today, self)
        self.header.set_terms(terms)
        self.grid = LineGrid(self.model, self.choosing.ask_products, self._left)
        self.grid.setMinimumHeight(2 * ROW_HEIGHT + 2)  # the titles and the line that is keyed
        self.side_list = SideList(self._left)
        self._reason_place = ReasonPlace(self.frame, self._left)
        self.hint, self.reason = self._reason_place.hint, self._reason_place.reason
        self.verdict = VerdictBar(self._left)
        self.totals = TotalsCard(self._left)
        self.panels.furnish(warehouses)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.grid, 1)
        for part in (self.side_list, self._reason_place, self.verdict, self.totals):
            column.addWidget(part)
        page = self.layout()
        assert isinstance(page, QVBoxLayout), "made by _make_frame"
        page.addWidget(self.message_bar)
        page.addWidget(self.header)
        page.addWidget(self.splitter, 1)
        self._low = LowPage(
            self, (self.header, self.totals), self.side_list, self._reason_place, self.header.further
        )

    def _connect_session(self) -> None:
        session = self.session
        session.shown.connect(self._show)
        session.shown.connect(self.choosing.follow)
        session.planned.connect(self._show_plan)
        session.saving.saved.connect(lambda: self.title_changed.emit(self))
        session.news.is_typing = self._is_typing
        for field in self.header.findChildren(QLineEdit):
            field.editingFinished.connect(partial(self._head_field_left, field))
        self.grid.itemDelegate().closeEditor.connect(self._field_left)

    def _connect_head(self) -> None:
        self.header.search.customer_chosen.connect(self.choosing.take_customer)
        self.header.search.popup.awaited.connect(self.choosing.hold_keys)
        self.header.edited.connect(self._header_edited)
        self.header.finished.connect(self.grid.edit_new_line)

    def _connect_lines(self) -> None:
        self.model.cell_keyed.connect(self.keying.key_cell)
        self.grid.product_chosen.connect(self.choosing.take_product)
        self.grid.paste_wanted.connect(self.keying.paste)
        self.grid.line_changed.connect(self._show_line)
        self.grid.left_top.connect(self.header.term.setFocus)
        self.verdict.issue_shown.connect(self.go_to_issue)
        self.reason.left.connect(self.grid.setFocus)
        self.totals.ship_wanted.connect(lambda: self.frame.commands.run("order.ship"))
        self.totals.invoice_wanted.connect(lambda: self.frame.commands.run("order.invoice"))
        self.reason.editingFinished.connect(self._field_left)
        self.panels.customer.product_wanted.connect(self.keying.add_product)
        self.panels.customer.order_wanted.connect(lambda order_id: self.frame.bus.ask("order.open", order_id))
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

    def begin_keying(self) -> None:
        """Put the cursor where the keys go on: a draft that has its customer waits for its next line."""
        if not self.session.is_editable:
            self.grid.select_row(0)
            self.grid.setFocus()
        elif self.session.is_draft and self.session.draft.header.customer_id is not None:
            self.grid.edit_new_line()
        else:
            self.header.customer.setFocus()

    def today(self) -> dt.date:
        """The firm's date."""
        return self.session.context.today

    def take_facts(
        self,
        rules: RulesSnapshot,
        terms: Sequence[TermCard],
        warehouses: Sequence[WarehouseFacts],
        channels: Sequence[str] = (),
        offers: Sequence[str] = (),
    ) -> None:
        """Price rules, terms, warehouses, channels and exchange rates as they are now."""
        self.header.set_channels(channels)
        self.header.set_offers(offers)
        self.header.set_terms(terms)
        self.header.show_draft(self.session.draft, editable=self.session.is_editable)
        self.panels.set_warehouses(warehouses)
        self.session.set_rules(rules)  # the plan that follows shows them
        self.surcharges.show_chosen()

    def hear(self, changes: Sequence[Change]) -> None:
        """What others changed: this order, its customer, its articles, or stock that it needs."""
        kinds = {(change.kind, change.id) for change in changes}
        session = self.session
        self.approvals.hear(changes)
        self.asked_changes.hear(changes)
        if any(kind == "hold" or kind.startswith("screening_") for kind, _id in kinds):
            session.ask_plan()
        mine = next((c for c in changes if c.kind == "order" and c.id == self.order_id), None)
        if mine is not None and mine.version > session.draft.version:
            session.news.hear_version(mine.version)
        elif mine is not None and not session.is_editable:
            session.news.reload()  # goods of it left, or its rest was cancelled: that makes no new version
        if ("customer", session.draft.header.customer_id) in kinds:
            self.last_prices.forget()
            self.last_prices.ask(session.draft)
            self.choosing.read_customer()
            session.ask_plan()  # prices, taxes or credit may be others now
        if any(kind in {"product", "customer"} for kind, _id in kinds):
            self.matching.ask_again()
        if session.is_editable and any(kind in OF_THE_SET_UP for kind, _id in kinds):
            session.ask_plan()
        products = {line.product_id for line in session.draft.lines}
        if any(kind == "product" and id_ in products for kind, id_ in kinds) or (
            session.is_editable and any(kind == "stock" and id_ in products for kind, id_ in kinds)
        ):
            session.ask_plan()  # which reads the articles' facts too

    def go_to_issue(self, issue: Issue) -> None:
        """Put the cursor where the issue is, while the order may be keyed."""
        if self.session.is_editable:
            go_to_place(self, issue.where)

    def _header_edited(self, values: dict[str, object]) -> None:
        draft = self.session.draft
        changed = {name: new for name, new in values.items() if getattr(draft.header, name) != new}
        issue = head_too_long(changed)
        self.header.mark_wrong()
        if issue is not None:
            self.messages.refuse(issue)
        else:
            self.messages.head_left()
        right = {name: new for name, new in changed.items() if head_too_long({name: new}) is None}
        if right:
            self.session.edit(edit_header(draft, **right))

    # showing

    def _show(self) -> None:
        session = self.session
        if not session.is_editable:
            self.grid.cursor_keeper.drop_cell()
        self.model.set_editable(editable=session.is_editable)
        self.model.set_draft(session.draft, session.context)
        self.header.show_draft(session.draft, editable=session.is_editable)
        self.surcharges.show_chosen()
        self.header.count_order(session.uncounted_minor)
        self._show_totals()
        self.last_prices.ask(session.draft)
        self.hint.setText(keys_of(session.draft.state, editable=session.is_editable))
        self._show_current_line()
        self._show_titles()
        self.title_changed.emit(self)

    def _show_totals(self) -> None:
        session = self.session
        plan = None if session.is_editable else session.plan
        self.totals.show_totals(
            session.draft,
            session.context,
            with_margin=self._sees_margin(),
            cancelled_minor=session.cancelled_minor,
            advances_minor=plan.advances_minor if plan is not None else 0,
        )

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
        self._show_next()

    def _show_next(self) -> None:
        """What comes after the confirmation is a button too: the goods go, then the invoice."""
        session, plan = self.session, self.session.plan
        state = "" if session.is_editable else session.draft.state
        is_sent = state == "shipped" or (plan is not None and any(part.shipped_micro for part in plan.held))
        self.totals.show_next(
            ship=state == "confirmed" and self.frame.allowed("shipping.ship"),
            invoice=state in {"confirmed", "shipped"} and is_sent and self.frame.allowed("invoice.post"),
        )

    def _sees_margin(self) -> bool:
        return self.frame.allowed("margin.see")

    def _show_plan(self) -> None:
        plan, session = self.session.plan, self.session
        assert plan is not None, "told by the session's own signal"
        self._promises = line_promises(plan, session.context.products, session.context.today)
        self.model.set_draft(session.draft, session.context)  # other price lists change what stands beside
        self.model.set_promises(self._promises)
        self.verdict.setVisible(session.is_editable or bool(session.issues))
        self.verdict.show_issues(session.issues, self.frame.opened.clock.now())
        if not session.is_draft:
            self.asked_changes.show_request()
        self.reason.show_for(session.issues if session.is_editable else ())
        self.hint.setVisible(self.reason.isHidden())
        self.messages.mark_cells()
        self._show_next()
        if not session.is_editable:
            self._show_totals()
        self._show_current_line()
        if self.isVisible():
            self.frame.set_status("issues", self.verdict.summary())

    def _show_current_line(self) -> None:
        self._show_line(self.grid.current_key())

    def _show_line(self, key: str) -> None:
        line = self.session.draft.line(key)
        last_price = self.last_prices.text(line) if line else ""
        promise = self._promises.get(key)
        reason = promise.reason if promise else ""
        if line is not None and self.session.is_amending:
            before = self.session.before_amendment.line(key)
            reason = "\n".join(filter(None, (reason, made_otherwise(before, line, self.session.context))))
        self.panels.show_line(
            self.session,
            line,
            with_margin=self._sees_margin(),
            last_price=last_price,
            reason=reason,
        )

    # Qt

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

    def _head_field_left(self, field: QLineEdit) -> None:
        """What was typed is told: whoever comes back to the field types nothing yet."""
        field.setModified(False)
        self._field_left()

    def _field_left(self) -> None:
        """What others changed meanwhile may be shown, once what was keyed is on its way."""
        QTimer.singleShot(0, self, self.session.news.catch_up)
