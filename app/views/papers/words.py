"""Kinds of paper and states of mails in words."""

from __future__ import annotations

from app.i18n import _
from app.models.columns import State
from app.services.papers import PaperFacts


def kind_word(kind: str) -> str:
    """What a paper is."""
    words = {
        "quote": _("Quote"),
        "order_confirmation": _("Order confirmation"),
        "pick_list": _("Pick list"),
        "delivery_note": _("Delivery note"),
        "invoice": _("Invoice"),
        "credit_note": _("Credit note"),
        "statement": _("Statement of account"),
        "reminder": _("Reminder"),
        "workshop": _("Workshop order"),
    }
    return words.get(kind, kind)


def paper_title(paper: PaperFacts) -> str:
    """Kind, number and revision."""
    kind = _("Advance invoice") if paper.is_advance else kind_word(paper.kind)
    base = f"{kind} {paper.number}".strip()
    if not paper.revision:
        return base
    return _("{paper}, revision {number}").format(paper=base, number=paper.revision)


def mail_word(state: str) -> str:
    """What became of a mail."""
    words = {
        "waiting": _("waiting"),
        "sending": _("on its way"),
        "sent": _("sent"),
        "failed": _("failed"),
        "cancelled": _("taken back"),
    }
    return words.get(state, state)


def mail_level(state: str) -> State:
    """The colour of a mail's state."""
    levels: dict[str, State] = {"waiting": "warn", "sending": "info", "sent": "ok", "failed": "bad"}
    return levels.get(state, "muted")
