"""Payment term cards."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.findings import Findings, refuse_blocked
from app.domain.terms import DueRule
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, make_card, require_card
from db.rows import fetch, select_as
from db.schema.parties import PaymentTerm

DAYS_MAX = 366


@dataclass(frozen=True, slots=True)
class TermInput:
    """A payment term as keyed."""

    code: str
    name: str
    days: int
    end_of_month: bool = False
    extra_days: int = 0
    is_cash: bool = False


@dataclass(frozen=True, slots=True)
class TermCard:
    """A payment term as it stands."""

    id: int
    code: str
    name: str
    days: int
    end_of_month: bool
    extra_days: int
    is_cash: bool
    version: int

    @property
    def rule(self) -> DueRule:
        """When an invoice under this term is due."""
        return DueRule(days=self.days, end_of_month=self.end_of_month, extra_days=self.extra_days)


def read_terms(view: Reading) -> tuple[TermCard, ...]:
    """Every payment term, shortest first."""
    statement = select_as(TermCard, PaymentTerm).order_by(
        PaymentTerm.days, PaymentTerm.end_of_month, PaymentTerm.extra_days, PaymentTerm.id
    )
    return fetch(view.db, TermCard, statement)


def create_term(uow: UnitOfWork, data: TermInput) -> int:
    """Make a payment term; its id."""
    uow.actor.require("setup.edit")
    _check(uow, data, id=0)
    return make_card(uow, "term", PaymentTerm, data)


def update_term(uow: UnitOfWork, id: int, data: TermInput, *, version: int) -> int:
    """Change a payment term; the new version. Posted invoices keep their due dates."""
    uow.actor.require("setup.edit")
    before = require_card(read_terms(uow), "term", id)
    _check(uow, data, id=id)
    return change_card(uow, "term", PaymentTerm, data, before=before, version=version)


def _check(uow: UnitOfWork, data: TermInput, *, id: int) -> None:
    found = Findings("term")
    taken = uow.db.execute(
        sa.select(PaymentTerm.id).where(PaymentTerm.code == data.code, PaymentTerm.id != id)
    ).first()
    found.block(not data.code.strip(), "code_missing", "code")
    found.block(taken, "code_taken", "code", term=data.code)
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(not 0 <= data.days <= DAYS_MAX, "days_range", "days", longest=DAYS_MAX)
    found.block(not 0 <= data.extra_days <= DAYS_MAX, "days_range", "extra_days", longest=DAYS_MAX)
    refuse_blocked("term", found.all)
