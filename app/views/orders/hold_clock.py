"""Tells when the time of what is held is over: then the order asks again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.services.orders.holding import Hold

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage

_MILLISECOND = timedelta(milliseconds=1)
_DAY_MS = 86_400_000  # a timer has no room for many weeks


class HoldClock(QObject):
    """Follows one hold of the page's order, and knows whether anything was seen held."""

    def __init__(self, page: OrderPage, over: Callable[[], None]) -> None:
        super().__init__(page)
        self._page = page
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(over)
        self.was_held = False

    def follow(self, hold: Hold | None, *, is_live: bool) -> None:
        """Wait for the end of the hold; `is_live`: its request lives on without it."""
        self._timer.stop()
        if hold is not None:
            left = hold.until - self._page.frame.opened.clock.now()
            self._timer.start(min(max(left // _MILLISECOND, 0) + 1, _DAY_MS))
        self.was_held = hold is not None or (is_live and self.was_held)
