"""The fields of the stories of invoices and payments in the words of the office."""

from __future__ import annotations

from app.i18n import _, format_amount
from app.services.history import HistoryEntry
from app.views.kit.history_words import Shown, Word, Words, amount, chosen, plain


def story_words(currency: str) -> Words:
    """Amounts are in the document's currency."""
    money = amount(currency)
    return {
        "kind": Word(_("Kind"), chosen((("invoice", _("invoice")), ("credit_note", _("credit note"))))),
        "number": _("Number"),
        "date": _("Date"),
        "state": _("State"),
        "net_minor": Word(_("Net"), money),
        "tax_minor": Word(_("Tax"), money),
        "gross_minor": Word(_("Total"), money),
        "amount_minor": Word(_("Amount"), money),
        "applied": Word(_("Applied to"), _settled(currency)),
        "undone": Word(_("Undone"), _settled(currency)),
        "reversed_by": _("Reversed by"),
        "paid_back": _("Paid back by"),
    }


def act_of(entry: HistoryEntry) -> str:
    """What was done, by what it wrote."""
    after = {change.field: change.after for change in entry.changes}
    amount_minor = after.get("amount_minor")
    if "gross_minor" in after:
        is_credit = after.get("kind") == "credit_note"
        return _("Credit note posted") if is_credit else _("Invoice posted")
    if isinstance(amount_minor, int):
        return _("Payment entered") if amount_minor > 0 else _("Money given back")
    for field, text in (
        ("reversed_by", _("Payment reversed")),
        ("paid_back", _("Credit paid back")),
        ("undone", _("Settlement undone")),
        ("applied", _("Credit applied")),
    ):
        if field in after:
            return text
    return ""


def _settled(currency: str) -> Shown:
    """Pairs of a document's number and the amount."""

    def part(value: object) -> str:
        return format_amount(value, currency) if isinstance(value, int) else plain(value)

    def shown(value: object) -> str:
        if not isinstance(value, list | tuple):
            return part(value)
        pairs = [each if isinstance(each, list | tuple) else (each,) for each in value]
        return ", ".join(" ".join(map(part, pair)) for pair in pairs)

    return shown
