"""Whose money comes in, and what it can settle."""

from __future__ import annotations

from dataclasses import dataclass

from app.services.parties.cards import read_customer
from app.services.payments.lists import OpenItemRow, read_open_items
from app.services.setup.firm import read_firm
from app.services.unit_of_work import Reading

CODE_LENGTH = 3  # of a currency


@dataclass(frozen=True, slots=True)
class Account:
    """A customer with what is open; `currency` is the firm's, `usual` what the customer buys in."""

    name: str
    currency: str
    items: tuple[OpenItemRow, ...]
    usual: str = ""

    def currency_for(self, invoice_id: int) -> str:
        """In what money is likely to come: that of the wanted invoice, else what the customer buys in."""
        wanted = (item.currency for item in self.items if invoice_id and item.invoice_id == invoice_id)
        return next(wanted, self.usual or self.currency)


def read_account(view: Reading, customer_id: int) -> Account:
    """The customer's open items, claims and credits."""
    firm = read_firm(view)
    customer = read_customer(view, customer_id)
    home = firm.currency if firm else "EUR"
    return Account(customer.name, home, read_open_items(view, customer_id), customer.currency)
