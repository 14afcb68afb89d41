"""A customer's card: main data, terms, addresses, contacts; beside them what is going on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from app.domain.issues import Issue
from app.domain.vat_checks import VatCheckInput
from app.i18n import _
from app.messages import text_of_issue
from app.models.cells_model import CellRow, CellsModel
from app.services.goods.licences import LicenceFacts, read_licences
from app.services.history import HistoryEntry
from app.services.owned import OwnedFacts, read_owned
from app.services.parties import (
    CustomerCard,
    CustomerContext,
    check_customer_input,
    create_customer,
    read_customer_card,
    read_customer_context,
    update_customer,
)
from app.services.parties.vat_checks import VatCheckFacts, read_vat_checks
from app.services.payments.lists import OpenItemRow, read_open_items
from app.services.product_models import read_configurable
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.customers import licence_grid, owned_grid, people, vat_grid
from app.views.customers.fields import (
    FIELD_OF,
    DeskFacts,
    customer_input,
    form_values,
    head_fields,
    new_values,
    term_fields,
)
from app.views.customers.side import CustomerSide
from app.views.kit.cards import Card, scrolling
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_saving import KeyedRow, keyed_rows, save_rows


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """Everything that the page shows."""

    card: CustomerCard
    around: CustomerContext
    items: tuple[OpenItemRow, ...]
    licences: tuple[LicenceFacts, ...]
    vat_checks: tuple[VatCheckFacts, ...]
    owned: tuple[OwnedFacts, ...]
    configures: bool
    warnings: tuple[Issue, ...]

    @property
    def history(self) -> tuple[HistoryEntry, ...]:
        """Who changed what when."""
        return self.card.history


class CustomerPage(RecordPage[CustomerRecord]):
    """Ctrl+S saves main data, addresses and contacts together."""

    def __init__(
        self, context: Context, facts: DeskFacts, customer_id: int | None, *, typed_name: str = ""
    ) -> None:
        super().__init__(context, "customer", customer_id, _("New customer"))
        self.setObjectName("customerPage")
        self._facts = facts
        sees_credit = context.allowed("customer.credit")
        self.head = self.add_form(head_fields(facts), columns=4)
        self.terms = self.add_form(term_fields(facts, sees_credit=sees_credit), columns=4)
        self.terms.widget("credit_class").setEnabled(sees_credit)
        countries = people.address_columns(facts.countries, facts.country)
        self.addresses = self.add_grid("addresses", _grid(CellsModel(countries)))
        contacts = CellsModel(people.contact_columns())
        self.contacts = self.add_grid("contacts", _grid(contacts))
        licences = CellsModel(licence_grid.licence_columns(facts.licence_kinds))
        self.licences = self.add_grid(licence_grid.GRID, CellsGrid(licences, rows_shown=6))
        self.licences.setAccessibleName(_("Licences"))
        self.addresses.setAccessibleName(_("Addresses"))
        self.contacts.setAccessibleName(_("Contacts"))
        checks = CellsModel(vat_grid.vat_columns())
        self.vat_checks = self.add_grid(vat_grid.GRID, CellsGrid(checks, can_remove=False, rows_shown=6))
        self.vat_checks.setAccessibleName(_("Online checks of the VAT id"))
        self.owned = self.add_grid(owned_grid.GRID, _grid(CellsModel(owned_grid.owned_columns())))
        self.owned.setAccessibleName(_("What the customer owns"))
        self._wants_checks = self._wants_licence = False
        for grid in (self.addresses, self.contacts, self.licences, self.vat_checks, self.owned):
            grid.cells.add_hint = _("New …")
            grid.cells.show_rows([])
        self.side = CustomerSide(facts.currency)
        self.side.order_wanted.connect(lambda id_: context.bus.ask("order.open", id_))
        self.side.product_wanted.connect(lambda id_: context.bus.ask("product.open", id_))
        self.side.invoice_wanted.connect(lambda id_: context.bus.ask("invoice.open", id_))
        self._lay_out()
        self.can_do |= {"hold": self._hold, "fit": self._fit}
        if not context.allowed("customer.edit"):
            for part in (self.head, self.terms, self.addresses, self.contacts, self.owned):
                part.setEnabled(False)
        licences.set_editable(context.allowed("licence.edit"))
        if customer_id is None:
            start = new_values(facts, typed_name)
            for form in (self.head, self.terms):
                form.set_values({name: start[name] for name in start if name in form.values()})
            self.side.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        for title, content in (
            (_("Customer"), self.head),
            (_("Terms, credit and prices"), self.terms),
            (_("Further addresses"), self.addresses),
            (_("Contacts and the papers they get"), self.contacts),
            (_("Licences for regulated goods"), self.licences),
            (_("What the customer owns · F6 configures it, or what is to fit it"), self.owned),
            (_("Online checks of the VAT id"), self.vat_checks),
        ):
            card = Card(title)
            card.body.addWidget(content)
            column.addWidget(card)
            if content is self.licences and not self._facts.licence_kinds:
                card.hide()
            if content is self.owned:
                self._owned_card = card
                card.hide()
            if content is self.vat_checks:
                self._vat_card = card
                card.hide()
        column.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(12)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(scrolling(column))
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([836, 384])
        self.column.addWidget(splitter, 1)
        hint = _(
            "Enter next field · Alt+Enter new line in a text · F1 help · in a grid: F2 edit, Space tick, Ctrl+V paste"
        )
        self.add_footer(hint, "licence.edit")

    def note_vat_check(self) -> None:
        """The next empty row of the online checks, as soon as the card is read."""
        self._wants_checks = True
        if self.record is not None:
            self._show_checks(self.record)

    def note_licence(self) -> None:
        """The next empty row of the licences, as soon as the card is read."""
        self._wants_licence = True
        if self.record is not None:
            self._show_licences()

    def _show_licences(self) -> None:
        if self._wants_licence and self._facts.licence_kinds:
            self._wants_licence = False
            self.licences.setFocus()
            self.licences.go_to(self.licences.cells.rowCount() - 1, "kind")

    def _show_checks(self, record: CustomerRecord) -> None:
        """Where there is a VAT id, or was one; a row for the next answer where it was asked for."""
        is_shown = bool(record.card.customer.vat_id or record.vat_checks or self._wants_checks)
        self._vat_card.setVisible(is_shown)
        if self._wants_checks:
            self._wants_checks = False
            self.vat_checks.setFocus()
            self.vat_checks.go_to(self.vat_checks.cells.rowCount() - 1, "result")

    def _fit(self) -> None:
        """F6: what is to fit the thing of the cursor is configured; on the empty row what he owns, to be recorded."""
        rows, at = self.owned.cells.rows(), self.owned.currentIndex().row()
        key = rows[at].key if self.owned.hasFocus() and 0 <= at < len(rows) else None
        if (
            self.record is not None
            and self.record_id is not None
            and self.owned.hasFocus()
            and at >= len(rows)
        ):
            name = self.record.card.customer.name
            self.context.bus.ask("configurator.record", self.record_id, title=name)
            return
        thing = next((each for each in self.record.owned if each.id == key), None) if self.record else None
        if thing is None or not thing.active:
            told = _("Stand on a thing that the customer owns, and save it first.")
            self.message_bar.show_message(told, "info")
            return
        self.context.bus.ask("configurator.fits", thing.customer_id, **thing.asked)

    def _hold(self) -> None:
        """Ctrl+H: what holds the customer, or a new hold of all his orders."""
        if self.record_id is not None:
            self.context.bus.ask("hold.customer", self.record_id)

    # reading

    def read(self, view: Reading) -> CustomerRecord:
        assert self.record_id is not None, "a new customer is not read"
        card = read_customer_card(view, self.record_id)
        data = customer_input(form_values(card.customer, self._facts.currency), self._facts.currency)
        return CustomerRecord(
            card=card,
            around=read_customer_context(view, self.record_id),
            items=read_open_items(view, self.record_id),
            licences=read_licences(view, self.record_id),
            vat_checks=read_vat_checks(view, self.record_id),
            owned=read_owned(view, self.record_id),
            configures=bool(read_configurable(view)),
            warnings=check_customer_input(view, data, id=self.record_id),
        )

    def form_values(self, record: CustomerRecord) -> Values:
        return form_values(record.card.customer, self._facts.currency)

    def grid_rows(self, record: CustomerRecord) -> Mapping[str, Sequence[CellRow]]:
        return {
            "addresses": [people.address_row(each) for each in record.card.addresses],
            "contacts": [people.contact_row(each) for each in record.card.contacts],
            licence_grid.GRID: [licence_grid.licence_row(each) for each in record.licences],
            owned_grid.GRID: [owned_grid.owned_row(each) for each in record.owned],
            vat_grid.GRID: [vat_grid.vat_row(each) for each in record.vat_checks],
        }

    def show_record(self, record: CustomerRecord) -> None:
        self.side.show()
        self.side.show_all(record.around, record.items, record.history, self._facts.currency)
        self._show_checks(record)
        self._show_licences()
        self._owned_card.setVisible(bool(record.owned or record.configures))
        if record.warnings and not self.message_bar.text():
            told = "\n".join(map(text_of_issue, record.warnings))
            self.message_bar.show_message(told, "warn")

    def name_of_record(self) -> str:
        return self.head.text("name") or _("New customer")

    def detail_of_record(self) -> str:
        return self.head.text("number")

    # writing

    def where_to(self, issue: Issue) -> str:
        return FIELD_OF.get(issue.where, issue.where)

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        texts: dict[str, str] = {}
        addresses = keyed_rows("addresses", self.addresses.cells, people.address_input, texts)
        contacts = keyed_rows("contacts", self.contacts.cells, people.contact_input, texts)
        licences, today = self.licences.cells, self.today()
        kept = keyed_rows(
            licence_grid.GRID, licences, lambda read: licence_grid.licence_input(read, today), texts
        )
        gone = licences.removed_rows()
        owned = keyed_rows(
            owned_grid.GRID, self.owned.cells, lambda read: owned_grid.owned_input(read, today), texts
        )
        checks = self._keyed_checks(texts)
        if texts:
            self.show_texts(texts)
            return None
        data = customer_input(self.values(), self._facts.currency)
        record, known, only_rows = self.record, self.record_id, not self.form_is_dirty()

        def write(uow: UnitOfWork) -> int:
            if known is None or record is None:
                id_ = create_customer(uow, data)
            else:
                id_ = known
                if not only_rows:
                    update_customer(uow, known, data, version=record.card.customer.version)
            save_rows(uow, addresses, lambda unit, row, each: people.save_address(unit, id_, row, each))
            licence_grid.remove_rows(uow, gone)
            save_rows(uow, kept, lambda unit, row, each: licence_grid.save_licence(unit, id_, row, each))
            save_rows(uow, checks, lambda unit, _row, each: vat_grid.save_check(unit, id_, each))
            save_rows(uow, owned, lambda unit, row, each: owned_grid.save_owned(unit, id_, row, each))
            save_rows(uow, contacts, lambda unit, row, each: people.save_contact(unit, id_, row, each))
            return id_

        return write

    def _keyed_checks(self, texts: dict[str, str]) -> list[KeyedRow[VatCheckInput]]:
        """New answers; what was left empty is the card's VAT id, today and who keys."""
        usual = partial(
            vat_grid.vat_input,
            vat_id=self.head.text("vat_id"),
            today=self.today(),
            person=self.context.jobs.actor.name,
        )
        return keyed_rows(vat_grid.GRID, self.vat_checks.cells, usual, texts)


def _grid(cells: CellsModel) -> CellsGrid:
    return CellsGrid(cells, ends_with="active", rows_shown=6)
