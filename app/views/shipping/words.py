"""States and addresses in words."""

from __future__ import annotations

from app.i18n import _, country_name
from app.messages import spoken
from app.models.columns import State
from app.services.shipping.pieces import Piece

STATES: dict[str, State] = {"picking": "warn", "shipped": "ok", "cancelled": "muted"}


def kind_word(kind: str) -> str:
    """What a line is that nobody picks."""
    words = {
        "service": _("Service"),
        "charge": _("Charge"),
        "free": _("Free line"),
        "discount": _("Discount"),
    }
    return words.get(kind, kind)


def with_numbers(text: str, piece: Piece) -> str:
    """A line's text, with the workshop orders that made its pieces: they stand on the pieces' labels."""
    return " · ".join(filter(None, (spoken(text), piece.numbers)))


def state_word(state: str) -> str:
    """The state of a shipment as people say it."""
    words = {"picking": _("picking"), "shipped": _("shipped"), "cancelled": _("cancelled")}
    return words.get(state, state)


def address_text(name: str, street: str, postcode: str, city: str, country: str) -> str:
    """An address on one line."""
    place = f"{postcode} {city}".strip()
    return ", ".join(part for part in (name, street, place, country_name(country)) if part)
