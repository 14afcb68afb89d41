"""The workshop desk: what is to be made by due date, and each workshop order in a tab."""

from __future__ import annotations

from app.i18n import _
from app.services.making.lists import WorkshopListRow
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane
from app.views.kit.tab_desk import TabDesk, page_command, tab_commands, wants
from app.views.workshop.lists import workshop_list
from app.views.workshop.page import WorkshopPage

DESK = "workshop"


class WorkshopDesk(TabDesk):
    """Hears "workshop.open" (a workshop order's id)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Workshop"))
        self.list: ListPane[WorkshopListRow] = self.add_fixed(ListPane(context, workshop_list()))
        self.list.row_opened.connect(lambda row: self.open_order(row.id))
        self.list.add_actions(_("Enter opens the workshop order"), ())

    def asked(self, ask: object) -> None:
        id_ = wants(ask, "workshop.open")
        if id_ is not None:
            self.to_front()
            self.open_order(id_)

    def open_order(self, id_: int) -> WorkshopPage:
        """Show a workshop order."""
        page = self.open_page(f"workshopOrder:{id_}", lambda: WorkshopPage(self.context, id_))
        assert isinstance(page, WorkshopPage), "the key says so"
        return page


def workshop_commands() -> list[Command]:
    """Every command of the desk."""
    menu, right = _("Workshop"), "workshop.work"
    why = _("Open a workshop order first: Enter in the list.")
    return [
        *tab_commands("workshop", menu),
        page_command(
            "workshop.step",
            _("Release, start, finish, make again"),
            "Ctrl+Return",
            "confirm",
            menu=menu,
            right=right,
            why=why,
        ),
        page_command(
            "workshop.reserve", _("Reserve what came"), "Ctrl+R", "reserve", menu=menu, right=right, why=why
        ),
        page_command(
            "workshop.promise",
            _("Promise the day that can be kept"),
            "Ctrl+Shift+D",
            "promise",
            menu=menu,
            right=right,
            why=why,
        ),
        page_command("workshop.due", _("Change due date"), "Ctrl+D", "due", menu=menu, right=right, why=why),
        page_command(
            "workshop.back", _("Take back the last step"), "Ctrl+Z", "back", menu=menu, right=right, why=why
        ),
        page_command(
            "workshop.cancel",
            _("Cancel workshop order"),
            "Ctrl+Shift+C",
            "cancel",
            menu=menu,
            right=right,
            why=why,
        ),
        page_command("workshop.paper", _("Workshop paper"), "Ctrl+P", "paper", menu=menu, why=why),
        page_command("workshop.save", _("Save lists"), "Ctrl+S", "save", menu=menu, why=why),
        page_command("workshop.order", _("Open the order"), "Ctrl+O", "order", menu=menu, why=why),
    ]
