"""The collections desk: whom to call, and the aging list of any day."""

from __future__ import annotations

from app.i18n import _
from app.views.collections.aging_page import AgingPage
from app.views.collections.worklist_page import WorklistPage
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.tab_desk import TabDesk, page_command, tab_commands, wants

DESK = "collections"


class CollectionsDesk(TabDesk):
    """Hears "collections.open"."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Who owes what"))
        self.worklist = self.add_fixed(WorklistPage(context))
        self.aging = self.add_fixed(AgingPage(context))

    def asked(self, ask: object) -> None:
        if wants(ask, "collections.open") is not None:
            self.to_front()
            self.tabs.setCurrentWidget(self.worklist)


def collection_commands() -> list[Command]:
    """Every command of the desk."""
    menu, right = _("Collections"), "collections.work"
    return [
        *tab_commands("collections", menu),
        page_command("collections.statement", _("Statement"), "Ctrl+P", "paper", menu=menu, right=right),
        page_command("collections.reminder", _("Reminder"), "Ctrl+Shift+P", "remind", menu=menu, right=right),
        page_command("collections.due", _("Only calls due today"), "Ctrl+L", "due", menu=menu),
        page_command("collections.pay", _("Enter payment"), "Ctrl+Shift+E", "pay", menu=menu, right="payment.enter"),
        page_command("collections.customer", _("Open the customer"), "Ctrl+O", "customer", menu=menu),
    ]  # fmt: skip
