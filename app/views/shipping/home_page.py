"""The first tab: what can be picked now at the left, all shipments at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import Change
from app.domain.pages import Filter
from app.domain.search_words import sort_key
from app.i18n import _, format_date
from app.models.columns import Column, State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.shipping.reading import (
    ShipmentRow,
    ShippableOrder,
    read_shipment_page,
    read_shippable_orders,
)
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.entry_grid import PlainTable
from app.views.kit.keyed import today_of
from app.views.kit.list_pane import ListPane, ListSpec, by_number
from app.views.kit.tab_desk import DeskPage
from app.views.shipping.words import STATES, state_word


def shipment_list() -> ListSpec[ShipmentRow]:
    """All shipments, the newest first."""
    columns: tuple[Column[ShipmentRow], ...] = (
        Column("number", _("Shipment"), lambda row: row.number, sort_key="number", width=98),
        Column("order", _("Order"), lambda row: row.order_number, width=98),
        Column("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        Column(
            "date",
            _("Left"),
            lambda row: format_date(row.ship_date) if row.ship_date else "",
            width=100,
            value=lambda row: row.ship_date,
        ),
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
        count_text=_("{count} shipments"),
        kinds=frozenset({"shipment"}),
        sort_key="-id",
        placeholder=_("Number  Ctrl+F"),
        find=by_number,
        choices=choices,
        empty=("mdi6.truck-outline", _("No shipments"), _("Make a pick list from an order at the left.")),
    )


class HomePage(DeskPage):
    """Enter on an order: `order_opened(id)`; on a shipment: `shipment_opened(id)`."""

    order_opened = Signal(int)
    shipment_opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "toShip", _("To ship"))
        self._orders: tuple[ShippableOrder, ...] = ()
        self.search = QLineEdit()
        self.search.setObjectName("toShipSearch")
        self.search.setPlaceholderText(_("Order or customer"))
        self.search.setAccessibleName(_("Find orders to ship"))
        self.search.setClearButtonEnabled(True)
        self.warehouse = QComboBox()
        self.warehouse.setObjectName("toShipWarehouse")
        self.warehouse.setAccessibleName(_("Warehouse"))
        self.warehouse.addItem(_("All warehouses"), 0)
        self.count = muted_label()
        self.model: EntryModel[ShippableOrder] = EntryModel(self._columns(), parent=self)
        self.table = PlainTable("toShipTable", _("To ship"), self.model)
        self.shipments = ListPane(context, shipment_list())
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.can_do["find"] = self._focus_search
        self.refresh()

    def _columns(self) -> tuple[EntryColumn[ShippableOrder], ...]:
        return (
            EntryColumn("number", _("Order"), lambda row: row.order_number, width=98),
            EntryColumn("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
            EntryColumn("warehouse", _("From"), lambda row: row.warehouse_name, width=96),
            EntryColumn(
                "due",
                _("Promised"),
                lambda row: format_date(row.promise_date) if row.promise_date else "",
                state=self._due_state,
                width=116,
            ),
            EntryColumn("lines", _("Ready"), _ready_text, state=_ready_state, hint=_ready_hint, width=112),
        )

    def _due_state(self, row: ShippableOrder) -> State | None:
        today = today_of(self.context)
        return "bad" if row.promise_date is not None and row.promise_date < today else None

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.warehouse)
        bar.addWidget(self.count)
        column.addLayout(bar)
        self.stack.addWidget(self.table)
        hint = _("Confirmed orders with reserved goods appear here, the first promise first.")
        self.stack.addWidget(EmptyState("mdi6.package-variant", _("Nothing to ship"), hint))
        column.addWidget(self.stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.shipments)
        splitter.setSizes([620, 580])
        self.column.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self.enter)
        self.warehouse.currentIndexChanged.connect(lambda _number: self._show())
        self.table.row_activated.connect(self._open_order)
        self.shipments.row_opened.connect(lambda row: self.shipment_opened.emit(row.id))

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        self.context.jobs.read(self, read_shippable_orders, self._take, latest="orders")
        self.shipments.refresh()

    def hear(self, changes: Sequence[Change]) -> None:
        self.shipments.hear(changes)
        if any(change.kind in {"order", "shipment", "stock", "customer"} for change in changes):
            self.context.jobs.read(self, read_shippable_orders, self._take, latest="orders")

    def _focus_search(self) -> None:
        in_shipments = self.shipments.isAncestorOf(self.focusWidget() or self)
        target = self.shipments.search if in_shipments else self.search
        target.setFocus()
        target.selectAll()

    def _take(self, orders: tuple[ShippableOrder, ...]) -> None:
        self._orders = orders
        known = {self.warehouse.itemData(number) for number in range(self.warehouse.count())}
        for order in orders:
            if order.warehouse_id not in known:
                known.add(order.warehouse_id)
                self.warehouse.addItem(order.warehouse_name, order.warehouse_id)
        self._show()

    def _show(self) -> None:
        wanted, text = self.warehouse.currentData(), sort_key(self.search.text())
        shown = [
            order
            for order in self._orders
            if (not wanted or order.warehouse_id == wanted)
            and (text in sort_key(order.customer_name) or text in sort_key(order.order_number))
        ]
        self.model.set_rows(shown)
        self.count.setText(_("{count} to ship").format(count=len(shown)))
        self.stack.setCurrentIndex(0 if self._orders else 1)
        if shown and self.table.current_row() < 0:
            self.table.select_row(0)

    def _open_order(self, number: int) -> None:
        order = self.model.row(number)
        if order is not None:
            self.order_opened.emit(order.order_id)


def _ready_text(row: ShippableOrder) -> str:
    if row.on_hold:
        return _("on hold")
    if row.waiting_lines:
        return _("{ready}, {waiting} wait").format(ready=row.ready_lines, waiting=row.waiting_lines)
    return _("{ready} lines").format(ready=row.ready_lines)


def _ready_state(row: ShippableOrder) -> State | None:
    if row.on_hold:
        return "bad"
    if row.waiting_lines:
        return "warn" if row.delivery_wish == "complete" else "info"
    return "ok"


def _ready_hint(row: ShippableOrder) -> str:
    if row.delivery_wish == "complete" and row.waiting_lines:
        return _("The customer wants everything in one shipment.")
    return ""
