"""Pasted rows that wait with their order: taken into a line or dropped; the customer's own number is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import edit_header
from app.domain.orders.keying import PastedRow, is_quantity, issue_of_row, join_rows, split_rows
from app.domain.orders.lengths import sku_too_long
from app.i18n import _
from app.messages import text_of_issue
from app.services.orders.context import read_product_facts
from app.services.products import resolve_codes, set_customer_part
from app.views.kit.field_state import decimal_mark
from app.views.kit.message_bar import MessageAction

if TYPE_CHECKING:
    from app.domain.orders.draft import Edit
    from app.services.unit_of_work import Reading
    from app.views.orders.order_page import OrderPage

REMEMBER_KEY = "Alt+1"


class PastedMatching(QObject):
    """Enter on a waiting row makes it a line with its code to be looked up; every step can be undone."""

    def __init__(self, page: OrderPage) -> None:
        super().__init__(page)
        self._page = page
        self._codes: dict[str, str] = {}  # line key -> the code that was pasted
        self._asked: tuple[tuple[PastedRow, ...], int | None] = (
            (),
            None,
        )  # rows, and the customer whose they are
        page.side_list.match_wanted.connect(self.begin)
        page.side_list.drop_wanted.connect(self.drop)
        page.keying.product_filled.connect(self._filled)
        page.session.shown.connect(self.show)

    def show(self) -> None:
        """Show what waits; why each row does is looked up when the rows, or their customer, are others than before."""
        header = self._page.session.draft.header
        self._page.side_list.show_rows(split_rows(header.pasted, decimal_mark()))
        if self._asked != (self._page.side_list.rows, header.customer_id):
            self.ask_again()

    def ask_again(self) -> None:
        """Look up why each row waits: an article or a customer's number may be known by now."""
        rows, customer_id = self._page.side_list.rows, self._page.session.draft.header.customer_id
        self._asked = (rows, customer_id)
        if rows:
            self._ask_reasons(rows, customer_id)

    def _ask_reasons(self, rows: tuple[PastedRow, ...], customer_id: int | None) -> None:
        mark = decimal_mark()

        def read(view: Reading) -> list[str]:
            found = resolve_codes(view, list(dict.fromkeys(row.code for row in rows)), customer_id)
            facts = read_product_facts(view, [hit.product_id for hit in found.values()])
            return [
                _reason(row, facts[found[row.code].product_id] if row.code in found else None, mark)
                for row in rows
            ]

        def take(reasons: list[str]) -> None:
            if self._asked == (rows, customer_id):
                self._page.side_list.show_reasons(reasons)

        self._page.frame.jobs.read(self, read, take, latest="reasons of rows")

    def begin(self, place: int) -> None:
        """Make a row a line, its code ready to be replaced by an article."""
        rows = self._page.side_list.rows
        if not self._page.session.is_editable or not 0 <= place < len(rows):
            return
        row = rows[place]
        issue = sku_too_long("", (len(self._page.session.draft.keyed_lines) + 1) * 10, row.code)
        if issue is not None:
            self._page.message_bar.show_message(text_of_issue(issue), "bad")
            return
        key = self._page.keying.line_of_row(row, self._without(rows, place))
        grid = self._page.grid

        def look_up() -> None:
            self._codes[key] = row.code
            grid.edit_key(key, "sku")

        self._page.keying.take_exact(key, row.code, lambda: self._go_on(key, row), look_up)

    def _go_on(self, key: str, row: PastedRow) -> None:
        """To the quantity; what could not be read is there to be corrected, and refused until it is."""
        line, mark = self._page.session.draft.line(key), decimal_mark()
        product = self._page.session.context.products.get(line.product_id or 0) if line is not None else None
        issue = issue_of_row(row, product, mark) if product is not None else None
        column = "price" if issue is not None and issue.where.endswith("/price") else "quantity"
        if issue is not None:
            unit = row.beside if is_quantity(row.quantity_text, mark) else ""
            text = row.price_text if column == "price" else f"{row.quantity_text} {unit}".strip()
            self._page.keying.key_cell(key, column, text)
        self._page.grid.edit_key(key, column)

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


def _reason(row: PastedRow, product: ProductFacts | None, decimal_mark: str) -> str:
    """Why a row waits, in a few words."""
    if product is None:
        return _("no article")
    issue = issue_of_row(row, product, decimal_mark)
    if issue is None:
        return _("ready")
    if issue.code == "line.unknown_unit":
        return _("no unit “{unit}”").format(unit=issue.params["unit"])
    if issue.code.endswith("_too_fine"):
        return _("“{text}” has too many decimals").format(text=issue.params["text"])
    if issue.where.endswith("/price"):
        return _("“{text}” is no price").format(text=row.price_text)
    return _("“{text}” is no quantity").format(text=row.quantity_text)
