"""What left and is not invoiced yet: Enter invoices the order."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.domain.pages import Page, PageRequest
from app.i18n import _
from app.models.columns import Column, day_column
from app.services.invoicing.to_invoice import ShipmentToInvoice, read_to_invoice
from app.services.short_lists import page_of
from app.services.unit_of_work import Reading
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane, ListSpec


class ToInvoicePage(ListPane[ShipmentToInvoice]):
    """The bookkeeper's morning list."""

    order_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, to_invoice_list())
        invoice = key_button(_("Invoice"), "Return", "primary")
        invoice.clicked.connect(lambda _on=False: self._invoice())
        self.add_actions(_("Enter shows the invoice before it is posted"), (invoice,))
        self.row_opened.connect(lambda row: self.order_chosen.emit(row.order_id))
        self.model.total_changed.connect(self._count)

    def _invoice(self) -> None:
        row = self.current()
        if row is not None:
            self.order_chosen.emit(row.order_id)

    def _count(self) -> None:
        count = self.model.total_text()
        has_rows = self.model.total() > 0
        self.set_heading(_("To invoice ({count})").format(count=count) if has_rows else _("To invoice"))


def _read(view: Reading, request: PageRequest) -> Page[ShipmentToInvoice]:
    return page_of(
        read_to_invoice(view),
        request,
        texts=lambda row: (row.number, row.order_number, row.customer_name),
        sorts={
            "number": lambda row: row.number,
            "date": lambda row: row.ship_date,
            "order": lambda row: row.order_number,
            "customer": lambda row: row.customer_name.casefold(),
            "lines": lambda row: row.line_count,
        },
    )


def to_invoice_list() -> ListSpec[ShipmentToInvoice]:
    """Shipments without an invoice, the oldest first."""
    columns: tuple[Column[ShipmentToInvoice], ...] = (
        Column("number", _("Shipment"), lambda row: row.number, sort_key="number", width=120),
        day_column("date", _("Left"), lambda row: row.ship_date, sort_key="date", width=110),
        Column("order", _("Order"), lambda row: row.order_number, sort_key="order", width=120),
        Column("customer", _("Customer"), lambda row: row.customer_name, sort_key="customer", stretch=True),
        Column(
            "lines", _("Lines"), lambda row: str(row.line_count), align_right=True, sort_key="lines", width=90
        ),
    )  # fmt: skip
    return ListSpec(
        name="toInvoice",
        title=_("To invoice"),
        columns=columns,
        read=_read,
        count_text=_("To invoice: {count}"),
        kinds=frozenset({"shipment", "invoice"}),
        sort_key="date",
        placeholder=_("Shipment, order or customer  Ctrl+F"),
        empty=(
            "mdi6.check-circle-outline",
            _("Everything is invoiced"),
            _("Shipments appear here as soon as they leave."),
        ),
    )
