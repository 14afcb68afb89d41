"""Screening the parties of the order in front, beside the keying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _, n_
from app.views.kit.errors import show_error

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage


def screen_parties(page: OrderPage) -> None:
    """Ask the lists for the customer and who gets the goods: on a lane, as lists may have to be prepared first."""
    draft, frame = page.session.draft, page.frame
    customer_id, opened, actor = draft.header.customer_id, frame.opened, frame.jobs.actor
    if customer_id is None:
        return
    page.message_bar.show_message(_("Screening …"), "info")

    def call() -> int:
        from app.services.orders.context import ship_to_party
        from app.services.screening import screen_order_parties

        return screen_order_parties(opened.work, actor, customer_id, ship_to_party(draft))

    def done(count: int) -> None:
        text = n_("{count} party was screened.", "{count} parties were screened.", count).format(count=count)
        page.message_bar.show_message(text, "ok")
        page.session.ask_plan()

    frame.jobs.files(page, call, done, latest="screening", failed=lambda error: show_error(page, error))
