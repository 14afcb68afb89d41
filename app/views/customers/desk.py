"""The customers desk: the list, and each opened customer in a tab."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from app.domain.changes import Change
from app.i18n import _
from app.services.parties import CustomerRow
from app.views.customers.customer_list import customer_list
from app.views.customers.customer_page import CustomerPage
from app.views.customers.fields import DeskFacts, read_desk_facts
from app.views.kit.bus import Ask
from app.views.kit.buttons import key_button
from app.views.kit.card_desk import FactsDesk
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane

DESK = "customers"


class CustomersDesk(FactsDesk[DeskFacts]):
    """Answers "customer.open", "customer.licences", "customer.vat_checks" (id), "customer.new" (text=typed name)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Customers"), read_desk_facts)
        self.list: ListPane[CustomerRow] | None = None
        self.read_facts()

    def open_customer(self, customer_id: int) -> None:
        """Show a customer's card."""
        self.when_ready(partial(self._open, customer_id))

    def new_customer(self, name: str = "", *, tell: bool = False) -> None:
        """Ctrl+N: an empty card. `tell` asks "customer.created" once it is saved."""
        self.when_ready(lambda facts: self._new(facts, name, tell=tell))

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if not isinstance(ask, Ask):
            return
        if ask.name == "customer.open":
            self.to_front()
            self.open_customer(ask.id)
        elif ask.name == "customer.vat_checks":
            self.to_front()
            self.when_ready(partial(self._note_vat_check, ask.id))
        elif ask.name == "customer.licences":
            self.to_front()
            self.when_ready(partial(self._note_licence, ask.id))
        elif ask.name == "customer.new":
            self.to_front()
            self.new_customer(str(ask.params.get("text", ask.params.get("name", ""))), tell=True)

    def facts_came(self, facts: DeskFacts) -> None:
        if self.list is None:
            self._make_list(facts)

    def _make_list(self, facts: DeskFacts) -> None:
        self.list = self.add_fixed(ListPane(self.context, customer_list(facts.currency)))
        new = key_button(_("New customer"), "Ctrl+N", "primary")
        new.setObjectName("newCustomer")
        new.clicked.connect(self._new_clicked)
        self.list.bar.addWidget(new)
        self.list.row_opened.connect(lambda row: self.open_customer(row.id))
        if self.list.isVisible():
            self.list.focus_search()

    def _new_clicked(self) -> None:
        self.new_customer()

    def _open(self, customer_id: int, facts: DeskFacts) -> None:
        self._opened(customer_id, facts)

    def _note_licence(self, customer_id: int, facts: DeskFacts) -> None:
        self._opened(customer_id, facts).note_licence()

    def _note_vat_check(self, customer_id: int, facts: DeskFacts) -> None:
        self._opened(customer_id, facts).note_vat_check()

    def _opened(self, customer_id: int, facts: DeskFacts) -> CustomerPage:
        key = f"customer:{customer_id}"
        is_open = self.find_page(key) is not None
        page = self.open_page(key, lambda: CustomerPage(self.context, facts, customer_id))
        assert isinstance(page, CustomerPage), "its key says so"
        if not is_open:
            page.start()
        return page

    def _new(self, facts: DeskFacts, name: str, *, tell: bool) -> None:
        page = CustomerPage(self.context, facts, None, typed_name=name)
        page.start()
        self.open_page(f"customer:new:{id(page)}", lambda: page)
        page.retitle()
        if tell:
            page.created.connect(lambda id_: self.context.bus.ask("customer.created", id_))

    def _hear(self, changes: Sequence[Change]) -> None:
        if {change.kind for change in changes} & {"term", "firm"}:
            self.read_facts()
        super()._hear(changes)
