"""Choosing the customer and the articles of an order: asking for them, and what follows of a choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.draft import edit_header
from app.services.parties import CustomerContext, CustomerHit, find_customers, read_customer_context
from app.services.products import ProductHit, find_products
from app.services.search import note_usage
from app.views.kit.context import Context
from app.views.kit.key_buffer import KeyBuffer
from app.views.orders.ship_to import customer_values

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


class Choosing(QObject):
    """Belongs to one page. What is typed while a chosen customer is read goes into the next field."""

    def __init__(self, frame: Context, page: OrderPage) -> None:
        super().__init__(page)
        self._frame = frame
        self._page = page
        self._keys: KeyBuffer | None = None
        self._told_of: int | None = None  # the customer whose badges and panel are shown, or asked for

    def ask_customers(self, text: str, answer: Callable[[str, Sequence[CustomerHit]], None]) -> None:
        """Customers for the letters typed."""
        self._frame.jobs.read(
            self, lambda view: find_customers(view, text), lambda hits: answer(text, hits), latest="customers"
        )

    def ask_products(self, text: str, answer: Callable[[str, Sequence[ProductHit]], None]) -> None:
        """Articles for the letters typed, the customer's own numbers among them."""
        customer_id = self._page.session.draft.header.customer_id
        self._frame.jobs.read(
            self,
            lambda view: find_products(view, text, customer_id),
            lambda hits: answer(text, hits),
            latest="products",
        )

    def take_product(self, row: int, hit: ProductHit) -> None:
        """An article was chosen in a line."""
        self._page.keying.take_product(self._page.model.key_at(row), hit)
        self._note_use("product", hit.id)

    def take_customer(self, customer_id: int) -> None:
        """Head and ship-to follow, prices and taxes are derived for the customer."""
        self.hold_keys()

        def take(found: CustomerContext) -> None:
            session = self._page.session
            self._show(found)
            self._told_of = customer_id
            session.edit(edit_header(session.draft, **customer_values(found)))
            self._note_use("customer", customer_id)
            self._page.header.leave_customer()
            self._release_keys()

        def failed(error: Exception) -> None:
            self._release_keys()
            self._page.messages.tell_failure(error)

        self._frame.jobs.read(
            self, lambda view: read_customer_context(view, customer_id), take, failed=failed
        )

    def read_customer(self) -> None:
        """Read again what is known of the order's customer."""

        def take(found: CustomerContext) -> None:
            if found.customer.id == self._told_of:  # he may be undone, or another one, by now
                self._show(found)

        customer_id = self._told_of = self._page.session.draft.header.customer_id
        if customer_id is None:
            self._show(None)
        else:
            self._frame.jobs.read(self, lambda view: read_customer_context(view, customer_id), take)

    def follow(self) -> None:
        """The order may have another customer by an undo, or by what somebody else keyed."""
        session = self._page.session
        if session.draft.header.customer_id != self._told_of and not session.is_waiting:
            self.read_customer()

    def hold_keys(self) -> None:
        """Keep what is typed until the field that it is meant for is there."""
        if self._keys is None or not self._keys.holds:  # one that was given up holds nothing
            self._keys = KeyBuffer(self._page.window())

    def _release_keys(self) -> None:
        keys, self._keys = self._keys, None
        if keys is not None:
            keys.release()

    def _note_use(self, kind: str, id: int) -> None:
        self._frame.jobs.write(self, lambda uow: note_usage(uow, kind, id), lambda _none: None)

    def _show(self, found: CustomerContext | None) -> None:
        page, draft = self._page, self._page.session.draft
        page.header.show_customer(found, page.session.context.currency)
        page.panels.customer.show_customer(found, page.session.context.currency)
        page.header.show_draft(draft, editable=page.session.is_editable)
