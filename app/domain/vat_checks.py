"""Online checks of VAT ids (VIES and the like), noted by hand as a proof; which id counts for the taxes. Pure.

A proof is not edited: the newest answer of the newest day holds, so a wrong entry is put right by another one.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.findings import Findings
from app.domain.identifiers import is_vat_id, tidy_vat_id
from app.domain.issues import Issue

VALID, INVALID, UNAVAILABLE = "valid", "invalid", "unavailable"
RESULTS = (VALID, INVALID, UNAVAILABLE)
SHORT_LENGTH, NAME_LENGTH = 40, 200


@dataclass(frozen=True, slots=True)
class VatCheckInput:
    """What was asked and what came: `name` and `address` as answered, `reference` the number of the enquiry."""

    vat_id: str
    day: date | None
    result: str
    asked_by: str
    reference: str = ""
    name: str = ""
    address: str = ""


def check_vat_check(data: VatCheckInput, *, country: str, today: date) -> tuple[Issue, ...]:
    """Everything wrong with a check as keyed; `where` is the field's name."""
    found = Findings("vat_check")
    vat_id = tidy_vat_id(data.vat_id)
    found.block(not vat_id, "vat_id_missing", "vat_id")
    found.block(data.day is None, "day_missing", "day")
    if data.day is not None:
        found.block(data.day > today, "day_ahead", "day", date=data.day, today=today)
    found.block(data.result not in RESULTS, "result_missing", "result")
    wrong = bool(vat_id) and data.result == VALID and not is_right_vat_id(vat_id, country)
    found.block(wrong, "valid_but_wrong", "vat_id", vat_id=vat_id)
    found.block(not data.asked_by.strip(), "asked_by_missing", "asked_by")
    longest = {"vat_id": SHORT_LENGTH}
    for name in ("vat_id", "asked_by", "reference", "name", "address"):
        most = longest.get(name, NAME_LENGTH)
        found.block(len(getattr(data, name)) > most, "too_long", name, longest=most)
    return found.all


@lru_cache(maxsize=4096)
def is_right_vat_id(vat_id: str, country: str) -> bool:
    """`is_vat_id`, remembered: prices and checks ask it at every key."""
    return is_vat_id(vat_id, country)


def counts_as_vat_id(vat_id: str, country: str, result: str) -> bool:
    """Whether taxes may rely on the id: its form and check digits are right, and no answer said that it is invalid.

    `result`: of the newest check that had an answer, "" without one.
    """
    return bool(vat_id) and result != INVALID and is_right_vat_id(vat_id, country)


def is_stale(checked: date, months: int, today: date) -> bool:
    """Whether an answer is older than so many months."""
    return _months_later(checked, months) < today


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
