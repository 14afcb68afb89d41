"""Orders whose tab is closed while what was keyed into them is still on its way into the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.draft import Draft, Edit
from app.views.kit.behind import tell_behind
from app.views.kit.context import Context
from app.views.kit.tabs import TabArea

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage

Open = Callable[[int, "Callable[[OrderPage], None]"], None]


class ClosedTabs(QObject):
    """Keeps a page, unseen, until all of it is saved; what came too late is told over the page in front.

    `open_order(id, call)` shows an order and calls with its page.
    """

    def __init__(self, frame: Context, tabs: TabArea, open_order: Open) -> None:
        super().__init__(tabs)
        self._frame = frame
        self._tabs = tabs
        self._open_order = open_order
        self.pages: list[OrderPage] = []

    def close(self, page: OrderPage) -> None:
        """Close its tab; the cell that was open in it is written by losing the focus, and saved."""
        self._tabs.take_page(page)
        saving = page.session.saving
        saving.flush()
        if saving.is_saved and not page.session.is_amending:  # a change may be on its way to be confirmed
            self._tabs.delete_page(page)
            return
        self.pages.append(page)
        saving.left_over.connect(partial(self._tell, page))
        self._frame.jobs.when_idle(self, partial(self._delete, page))

    def _delete(self, page: OrderPage) -> None:
        self.pages.remove(page)
        self._tabs.delete_page(page)

    def _tell(self, page: OrderPage, mine: tuple[Edit, ...], before: Draft) -> None:
        """One key opens the order, which offers to key it as a change."""

        def tell_there(opened: OrderPage) -> None:
            opened.session.saving.left_over.emit(mine, before)

        from app.views.orders.left_over import left_over_text

        order_id = page.order_id
        text = left_over_text(page.session.draft, mine, before)
        tell_behind(self._frame, text, lambda: self._open_order(order_id, tell_there), level="warn")
