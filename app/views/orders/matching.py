"""Matching pasted rows that named no article, and remembering the customer's own number for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.context import ProductFacts
from app.domain.orders.keying import PastedRow
from app.i18n import _
from app.services.products import set_customer_part
from app.views.kit.message_bar import MessageAction

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage

REMEMBER_KEY = "Alt+1"


class PastedMatching(QObject):
    """Enter on a waiting row opens a line with its code to be looked up; the row leaves the list when matched."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._rows: dict[str, PastedRow] = {}
        page.side_list.match_wanted.connect(self.begin)
        page.keying.product_filled.connect(self._filled)

    def begin(self, row: PastedRow) -> None:
        """Open a line for the row, its code ready to be replaced by an article."""
        if not self._page.session.is_editable:
            return
        key = self._page.keying.match_row(row)
        self._rows[key] = row
        self._page.grid.edit_key(key, "sku")

    def _filled(self, key: str, product: ProductFacts) -> None:
        row = self._rows.pop(key, None)
        if row is None:
            return
        self._page.side_list.drop(row)
        customer_id = self._page.session.draft.header.customer_id
        if customer_id is None:
            return
        text = _("Shall “{code}” be remembered as this customer's number for {sku}?")
        action = MessageAction(
            _("Remember"), lambda: self._remember(customer_id, product, row.code), REMEMBER_KEY
        )
        self._page.message_bar.show_message(text.format(code=row.code, sku=product.sku), "info", [action])

    def _remember(self, customer_id: int, product: ProductFacts, code: str) -> None:
        def done(_id: int) -> None:
            text = _("“{code}” now finds {sku} for this customer.")
            self._page.message_bar.show_message(text.format(code=code, sku=product.sku), "ok")

        self._page.frame.jobs.write(
            self,
            lambda uow: set_customer_part(uow, customer_id=customer_id, product_id=product.id, code=code),
            done,
        )
