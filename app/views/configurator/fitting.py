"""Ctrl+I: to what of the customer's own things the product is to fit; they are given, and nothing drops them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidgetItem

from app.i18n import _
from app.views.configurator.take_key import ENTER, takes_over
from app.views.kit.list_popups import ListPopup
from app.views.kit.message_bar import MessageAction

if TYPE_CHECKING:
    from app.services.owned import OwnedFacts
    from app.services.unit_of_work import Reading
    from app.views.configurator.opened import Opened
    from app.views.configurator.page import ConfigPage


class FitsPopup(ListPopup):
    """Letters find a thing, Space ticks it; `taken(ids)` with Enter, with Ctrl+Enter where the ticks are other ones."""

    taken = Signal(object)
    wide = 460

    def __init__(self, owner: ConfigPage) -> None:
        hint = _("Letters find · Space ticks · Enter takes · Esc leaves all as it is")
        super().__init__(_("Fits with: what the customer owns"), hint, owner)
        self.list.setObjectName("fitsWith")
        self._page = owner
        self._ids: tuple[int, ...] = ()
        self._begun: tuple[int, ...] = ()

    def fill(self, things: Sequence[OwnedFacts], ticked: Sequence[int]) -> None:
        """Show them, with those ticked that count now."""
        self._ids = tuple(thing.id for thing in things)
        self._begun = tuple(ticked)
        self.list.clear()
        for thing in things:
            item = QListWidgetItem(thing.origin)
            is_on = thing.id in ticked
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def press(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() not in ENTER:
            return super().press(watched, event)
        ids = self._ticked()
        if set(ids) == set(self._begun) and takes_over(self, self._page, event):
            return True
        self.close_now()
        self.taken.emit(ids)
        return True

    def _ticked(self) -> tuple[int, ...]:
        checked = Qt.CheckState.Checked
        found = (id_ for row, id_ in enumerate(self._ids) if self.list.item(row).checkState() == checked)
        return tuple(found)


class Fitting(QObject):
    """Of one page: shows what there is, and opens the product anew with what is ticked."""

    def __init__(self, page: ConfigPage) -> None:
        super().__init__(page)
        self._page = page
        self._popup: FitsPopup | None = None

    def open(self) -> None:
        """Ctrl+I; where nothing is known of the customer, what to do is said."""
        page, customer_id = self._page, self._page.wish.customer_id
        if not customer_id:
            told = _(
                "Whose things it is to fit is not known: open it from an order's line or from a customer."
            )
            page.message_bar.show_message(told, "info")
            return

        def read(view: Reading) -> tuple[OwnedFacts, ...]:
            from app.services.owned import read_owned

            return read_owned(view, customer_id, only_active=True)

        page.context.jobs.read(self, read, self._show, latest="owned")

    def _show(self, things: tuple[OwnedFacts, ...]) -> None:
        page = self._page
        if page.opened is None or page.view is None:
            return
        if not things:
            told = _("Nothing is recorded of what the customer owns: his card has a table for it.")
            card = MessageAction(_("To the card"), self._open_card, "Alt+1")
            page.message_bar.show_message(told, "info", [card])
            return
        if self._popup is None:
            self._popup = FitsPopup(page)
            self._popup.taken.connect(self._take)
        self._popup.fill(things, page.opened.fits_with)
        self._popup.open_under(page.view.top)

    def _open_card(self) -> None:
        self._page.context.bus.ask("customer.open", self._page.wish.customer_id)

    def _take(self, ids: tuple[int, ...]) -> None:
        page = self._page
        if page.opened is not None and ids != page.opened.fits_with:
            page.reopen(replace(page.wish, fits_with=ids, earlier=page.opened.session.kept()))


def told_of(opened: Opened) -> tuple[str, str]:
    """What stands in the heading, and what is to be told: that the model asks for nothing of what was ticked."""
    if not opened.fits_words:
        return "", ""
    heading = _("fits with {things}").format(things=opened.fits_words)
    if opened.session.kept().given or opened.session.view().conflicts:
        return heading, ""
    told = _("The product model asks for nothing of this: {things}. Nothing is given by it.")
    return heading, told.format(things=opened.fits_words)
