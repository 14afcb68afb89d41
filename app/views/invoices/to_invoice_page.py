"""What left and is not invoiced yet: Enter invoices the order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app.domain.changes import Change
from app.i18n import _, format_date, n_
from app.models.entry_model import EntryColumn, EntryModel
from app.services.invoicing.to_invoice import ShipmentToInvoice, read_to_invoice
from app.views.kit.cards import muted_label
from app.views.kit.context import Context
from app.views.kit.empty_state import EmptyState
from app.views.kit.entry_grid import PlainTable
from app.views.kit.tab_desk import DeskPage


class ToInvoicePage(DeskPage):
    """The bookkeeper's morning list."""

    order_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "toInvoice", _("To invoice"))
        self.model: EntryModel[ShipmentToInvoice] = EntryModel(_columns(), parent=self)
        self.table = PlainTable("toInvoiceTable", _("To invoice"), self.model)
        self.count = muted_label()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        hint = _("Shipments appear here as soon as they leave.")
        self.stack.addWidget(EmptyState("mdi6.check-circle-outline", _("Everything is invoiced"), hint))
        row = QHBoxLayout()
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(muted_label(_("Enter shows the invoice before it is posted")))
        self.column.addLayout(row)
        self.column.addWidget(self.stack, 1)
        self.table.row_activated.connect(self._choose)
        self.refresh()

    def enter(self) -> None:
        self.table.setFocus()
        if self.table.current_row() < 0:
            self.table.select_row(0)

    def refresh(self) -> None:
        self.context.jobs.read(self, read_to_invoice, self._show, latest="list")

    def hear(self, changes: Sequence[Change]) -> None:
        if any(change.kind in {"shipment", "invoice"} for change in changes):
            self.refresh()

    def _show(self, rows: tuple[ShipmentToInvoice, ...]) -> None:
        self.model.set_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        self.count.setText(
            n_("{count} shipment to invoice", "{count} shipments to invoice", len(rows)).format(
                count=len(rows)
            )
        )
        title = _("To invoice ({count})").format(count=len(rows)) if rows else _("To invoice")
        self.set_heading(title)

    def _choose(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self.order_chosen.emit(row.order_id)


def _columns() -> tuple[EntryColumn[ShipmentToInvoice], ...]:
    return (
        EntryColumn("number", _("Shipment"), lambda row: row.number, width=120),
        EntryColumn(
            "date", _("Left"), lambda row: format_date(row.ship_date) if row.ship_date else "", width=110
        ),
        EntryColumn("order", _("Order"), lambda row: row.order_number, width=120),
        EntryColumn("customer", _("Customer"), lambda row: row.customer_name, stretch=True),
        EntryColumn("lines", _("Lines"), lambda row: str(row.line_count), align_right=True, width=90),
    )
