"""What settled a document: allocations to and from it."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import _, format_amount, format_date
from app.models.columns import State
from app.models.entry_model import EntryColumn
from app.services.invoicing.detail import Settlement


def kind_word(kind: str) -> str:
    """The kind of the other document."""
    words = {
        "invoice": _("invoice"), "credit_note": _("credit note"), "payment": _("payment"),
        "advance": _("advance invoice"),
    }  # fmt: skip
    return words.get(kind, kind)


def _state(row: Settlement) -> State | None:
    return "muted" if row.is_reversed or row.reverses_id else None


def _what(row: Settlement) -> str:
    text = f"{kind_word(row.other_kind)} {row.other_number}"
    if row.reverses_id:
        return _("taken back: {what}").format(what=text)
    return _("{what} (undone)").format(what=text) if row.is_reversed else text


def settlement_columns(currency: Callable[[], str]) -> tuple[EntryColumn[Settlement], ...]:
    """Date, other document, amount."""
    return (
        EntryColumn("date", _("Date"), lambda row: format_date(row.date), width=94),
        EntryColumn("what", _("With"), _what, state=_state, stretch=True),
        EntryColumn(
            "amount",
            _("Amount"),
            lambda row: format_amount(row.amount_minor, currency()),
            align_right=True,
            width=84,
        ),
    )
