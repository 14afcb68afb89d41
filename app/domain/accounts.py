"""The accounts of the small ledger, and which amounts a document moves between them, in the firm's currency.

An entry moves an amount from one account to another, so that no posting can be out of balance.
Invoices raise `receivable`; every credit (payment, credit note) raises `customer_credit` first and
settles a receivable by its allocations. So claims = receivable and free credits = customer_credit,
per customer and on any day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.tax import TaxGroup


class Account(StrEnum):
    """Where an amount can lie."""

    RECEIVABLE = "receivable"
    REVENUE = "revenue"
    TAX = "tax"
    BANK = "bank"
    ROUNDING = "rounding"
    CUSTOMER_CREDIT = "customer_credit"
    EXCHANGE = "exchange"
    ADVANCES = "advances"
    TAX_NOT_DUE = "tax_not_due"


@dataclass(frozen=True, slots=True)
class Movement:
    """`amount_minor` (> 0) goes to the debit account from the credit account."""

    debit: Account
    credit: Account
    amount_minor: int
    tax_code: str = ""
    tax_ppm: int = 0


def invoice_movements(
    groups: Iterable[TaxGroup], *, is_advance: bool = False, rounding_minor: int = 0
) -> tuple[Movement, ...]:
    """The entries of an invoice: receivable against revenue, tax by rate (a stacked one by jurisdiction), and coins.

    That of an advance sells nothing yet: against the advances, and tax that is due once it is received.
    """
    sold = _by_rate(groups, Account.RECEIVABLE, sign=1, is_advance=is_advance)
    return *sold, *_rounded(rounding_minor, Account.RECEIVABLE)


def credit_note_movements(
    groups: Iterable[TaxGroup], *, is_advance: bool = False, rounding_minor: int = 0
) -> tuple[Movement, ...]:
    """The entries of a credit note (positive amounts): revenue and tax against the customer's credit."""
    given = _by_rate(groups, Account.CUSTOMER_CREDIT, sign=-1, is_advance=is_advance)
    return *given, *_rounded(-rounding_minor, Account.CUSTOMER_CREDIT)


def deduction_movement(net_minor: int, tax_code: str, tax_ppm: int) -> Movement:
    """The entry of an advance that an invoice takes off: it becomes revenue; minus gives it back."""
    return _movement(Account.ADVANCES, Account.REVENUE, net_minor, tax_code, tax_ppm)


def due_tax_movement(tax_minor: int, tax_code: str, tax_ppm: int) -> Movement:
    """The entry of an advance's tax that becomes due, by receipt or supply; minus where that is taken back."""
    return _movement(Account.TAX_NOT_DUE, Account.TAX, tax_minor, tax_code, tax_ppm)


def payment_movement(amount_minor: int) -> Movement:
    """The entry of money received: bank against the customer's credit.

    Money paid back (a negative amount) is a claim until a credit settles it: receivable against bank.
    """
    if amount_minor < 0:
        return Movement(Account.RECEIVABLE, Account.BANK, -amount_minor)
    return Movement(Account.BANK, Account.CUSTOMER_CREDIT, amount_minor)


def allocation_movement(amount_minor: int) -> Movement:
    """The entry of a credit applied to a claim; a reversal has a negative amount."""
    return _movement(Account.CUSTOMER_CREDIT, Account.RECEIVABLE, amount_minor)


def exchange_movements(*, claim_minor: int, credit_minor: int) -> tuple[Movement, ...]:
    """What a settlement gains or loses by the rates of a claim and a credit in another currency; none where alike.

    A credit that is worth more in the firm's currency than the claim that it settles is a gain.
    """
    gain = credit_minor - claim_minor
    return (_movement(Account.CUSTOMER_CREDIT, Account.EXCHANGE, gain),) if gain else ()


def _rounded(rounding_minor: int, against: Account) -> tuple[Movement, ...]:
    return (_movement(against, Account.ROUNDING, rounding_minor),) if rounding_minor else ()


def _by_rate(
    groups: Iterable[TaxGroup], against: Account, *, sign: int, is_advance: bool
) -> tuple[Movement, ...]:
    movements = []
    net = Account.ADVANCES if is_advance else Account.REVENUE
    tax = Account.TAX_NOT_DUE if is_advance else Account.TAX
    for group in groups:
        for account, amount in ((net, group.base_minor), (tax, group.tax_minor)):
            if amount and not (account is tax and group.key.stack):
                key = group.key
                movements.append(_movement(against, account, sign * amount, key.code, key.rate_ppm))
        movements += [
            _movement(against, tax, sign * part.tax_minor, part.code, part.rate_ppm)
            for part in group.by_part
            if part.tax_minor
        ]
    return tuple(movements)


def _movement(
    debit: Account, credit: Account, amount_minor: int, tax_code: str = "", tax_ppm: int = 0
) -> Movement:
    if amount_minor < 0:
        debit, credit = credit, debit
    return Movement(debit, credit, abs(amount_minor), tax_code, tax_ppm)
