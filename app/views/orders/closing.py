"""Orders whose tab is closed while what was keyed into them is still on its way into the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.orders.draft import Draft, Edit
from app.services.unit_of_work import UnitOfWork
from app.views.kit.behind import tell_behind
from app.views.kit.context import Context
from app.views.kit.tabs import TabArea

if TYPE_CHECKING:
    from app.views.orders.order_page import OrderPage

Open = Callable[[int, "Callable[[OrderPage], None]"], None]
Told = tuple[str, Callable[[], None]]  # of a page, and what unsays it
_NOTHING: Told = ("", lambda: None)


def throw_away(uow: UnitOfWork, order_id: int) -> None:
    """Delete a draft for good. What it takes is imported by then: the list stands before."""
    from app.services.orders.drafts import throw_away_draft

    throw_away_draft(uow, order_id)


def throw_away_if_empty(uow: UnitOfWork, order_id: int) -> None:
    """Delete a draft into which nobody keyed anything, here or elsewhere."""
    from app.services.orders import drafts

    drafts.throw_away_if_empty(uow, order_id)


class ClosedTabs(QObject):
    """Keeps a page, unseen, until all of it is saved and decided and its confirm or change answered.

    What goes wrong is told over the page in front.

    `open_order(id, call)` shows an order and calls with its page: the one that is kept, where there is one.
    """

    def __init__(self, frame: Context, tabs: TabArea, open_order: Open) -> None:
        super().__init__(tabs)
        self._frame = frame
        self._tabs = tabs
        self._open_order = open_order
        self._take_back: dict[OrderPage, Callable[[], None]] = {}
        self._told: dict[OrderPage, Told] = {}
        self._followed: set[OrderPage] = set()

    @property
    def pages(self) -> tuple[OrderPage, ...]:
        """The pages that are kept."""
        return tuple(self._take_back)

    def close(self, page: OrderPage, take_back: Callable[[], None]) -> None:
        """Close its tab; the cell that was open in it is written by losing the focus, and saved."""
        saving = page.session.saving
        if not saving.waits_for_decision:
            page.message_bar.clear()  # it was read: what stands there later came since
        self._tabs.take_page(page)
        saving.flush()
        self._take_back[page] = take_back
        if page not in self._followed:
            self._follow(page)
        self._delete_when_idle(page)  # a save, a confirm or an amendment may be on its way

    def _follow(self, page: OrderPage) -> None:
        """Once only: a page may be shown and closed several times. What is told first is there when it is deleted."""
        self._followed.add(page)
        session, saving = page.session, page.session.saving
        saving.left_over.connect(partial(self._tell, page))
        session.failed.connect(partial(self._tell_failure, page))
        delete = partial(self._delete_when_idle, page)
        saving.came_back.connect(delete)
        saving.left_over.connect(lambda _mine, _before: delete())
        saving.saved.connect(delete)
        session.planned.connect(delete)  # the order went on elsewhere, or others changed it

    def take_back(self, order_id: int) -> None:
        """Somebody opens the order: its page has a tab again."""
        for page in self.pages:
            if page.order_id == order_id:
                self._told.pop(page, _NOTHING)[1]()
                self._take_back.pop(page)()

    def _delete_when_idle(self, page: OrderPage) -> None:
        if page in self._take_back:
            self._frame.jobs.when_idle(page, partial(self._delete_if_done, page))

    def _delete_if_done(self, page: OrderPage) -> None:
        """What is not saved is tried again by the page itself, or waits for a person."""
        saving = page.session.saving
        if page not in self._take_back or not saving.is_saved or saving.waits_for_decision:
            return
        bar = page.message_bar
        if bar.text() and bar.level() in {"warn", "bad"} and not page.left_over.stands:
            self._tell_to_show(page, bar.text())  # what was under way was refused: the ways out stand there
            return
        if page.session.is_amending and page in self._told:
            return  # the database answers again, but the change is in it nowhere else
        self.drop(page)

    def drop(self, page: OrderPage) -> None:
        """Delete a page that has no tab any more; nothing of it is told from now on."""
        self._told.pop(page, _NOTHING)[1]()
        self._take_back.pop(page, None)
        self._followed.discard(page)
        self._tabs.delete_page(page)

    def _tell_failure(self, page: OrderPage, error: Exception) -> None:
        """The page itself says it too, and asks, as soon as it is shown."""
        if page in self._take_back:
            self._tell_to_show(page, page.messages.text_of_failure(error))

    def _tell_to_show(self, page: OrderPage, text: str) -> None:
        """Once; its page is kept until it is shown."""
        if self._told.get(page, _NOTHING)[0] != text:
            order_id = page.order_id
            forget = tell_behind(
                self._frame, text, lambda: self._open_order(order_id, lambda _page: None), level="warn"
            )
            self._told[page] = (text, forget)

    def _tell(self, page: OrderPage, mine: tuple[Edit, ...], before: Draft) -> None:
        """One key opens the order, which offers to key it as a change."""
        if page not in self._take_back:
            return

        def tell_there(opened: OrderPage) -> None:
            opened.session.saving.left_over.emit(mine, before)

        from app.views.orders.left_over import left_over_text

        order_id = page.order_id
        text = left_over_text(page.session.draft, mine, before)
        tell_behind(self._frame, text, lambda: self._open_order(order_id, tell_there), level="warn")
