"""Regulated goods: articles that only go to customers with a licence, or only to people of an age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.findings import Findings
from app.domain.issues import Issue

AGE_MOST = 99
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class LicenceInput:
    """A customer's licence as keyed; both days belong to it, None leaves an end open."""

    kind: str
    number: str
    issuer: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        has_begun = self.valid_from is None or self.valid_from <= day
        return has_begun and (self.valid_until is None or day <= self.valid_until)


def check_licence(data: LicenceInput, kinds: Iterable[str]) -> tuple[Issue, ...]:
    """Everything wrong with a licence as keyed; `where` is the field's name."""
    found = Findings("licence")
    found.block(data.kind not in set(kinds), "kind_unknown", "kind", licence=data.kind)
    found.block(not data.number.strip(), "number_missing", "number")
    found.block(len(data.number) > NAME_LENGTH, "too_long", "number", longest=NAME_LENGTH)
    found.block(len(data.issuer) > NAME_LENGTH, "too_long", "issuer", longest=NAME_LENGTH)
    first, last = data.valid_from, data.valid_until
    if first is not None and last is not None:
        found.block(last < first, "days_backwards", "valid_until", first=first, last=last)
    return found.all
