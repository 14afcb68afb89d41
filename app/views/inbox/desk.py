"""The inbox desk: approvals that the person here may answer, what is held, and hits of denied parties to release."""

from __future__ import annotations

from app.i18n import _
from app.views.inbox.approvals_page import ApprovalsPage
from app.views.inbox.hits_page import HitsPage
from app.views.inbox.holds_page import HoldsPage
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.tab_desk import TabDesk, page_command, tab_commands, wants

DESK = "inbox"


class InboxDesk(TabDesk):
    """Hears "inbox.open", "hold.open", "hold.order", "hold.customer", and "screening.release_hit" (a hit)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Inbox"))
        self.approvals = self.add_fixed(ApprovalsPage(context))
        self.hits = self.add_fixed(HitsPage(context)) if context.allowed("screening.release") else None
        self.holds = self.add_fixed(HoldsPage(context))

    def asked(self, ask: object) -> None:
        if wants(ask, "inbox.open") is not None:
            self.to_front()
            self.approvals.refresh()
            self.approvals.enter()
        for name, show in (
            ("hold.open", self.holds.show_hold),
            ("hold.order", self.holds.show_order),
            ("hold.customer", self.holds.show_customer),
        ):
            if (id_ := wants(ask, name)) is not None:
                self.to_front()
                self.tabs.setCurrentWidget(self.holds)
                show(id_)
        if (hit_id := wants(ask, "screening.release_hit")) is not None and self.hits is not None:
            self.to_front()
            self.tabs.setCurrentWidget(self.hits)
            self.hits.show_hit(hit_id)


def inbox_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Inbox")
    return [
        *tab_commands("inbox", menu),
        page_command("inbox.approve", _("Approve or release"), "Ctrl+Return", "confirm", menu=menu),
        page_command("inbox.refuse", _("Do not approve"), "Ctrl+Shift+Return", "refuse", menu=menu),
        page_command("inbox.keep", _("Keep the hold"), "Ctrl+S", "save", menu=menu),
        page_command("inbox.order", _("Open the order"), "Ctrl+O", "order", menu=menu),
        page_command(
            "inbox.release", _("Release the hit"), "Ctrl+L", "release", menu=menu, right="screening.release"
        ),
    ]
