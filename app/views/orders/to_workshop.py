"""From an order to what the workshop makes for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.i18n import _

if TYPE_CHECKING:
    from app.services.making.of_orders import MadeFor
    from app.services.unit_of_work import Reading
    from app.views.orders.order_page import OrderPage


def open_workshop(page: OrderPage) -> None:
    """Open the workshop order of the line that the keys are on, else the first of the order; or say that none is."""
    order_id, key = page.order_id, page.grid.current_key()

    def read(view: Reading) -> tuple[MadeFor, ...]:
        from app.services.making.of_orders import read_made_for  # for who has something made

        return read_made_for(view, order_id)

    def found(made: Sequence[MadeFor]) -> None:
        if not made:
            told = _(
                "Nothing is made for this order: the workshop gets what is configured once it is confirmed."
            )
            page.message_bar.show_message(told, "info")
            return
        of_line = [each for each in made if each.line_key == key]
        page.frame.bus.ask("workshop.open", (of_line or made)[0].id)

    page.frame.jobs.read(page, read, found, latest="workshop")
