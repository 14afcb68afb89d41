"""Holds in words: for the stories of orders and customers, badges and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from app.messages import actor_word, spoken, text_of
from app.views.kit.history_words import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.holds.rows import HoldCard


def kind_word(kind: str) -> str:
    """What a hold of the kind is called; "" for none."""
    return text_of(f"hold_kind.{kind}", {}) if kind else ""


def hold_fields() -> dict[str, Word | str]:
    """What the story says of holds laid and released."""
    return {
        "hold": Word(_("Held"), lambda value: kind_word(str(value or ""))),
        "released": Word(_("Hold released"), lambda value: kind_word(str(value or ""))),
        "hold_until": _("Until"),
    }


def held_by(cards: Sequence[HoldCard]) -> str:
    """The kinds of the holds, each once, as a badge has room for them."""
    return ", ".join(dict.fromkeys(kind_word(card.hold.kind.value) for card in cards))


def why_held(cards: Sequence[HoldCard]) -> str:
    """Each hold with who laid it and why, a line each."""
    told = _("{hold} by {actor}: {reason}")
    return "\n".join(
        told.format(
            hold=kind_word(each.kind.value), actor=actor_word(each.placed_by), reason=spoken(each.reason)
        )
        for each in (card.hold for card in cards)
    )
