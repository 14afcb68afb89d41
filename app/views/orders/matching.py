"""Pasted rows that wait with their order: taken into a line or dropped; the customer's own number is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import edit_header
from app.domain.orders.keying import PastedRow, join_rows, split_rows
from app.domain.orders.lengths import sku_too_long
from app.i18n import _
from app.services.products import set_customer_part
from app.views.kit.field_state import decimal_mark
from app.views.kit.message_bar import MessageAction

if TYPE_CHECKING:
    from app.domain.orders.draft import Edit
    from app.views.orders.order_page import OrderPage

REMEMBER_KEY = "Alt+1"


class PastedMatching(QObject):
    """Enter on a waiting row makes it a line with its code to be looked up; every step can be undone."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._codes: dict[str, str] = {}  # line key -> the code that was pasted
        page.side_list.match_wanted.connect(self.begin)
        page.side_list.drop_wanted.connect(self.drop)
        page.keying.product_filled.connect(self._filled)
        page.session.shown.connect(self.show)

    def show(self) -> None:
        """Show what waits."""
        self._page.side_list.show_rows(split_rows(self._page.session.draft.header.pasted, decimal_mark()))

    def begin(self, place: int) -> None:
        """Make a row a line, its code ready to be replaced by an article."""
        rows = self._page.side_list.rows
        if not self._page.session.is_editable or not 0 <= place < len(rows):
            return
        row = rows[place]
        issue = sku_too_long("", (len(self._page.session.draft.lines) + 1) * 10, row.code)
        if issue is not None:
            self._page.messages.refuse(issue)
            return
        key = self._page.keying.line_of_row(row, self._without(rows, place))
        grid = self._page.grid

        def look_up() -> None:
            self._codes[key] = row.code
            grid.edit_key(key, "sku")

        self._page.keying.take_exact(key, row.code, lambda: grid.edit_key(key, "quantity"), look_up)

    def drop(self, place: int) -> None:
        """Take a row off the list; Ctrl+Z brings it back."""
        rows = self._page.side_list.rows
        if self._page.session.is_editable and 0 <= place < len(rows):
            self._page.session.edit(self._without(rows, place))
            if not self._page.side_list.rows:
                self._page.grid.setFocus()

    def _without(self, rows: Sequence[PastedRow], place: int) -> Edit:
        left = [row for number, row in enumerate(rows) if number != place]
        return edit_header(self._page.session.draft, pasted=join_rows(left))

    def _filled(self, key: str, product: ProductFacts) -> None:
        code = self._codes.pop(key, None)
        customer_id = self._page.session.draft.header.customer_id
        if code is None or customer_id is None:
            return
        text = _("Shall “{code}” be remembered as this customer's number for {sku}?")
        action = MessageAction(
            _("Remember"), lambda: self._remember(customer_id, product, code), REMEMBER_KEY
        )
        self._page.message_bar.show_message(text.format(code=code, sku=product.sku), "info", [action])

    def _remember(self, customer_id: int, product: ProductFacts, code: str) -> None:
        def done(_id: int) -> None:
            text = _("“{code}” now finds {sku} for this customer.")
            self._page.message_bar.show_message(text.format(code=code, sku=product.sku), "ok")

        self._page.frame.jobs.write(
            self,
            lambda uow: set_customer_part(uow, customer_id=customer_id, product_id=product.id, code=code),
            done,
        )
