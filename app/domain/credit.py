"""What a customer uses of the credit, each euro once and all gross (C45), and from when on what is overdue holds."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.parties import MAX_LIMIT_MINOR, SHORT_LENGTH

MAX_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a customer owes or is about to: claims, goods out and not invoiced, goods ordered, less his credits.

    Advances that no invoice took off count as claims or are paid: the ordered goods are less by them.
    """

    open_items_minor: int = 0
    unapplied_minor: int = 0
    shipped_minor: int = 0
    ordered_minor: int = 0
    advances_minor: int = 0

    @property
    def used_minor(self) -> int:
        """All of it, once."""
        owed = self.open_items_minor + self.shipped_minor + self.ordered_minor
        return owed - self.unapplied_minor - self.advances_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditClass:
    """From when on overdue items hold the orders of customers of a class; "" is of those without one.

    More than so many days, or a larger amount; None never holds for that.
    """

    code: str = ""
    overdue_days: int | None = None
    overdue_minor: int | None = None

    def holds(self, *, overdue_minor: int, overdue_days: int) -> bool:
        """Whether so much, the oldest of it so many days late, holds."""
        if overdue_minor <= 0:
            return False
        too_long = self.overdue_days is not None and overdue_days > self.overdue_days
        too_much = self.overdue_minor is not None and overdue_minor > self.overdue_minor
        return too_long or too_much

    def held_minor(self, *, overdue_minor: int, overdue_days: int) -> int:
        """What is overdue, where it holds; else 0."""
        return overdue_minor if self.holds(overdue_minor=overdue_minor, overdue_days=overdue_days) else 0


NEVER_HOLDS = CreditClass()


def class_of(code: str, classes: tuple[CreditClass, ...]) -> CreditClass:
    """The class by its code, without regard to case; of a class that is gone, what holds for those without one."""
    wanted = {each.code.casefold(): each for each in classes}
    return wanted.get(code.strip().casefold()) or wanted.get("") or NEVER_HOLDS


def is_broken(*, used_minor: int, limit_minor: int | None, overdue_holds: bool) -> bool:
    """Whether the credit is used beyond its limit, or what is overdue holds. Exactly the limit is within it."""
    return overdue_holds or (limit_minor is not None and used_minor > limit_minor)


def check_class(data: CreditClass) -> tuple[Issue, ...]:
    """Everything wrong with a class as keyed; `where` is the field's name."""
    found = Findings("credit_class")
    found.block(len(data.code) > SHORT_LENGTH, "too_long", "code", longest=SHORT_LENGTH)
    days, amount = data.overdue_days, data.overdue_minor
    found.block(days is not None and not 0 <= days <= MAX_DAYS, "days_range", "overdue_days", most=MAX_DAYS)
    wrong = amount is not None and not 0 <= amount <= MAX_LIMIT_MINOR
    found.block(wrong, "amount_range", "overdue_minor")
    return found.all
