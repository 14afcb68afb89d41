"""The first tab: what can be picked now at the left, all shipments at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter

from app.domain.changes import Change
from app.domain.pages import Filter, Page, PageRequest
from app.domain.search_words import sort_key
from app.i18n import _, n_
from app.models.columns import Column, State, day_column
from app.services.setup.warehouses import WarehouseCard, read_warehouses
from app.services.shipping.reading import (
    ShipmentRow,
    ShippableOrder,
    read_shipment_page,
    read_shippable_orders,
)
from app.services.short_lists import page_of
from app.services.unit_of_work import Reading
from app.views.kit.action_row import ActionRow
from app.views.kit.context import Context
from app.views.kit.hold_words import held_by
from app.views.kit.keyed import today_of
from app.views.kit.list_bar import Option
from app.views.kit.list_pane import ListPane, ListSpec, by_number
from app.views.kit.tab_desk import DeskPage
from app.views.shipping.words import STATES, state_word

ORDERS_MAX = 10_000
BESIDE_FROM = 1100  # pixels


def shipment_list() -> ListSpec[ShipmentRow]:
    """All shipments, the newest first."""
    columns: tuple[Column[ShipmentRow], ...] = (
        Column("number", _("Shipment"), lambda row: row.number, sort_key="number", width=98),
        Column("order", _("Order"), lambda row: row.order_number, width=98),
        Column("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        day_column("date", _("Left"), lambda row: row.ship_date),
        Column(
            "state",
            _("State"),
            lambda row: state_word(row.state),
            state=lambda row: STATES.get(row.state),
            sort_key="state",
            width=96,
        ),
    )
    choices = (
        (_("All"), ()),
        (_("Being picked"), (Filter("state", "eq", "picking"),)),
        (_("Shipped"), (Filter("state", "eq", "shipped"),)),
    )
    return ListSpec(
        name="shipments",
        title=_("Shipments"),
        columns=columns,
        read=read_shipment_page,
        count_text=_("Shipments: {count}"),
        kinds=frozenset({"shipment"}),
        sort_key="-id",
        placeholder=_("Number  Ctrl+F"),
        find=by_number,
        choices=choices,
        empty=("mdi6.truck-outline", _("No shipments"), _("Make a pick list from an order at the left.")),
    )


def _shippable(view: Reading, request: PageRequest) -> Page[ShippableOrder]:
    return page_of(
        read_shippable_orders(view, limit=ORDERS_MAX),
        request,
        texts=lambda row: (row.order_number, row.customer_name),
        sorts={
            "number": lambda row: row.order_number,
            "customer": lambda row: sort_key(row.customer_name),
            "warehouse": lambda row: row.warehouse_name,
            "due": lambda row: row.promise_date,
        },
    )


def to_ship_list(today: Callable[[], date]) -> ListSpec[ShippableOrder]:
    """Orders with reserved goods, the first promise first."""

    def due_state(row: ShippableOrder) -> State | None:
        return "bad" if row.promise_date is not None and row.promise_date < today() else None

    columns: tuple[Column[ShippableOrder], ...] = (
        Column("number", _("Order"), lambda row: row.order_number, sort_key="number", width=98),
        Column("customer", _("Customer"), lambda row: row.customer_name, sort_key="customer", stretch=True),
        Column("warehouse", _("From"), lambda row: row.warehouse_name, sort_key="warehouse", width=96),
        day_column(
            "due", _("Promised"), lambda row: row.promise_date, sort_key="due", state=due_state, width=112
        ),
        Column("lines", _("Ready"), _ready_text, state=_ready_state, width=118),
    )  # fmt: skip
    return ListSpec(
        name="toShip",
        title=_("To ship"),
        columns=columns,
        read=_shippable,
        count_text=_("To ship: {count}"),
        kinds=frozenset({"order", "shipment", "stock", "customer", "hold"}),
        placeholder=_("Order or customer  Ctrl+F"),
        choices=((_("All warehouses"), ()),),
        empty=(
            "mdi6.package-variant",
            _("Nothing to ship"),
            _("Confirmed orders with reserved goods appear here, the first promise first."),
        ),
    )


class HomePage(DeskPage):
    """Enter on an order: `order_opened(id)`; on a shipment: `shipment_opened(id)`."""

    order_opened = Signal(int)
    shipment_opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "toShip", _("To ship"))
        self.orders = ListPane(context, to_ship_list(lambda: today_of(context)))
        self.shipments = ListPane(context, shipment_list())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("toShipSplitter")
        self.splitter.setHandleWidth(12)
        self.splitter.setChildrenCollapsible(False)
        for pane in (self.orders, self.shipments):
            self.splitter.addWidget(pane)
        self.splitter.setSizes([620, 580])
        self.column.addWidget(self.splitter, 1)
        self.column.addWidget(
            ActionRow(_("Enter or a double click opens the order to pick, or the shipment"))
        )
        self.orders.row_opened.connect(lambda row: self.order_opened.emit(row.order_id))
        self.shipments.row_opened.connect(lambda row: self.shipment_opened.emit(row.id))
        self.can_do["find"] = self._focus_search
        self._read_warehouses()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where two lists are too narrow to read beside each other, they stand below each other."""
        orientation = Qt.Orientation
        wanted = orientation.Horizontal if self.width() >= BESIDE_FROM else orientation.Vertical
        if self.splitter.orientation() != wanted:
            self.splitter.setOrientation(wanted)
            self.splitter.setSizes([620, 580])
        super().resizeEvent(event)

    def enter(self) -> None:
        self.orders.enter()

    def refresh(self) -> None:
        self.orders.refresh()
        self.shipments.refresh()
        self._read_warehouses()

    def hear(self, changes: Sequence[Change]) -> None:
        self.orders.hear(changes)
        self.shipments.hear(changes)
        if any(change.kind == "warehouse" for change in changes):
            self._read_warehouses()

    def _read_warehouses(self) -> None:
        self.context.jobs.read(self, read_warehouses, self._offer, latest="warehouses")

    def _offer(self, warehouses: tuple[WarehouseCard, ...]) -> None:
        options = [
            Option(f"w{each.facts.id}", each.facts.name, (Filter("warehouse_id", "eq", each.facts.id),))
            for each in warehouses
        ]
        self.orders.list_bar.offer("toShipChoice", options)

    def _focus_search(self) -> None:
        in_shipments = self.shipments.isAncestorOf(self.focusWidget() or self)
        (self.shipments if in_shipments else self.orders).focus_search()


def _ready_text(row: ShippableOrder) -> str:
    if row.holds:
        return held_by(row.holds)
    if row.waiting_lines:
        text = n_("{ready}, {waiting} waits", "{ready}, {waiting} wait", row.waiting_lines)
        return text.format(ready=row.ready_lines, waiting=row.waiting_lines)
    return n_("{count} line", "{count} lines", row.ready_lines).format(count=row.ready_lines)


def _ready_state(row: ShippableOrder) -> State | None:
    if row.holds:
        return "bad"
    if row.waiting_lines:
        return "warn" if row.delivery_wish == "complete" else "info"
    return "ok"
