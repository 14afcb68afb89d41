"""Discount rules: off a line's price or off a whole order."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.findings import refuse_blocked
from app.domain.price_inputs import DiscountInput, check_discount
from app.services.history import HistoryEntry
from app.services.prices.rule_book import RuleBook
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.prices import DiscountRule

DISCOUNTS = 0
"""The id under which discount rules speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountCard(DiscountInput):
    """A discount rule in force or to come."""

    id: int


_BOOK = RuleBook(DiscountRule, DiscountCard, DiscountInput, DISCOUNTS, "discount.", ("name",))


def read_discounts(view: Reading) -> tuple[DiscountCard, ...]:
    """Every discount rule that was not replaced, by name."""
    return _BOOK.read(view)


def read_discount_origins(view: Reading) -> dict[int, int]:
    """For each rule that took the place of another the id of the first of them."""
    return _BOOK.read_origins(view)


def read_discount_history(view: Reading, id: int) -> tuple[HistoryEntry, ...]:
    """Who changed a rule and what, newest first."""
    return _BOOK.read_history(view, id)


def create_discount(uow: UnitOfWork, data: DiscountInput) -> int:
    """Make a discount rule; its id."""
    _check(uow, data)
    return _BOOK.create(uow, data)


def change_discount(uow: UnitOfWork, id: int, data: DiscountInput) -> int:
    """Close a rule and make the changed one; the new id."""
    _check(uow, data)
    return _BOOK.change(uow, id, data)


def end_discount(uow: UnitOfWork, id: int) -> None:
    """Close a rule."""
    uow.actor.require("price.edit")
    _BOOK.end(uow, id)


def _check(uow: UnitOfWork, data: DiscountInput) -> None:
    uow.actor.require("price.edit")
    refuse_blocked("price", check_discount(data))
