"""The set-up desk: one tab for each part of the firm, read when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.price_inputs import PriceListInput
from app.i18n import _
from app.views.kit.bus import Ask
from app.views.kit.card_desk import CardDesk
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.errors import show_error
from app.views.kit.keyed import today_of
from app.views.kit.record_page import RecordPage
from app.views.kit.tab_desk import DeskPage, page_command, tab_commands
from app.views.setup.checks_page import ChecksPage
from app.views.setup.computer_page import ComputerPage
from app.views.setup.firm_page import FirmChoices, FirmPage, read_choices
from app.views.setup.grid_page import GridPage
from app.views.setup.mail_page import MailPage
from app.views.setup.number_grids import series_spec, terms_spec
from app.views.setup.place_grids import people_spec, warehouses_spec
from app.views.setup.policy_grid import policies_spec
from app.views.setup.price_grids import NamedList, ask_customers, discounts_spec, lists_spec
from app.views.setup.screening_page import ScreeningPage
from app.views.setup.tax_page import TaxPage

DESK = "setup"


class SetupDesk(CardDesk):
    """Answers "setup.open" (page="firm", "tax", "mail" ...)."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Set-up"))
        self._started: set[QWidget] = set()
        self._wanted = ""
        self._waiting: list[Callable[[], DeskPage]] = []  # pages that are still to be made
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setElideMode(
            Qt.TextElideMode.ElideNone
        )  # eleven short words: scrolling tells more than dots
        self._is_reading = False
        self._read_choices()

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if isinstance(ask, Ask) and ask.name == "setup.open":
            self.to_front()
            self._wanted = str(ask.params.get("page", ""))
            self._show_wanted()
            self._read_missing()

    def refresh(self) -> None:
        """F5."""
        self._read_missing()
        super().refresh()

    def _read_missing(self) -> None:
        """The pages need the firm's choices; they are asked for again where they did not come."""
        if not self.pages() and not self._waiting and not self._is_reading:
            self._read_choices()

    def _read_choices(self) -> None:
        self._is_reading = True
        self.context.jobs.read(self, read_choices, self._make_pages, latest="choices", failed=self._not_read)

    def _not_read(self, error: Exception) -> None:
        self._is_reading, self._wanted = False, ""
        show_error(self, error)

    def _make_pages(self, choices: FirmChoices) -> None:
        self._is_reading = False
        self._waiting = [
            lambda: FirmPage(self.context, choices),
            lambda: GridPage(self.context, series_spec()),
            lambda: GridPage(self.context, terms_spec()),
            lambda: TaxPage(self.context),
            lambda: GridPage(self.context, warehouses_spec(choices.countries, choices.country)),
            lambda: GridPage(self.context, people_spec()),
            lambda: self._price_lists(choices.currency),
            self._discounts,
            lambda: ScreeningPage(self.context),
            lambda: ChecksPage(self.context, choices.currency),
            lambda: GridPage(self.context, policies_spec(choices.currency)),
            lambda: MailPage(self.context),
            lambda: ComputerPage(self.context),
        ]
        # whoever came by the desk's key found no page yet whose field could have the keys
        is_waited_for = self.isVisible() and self.window().focusWidget() in (None, self)
        self._make_next()
        self.tabs.setCurrentIndex(0)
        self._front_changed(self.page())
        front = self.page()
        if front is not None and is_waited_for:
            front.enter()

    def _make_next(self) -> None:
        """The next page, each in a turn of its own: keys come in between."""
        self.add_fixed(self._waiting.pop(0)())
        self._show_wanted()
        if self._waiting:
            self.context.jobs.next_turn(self, self._make_next)

    def _price_lists(self, currency: str) -> DeskPage:
        lists = GridPage(self.context, lists_spec(currency, self._today))
        lists.set_pick("customer", ask_customers(self.context, lists))
        lists.can_do["prices"] = lambda: self._open_prices(lists)
        return lists

    def _discounts(self) -> DeskPage:
        discounts = GridPage(self.context, discounts_spec(self._today))
        discounts.setObjectName("setup:discount")
        discounts.grid.setObjectName("discountGrid")
        discounts.set_pick("customer", ask_customers(self.context, discounts))
        return discounts

    def _open_prices(self, lists: GridPage[NamedList, PriceListInput]) -> None:
        """Ctrl+O: the prices of the list under the cursor."""
        row = lists.grid.cells.row_at(lists.grid.current_row())
        if row is not None and row.key is not None:
            self.context.bus.ask("product.prices", row.key)

    def _today(self) -> date:
        return today_of(self.context)

    def _show_wanted(self) -> None:
        for page in self.pages():
            if self._wanted and page.objectName() == f"setup:{self._wanted}":
                self.tabs.setCurrentWidget(page)
                page.enter()
                self._wanted = ""

    def _front_changed(self, page: object) -> None:
        super()._front_changed(page)
        if isinstance(page, RecordPage) and page not in self._started:
            self._started.add(page)
            page.start()


def setup_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Set-up")
    return [
        page_command("setup.save", _("Save"), "Ctrl+S", "save", menu=menu, right="setup.edit"),
        page_command("setup.remove", _("Take out the row"), "Ctrl+Del", "remove", menu=menu),
        page_command("setup.prices", _("Prices of the list"), "Ctrl+O", "prices", menu=menu),
        page_command("setup.choose", _("Choose the files of a list"), "Ctrl+Shift+O", "choose", menu=menu),
        page_command(
            "setup.import", _("Import the list"), "Ctrl+Return", "import", menu=menu, right="screening.import"
        ),
        page_command("setup.screen", _("Screen the customers"), "Ctrl+R", "screen", menu=menu),
        page_command(
            "setup.release", _("Release the hit"), "Ctrl+L", "release", menu=menu, right="screening.release"
        ),
        page_command("setup.test", _("Send test mail"), "Ctrl+T", "test", menu=menu, right="setup.edit"),
        page_command("setup.count", _("Count the last month"), "Ctrl+M", "count", menu=menu),
        page_command("setup.hits", _("Go to the orders hit"), "Ctrl+Down", "hits", menu=menu),
        page_command("setup.stop", _("Stop counting"), "Ctrl+.", "stop", menu=menu),
        page_command("setup.backup", _("Back up now"), "Ctrl+B", "backup", menu=menu),
        *tab_commands("setup", menu),
    ]
