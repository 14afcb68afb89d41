"""Whether an order's prices include tax: chosen in the head, or turned round by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.domain.orders.draft import Draft, edit_header
from app.domain.orders.repricing import moved_beside
from app.domain.tax import PriceMode
from app.i18n import _
from app.views.kit.cut_combo_box import CutComboBox

if TYPE_CHECKING:
    from app.domain.pricing import RulesSnapshot
    from app.views.orders.order_page import OrderPage


class PriceKindField(CutComboBox):
    """`kind_chosen` tells "net" or "gross", or "" for what lists and customer say."""

    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        texts = {"": _("as the lists say"), PriceMode.NET: _("without VAT"), PriceMode.GROSS: _("incl. VAT")}
        for kind, text in texts.items():
            self.addItem(text, str(kind))
        self.activated.connect(lambda _row: self.kind_chosen.emit(str(self.currentData() or "")))

    def show_kind(self, kind: str) -> None:
        """Show what was said of the order."""
        self.setCurrentIndex(max(self.findData(kind), 0))


def has_choice(draft: Draft, rules: RulesSnapshot) -> bool:
    """Whether the field says anything: a firm without prices with tax has no use for it."""
    is_other = draft.price_mode != PriceMode.NET or draft.header.price_kind != ""
    return is_other or any(facts.includes_tax for facts in rules.lists.values())


def turn_round(page: OrderPage) -> None:
    """Prices with tax become prices without, and back; those that were typed keep their numbers."""
    draft = page.session.draft
    other = PriceMode.NET if draft.price_mode == PriceMode.GROSS else PriceMode.GROSS
    page.session.edit(edit_header(draft, price_kind=str(other)))
    after = page.session.draft
    if moved_beside(draft, after) is None:  # else the page says what became of the prices
        is_gross = after.price_mode == PriceMode.GROSS
        told = (
            _("The prices of this order include VAT now."),
            _("The prices of this order are without VAT now."),
        )
        page.message_bar.show_message(told[not is_gross], "info")
