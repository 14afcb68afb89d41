"""What may be sold instead of an article: as keyed, what is wrong with it, and how much of it replaces how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.findings import Findings
from app.domain.issues import Issue

RATE_MOST = 10**9
RANK_MOST = 10**6
NOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SubstituteInput:
    """A substitute as keyed: `takes` base units of it replace `instead_of` base units of the article.

    `both_ways`: the article replaces it in turn. The lowest `rank` is offered first; both days belong to the range.
    """

    substitute_id: int
    both_ways: bool = False
    takes: int = 1
    instead_of: int = 1
    rank: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Substitute:
    """One article that may replace another on a day."""

    product_id: int
    takes: int = 1
    instead_of: int = 1
    note: str = ""
    is_successor: bool = False

    def quantity_for(self, base_micro: int) -> int:
        """Base units of it for so many of the article: what is wanted at least, so rounded up."""
        return -(-base_micro * self.takes // self.instead_of)


def check_substitute(data: SubstituteInput, product_id: int, kept: Iterable[int] = ()) -> tuple[Issue, ...]:
    """Everything wrong with a substitute as keyed; `kept`: the ids of the article's others."""
    found = Findings("substitute")
    found.block(not data.substitute_id, "missing", "substitute")
    found.block(data.substitute_id == product_id, "itself", "substitute")
    found.block(data.substitute_id in set(kept), "twice", "substitute")
    for name in ("takes", "instead_of"):
        found.block(not 0 < getattr(data, name) <= RATE_MOST, "rate_range", name)
    found.block(not 0 <= data.rank <= RANK_MOST, "rank_range", "rank")
    found.block(len(data.note) > NOTE_LENGTH, "too_long", "note", longest=NOTE_LENGTH)
    if data.valid_from and data.valid_until:
        backwards = data.valid_until < data.valid_from
        days = {"first": data.valid_from, "last": data.valid_until}
        found.block(backwards, "days_backwards", "valid_until", **days)
    return found.all
