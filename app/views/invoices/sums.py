"""The sums of a paper as figures, and the amounts of its lines."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from app.domain.advances import ADVANCE
from app.domain.tax import Totals
from app.domain.units import told_unit
from app.i18n import _, format_amount
from app.models.tax_words import tax_labels
from app.views.kit.cards import clear_layout, figure
from app.views.kit.keyed import micro_text, price_text
from app.views.kit.rounded_figures import rounded_figures


def show_sums(row: QHBoxLayout, totals: Totals, currency: str, rounding_minor: int = 0) -> None:
    """Net, tax by rate and total; what is rounded to coins and to be paid."""
    clear_layout(row)
    shown = [(_("Net"), totals.net_minor)]
    labels = tax_labels([group.key for group in totals.groups])
    shown += [(label, group.tax_minor) for label, group in zip(labels, totals.groups, strict=True)]
    for caption, minor in shown:
        row.addLayout(figure(caption, format_amount(minor, currency))[0])
    total = _("Total {currency}").format(currency=currency)
    row.addLayout(figure(total, format_amount(totals.gross_minor, currency), strong=True)[0])
    for caption, text in rounded_figures(totals.gross_minor, rounding_minor, currency):
        row.addLayout(figure(caption, text)[0])


def quantity_word(kind: str, quantity_micro: int, unit: str) -> str:
    """A line's quantity; none for an advance, which counts its amount."""
    return "" if kind == ADVANCE else micro_text(quantity_micro, told_unit(unit, kind))


def price_word(kind: str, price_micro: int, price_per: int) -> str:
    """A line's price; none for an advance."""
    return "" if kind == ADVANCE else price_text(price_micro, price_per)
