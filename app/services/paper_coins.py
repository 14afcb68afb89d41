"""What papers say of a sum that is rounded to the smallest coin."""

from __future__ import annotations

from typing import TypedDict

from app.domain.papers import PaperAmount
from app.i18n import _


class RoundedTotals(TypedDict):
    """Fields of `PaperTotals` below the gross."""

    further: tuple[PaperAmount, ...]
    payable_minor: int | None


def rounded_totals(gross_minor: int, rounding_minor: int) -> RoundedTotals:
    """The rounding and what is to be paid; nothing where nothing was rounded. In the language in force."""
    if not rounding_minor:
        return RoundedTotals(further=(), payable_minor=None)
    further = (PaperAmount(_("Rounding"), rounding_minor),)
    return RoundedTotals(further=further, payable_minor=gross_minor + rounding_minor)
