"""The price desk: lists, contracts, discounts, their days, what is wrong with them; opened lists in tabs beside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from app.i18n import _
from app.services.prices.drafts import DraftRef
from app.services.products import read_tax_classes
from app.services.rule_versions import RuleRef
from app.services.setup import require_firm
from app.services.unit_of_work import Reading
from app.views.kit.bus import Ask
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.group_bar import Groups
from app.views.kit.keyed import today_of
from app.views.kit.part_desk import Makers, PartDesk, group_commands
from app.views.kit.tab_desk import leave_command, page_command, tab_commands
from app.views.prices.bonus_page import BonusPage
from app.views.prices.bonus_rules import BONUS_KEY, bonus_spec
from app.views.prices.calendar_page import CalendarPage
from app.views.prices.change_page import ChangePage
from app.views.prices.conflicts_page import ConflictsPage
from app.views.prices.contracts_page import ContractsPage
from app.views.prices.costs_page import CostsPage
from app.views.prices.discounts import DISCOUNT_KEY, discounts_spec
from app.views.prices.list_page import PriceListPage
from app.views.prices.lists_page import ListsPage
from app.views.prices.metals import METAL_KEY, metals_spec
from app.views.prices.promotions import PROMOTION_KEY, PromotionForm, promotions_spec
from app.views.prices.rights import RIGHT_KEY, rights_spec
from app.views.prices.rule_grid import rules_page
from app.views.prices.settings_page import PriceSettingsPage
from app.views.prices.simulated_page import SimulatedPage
from app.views.prices.simulator_page import SimulatorPage
from app.views.prices.surcharges import SURCHARGE_KEY, SurchargeForm, surcharges_spec
from app.views.prices.versions_page import VersionsPage, WantedRule

DESK = "prices"


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What the parts need to know of the firm."""

    currency: str
    tax_classes: tuple[str, ...]


class PricesDesk(PartDesk[PriceFacts]):
    """Answers "price.open" (page="price", "contract" ...; id of a row there) and "price.list" (id; sku=...).

    A further part is one more line in `parts`; its object's name is "prices:" and the name by which it is asked for.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, DESK, _("Prices"))

    def groups(self) -> Groups:
        return price_groups()

    def read_facts(self, view: Reading) -> PriceFacts:
        return PriceFacts(require_firm(view).currency, read_tax_classes(view))

    def parts(self, facts: PriceFacts) -> Makers:
        today = partial(today_of, self.context)
        discounts = discounts_spec(facts.currency, today)
        surcharges = surcharges_spec(facts.currency, facts.tax_classes, today)
        promotions = promotions_spec(facts.currency, facts.tax_classes, today)
        metals = metals_spec(facts.currency, today)
        costs: Makers = [lambda: CostsPage(self.context)] if self.context.allowed("margin.see") else []
        return [
            lambda: ListsPage(self.context, facts.currency),
            lambda: ContractsPage(self.context),
            lambda: rules_page(self.context, "discount", discounts, known_by=DISCOUNT_KEY),
            lambda: rules_page(
                self.context,
                "promotion",
                promotions,
                known_by=PROMOTION_KEY,
                beside=lambda grid: PromotionForm(grid, facts.tax_classes),
            ),
            lambda: rules_page(
                self.context,
                "surcharge",
                surcharges,
                known_by=SURCHARGE_KEY,
                beside=lambda grid: SurchargeForm(grid, facts.tax_classes),
            ),
            lambda: rules_page(self.context, "metal", metals, known_by=METAL_KEY),
            lambda: rules_page(
                self.context, "bonusRule", bonus_spec(facts.currency, today), known_by=BONUS_KEY
            ),
            lambda: BonusPage(self.context, facts.currency),
            *costs,
            lambda: CalendarPage(self.context),
            lambda: ConflictsPage(self.context),
            lambda: SimulatorPage(self.context, facts.currency),
            lambda: rules_page(self.context, "right", rights_spec(), known_by=RIGHT_KEY),
            lambda: PriceSettingsPage(self.context),
        ]

    def asked(self, ask: object) -> None:
        """Asks of the bus."""
        if not isinstance(ask, Ask):
            return
        if ask.name == "price.open":
            self.show_part(str(ask.params.get("page", "")), ask.id)
        elif ask.name == "price.list":
            self.to_front()
            page = self.open_page(f"price:{ask.id}", lambda: PriceListPage(self.context, ask.id))
            if isinstance(page, PriceListPage) and ask.params.get("sku"):
                page.narrow(str(ask.params["sku"]))
        elif ask.name == "price.change":
            self.to_front()
            name = str(ask.params.get("code", ""))
            self.open_page(f"change:{ask.id}", lambda: ChangePage(self.context, ask.id, name))
        elif ask.name == "price.simulate":
            self._try_draft(DraftRef(str(ask.params.get("kind", "")), ask.id))
        elif ask.name == "price.simulated":
            self._explain(ask.id)
        elif ask.name == "price.versions":
            self._show_versions(ask)

    def _show_versions(self, ask: Ask) -> None:
        """What a rule said, `rule` being "kind:id" or "origin:" and a line's; of an order's line with its id."""
        kind, _colon, rest = str(ask.params.get("rule", "")).partition(":")
        ref = RuleRef(kind, origin=rest) if kind == "origin" else RuleRef(kind, int(rest))
        wanted = WantedRule(ref, ask.id, str(ask.params.get("line", "")))
        self.to_front()
        self.open_page(wanted.key, lambda: VersionsPage(self.context, wanted))

    def _try_draft(self, ref: DraftRef) -> None:
        self.show_part("simulator")
        for page in self.pages():
            if isinstance(page, SimulatorPage):
                page.tick(ref)

    def _explain(self, order_id: int) -> None:
        """An order of the simulation that was made last, with both its waterfalls."""
        answers = (page.answered for page in self.pages() if isinstance(page, SimulatorPage))
        answered = next((answer for answer in answers if answer is not None), None)
        if answered is None:
            return
        known = self.find_page(f"simulated:{order_id}")
        if isinstance(known, SimulatedPage) and known.simulation is not answered:
            self.close_page(known)
        self.open_page(f"simulated:{order_id}", lambda: SimulatedPage(self.context, order_id, answered))


def price_groups() -> Groups:
    """What the parts are about: each group begins with the part that is named."""
    return (
        ("price", _("Prices")),
        ("discount", _("Discounts and promotions")),
        ("surcharge", _("Surcharges")),
        ("bonusRule", _("Bonus and costs")),
        ("calendar", _("Check and plan")),
        ("right", _("Rights and settings")),
    )


def price_commands() -> list[Command]:
    """Every command of the desk."""
    menu = _("Prices")
    return [
        page_command("price.save", _("Save"), "Ctrl+S", "save", menu=menu, right="price.edit"),
        page_command("price.prices", _("Prices of the list"), "Ctrl+O", "prices", menu=menu),
        page_command(
            "price.change",
            _("Change many prices"),
            "Ctrl+M",
            "change",
            menu=menu,
            right="price.edit",
            why=_("Open the prices of a list first: Ctrl+O on its row."),
        ),
        page_command(
            "price.apply",
            _("Change the prices"),
            "Ctrl+Enter",
            "apply",
            menu=menu,
            right="price.edit",
            why=_("Ctrl+M in the prices of a list opens the change of many."),
        ),
        page_command("price.beside", _("Beside the grid"), "F4", "beside", menu=menu),
        page_command(
            "price.remove", _("Take out the row"), "Ctrl+Del", "remove", menu=menu, right="price.edit"
        ),
        *_draft_commands(menu),
        page_command("price.versions", _("Versions of the rule"), "Shift+F9", "versions", menu=menu),
        page_command("price.export", _("Export the rows into a file"), "Ctrl+E", "export", menu=menu),
        page_command("price.import", _("Take in a file"), "Ctrl+I", "import", menu=menu),
        page_command(
            "price.credit_bonus",
            _("Credit the bonus"),
            "Ctrl+Shift+B",
            "credit_bonus",
            menu=menu,
            right="credit.free",
        ),
        leave_command("price", menu),
        *tab_commands("price", menu),
        *group_commands("price", menu, price_groups()),
    ]


def _draft_commands(menu: str) -> list[Command]:
    """From a draft of a rule over what it would change to its activation."""
    return [
        page_command("price.draft", _("Make a draft"), "Ctrl+D", "draft", menu=menu, right="price.edit"),
        page_command("price.simulate", _("Simulate"), "Ctrl+R", "simulate", menu=menu, right="price.edit"),
        page_command(
            "price.activate",
            _("Activate the draft"),
            "Ctrl+Shift+A",
            "activate",
            menu=menu,
            right="price.edit",
        ),
        page_command(
            "price.explain",
            _("Why this price, now and then"),
            "F9",
            "explain",
            menu=menu,
            why=_("Simulate first: Ctrl+R."),
        ),
    ]
