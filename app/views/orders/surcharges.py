"""Surcharges and order discounts of an order: what is chosen or taken out stands in the head, ticked in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QListWidgetItem, QWidget

from app.domain.orders.making import offered_to, toggled
from app.domain.orders.terms_typed import read_names
from app.domain.pricing.made_lines import METAL
from app.i18n import _, format_money
from app.views.kit.list_popups import ListPopup
from app.views.orders.price_kind import has_choice

if TYPE_CHECKING:
    from app.domain.orders.draft import Header
    from app.domain.pricing import RulesSnapshot
    from app.domain.pricing.offered import Offered
    from app.views.orders.order_page import OrderPage

_OPENS = {Qt.Key.Key_Space, Qt.Key.Key_F4, Qt.Key.Key_Down}


class SurchargeField(QLineEdit):
    """Says what was chosen and taken out; Space, Down, F4 or a click asks for the list."""

    list_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(_("as the rules say  Ctrl+F6"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENS:
            self.list_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.list_wanted.emit()


def chosen_text(header: Header, rules: RulesSnapshot) -> str:
    """What was chosen, then what was taken out, by the names of the rules; a slot without a rule by its own."""
    by_slot = {rule.slot: rule.name for rule in rules.surcharges if rule.applies == "chosen"}
    by_origin = {f"S{rule.id}": rule.name for rule in rules.surcharges}
    by_origin |= {f"D{rule.id}": rule.name for rule in rules.discounts}
    by_origin |= {rule.origin: rule.name for rule in rules.promotions}
    by_origin |= {METAL + metal: quotes[0].name for metal, quotes in rules.metals.items() if quotes}
    parts = [by_slot.get(slot, slot) for slot in sorted(read_names(header.services))]
    waived = [by_origin[each] for each in sorted(read_names(header.waived)) if each in by_origin]
    return ", ".join([*parts, *(_("without {name}").format(name=name) for name in waived)])


class SurchargesPopup(ListPopup):
    """Space ticks and unticks, Enter closes; each tick is a step of its own that can be undone."""

    toggled = Signal(object)  # Offered

    def __init__(self, owner: QWidget) -> None:
        super().__init__(_("Surcharges, discounts and promotions"), _("Space ticks · Enter closes"), owner)
        self.list.setObjectName("surchargeList")
        self.list.itemChanged.connect(self._changed)
        self._offered: tuple[Offered, ...] = ()

    def fill(self, offered: Sequence[Offered], currency: str, *, editable: bool) -> None:
        """Show what there is; the cursor stays where it was."""
        row = max(0, self.list.currentRow())
        self._offered = tuple(offered)
        self.list.blockSignals(True)
        self.list.clear()
        for each in offered:
            item = QListWidgetItem(_line(each, currency))
            if not editable:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if each.is_on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(row, self.list.count() - 1))

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close_now()
            return True
        return super().press(watched, event)

    def _changed(self, item: QListWidgetItem) -> None:
        self.toggled.emit(self._offered[self.list.row(item)])


def _line(offered: Offered, currency: str) -> str:
    if not offered.amount_minor:
        return offered.name
    return f"{offered.name}  ·  {format_money(offered.amount_minor, currency)}"


class Surcharges(QObject):
    """Of one page: opens the list under the head's field, and turns each tick into an edit."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._popup: SurchargesPopup | None = None
        page.header.surcharges.list_wanted.connect(self.open)
        page.session.shown.connect(
            self._refill, Qt.ConnectionType.QueuedConnection
        )  # a tick is still at work

    def show_chosen(self) -> None:
        """Say in the head what was chosen and taken out."""
        session = self._page.session
        rules = session.context.rules
        text = chosen_text(session.draft.header, rules)
        self._page.header.show_surcharges(text, offered=rules.makes_lines)
        self._page.header.offer_price_kind(offered=has_choice(session.draft, rules))

    def open(self) -> None:
        """Ctrl+F6: what may be chosen or taken out; where there is nothing, that is said."""
        page = self._page
        offered = offered_to(page.session.draft, page.session.context)
        if not offered:
            told = _(
                "No surcharge, order discount or promotion fits this order. They are kept at the price desk."
            )
            page.message_bar.show_message(told, "info")
            return
        popup = self._popup = self._popup or self._made()
        self._fill(popup)
        popup.open_under(page.header.surcharges if page.header.surcharges.isVisible() else page.header)

    def _made(self) -> SurchargesPopup:
        popup = SurchargesPopup(self._page)
        popup.toggled.connect(self._toggle)
        return popup

    def _toggle(self, offered: Offered) -> None:
        session = self._page.session
        session.edit(toggled(session.draft, offered))

    def _refill(self) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._fill(self._popup)

    def _fill(self, popup: SurchargesPopup) -> None:
        session = self._page.session
        offered = offered_to(session.draft, session.context)
        popup.fill(offered, session.draft.currency, editable=session.is_editable)
