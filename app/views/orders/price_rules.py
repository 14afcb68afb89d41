"""From the steps of a price to the rules that made them, as they were when the order was priced (Shift+F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.i18n import _

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


class PriceRules(QObject):
    """Takes the keys to the waterfall of the line under the cursor; Enter opens a rule, Esc goes back to the line."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        bars = page.panels.price.waterfall
        bars.rule_chosen.connect(self._open)
        bars.left.connect(page.grid.setFocus)

    def start(self) -> None:
        """Go to the first step that a rule made; told where none did."""
        page = self._page
        panel = page.splitter.widget(1)
        assert panel is not None, "the page has two halves"
        panel.show()
        if page.panels.price.isHidden() or not page.panels.price.waterfall.choose():
            page.message_bar.show_message(_("No rule makes the price of this line."), "info")

    def _open(self, rule: str) -> None:
        page = self._page
        is_kept = not page.session.is_editable
        order_id, line = (page.order_id, page.grid.current_key()) if is_kept else (0, "")
        page.frame.bus.ask("price.versions", order_id, rule=rule, line=line)


def rules_of_price(page: OrderPage) -> None:
    """What Shift+F9 does on an order."""
    found = page.findChild(PriceRules) or PriceRules(page)
    found.start()
