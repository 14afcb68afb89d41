"""The type-ahead of the customer field; its last row makes a new customer of what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from app.i18n import _, format_amount
from app.services.parties import CustomerHit
from app.views.kit.search_popup import SearchPopup, SearchRow

AskCustomers = Callable[[str, Callable[[str, Sequence[CustomerHit]], None]], None]
NEW_CUSTOMER = "new"
FEW_HITS = 5  # with fewer the customer may be new


class CustomerSearch(QObject):
    """`customer_chosen(id)` follows a choice; a text that names nobody goes back to the customer that is set."""

    customer_chosen = Signal(int)
    new_customer_wanted = Signal(str)  # the text typed so far

    def __init__(self, field: QLineEdit, ask: AskCustomers, parent: QObject) -> None:
        super().__init__(parent)
        self._field = field
        self._name = ""
        self.currency = "EUR"
        self.popup = SearchPopup(field, lambda text: ask(text, self._answer))
        self.popup.chosen.connect(self._chosen)
        field.editingFinished.connect(self._restore)

    def show_name(self, name: str) -> None:
        """The customer that is set; what is being typed stays."""
        self._name = name
        if self._field.hasFocus():
            return
        if self._field.text() != name:
            self._field.setText(name)
        self._field.setCursorPosition(0)  # a long one is read from its beginning

    def _answer(self, text: str, hits: Sequence[CustomerHit]) -> None:
        rows = [self._row(hit) for hit in hits]
        if len(rows) < FEW_HITS:
            rows.append(SearchRow(value=NEW_CUSTOMER, main=_new_text(text.strip()), fill=text))
        self.popup.put(rows, text=text)

    def _row(self, hit: CustomerHit) -> SearchRow:
        return SearchRow(
            value=hit.id,
            main=hit.name,
            secondary=" · ".join(_about(hit)),
            right=self._open(hit),
            level="warn" if hit.on_hold or not hit.active else None,
        )

    def _open(self, hit: CustomerHit) -> str:
        amount = format_amount(hit.open_minor, self.currency)
        return _("open {amount}").format(amount=amount) if hit.open_minor else ""

    def _chosen(self, value: object) -> None:
        if value == NEW_CUSTOMER:
            self.new_customer_wanted.emit(self._field.text().strip())
        elif isinstance(value, int):
            self._name = self._field.text()
            self.customer_chosen.emit(value)

    def _restore(self) -> None:
        if self._name and self._field.text() != self._name:
            self._field.setText(self._name)


def _about(hit: CustomerHit) -> list[str]:
    """Number and city; where only a contact has what was typed, who that is comes first: it is not cut."""
    found = [hit.number, hit.city]
    return [_("contact {name}").format(name=hit.contact), *found] if hit.contact else found


def _new_text(name: str) -> str:
    return _("New customer “{name}” …").format(name=name) if name else _("New customer …")
