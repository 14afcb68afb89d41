"""How old a claim is: the buckets of the aging list (E75)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Bucket(StrEnum):
    """How long a claim is overdue; a claim due today is not overdue."""

    NOT_DUE = "not_due"
    DAYS_1_30 = "days_1_30"
    DAYS_31_60 = "days_31_60"
    DAYS_61_90 = "days_61_90"
    OVER_90 = "over_90"


FIRST_DAY = {Bucket.DAYS_1_30: 1, Bucket.DAYS_31_60: 31, Bucket.DAYS_61_90: 61, Bucket.OVER_90: 91}
"""The first day overdue that belongs to a bucket."""


def days_overdue(due_date: dt.date, as_of: dt.date) -> int:
    """Days since the due date; 0 when not overdue."""
    return max((as_of - due_date).days, 0)


def bucket_of(due_date: dt.date, as_of: dt.date) -> Bucket:
    """The bucket of a claim on a day."""
    days = days_overdue(due_date, as_of)
    found = Bucket.NOT_DUE
    for bucket, first_day in FIRST_DAY.items():
        if days >= first_day:
            found = bucket
    return found


@dataclass(frozen=True, slots=True)
class Aging:
    """Sums by bucket in minor units; `credit_minor` (> 0) are unapplied credits, netted into no bucket."""

    not_due_minor: int = 0
    days_1_30_minor: int = 0
    days_31_60_minor: int = 0
    days_61_90_minor: int = 0
    over_90_minor: int = 0
    credit_minor: int = 0

    @property
    def overdue_minor(self) -> int:
        """Everything past its due date."""
        return self.days_1_30_minor + self.days_31_60_minor + self.days_61_90_minor + self.over_90_minor

    @property
    def claims_minor(self) -> int:
        """Everything claimed: the receivable account."""
        return self.not_due_minor + self.overdue_minor

    @property
    def balance_minor(self) -> int:
        """What is owed after all credits."""
        return self.claims_minor - self.credit_minor

    def __add__(self, other: Aging) -> Aging:
        return Aging(
            self.not_due_minor + other.not_due_minor,
            self.days_1_30_minor + other.days_1_30_minor,
            self.days_31_60_minor + other.days_31_60_minor,
            self.days_61_90_minor + other.days_61_90_minor,
            self.over_90_minor + other.over_90_minor,
            self.credit_minor + other.credit_minor,
        )
