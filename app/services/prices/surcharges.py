"""Surcharge rules: what an order costs beside its lines."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.findings import refuse_blocked
from app.domain.price_inputs import SurchargeInput, check_surcharge
from app.services.history import HistoryEntry
from app.services.prices.rule_book import RuleBook
from app.services.products import read_tax_classes
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.prices import SurchargeRule

SURCHARGES = -1
"""The id under which surcharges speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeCard(SurchargeInput):
    """A surcharge in force or to come."""

    id: int


_BOOK = RuleBook(SurchargeRule, SurchargeCard, SurchargeInput, SURCHARGES, "surcharge.", ("slot", "name"))


def read_surcharges(view: Reading) -> tuple[SurchargeCard, ...]:
    """Every surcharge that was not replaced, by slot and name."""
    return _BOOK.read(view)


def read_surcharge_origins(view: Reading) -> dict[int, int]:
    """For each rule that took the place of another the id of the first of them."""
    return _BOOK.read_origins(view)


def read_surcharge_history(view: Reading, id: int) -> tuple[HistoryEntry, ...]:
    """Who changed a rule and what, newest first."""
    return _BOOK.read_history(view, id)


def create_surcharge(uow: UnitOfWork, data: SurchargeInput) -> int:
    """Make a surcharge; its id."""
    _check(uow, data)
    return _BOOK.create(uow, data)


def change_surcharge(uow: UnitOfWork, id: int, data: SurchargeInput) -> int:
    """Close a rule and make the changed one; the new id."""
    _check(uow, data)
    return _BOOK.change(uow, id, data)


def end_surcharge(uow: UnitOfWork, id: int) -> None:
    """Close a rule."""
    uow.actor.require("price.edit")
    _BOOK.end(uow, id)


def _check(uow: UnitOfWork, data: SurchargeInput) -> None:
    uow.actor.require("price.edit")
    refuse_blocked("price", check_surcharge(data, frozenset(read_tax_classes(uow))))
