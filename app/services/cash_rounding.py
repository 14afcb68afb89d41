"""Which papers of the firm are rounded to coins."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.cash_rounding import CASH, NO_ROUNDING, OFF, CashRounding, read_coins
from app.services.setup_kept import SETUP_VERSION_VALUE, read_version
from app.services.unit_of_work import Reading
from app.settings import CASH_COINS, CASH_ROUNDING, setting
from db.schema.firm import Setting
from db.schema.parties import PaymentTerm

CASH_VALUE = sa.select(Setting.value).where(Setting.key == CASH_ROUNDING)
COINS_VALUE = sa.select(Setting.value).where(Setting.key == CASH_COINS)
_BOTH = sa.select(
    CASH_VALUE.scalar_subquery(), COINS_VALUE.scalar_subquery(), SETUP_VERSION_VALUE.scalar_subquery()
)
_CASH_TERMS = sa.select(PaymentTerm.id).where(PaymentTerm.is_cash)


def read_cash_rounding(view: Reading) -> CashRounding:
    """What the firm rounds: one query, two where it depends on the term. The view knows the set-up's version then."""
    applies, coins, setup = view.db.execute(_BOTH).one()
    view.setup_version = read_version(setup)
    return cash_rounding_of(view, applies, coins)


def cash_rounding_of(view: Reading, applies: object, coins: object) -> CashRounding:
    """The same where the two settings have been read already; None stands for the default."""
    kind = str(applies or setting(CASH_ROUNDING).default)
    if kind == OFF:
        return NO_ROUNDING
    known = read_coins(str(setting(CASH_COINS).default if coins is None else coins)) or {}
    terms = frozenset(view.db.execute(_CASH_TERMS).scalars()) if kind == CASH else frozenset()
    return CashRounding(kind, known, terms)
