"""What the checks of an order know of screening: the lists in force, and what they say of the order's parties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """Which part of the order a party plays."""

    CUSTOMER = "customer"
    SHIP_TO = "ship_to"


@dataclass(frozen=True, slots=True)
class ListInForce:
    """An imported list: its publisher's edition and date."""

    kind: str
    edition: str
    published: date
    imported_at: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A hit that nobody has released: which entry, by which of its names, how alike (in thousandths)."""

    id: int
    entry_id: int
    list_kind: str
    reference: str
    name: str
    score_mille: int


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party of the order; `hits` are those not released."""

    role: Role
    name: str
    key: str
    is_screened: bool
    hits: tuple[FoundHit, ...] = ()
    released: int = 0


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """Everything that the compliance check of an order asks for; without lists nothing is screened."""

    lists: tuple[ListInForce, ...]
    parties: tuple[PartyFacts, ...]
    today: date
