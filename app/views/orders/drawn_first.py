"""What a paper shows of configured lines is drawn before the unit of work that freezes it opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.services.configured_drawings import read_drawings

if TYPE_CHECKING:
    from app.domain.orders.draft import Draft
    from app.views.orders.order_page import OrderPage


def once_drawn(
    page: OrderPage, draft: Draft, go_on: Callable[[], None], failed: Callable[[Exception], None]
) -> None:
    """Go on when the pictures of the draft's configurations are drawn; at once where it has none."""
    keys = draft.configurations
    if keys:
        page.frame.jobs.read(
            page,
            lambda view: read_drawings(view, keys),
            lambda _found: go_on(),
            latest="drawn",
            failed=failed,
        )
    else:
        go_on()
