"""The tab of the costs: every standard cost with its days, as a list that goes into files and comes back by import."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QPushButton

from app.domain.money import decimal_of_micro
from app.i18n import _, format_date, format_micro
from app.models.columns import Column
from app.models.cost_words import cost_source_word
from app.services.costs import CostRow, read_costs_page
from app.views.kit.buttons import key_button
from app.views.kit.context import Context
from app.views.kit.list_pane import ListPane, ListSpec
from app.views.prices.versions_keys import versions_of_list


class CostsPage(ListPane[CostRow]):
    """Enter opens the product's card, where costs are keyed and pasted; the import brings many at once."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _spec())
        self.setObjectName("prices:cost")
        self.row_opened.connect(lambda row: self.context.bus.ask("product.open", row.product_id))
        self.can_do |= {"export": self.list_bar.export}
        versions_of_list(self, "cost")
        hint = _("Enter the product's card, where its costs are keyed · Ctrl+F find · Ctrl+Shift+X export")
        self.add_actions(hint, (self._bring_button(),) if context.allowed("data.import") else ())

    def _bring_button(self) -> QPushButton:
        bring = key_button(_("Import costs"), "Ctrl+I")
        bring.setObjectName("importCosts")
        bring.clicked.connect(self.bring)
        self.can_do |= {"import": self.bring}
        return bring

    def bring(self) -> None:
        """Ctrl+I: the import, ready for costs."""
        self.context.bus.ask("import.open", kind="costs")


def _spec() -> ListSpec[CostRow]:
    return ListSpec(
        name="costs",
        title=_("Costs"),
        columns=_columns(),
        read=read_costs_page,
        count_text=_("{count} costs"),
        kinds=frozenset({"product"}),
        placeholder=_("SKU, name, family or GTIN  Ctrl+F"),
        empty=(
            "mdi6.cash-multiple",
            _("No cost is known yet."),
            _("Key them on the products' cards, or import a file."),
        ),
    )


def _columns() -> tuple[Column[CostRow], ...]:
    """What they are called is understood by `app.domain.importing.targets`."""
    return (
        Column("sku", _("SKU"), lambda row: row.sku, width=130),
        Column("name", _("Name"), lambda row: row.product_name, width=200, stretch=True),
        Column("unit", _("Unit"), lambda row: row.unit, width=60, quiet=True),
        Column("cost", _("Cost"), _cost, True, width=110, value=_cost_value),
        Column("currency", _("Currency"), lambda row: row.currency, width=84, quiet=True),
        Column("since", _("Valid from"), _since, width=120, value=lambda row: row.first_day),
        Column("source", _("Known from"), lambda row: cost_source_word(row.source), width=110, quiet=True),
        Column("who", _("Entered by"), lambda row: row.entered_by, width=120, quiet=True),
        Column("on", _("Entered on"), lambda row: format_date(row.entered_at.date()), width=110, quiet=True),
    )


def _cost(row: CostRow) -> str:
    return format_micro(row.cost_micro, places_min=2)


def _cost_value(row: CostRow) -> Decimal:
    return decimal_of_micro(row.cost_micro)


def _since(row: CostRow) -> str:
    return format_date(row.first_day) if row.first_day else _("the beginning")
