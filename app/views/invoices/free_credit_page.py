"""A credit note without an invoice: customer, reason, texts with quantities and prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit

from app.domain.money import line_amount, micro_of
from app.domain.number_input import decimals_of
from app.domain.orders.keying import price_of_text
from app.domain.quantity import fits_decimals
from app.domain.tax_rules import TaxFacts
from app.domain.units import USUAL_UNIT, is_whole, split_unit, unit_code
from app.i18n import _, format_amount
from app.models.entry_model import EntryColumn, EntryModel
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.setup.firm import FirmFacts, read_firm
from app.services.setup.taxes import TaxCard, read_taxes
from app.views.invoices.customer_field import CustomerField
from app.views.invoices.ways_out import show_refusal
from app.views.kit.action_row import ActionRow
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.entry_grid import EntryGrid
from app.views.kit.field_state import decimal_mark
from app.views.kit.forms import field_label
from app.views.kit.keyed import ALL_DECIMALS, keyed_micro, micro_text, price_text, wanted_quantity
from app.views.kit.tab_desk import DeskPage

ONE = 10**6


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A keyed line."""

    tax_code: str
    text: str = ""
    quantity_micro: int = ONE
    price_micro: int = 0
    unit: str = USUAL_UNIT
    price_per: int = 1


class FreeCreditPage(DeskPage):
    """Ctrl+Enter posts: `posted(id)`."""

    posted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "freeCredit", _("Free credit note"))
        self.detail = _("belongs to no invoice")
        self._codes: tuple[str, ...] = ()
        self._currency = "EUR"
        self.customer = CustomerField(context)
        self.reason = QLineEdit()
        self.reason.setObjectName("creditReason")
        self.reason.setAccessibleName(_("Reason"))
        self.model: EntryModel[FreeLine] = EntryModel(self._columns(), parent=self)
        self.grid = EntryGrid("freeCreditGrid", _("Lines"), self.model)
        self.post_button = key_button(_("Post credit note"), "Ctrl+Return", "primary")
        self.action_row = ActionRow(buttons=(self.post_button,))
        self._lay_out()
        self.customer.customer_chosen.connect(lambda _id: self.reason.setFocus())
        self.reason.returnPressed.connect(self.grid.start)
        self.grid.line_wanted.connect(self._add_line)
        self.post_button.clicked.connect(self.post)
        self.can_do = {"confirm": self.post, "delete": self._delete_line}
        self.refresh()

    def _lay_out(self) -> None:
        head = Card(_("Free credit note"))
        fields = QGridLayout()
        fields.setHorizontalSpacing(10)
        fields.setVerticalSpacing(4)
        for place, (title, widget) in enumerate(
            ((_("&Customer *"), self.customer), (_("&Reason *"), self.reason))
        ):
            fields.addWidget(field_label(title, widget), 0, place)
            fields.addWidget(widget, 1, place)
        head.body.addLayout(fields)
        self.column.addWidget(head)
        self.column.addWidget(self.grid, 1)
        self.column.addWidget(self.action_row)

    def enter(self) -> None:
        (self.customer if self.customer.customer_id is None else self.grid).setFocus()

    def refresh(self) -> None:
        self.context.jobs.read(self, lambda view: (read_firm(view), read_taxes(view)), self._take_setup)

    def _take_setup(self, setup: tuple[FirmFacts | None, tuple[TaxCard, ...]]) -> None:
        firm, taxes = setup
        self._currency = firm.currency if firm is not None else self._currency
        active = [card.facts for card in taxes if card.facts.active]
        usual = [tax.code for tax in sorted(active, key=_rate, reverse=True) if tax.category == "S"]
        self._codes = tuple(tax.code for tax in active)
        words = " · ".join(f"{tax.code} {tax.name}" for tax in active)
        self.action_row.hint.setText(_("Taxes: {codes}").format(codes=words))
        if not self.model.rows() and self._codes:
            self.model.append([FreeLine((usual or list(self._codes))[0])])

    def _add_line(self) -> None:
        last = self.model.rows()[-1]
        if last.text:
            self.model.append([FreeLine(last.tax_code)])
            self.grid.select_row(self.model.rowCount() - 1, 0)

    def _delete_line(self) -> None:
        if self.model.rowCount() > 1:
            self.model.remove_rows(max(0, self.grid.currentIndex().row()), 1)

    def post(self) -> None:
        """Ctrl+Enter."""
        if not self.grid.finish_editing():
            return
        customer_id = self.customer.customer_id
        if customer_id is None:
            self.message_bar.show_message(_("Choose the customer first."), "warn")
            self.customer.setFocus()
            return
        keyed = [(at, row) for at, row in enumerate(self.model.rows()) if row.text or row.price_micro]
        lines = tuple(
            FreeCreditLine(
                row.text, row.quantity_micro, row.price_micro, row.tax_code, row.unit, price_per=row.price_per
            )
            for _at, row in keyed
        )
        credit = FreeCredit(customer_id, lines, self.reason.text().strip())
        places = [at for at, _row in keyed]
        self.once.write(
            "free-credit",
            lambda uow: post_free_credit(uow, credit),
            self.posted.emit,
            content=credit,
            failed=lambda error: show_refusal(self, error, go=lambda where: self._go_to(where, places)),
        )

    def _go_to(self, where: str, places: Sequence[int]) -> None:
        """The field, or the cell of a line as it was posted."""
        if where == "reason":
            self.reason.setFocus()
            return
        _lines, _slash, cell = where.partition("/")
        number, _slash, name = cell.partition("/")
        at = places[int(number)] if number.isdigit() and int(number) < len(places) else 0
        self.grid.setFocus()
        self.grid.select_row(at, self.model.column_of(name or "text"))

    def _columns(self) -> tuple[EntryColumn[FreeLine], ...]:
        return (
            EntryColumn(
                "text",
                _("Text"),
                lambda row: row.text,
                lambda row, text: replace(row, text=text),
                stretch=True,
            ),
            EntryColumn(
                "quantity",
                _("Qty"),
                lambda row: micro_text(row.quantity_micro, row.unit),
                _take_quantity,
                wanted=_wanted_quantity,
                align_right=True,
                width=100,
            ),
            EntryColumn(
                "price",
                _("Net price"),
                lambda row: price_text(row.price_micro, row.price_per),
                _take_price,
                wanted=_wanted_price,
                align_right=True,
                width=120,
            ),
            EntryColumn(
                "tax", _("Tax"), lambda row: row.tax_code, self._take_tax, wanted=self._wanted_tax, width=110
            ),
            EntryColumn("amount", _("Net"), self._amount, align_right=True, width=120),
        )

    def _amount(self, row: FreeLine) -> str:
        quantity, price = row.quantity_micro, row.price_micro
        minor = line_amount(
            quantity_micro=quantity, price_micro=price, per=row.price_per, currency=self._currency
        )
        return format_amount(minor, self._currency)

    def _wanted_tax(self, _row: FreeLine) -> str:
        return _("Key one of these: {codes}.").format(codes=", ".join(self._codes))

    def _take_tax(self, row: FreeLine, text: str) -> FreeLine | None:
        code = next((code for code in self._codes if code.casefold() == text.casefold()), None)
        return None if code is None else replace(row, tax_code=code)


def _take_quantity(row: FreeLine, text: str) -> FreeLine | None:
    """`3`, or with another unit `1.5 h`; parts of a piece are none."""
    number, named = split_unit(text)
    unit = unit_code(named) if named else row.unit
    micro = keyed_micro(number)
    if micro is None or not fits_decimals(micro, 0 if is_whole(unit) else 6):
        return None
    return _bounded(replace(row, unit=unit), quantity_micro=micro)


def _wanted_quantity(row: FreeLine) -> str:
    if is_whole(row.unit):
        return _("Key a whole number, or one with a unit that has parts, such as 1.5 h.")
    return wanted_quantity(row)


def _wanted_price(_row: FreeLine) -> str:
    return _("Key what is credited, such as 12.50, without a sign, or 3.3333/1000 for a thousand.")


def _take_price(row: FreeLine, text: str) -> FreeLine | None:
    """`12.50`, or `3.3333/1000`: the price of a thousand (A11)."""
    read = price_of_text(text, decimal_mark()) if "/" in text else None
    if read is None:
        return _bounded(row, price_micro=keyed_micro(text), price_per=1)
    value, per = read
    is_price = value >= 0 and decimals_of(value) <= ALL_DECIMALS
    return _bounded(row, price_micro=micro_of(value) if is_price else None, price_per=per)


def _bounded(row: FreeLine, **values: int | None) -> FreeLine | None:
    """The line with these values, None where one is missing or its amount would be above one trillion."""
    if None in values.values():
        return None
    changed = replace(row, **values)  # type: ignore[arg-type]  # None has returned above
    return changed if changed.quantity_micro * changed.price_micro <= 10**24 * changed.price_per else None


def _rate(tax: TaxFacts) -> int:
    """The latest rate: the firm's usual tax is its full one."""
    return tax.rates[-1].rate_ppm if tax.rates else 0
