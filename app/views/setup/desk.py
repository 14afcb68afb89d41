"""The set-up desk: one tab for each part of the firm, read when it is first shown."""

from __future__ import annotations

from app.i18n import _
from app.services.unit_of_work import Reading
from app.views.kit.bus import Ask
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.grid_page import GridPage
from app.views.kit.group_bar import Groups
from app.views.kit.part_desk import Makers, PartDesk, group_commands
from app.views.kit.tab_desk import leave_command, page_command, tab_commands, wants
from app.views.setup.approvals_page import ApprovalSettingsPage
from app.views.setup.carrier_grid import carriers_spec
from app.views.setup.checks_page import ChecksPage
from app.views.setup.computer_page import ComputerPage
from app.views.setup.credit_grid import credit_spec
from app.views.setup.export_grids import export_licences_spec, export_rules_spec
from app.views.setup.firm_page import FirmChoices, FirmPage, read_choices
from app.views.setup.jurisdiction_grids import (
    certificates_page,
    jurisdictions_page,
    places_page,
    rates_page,
)
from app.views.setup.licence_kind_grid import licence_kinds_spec
from app.views.setup.mail_page import MailPage
from app.views.setup.number_grids import series_spec, terms_spec
from app.views.setup.place_grids import people_spec, warehouses_spec
from app.views.setup.policy_grid import policies_spec
from app.views.setup.rates_page import RatesPage
from app.views.setup.registration_grid import registrations_spec
from app.views.setup.screening_page import ScreeningPage
from app.views.setup.tax_page import TaxPage

DESK = "setup"


class SetupDesk(PartDesk[FirmChoices]):
    """Answers "setup.open" (page="firm", "tax", "mail" ..., id: its row), and "screening.open_hit"."""

    def __init__(self, context: Context) -> None:
        self._hit: int | None = None
        super().__init__(context, DESK, _("Set-up"))

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if isinstance(ask, Ask) and ask.name == "setup.open":
            self.show_part(str(ask.params.get("page", "")), ask.id)
        if (hit_id := wants(ask, "screening.open_hit")) is not None:
            self._hit = hit_id
            self.show_part("screening")

    def _show_wanted(self) -> None:
        super()._show_wanted()
        page = next((page for page in self.pages() if isinstance(page, ScreeningPage)), None)
        if page is not None and self._hit is not None:
            page.show_hit(self._hit)
            self._hit = None

    def groups(self) -> Groups:
        return setup_groups()

    def read_facts(self, view: Reading) -> FirmChoices:
        return read_choices(view)

    def parts(self, facts: FirmChoices) -> Makers:
        return [
            lambda: FirmPage(self.context, facts),
            lambda: GridPage(self.context, series_spec()),
            lambda: GridPage(self.context, terms_spec()),
            lambda: TaxPage(self.context),
            lambda: GridPage(self.context, registrations_spec()),
            lambda: RatesPage(self.context),
            lambda: GridPage(self.context, warehouses_spec(facts.countries, facts.country)),
            lambda: GridPage(self.context, people_spec()),
            lambda: ScreeningPage(self.context),
            lambda: ChecksPage(self.context, facts.currency),
            lambda: GridPage(self.context, policies_spec(facts.currency)),
            lambda: GridPage(self.context, credit_spec(facts.currency)),
            lambda: ApprovalSettingsPage(self.context),
            lambda: GridPage(self.context, carriers_spec()),
            lambda: GridPage(self.context, licence_kinds_spec()),
            lambda: GridPage(self.context, export_rules_spec(facts.today)),
            lambda: GridPage(self.context, export_licences_spec(facts.currency, facts.today)),
            lambda: jurisdictions_page(self.context, facts.today),
            lambda: rates_page(self.context, facts.today),
            lambda: places_page(self.context),
            lambda: certificates_page(self.context, facts.today),
            lambda: MailPage(self.context),
            lambda: ComputerPage(self.context),
        ]


def setup_groups() -> Groups:
    """What the parts are about: each group begins with the part that is named."""
    return (
        ("firm", _("Firm and taxes")),
        ("warehouse", _("Places and people")),
        ("screening", _("Checks")),
        ("carrier", _("Goods and export")),
        ("tax_jurisdiction", _("Taxes by jurisdiction")),
        ("mail", _("Mail and computer")),
    )


def setup_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Set-up")
    return [
        page_command("setup.save", _("Save"), "Ctrl+S", "save", menu=menu, right="compliance.edit"),
        page_command("setup.remove", _("Take out the row"), "Ctrl+Del", "remove", menu=menu),
        page_command("setup.choose", _("Choose files"), "Ctrl+Shift+O", "choose", menu=menu),
        page_command(
            "setup.import", _("Import"), "Ctrl+Return", "import", menu=menu, right="screening.import"
        ),
        page_command("setup.screen", _("Screen the customers"), "Ctrl+R", "screen", menu=menu),
        page_command(
            "setup.release", _("Release the hit"), "Ctrl+L", "release", menu=menu, right="screening.release"
        ),
        page_command("setup.test", _("Send test mail"), "Ctrl+T", "test", menu=menu, right="setup.edit"),
        page_command("setup.count", _("Count the last month"), "Ctrl+M", "count", menu=menu),
        page_command("setup.hits", _("Go to the orders hit"), "Ctrl+Down", "hits", menu=menu),
        page_command("setup.stop", _("Stop counting"), "Ctrl+.", "stop", menu=menu),
        page_command(
            "setup.take_in", _("Take in a file"), "Ctrl+I", "take_in", menu=menu, right="setup.edit"
        ),
        page_command("setup.export", _("Export the rows into a file"), "Ctrl+E", "export", menu=menu),
        page_command("setup.backup", _("Back up now"), "Ctrl+B", "backup", menu=menu),
        leave_command("setup", menu),
        *tab_commands("setup", menu),
        *group_commands("setup", menu, setup_groups()),
    ]
