"""Where each agreement stands with each customer: turnover, the step reached, what is accrued, what was credited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import sqlalchemy as sa

from app.domain.bonus import (
    NO_BONUS,
    BonusInput,
    BonusRates,
    BonusReached,
    add_rates,
    bonus_reached,
    bonus_shares,
    full_years,
    read_steps,
)
from app.domain.tax import TaxKey
from app.services.bonus.agreements import BONUS_BOOK, BonusCard
from app.services.bonus.turnover import Turnover, read_first_days, read_turnover
from app.services.setup_kept import kept
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.bonus import BonusCredit, BonusRule
from db.schema.invoicing import Invoice
from db.schema.parties import Customer

BonusState = Literal["runs", "due", "credited", "nothing"]


@dataclass(frozen=True, slots=True)
class BonusRow:
    """An agreement and one of its customers; `shares` is what a credit gives back by tax.

    `state`: the period "runs", the bonus is "due", was "credited" (with the credit note), or came to "nothing".
    """

    rule: BonusCard
    customer_id: int
    customer: str
    turnover_minor: int
    years: int
    reached: BonusReached
    state: BonusState
    shares: Mapping[TaxKey, int] = field(default_factory=dict)
    credited_minor: int = 0
    invoice_id: int | None = None
    invoice_number: str = ""


@dataclass(frozen=True, slots=True)
class _Credit:
    amount_minor: int
    invoice_id: int
    number: str


def read_bonus_rows(view: Reading, *, only: tuple[int, int] | None = None) -> tuple[BonusRow, ...]:
    """Every agreement with its customers, or one (agreement, customer) only; of a group those with turnover.

    Queries: three, and two or three for each agreement.
    """
    rules = [rule for rule in BONUS_BOOK.read(view) if only is None or rule.id == only[0]]
    credits_ = _read_credits(view)
    found: list[BonusRow] = []
    for rule in rules:
        names = _read_customers(view, rule, only)
        turnover = read_turnover(view, rule, names)
        since = read_first_days(view, names) if rule.kind == "tenure" else {}
        for customer_id, name in names.items():
            of_customer = turnover.get(customer_id, {})
            if of_customer or rule.customer_id is not None:
                credit = credits_.get((rule.id, customer_id))
                days = (since.get(customer_id), view.clock.today())
                found.append(_row(rule, (customer_id, name), of_customer, days, credit))
    return tuple(found)


def _row(
    rule: BonusCard,
    customer: tuple[int, str],
    turnover: Turnover,
    days: tuple[date | None, date],
    credit: _Credit | None,
) -> BonusRow:
    since, today = days
    years, reached = _reached(rule, turnover, since)
    assert rule.valid_to is not None, "the period has a last day"
    state: BonusState = "runs" if today <= rule.valid_to else "due" if reached.accrued_minor else "nothing"
    whole = sum(turnover.values())
    if credit is not None:
        row = BonusRow(rule, *customer, whole, years, reached, "credited")
        return replace(
            row,
            credited_minor=credit.amount_minor,
            invoice_id=credit.invoice_id,
            invoice_number=credit.number,
        )
    shares = bonus_shares(reached.accrued_minor, turnover)
    return BonusRow(rule, *customer, whole, years, reached, state, shares)


def _reached(rule: BonusInput, turnover: Turnover, since: date | None) -> tuple[int, BonusReached]:
    """Full years as a customer at the end of the period, and the step that is reached."""
    assert rule.valid_to is not None, "the period has a last day"
    whole = sum(turnover.values())
    years = full_years(since, rule.valid_to) if since is not None else 0
    return years, bonus_reached(read_steps(rule.steps), whole if rule.kind == "turnover" else years, whole)


def _read_customers(view: Reading, rule: BonusInput, only: tuple[int, int] | None) -> dict[int, str]:
    wanted = sa.select(Customer.id, Customer.name).order_by(Customer.sort_key, Customer.id)
    if rule.customer_id is not None:
        wanted = wanted.where(Customer.id == rule.customer_id)
    else:
        wanted = wanted.where(Customer.price_group == rule.price_group)
    if only is not None:
        wanted = wanted.where(Customer.id == only[1])
    return {row.id: row.name for row in view.db.execute(wanted)}


def _read_credits(view: Reading) -> dict[tuple[int, int], _Credit]:
    """In two queries: joined, SQLite walks through all invoices."""
    columns = (
        BonusCredit.bonus_id,
        BonusCredit.customer_id,
        BonusCredit.amount_minor,
        BonusCredit.invoice_id,
    )
    rows = view.db.execute(sa.select(*columns)).all()
    wanted = sa.select(Invoice.id, Invoice.number).where(among(view.db, Invoice.id, [row[3] for row in rows]))
    numbers = {row.id: row.number for row in view.db.execute(wanted)} if rows else {}
    return {(row[0], row[1]): _Credit(row[2], row[3], numbers[row[3]]) for row in rows}


_IN_FORCE = (
    sa.select(
        BonusRule.name, BonusRule.kind, BonusRule.customer_id, BonusRule.price_group, BonusRule.family, BonusRule.steps,
        BonusRule.valid_from, BonusRule.valid_to,
    )
    .where(BonusRule.replaced_at_version.is_(None))
    .order_by(BonusRule.id)
)  # fmt: skip


def read_bonus_rates(
    view: Reading, customer_id: int | None, price_group: str, *, rules_version: int
) -> BonusRates:
    """What the customer is expected to get back of a sale today: the shares that are reached so far.

    No query for a customer without an agreement while the rules stand (`rules_version`); nothing for those who see
    no margins.
    """
    if customer_id is None or not view.actor.can("margin.see"):
        return NO_BONUS
    every = kept(view, "bonus", lambda: _read_agreements(view), version=rules_version)
    rules = [rule for rule in every if _is_for(rule, customer_id, price_group, view.clock.today())]
    if not rules:
        return NO_BONUS
    since = read_first_days(view, [customer_id]).get(customer_id)
    return add_rates(_rates(view, rules, customer_id, since))


def _read_agreements(view: Reading) -> tuple[BonusInput, ...]:
    return tuple(_rule_of(row) for row in view.db.execute(_IN_FORCE).all())


def _is_for(rule: BonusInput, customer_id: int, price_group: str, on: date) -> bool:
    """Whether an agreement is the customer's own or its group's, and runs on the day."""
    is_own = rule.customer_id == customer_id or (rule.price_group != "" and rule.price_group == price_group)
    first, last = rule.valid_from, rule.valid_to
    return is_own and first is not None and last is not None and first <= on <= last


def _rule_of(row: Sequence[object]) -> BonusInput:
    names = ("name", "kind", "customer_id", "price_group", "family", "steps", "valid_from", "valid_to")
    return BonusInput(**dict(zip(names, row, strict=True)))  # type: ignore[arg-type]  # columns as in the table


def _rates(
    view: Reading, rules: Iterable[BonusInput], customer_id: int, since: date | None
) -> list[tuple[str, int]]:
    found = []
    for rule in rules:
        turnover = read_turnover(view, rule, [customer_id]).get(customer_id, {})
        found.append((rule.family, _reached(rule, turnover, since)[1].rate_ppm))
    return found
