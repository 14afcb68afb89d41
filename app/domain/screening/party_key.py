"""What a screened party is known by: the hash of its name and address as they are compared."""

from __future__ import annotations

import hashlib

from app.domain.screening.entries import Party
from app.domain.screening.names import words_of

_HEX = 32


def party_key(party: Party) -> str:
    """The same for the same words, however they are set; another street, city or country is another party."""
    parts = (party.name, party.street, party.city, party.country)
    said = "|".join(" ".join(words_of(part)) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:_HEX]
