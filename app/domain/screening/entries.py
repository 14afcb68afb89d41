"""What a list of denied parties says, whoever publishes it, and whom we ask about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ListKind(StrEnum):
    """The lists that Keyline reads."""

    OFAC_SDN = "ofac_sdn"
    UN = "un"
    EU = "eu"


class EntryKind(StrEnum):
    """What an entry is; a place of delivery may be a ship (`ships.py`), aircraft are kept and never asked."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"


class NameKind(StrEnum):
    """How an entry comes to a name."""

    PRIMARY = "primary"
    ALIAS = "alias"
    FORMER = "former"
    SCRIPT = "script"  # the name in its own letters


@dataclass(frozen=True, slots=True)
class ListName:
    """A name of an entry; a weak one is a nickname or of low quality by the publisher's own word."""

    text: str
    kind: NameKind = NameKind.PRIMARY
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class ListAddress:
    """An address of an entry as published; `country` as a code where it could be told, else as written."""

    street: str = ""
    city: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A denied party: `id` in our database, `reference` as its publisher calls it."""

    id: int
    list_kind: ListKind
    reference: str
    kind: EntryKind
    names: tuple[ListName, ...]
    addresses: tuple[ListAddress, ...] = ()
    programme: str = ""
    remarks: str = ""

    @property
    def is_party(self) -> bool:
        """Whether a customer could be this."""
        return self.kind in {EntryKind.PERSON, EntryKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Party:
    """Whom we ask about."""

    name: str
    street: str = ""
    city: str = ""
    country: str = ""
