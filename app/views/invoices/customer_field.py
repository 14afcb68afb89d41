"""A customer by three letters: number, name, city, phone or mail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.i18n import _
from app.services.parties.finding import CustomerHit, find_customers
from app.views.kit.context import Context
from app.views.kit.search_popup import SearchPopup, SearchRow


class CustomerField(QLineEdit):
    """`customer_chosen(id)` follows a choice; typing anew forgets the customer."""

    customer_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("customer")
        self.setAccessibleName(_("Customer"))
        self.setPlaceholderText(_("Number, name, city, phone"))
        self.setToolTip(_("Type some letters, Enter takes the first one, F4 shows those used most"))
        self.customer_id: int | None = None
        self._context = context
        self._popup = SearchPopup(self, self._ask)
        self._popup.chosen.connect(self._choose)
        self.textEdited.connect(lambda _text: self._forget())

    def set_customer(self, id: int, name: str) -> None:
        """Show a customer without asking."""
        self.customer_id = id
        self.setText(name)

    def _forget(self) -> None:
        self.customer_id = None

    def _ask(self, text: str) -> None:
        def answer(hits: Sequence[CustomerHit]) -> None:
            rows = [
                SearchRow(hit, hit.name, f"{hit.postcode} {hit.city}".strip(), hit.number) for hit in hits
            ]
            self._popup.put(rows, text=text)

        self._context.jobs.read(self, lambda view: find_customers(view, text), answer, latest="customers")

    def _choose(self, hit: object) -> None:
        assert isinstance(hit, CustomerHit), "the list holds customers"
        self.set_customer(hit.id, hit.name)
        self.customer_chosen.emit(hit.id)
