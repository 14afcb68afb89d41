"""The tab of the contracts: what was agreed with whom, what is drawn of it, what is left, and how long it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit

from app.domain.money import decimal_of_micro
from app.domain.pages import Filter, Page, PageRequest
from app.i18n import _, format_count, format_date, format_price
from app.models.cells_model import Picked
from app.models.columns import Column, State
from app.models.unit_words import quantity_text, unit_word
from app.services.prices.contracts import ContractRow, read_contracts_page
from app.services.unit_of_work import Reading
from app.views.kit.context import Context
from app.views.kit.customer_picking import ask_customers
from app.views.kit.keyed import today_of
from app.views.kit.list_pane import ListPane, ListSpec
from app.views.kit.search_popup import SearchPopup
from app.views.prices.versions_keys import versions_of_list

SOON_DAYS = 30


class ContractsPage(ListPane[ContractRow]):
    """The customer is typed beside the search; Enter opens the contract's prices at the article."""

    _customer_id: int | None = None  # what is read before the field is made
    _name = ""  # of that customer

    def __init__(self, context: Context) -> None:
        super().__init__(context, _spec(context, self._read))
        self.setObjectName("prices:contract")
        self.customer = QLineEdit()
        self.customer.setObjectName("contractCustomer")
        self.customer.setAccessibleName(_("Customer"))
        self.customer.setPlaceholderText(_("Customer: all"))
        self.customer.setClearButtonEnabled(True)
        self.customer.setMaximumWidth(220)
        self.bar.insertWidget(1, self.customer)
        ask = ask_customers(context, self)
        popup = SearchPopup(self.customer, lambda text: ask(text, lambda rows: popup.put(rows, text=text)))
        popup.chosen.connect(self._chosen)
        self.customer.textChanged.connect(self._typed)
        self.customer.returnPressed.connect(self.to_table)
        self.row_opened.connect(self._open)
        versions_of_list(self, "row")
        self.add_actions(_("Enter the prices of the contract at this article · Ctrl+F find"))

    def _typed(self, text: str) -> None:
        """Another text is no customer yet: what was chosen before is not shown under it."""
        if self._customer_id is not None and text != self._name:
            self._chosen(None)

    def _chosen(self, value: object) -> None:
        self._name = value.text if isinstance(value, Picked) else ""
        self._customer_id = value.id if isinstance(value, Picked) else None
        if self._name:
            self.customer.home(False)  # a long name shows how it begins
        self.model.restart()

    def _read(self, view: Reading, request: PageRequest) -> Page[ContractRow]:
        if self._customer_id is not None:
            request = replace(
                request, filters=(*request.filters, Filter("customer_id", "eq", self._customer_id))
            )
        return read_contracts_page(view, request)

    def _open(self, row: ContractRow) -> None:
        self.context.bus.ask("price.list", row.price_list_id, sku=row.sku)


def _spec(
    context: Context, read: Callable[[Reading, PageRequest], Page[ContractRow]]
) -> ListSpec[ContractRow]:
    today = today_of(context)
    return ListSpec(
        name="contracts",
        title=_("Contracts"),
        columns=_columns(today),
        read=read,
        count_text=_("{count} contract prices"),
        kinds=frozenset({"price", "order"}),
        placeholder=_("SKU, name, family or GTIN  Ctrl+F"),
        choices=(
            (_("All"), ()),
            (_("With an agreed quantity"), (Filter("agreed", "ge", 0),)),
            (
                _("Ends soon"),
                (Filter("until", "ge", today), Filter("until", "le", today + timedelta(SOON_DAYS))),
            ),
        ),
        empty=(
            "mdi6.file-sign",
            _("No contract prices"),
            _("A contract is a price list of the kind “contract” with its customer."),
        ),
    )


def _ends_between(first: date, last: date) -> tuple[Filter, ...]:
    return Filter("until", "ge", first), Filter("until", "le", last)


def _columns(today: date) -> tuple[Column[ContractRow], ...]:
    return (
        Column("customer", _("Customer"), lambda row: row.customer, width=136, stretch=True),
        Column("list", _("List"), lambda row: row.list_code, width=120),
        Column("sku", _("SKU"), lambda row: row.sku, width=128, hint=lambda row: row.product_name),
        Column("break", _("From quantity"), _least, align_right=True, width=96),
        Column("price", _("Price"), _price, align_right=True, width=134, value=_price_value),
        Column("agreed", _("Agreed"), lambda row: _of(row, row.agreed_micro), align_right=True, width=76),
        Column("drawn", _("Drawn"), _drawn, align_right=True, width=76),
        Column("left", _("Still left"), lambda row: _of(row, row.left_micro), align_right=True, width=84, state=_state),
        Column("until", _("Valid to"), lambda row: format_date(row.valid_to) if row.valid_to else "", width=100),
        Column("days", _("Days left"), lambda row: _days(row, today), align_right=True, width=76,
               state=lambda row: _days_state(row, today)),
    )  # fmt: skip


def _least(row: ContractRow) -> str:
    return quantity_text(row.min_quantity_micro, row.price_unit or row.unit) if row.min_quantity_micro else ""


def _price_value(row: ContractRow) -> Decimal:
    return decimal_of_micro(row.price_micro)


def _price(row: ContractRow) -> str:
    told = f"{format_price(row.price_micro, row.per)}\N{NO-BREAK SPACE}{row.currency}"
    return f"{told} / {unit_word(row.price_unit)}" if row.price_unit else told


def _of(row: ContractRow, micro: int | None) -> str:
    return "" if micro is None else quantity_text(micro, row.price_unit or row.unit)


def _drawn(row: ContractRow) -> str:
    return _of(row, row.drawn_micro) if row.agreed_micro is not None else ""


def _state(row: ContractRow) -> State | None:
    if row.left_micro is None or row.agreed_micro is None:
        return None
    if row.left_micro == 0:
        return "bad"
    return "warn" if row.left_micro * 10 <= row.agreed_micro else "ok"


def _days(row: ContractRow, today: date) -> str:
    if row.valid_to is None:
        return ""
    left = (row.valid_to - today).days + 1
    return format_count(left) if left > 0 else _("ended")


def _days_state(row: ContractRow, today: date) -> State | None:
    if row.valid_to is None:
        return None
    left = (row.valid_to - today).days + 1
    return "muted" if left <= 0 else "warn" if left <= SOON_DAYS else None
