"""Crediting an invoice: how much of which line, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.domain.issues import Remedy
from app.domain.units import told_unit
from app.i18n import _, format_rate
from app.messages import spoken
from app.models.entry_model import EntryColumn, EntryModel
from app.models.keyed_rows import KeyedRows
from app.services.invoicing.credits import CreditLine, credit_invoice_lines
from app.services.invoicing.detail import InvoiceDetail, InvoiceDetailLine, read_invoice
from app.views.invoices.ways_out import show_refusal
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Badge, Card
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.forms import field_label
from app.views.kit.keyed import keyed_quantity, micro_text, price_text
from app.views.kit.price_kind import show_price_kind
from app.views.kit.tab_desk import DeskPage


@dataclass(frozen=True, slots=True)
class Creditable:
    """An invoice line with what is to be credited of it."""

    line: InvoiceDetailLine
    credit_micro: int = 0
    credit_base_micro: int = 0  # keyed in the product's own unit in place of the line's: one piece of a pack

    @property
    def credit(self) -> CreditLine:
        """What is posted."""
        return CreditLine(self.line.id, self.credit_micro, self.credit_base_micro)

    @property
    def text(self) -> str:
        """What the cell shows."""
        if self.line.follows:
            return _("with its lines")
        if self.credit_base_micro:
            return micro_text(self.credit_base_micro, self.line.base_unit)
        return micro_text(self.credit_micro)


class CreditPage(DeskPage):
    """Ctrl+Enter posts the credit note: `posted(id)`; Ctrl+Shift+A takes everything that is left."""

    posted = Signal(int)

    def __init__(self, context: Context, invoice_id: int) -> None:
        super().__init__(context, f"credit:{invoice_id}", _("Credit note"))
        self.invoice_id = invoice_id
        self.model: EntryModel[Creditable] = EntryModel(_columns(), parent=self, key=_line_id)
        self.keyed: KeyedRows[Creditable] = KeyedRows(self.model, _line_id, lambda row: row.credit, _kept)
        self.grid = EntryGrid("creditGrid", _("Lines to credit"), self.model)
        self.reason = QLineEdit()
        self.reason.setObjectName("creditReason")
        self.reason.setAccessibleName(_("Reason"))
        self.reason.returnPressed.connect(self.grid.start)
        self.post_button = key_button(_("Post credit note"), "Ctrl+Return", "primary")
        self.post_button.setObjectName("postCredit")
        self.all_button = key_button(_("Credit everything"), "Ctrl+Shift+A")
        head, self.kind = Card(_("Credit note")), Badge()
        head.side.addWidget(self.kind)
        row = QHBoxLayout()
        row.addWidget(field_label(_("&Reason *"), self.reason))
        row.addWidget(self.reason, 1)
        head.body.addLayout(row)
        actions = ActionRow(
            _("Price and tax are those of the invoice; discounts go back with their lines."),
            (self.all_button, self.post_button),
        )
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(actions)
        self.post_button.clicked.connect(self.post)
        self.all_button.clicked.connect(self.take_all)
        self.can_do = {"confirm": self.post, "apply": self.take_all}
        self.refresh()

    def enter(self) -> None:
        self.reason.setFocus()

    def refresh(self) -> None:
        id_ = self.invoice_id
        self.context.jobs.read(self, lambda view: read_invoice(view, id_), self._show, latest="invoice")

    def _show(self, invoice: InvoiceDetail) -> None:
        head = invoice.head
        self.set_heading(_("Credit for {number}").format(number=head.number), head.customer_name)
        show_price_kind(self.kind, head.price_mode)
        lost = self.keyed.show([Creditable(line) for line in invoice.lines])
        self.grid.ask_again(lost, "credit")

    def take_all(self) -> None:
        """Ctrl+Shift+A: everything that was not credited yet."""
        self.grid.close_editor()
        self.model.clear_marks()
        self.model.set_rows(
            [
                row if row.line.follows else Creditable(row.line, row.line.creditable_micro)
                for row in self.model.rows()
            ]
        )

    def post(self) -> None:
        """Ctrl+Enter."""
        if not self.grid.finish_editing():
            return
        lines = [row.credit for row in self.model.rows() if row.credit_micro or row.credit_base_micro]
        reason = self.reason.text().strip()
        self.once.write(
            "credit",
            lambda uow: credit_invoice_lines(uow, invoice_id=self.invoice_id, lines=lines, reason=reason),
            self.posted.emit,
            content=(lines, reason),
            failed=lambda error: self._refused(error, lines),
        )

    def _refused(self, error: Exception, lines: Sequence[CreditLine]) -> None:
        ids = [line.invoice_line_id for line in lines]
        takes = {
            "credit.take_all": lambda _remedy: self._overcome(self.take_all),
            "credit.set_quantity": lambda remedy: self._overcome(lambda: self._take_rest(remedy)),
        }
        show_refusal(self, error, go=lambda where: self._go_to(where, ids), takes=takes)

    def _go_to(self, where: str, ids: Sequence[int]) -> None:
        """The reason, or the quantity of a line that was to be credited; without one the first that can be."""
        if where == "reason":
            self.reason.setFocus()
            return
        place = where.split("/")[1] if where.startswith("lines/") else ""
        wanted = ids[int(place)] if place.isdigit() and int(place) < len(ids) else None
        rows = self.model.rows()
        here = [at for at, row in enumerate(rows) if row.line.id == wanted]
        free = [at for at, row in enumerate(rows) if row.line.creditable_micro > 0 and not row.line.follows]
        self.grid.setFocus()
        self.grid.select_row((here or free or [0])[0], self.model.column_of("credit"))

    def _overcome(self, take: Callable[[], None]) -> None:
        self.message_bar.clear()
        take()
        self.grid.setFocus()

    def _take_rest(self, remedy: Remedy) -> None:
        """What is left of a line; the invoice may have been credited elsewhere meanwhile."""
        rest = int(str(remedy.params["quantity_micro"]))
        self.model.set_rows(
            [
                _cut(row.line, rest) if row.line.id == remedy.params["line"] else row
                for row in self.model.rows()
            ]
        )


def _cut(line: InvoiceDetailLine, rest_micro: int) -> Creditable:
    """All that is left of the line, as somebody else's credit left it."""
    return Creditable(replace(line, credited_micro=abs(line.quantity_micro) - rest_micro), rest_micro)


def _line_id(row: Creditable) -> int:
    return row.line.id


def _kept(mine: Creditable, _read: object, fresh: Creditable) -> Creditable | None:
    """What was keyed stays where nobody credited the line meanwhile; else it is asked for again."""
    is_same = mine.line.creditable_micro == fresh.line.creditable_micro
    return replace(mine, line=fresh.line) if is_same else None


def _take(row: Creditable, text: str) -> Creditable | None:
    line = row.line
    micro = keyed_quantity(text, line.unit)
    if micro is None:
        base = keyed_quantity(text, line.base_unit)  # "1 pc" of a pack
        fits_base = base is not None and base <= abs(line.base_micro)
        return replace(row, credit_micro=0, credit_base_micro=base or 0) if fits_base else None
    fits = micro <= line.creditable_micro
    return replace(row, credit_micro=micro, credit_base_micro=0) if fits else None


def _wanted(row: Creditable) -> str:
    text = _("Key 0 to {most}: more of this line cannot be credited.")
    return text.format(most=micro_text(row.line.creditable_micro, row.line.unit))


def _columns() -> tuple[EntryColumn[Creditable], ...]:
    return (
        EntryColumn("sku", _("SKU"), lambda row: row.line.sku, width=130),
        EntryColumn("text", _("Description"), lambda row: spoken(row.line.text), width=120, stretch=True),
        EntryColumn(
            "invoiced",
            _("Invoiced"),
            lambda row: micro_text(row.line.quantity_micro, told_unit(row.line.unit, row.line.kind)),
            align_right=True,
            width=90,
        ),
        EntryColumn(
            "left",
            _("Still to credit"),
            lambda row: micro_text(row.line.creditable_micro),
            align_right=True,
            width=108,
            quiet=True,
        ),
        EntryColumn(
            "price",
            _("Price"),
            lambda row: price_text(row.line.price_micro, row.line.price_per),
            align_right=True,
            width=96,
        ),
        EntryColumn(
            "tax",
            _("Tax"),
            lambda row: format_rate(row.line.tax_ppm),
            align_right=True,
            width=64,
        ),
        EntryColumn(
            "credit",
            _("Credit now"),
            lambda row: row.text,
            _take,
            wanted=_wanted,
            keyed=lambda row: row.line.creditable_micro > 0 and not row.line.follows,
            align_right=True,
            width=104,
        ),
    )
