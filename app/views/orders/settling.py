"""What was keyed into an order stands in the database before anything that follows from the order is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.i18n import _
from app.messages import text_of_issue
from app.views.orders.places import back_to_keying, leave_field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.views.orders.order_page import OrderPage


class Settling:
    """Of one page. `keyed_in` is where the keys were when an action began."""

    def __init__(self, page: OrderPage) -> None:
        self._page = page
        self.keyed_in: QWidget | None = None

    def settle(self, then: Callable[[], None], *, passing: bool = False) -> None:
        """Close the open cell, wait until everything keyed is saved, then go on.

        What was refused and waits in its cell stops what ends the keying, but not what is `passing`.
        """
        page = self._page
        messages, before = page.messages, page.messages.refusals
        self.keyed_in = leave_field(page)
        wrong = page.header.wrong()
        if wrong is not None:
            page.message_bar.show_message(text_of_issue(wrong), "bad")
            page.go_to_issue(wrong)
            return
        page.frame.jobs.when_idle(
            page,
            lambda: messages.unless_refused(lambda: self._once_saved(then), before=before, passing=passing),
        )

    def _once_saved(self, then: Callable[[], None], *, tries: int = 1) -> None:
        """Nothing that the database does not hold is confirmed: a draft that waits is saved first."""
        page = self._page
        if page.session.saving.is_saved or not page.session.is_draft:
            then()
        elif tries:
            page.session.saving.flush()
            page.frame.jobs.when_idle(page, lambda: self._once_saved(then, tries=tries - 1))
        else:
            text = _("Not done: the order waits for the database. Try again when it is saved.")
            page.message_bar.show_message(text, "warn")
            back_to_keying(page, self.keyed_in)

    def to_lines(self) -> None:
        """What was done leaves the keys in the lines, unless they went on meanwhile: the arrows walk them."""
        back_to_keying(self._page, self._page.grid)

    def once_shown(self, then: Callable[[], None]) -> None:
        """Leave the field under which an order that is no draft any more is still shown as one, and go on."""
        if self._page.session.has_gone_on:
            self.settle(lambda: self._show_then(then))

    def _show_then(self, then: Callable[[], None]) -> None:
        session = self._page.session
        if session.is_draft:
            session.saving.order_went_on(then)
        else:  # what was keyed met it, and is told
            then()
