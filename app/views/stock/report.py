"""What a receipt did: whom it served, and what still waits and for what."""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import _, format_date
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.stock.serving import ServedLine, ServedReport, WaitingLine
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.entry_grid import PlainTable
from app.views.kit.keyed import micro_text
from app.views.stock.words import waits_for


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One order line that got something or still waits."""

    order_id: int
    number: str
    customer: str
    sku: str
    quantity: str
    promise: str
    what: str
    state: State


class ServedCard(Card):
    """Hidden until there is something to tell; Enter on a row opens the order."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Served and still waiting"))
        self._context = context
        self.model: EntryModel[ReportRow] = EntryModel(_columns(), parent=self)
        self.table = PlainTable("served", _("Served and still waiting"), self.model, rows=3)
        self.table.row_activated.connect(self._open)
        self.body.addWidget(self.table)
        self.hide()

    def show_report(self, report: ServedReport) -> str:
        """Show it; the sentence that sums it up."""
        self._show([*map(_served, report.served), *map(_waiting, report.waiting)])
        if not report.served and not report.waiting:
            return _("Nobody waited for it.")
        text = _("Order lines served: {served}, still waiting: {waiting}.")
        return text.format(served=len(report.served), waiting=len(report.waiting))

    def show_waiting(self, lines: tuple[WaitingLine, ...]) -> None:
        """Show lines that wait longer than they were promised."""
        self._show([_waiting(line) for line in lines])

    def _show(self, rows: list[ReportRow]) -> None:
        self.model.set_rows(rows)
        self.setVisible(bool(rows))

    def _open(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self._context.bus.ask("order.open", row.order_id)


def _served(each: ServedLine) -> ReportRow:
    what = _("served")
    if each.moved_to is not None:
        names = {"warehouse": each.moved_to.name, "waited": each.line.warehouse_name}
        what = _("served from {warehouse}, waited in {waited}").format(**names)
    return _row(each.line, each.served_micro, what, "ok")


def _waiting(line: WaitingLine) -> ReportRow:
    what = _("waits in {warehouse}: {what}").format(warehouse=line.warehouse_name, what=waits_for(line))
    return _row(line, line.quantity_micro, what, "warn")


def _row(line: WaitingLine, micro: int, what: str, state: State) -> ReportRow:
    promise = format_date(line.promise_date) if line.promise_date else ""
    return ReportRow(
        line.order_id,
        line.order_number or _("held"),
        line.customer_name,
        line.sku,
        micro_text(micro),
        promise,
        what,
        state,
    )


def _columns() -> tuple[EntryColumn[ReportRow], ...]:
    return (
        EntryColumn("number", _("Order"), lambda row: row.number, width=110),
        EntryColumn("customer", _("Customer"), lambda row: row.customer, stretch=True),
        EntryColumn("sku", _("SKU"), lambda row: row.sku, width=140),
        EntryColumn("quantity", _("Qty"), lambda row: row.quantity, align_right=True, width=80),
        EntryColumn("promise", _("Promised"), lambda row: row.promise, width=100),
        EntryColumn(
            "what",
            _("State"),
            lambda row: row.what,
            state=lambda row: row.state,
            width=330,
            hint=lambda row: row.what,
        ),
    )
