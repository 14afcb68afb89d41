"""What this customer paid last for the articles of an order; read when the customer or the articles change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.domain.orders.draft import Draft, Line
from app.i18n import _, format_date, format_price
from app.models.unit_words import quantity_text
from app.services.parties import LastPrice, read_last_prices
from app.views.kit.context import Context


class LastPrices(QObject):
    """Asks on the read lane for the articles that it has not asked for yet; `changed` is called when one came."""

    def __init__(self, frame: Context, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self._changed = changed
        self._customer_id: int | None = None
        self._asked: set[int] = set()
        self._known: dict[int, LastPrice] = {}
        self._currency, self._mode = "", "net"

    def forget(self) -> None:
        """Ask again for all: something new is known of the customer."""
        self._customer_id = None

    def ask(self, draft: Draft) -> None:
        """Ask for what the lines of the draft need."""
        customer_id, order_id = draft.header.customer_id, draft.id
        self._currency, self._mode = draft.currency, draft.price_mode
        if customer_id != self._customer_id:
            self._customer_id, self._asked, self._known = customer_id, set(), {}
        products = {line.product_id for line in draft.lines if line.product_id is not None}
        missing = products - self._asked
        if customer_id is None or not missing:
            return
        self._asked |= missing

        def take(found: dict[int, LastPrice]) -> None:
            if customer_id == self._customer_id:
                self._known.update(found)
                self._changed()

        def failed(_error: Exception) -> None:
            self._leave(missing)

        self._frame.jobs.read(
            self,
            lambda view: read_last_prices(view, customer_id, missing, without_order=order_id),
            take,
            failed=failed,
        )

    def _leave(self, products: Iterable[int]) -> None:
        """The next edit asks again; that the database is away is told by what saves."""
        self._asked.difference_update(products)

    def text(self, line: Line) -> str:
        """What this customer paid last for the line's article, and when; empty if never."""
        last = self._known.get(line.product_id) if line.product_id is not None else None
        if last is None:
            return ""
        text = _("Last time: {quantity} at {price} on {date}")
        if last.configuration != line.configuration:
            text = _("Last time, configured otherwise: {quantity} at {price} on {date}")
        price = format_price(last.last_price_micro, last.price_per)
        if last.currency != self._currency:
            price = f"{price} {last.currency}"
        if last.price_mode != self._mode:  # prices of the other kind, which this order's are not held against
            price = (_("{price} net") if last.price_mode == "net" else _("{price} incl. VAT")).format(
                price=price
            )
        return text.format(
            quantity=quantity_text(last.last_quantity_micro, last.unit),
            price=price,
            date=format_date(last.last_date),
        )
