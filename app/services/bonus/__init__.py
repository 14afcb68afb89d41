"""Turnover bonus and tenure rebates: agreements, and where they stand; credited by `services.invoicing`."""

from app.domain.bonus import BonusInput
from app.services.bonus.agreements import BONUS_BOOK, BonusCard
from app.services.bonus.standing import BonusRow, read_bonus_rows

__all__ = ["BONUS_BOOK", "BonusCard", "BonusInput", "BonusRow", "read_bonus_rows"]
