"""Bonus agreements: a book of rules. One that was credited for anybody stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.bonus import BonusInput, check_bonus
from app.domain.errors import RefusedError
from app.services.prices.rule_book import RuleBook
from app.services.unit_of_work import UnitOfWork
from db.schema.bonus import BonusCredit, BonusRule
from db.schema.invoicing import Invoice

BONUSES = -17
"""The id under which agreements speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusCard(BonusInput):
    """An agreement in force, past or to come."""

    id: int


class _BonusBook(RuleBook[BonusCard, BonusInput]):
    """What is credited is found by the agreement's id: it is not changed any more, which would give it another."""

    def change(self, uow: UnitOfWork, id: int, data: BonusInput) -> int:
        _refuse_credited(uow, id)
        return RuleBook.change(self, uow, id, data)

    def end(self, uow: UnitOfWork, id: int) -> None:
        _refuse_credited(uow, id)
        RuleBook.end(self, uow, id)


def hold_agreement(uow: UnitOfWork, id: int) -> bool:
    """Hold an agreement until this transaction ends; False where it was changed or ended."""
    held = sa.select(BonusRule.id).where(BonusRule.id == id, BonusRule.replaced_at_version.is_(None))
    return uow.db.execute(held.with_for_update()).first() is not None


def _refuse_credited(uow: UnitOfWork, id: int) -> None:
    hold_agreement(uow, id)
    found = uow.db.execute(
        sa.select(BonusRule.name, Invoice.number)
        .join(BonusCredit, BonusCredit.bonus_id == BonusRule.id)
        .join(Invoice, Invoice.id == BonusCredit.invoice_id)
        .where(BonusRule.id == id)
        .order_by(BonusCredit.id)
        .limit(1)
    ).one_or_none()
    if found is not None:
        raise RefusedError("bonus.is_credited", name=found.name, number=found.number)


BONUS_BOOK: RuleBook[BonusCard, BonusInput] = _BonusBook(
    BonusRule,
    BonusCard,
    BonusInput,
    BONUSES,
    "bonus.",
    order=("valid_from", "name"),
    check=lambda _view, data: check_bonus(data),
)
