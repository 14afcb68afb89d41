"""What of an order can be picked now, where; what waits and for what. Enter makes the pick list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.i18n import _, format_date, n_
from app.messages import text_of_issue
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.shipping.picking import create_pick_list
from app.services.shipping.reading import ShipmentRow
from app.services.shipping.to_ship import OrderToShip, PartToShip, read_order_to_ship
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card, badge_row, muted_label
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.errors import show_error
from app.views.kit.hold_words import held_by, why_held
from app.views.kit.keyed import micro_text
from app.views.kit.message_bar import MessageAction
from app.views.kit.tab_desk import DeskPage
from app.views.shipping.words import STATES, address_text, state_word, with_numbers


class OrderPage(DeskPage):
    """The order's shipping page. `shipment_made(id)` follows a pick list, `shipment_opened(id)` Enter below."""

    shipment_made = Signal(int)
    shipment_opened = Signal(int)

    def __init__(self, context: Context, order_id: int) -> None:
        super().__init__(context, f"orderToShip:{order_id}", _("Shipping"))
        self.order_id = order_id
        self.order: OrderToShip | None = None
        self.parts: EntryModel[PartToShip] = EntryModel(_part_columns(), parent=self)
        self.table = PlainTable("partsToShip", _("Goods by warehouse"), self.parts)
        self.shipments: EntryModel[ShipmentRow] = EntryModel(_shipment_columns(), parent=self)
        self.shipments_table = PlainTable(
            "orderShipments",
            _("Shipments of this order"),
            self.shipments,
            nothing=_("Nothing was picked yet."),
        )
        self.shipments_table.setMaximumHeight(150)
        self.ship_to = QLabel()
        self.wish = Badge()
        self.hold = Badge()
        self.why_held = QLabel()
        self.why_held.setObjectName("whyHeld")
        self.why_held.setTextFormat(Qt.TextFormat.PlainText)
        self.why_held.setWordWrap(True)
        self.why_held.hide()
        self.below = muted_label(_("Shipments of this order"))
        self.pick = key_button(_("Make pick list"), "Ctrl+Return", "primary")
        self.pick.setObjectName("makePickList")
        self.action_row = ActionRow(buttons=(self.pick,))
        self.hint = self.action_row.hint
        self.pick.setToolTip(_("Makes a pick list of everything ready in the warehouse of the chosen line"))
        self._lay_out()
        self.pick.clicked.connect(self.make_pick_list)
        self.table.row_activated.connect(lambda _row: self.make_pick_list())
        self.table.row_changed.connect(lambda _row: self._show_pick())
        self.shipments_table.row_activated.connect(self._open_shipment)
        self.can_do["confirm"] = self.make_pick_list
        self.can_do["invoice"] = lambda: context.bus.ask("invoice.start", order_id)
        self.can_do["hold"] = self.open_hold
        self.can_do["order"] = lambda: context.bus.ask("order.open", order_id)
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Ship to"))
        head.body.addWidget(self.ship_to)
        badges = badge_row()
        badges.addWidget(self.hold)
        badges.addWidget(self.wish)
        badges.addStretch(1)
        head.body.addLayout(badges)
        head.body.addWidget(self.why_held)
        self.column.addWidget(head)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.action_row)
        below = QVBoxLayout()
        below.addWidget(self.below)
        below.addWidget(self.shipments_table)
        self.column.addLayout(below)

    def enter(self) -> None:
        self.table.setFocus()

    def refresh(self) -> None:
        self.context.jobs.read(
            self, lambda view: read_order_to_ship(view, self.order_id), self._show, latest="order"
        )

    def hear(self, changes: Sequence[Change]) -> None:
        kinds = {change.kind for change in changes}
        mine = any(change.kind == "order" and change.id == self.order_id for change in changes)
        if mine or kinds & {"shipment", "stock", "hold"}:
            self.refresh()

    def _show(self, order: OrderToShip) -> None:
        is_first = self.order is None
        self.order = order
        self.set_heading(_("Ship {number}").format(number=order.number), order.customer_name)
        address = (order.ship_name, order.ship_street, order.ship_postcode, order.ship_city)
        self.ship_to.setText(address_text(*address, order.ship_country))
        self.hold.set_state(held_by(order.holds), "bad")
        self.why_held.setText(why_held(order.holds))
        self.why_held.setVisible(bool(order.holds))
        self.wish.set_state(_("Ship complete") if order.delivery_wish == "complete" else "", "warn")
        open_parts = [part for part in order.parts if part.reserved_micro or part.waiting_micro > 0]
        self.parts.set_rows(open_parts)
        self.shipments.set_rows(order.shipments)
        for widget in (self.below, self.shipments_table):
            widget.setVisible(bool(order.shipments))
        if is_first or self.table.current_row() < 0:
            ready = next((row for row, part in enumerate(open_parts) if part.ready_micro > 0), 0)
            self.table.select_row(ready)
        self._show_pick()
        self._open_only_pick_list(order, is_first=is_first)

    def _open_only_pick_list(self, order: OrderToShip, *, is_first: bool) -> None:
        """Nothing more to pick, one list being picked: that is what the person came for."""
        picking = [shipment for shipment in order.shipments if shipment.state == "picking"]
        if is_first and len(picking) == 1 and not any(part.ready_micro > 0 for part in order.parts):
            self.shipment_opened.emit(picking[0].id)

    def warehouse_to_pick(self) -> PartToShip | None:
        """A ready part of the chosen line's warehouse, else of the first one that has any."""
        ready = [part for part in self.parts.rows() if part.ready_micro > 0]
        current = self.parts.row(self.table.current_row())
        here = [part for part in ready if current and part.warehouse_id == current.warehouse_id]
        return next(iter(here or ready), None)

    def _show_pick(self) -> None:
        part = self.warehouse_to_pick()
        self.pick.setEnabled(part is not None)
        if part is None:
            waits = any(row.waiting_micro > 0 for row in self.parts.rows())
            text = _("Everything open still waits.") if waits else _("Nothing is left to pick.")
            self.hint.setText(text)
            return
        same = [row for row in self.parts.rows() if row.warehouse_id == part.warehouse_id]
        count = sum(1 for row in same if row.ready_micro > 0)
        text = n_(
            "{warehouse}: {count} line is ready to pick.",
            "{warehouse}: {count} lines are ready to pick.",
            count,
        )
        self.hint.setText(text.format(warehouse=part.warehouse_name, count=count))

    def open_hold(self) -> None:
        """Ctrl+H: what holds the order, to be looked at or released; to hold it, where nothing does."""
        self.context.bus.ask("hold.order", self.order_id)

    def make_pick_list(self) -> None:
        """Ctrl+Enter: everything ready in the warehouse of the chosen line."""
        self._make(even_incomplete=False)

    def _make(self, *, even_incomplete: bool) -> None:
        part = self.warehouse_to_pick()
        if part is None:
            self.message_bar.show_message(self.hint.text(), "info")
            return
        warehouse_id = part.warehouse_id
        ready = [each for each in self.parts.rows() if each.warehouse_id == warehouse_id]
        self.once.write(
            "pick",
            lambda uow: create_pick_list(uow, self.order_id, warehouse_id, even_incomplete=even_incomplete),
            self.shipment_made.emit,
            content=(ready, even_incomplete),
            failed=self._refused,
        )

    def _refused(self, error: Exception) -> None:
        issues = error.issues if isinstance(error, RefusedError) else ()
        incomplete = next((issue for issue in issues if issue.code == "shipping.not_complete"), None)
        if incomplete is None:
            show_error(self, error)
            return
        run = MessageAction(_("Ship what is there"), lambda: self._make(even_incomplete=True), "Alt+1")
        self.message_bar.show_message(text_of_issue(incomplete), "warn", (run,))

    def _open_shipment(self, number: int) -> None:
        shipment = self.shipments.row(number)
        if shipment is not None:
            self.shipment_opened.emit(shipment.id)


def _part_columns() -> tuple[EntryColumn[PartToShip], ...]:
    return (
        EntryColumn("warehouse", _("From"), lambda part: part.warehouse_name, width=96),
        EntryColumn("sku", _("SKU"), lambda part: part.piece.sku or part.sku, width=220),
        EntryColumn("text", _("Description"), _described, width=130, stretch=True),
        EntryColumn(
            "ready", _("Ready"), lambda part: _in_unit(part, part.ready_micro), state=_ready_state,
            align_right=True, width=84,
        ),
        EntryColumn(
            "picking", _("On pick lists"), lambda part: _in_unit(part, part.picking_micro), align_right=True,
            width=106,
        ),
        EntryColumn(
            "waiting", _("Waits"), lambda part: _in_unit(part, part.waiting_micro), align_right=True, width=74
        ),
        EntryColumn("for", _("For what"), _waits_for, width=240, quiet=True),
        EntryColumn(
            "promise", _("Promised"), lambda part: format_date(part.promise_date) if part.promise_date else "",
            width=100,
        ),
    )  # fmt: skip


def _described(part: PartToShip) -> str:
    return with_numbers(part.text, part.piece)


def _in_unit(part: PartToShip, base_micro: int) -> str:
    return micro_text(part.unit.from_base(base_micro), part.unit_code) if base_micro > 0 else ""


def _ready_state(part: PartToShip) -> State | None:
    return "ok" if part.ready_micro > 0 else None


def _waits_for(part: PartToShip) -> str:
    if part.waiting_micro <= 0:
        return ""
    if part.workshop_number:
        return _("made in the workshop, {number}").format(number=part.workshop_number)
    if part.arrival_due is None:
        return _("nothing announced")
    due = format_date(part.arrival_due)
    return _("arrival {number}, due {date}").format(number=part.arrival_number, date=due)


def _shipment_columns() -> tuple[EntryColumn[ShipmentRow], ...]:
    return (
        EntryColumn("number", _("Shipment"), lambda row: row.number, width=120),
        EntryColumn("warehouse", _("From"), lambda row: row.warehouse_name, stretch=True),
        EntryColumn("date", _("Left"), lambda row: format_date(row.ship_date) if row.ship_date else "", width=110),
        EntryColumn(
            "state", _("State"), lambda row: state_word(row.state), state=lambda row: STATES.get(row.state),
            width=120,
        ),
    )  # fmt: skip
