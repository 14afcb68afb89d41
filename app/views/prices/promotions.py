"""The promotions as a grid: what they give, to whom, from what on, how often, and what is used of them so far."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.domain.promotion_inputs import PromotionInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.prices.promotions import PROMOTION_BOOK, PromotionCard
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_form import RowForm, fields_beside
from app.views.prices.rule_fields import (
    RuleField,
    columns_of,
    day_fields,
    names_of,
    read_values,
    rule_field,
    shown_values,
    story_of_fields,
    tax_field,
)
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, rules_spec, shown_amount

PROMOTION_KEY = ("name", "effect", "coupon", "since")
"""By which a row of a file is taken for one of the grid."""
_ASKED = frozenset({
    "articles", "families", "least", "counts", "least_amount", "order_least", "exclusive", "customers", "groups",
    "channels", "countries", "uses", "customer_uses", "coupon",
})  # fmt: skip
_NEEDED = {
    "cheapest": {"buy", "get", "times"}, "named": {"buy", "get", "gift", "times"}, "bundle": {"times"},
    "gift": {"buy", "get", "gift", "times", "tax_class"}, "freight": {"slot"},
}  # fmt: skip
_UNBUDGETED = frozenset({"gift", "freight"})


def effect_words() -> dict[str, str]:
    """What a promotion gives."""
    return {
        "percent": _("percent off"),
        "each": _("amount off each unit"),
        "amount": _("amount off"),
        "cheapest": _("buy and get, the cheapest"),
        "named": _("buy and get, an article"),
        "gift": _("free goods"),
        "bundle": _("set at a price"),
        "freight": _("no freight"),
    }


def counts_words() -> dict[str, str]:
    """Of what a promotion asks quantity and amount."""
    return {"lines": _("its lines together"), "line": _("each line")}


def promotions_spec(
    currency: str, tax_classes: Sequence[str], today: Today
) -> GridSpec[NamedRule[PromotionCard], PromotionInput]:
    """The promotions; what is empty means any, and limits nothing."""
    hint = _(
        "What is left empty means any. Those that can be combined give what each gives by itself; one that stands"
        " alone comes instead of all others where it saves more. F4: whom it is for, from what on and how often."
    )
    fields = promotion_fields(tax_classes)
    return rules_spec(
        PROMOTION_BOOK,
        RuleWords(_("Promotions"), hint, story_of_fields(fields, currency)),
        columns=_columns(fields),
        row=lambda named: _row(named, fields, currency),
        parse=lambda read: PromotionInput(**read_values(fields, read, today(), currency), currency=currency),
        names=names_of(fields),
    )


def promotion_fields(tax_classes: Sequence[str]) -> tuple[RuleField, ...]:
    """Every field of a promotion: those of the grid, then those beside it."""
    effects = tuple(effect_words().items())
    return (
        rule_field("name", _("Name"), width=150, stretch=True),
        rule_field("effect", _("Gives"), "choice", width=170, choices=effects),
        rule_field("percent", _("%"), "share", "rate_ppm", width=56),
        rule_field(
            "amount", _("Amount"), "amount", "amount_minor", width=76, help=_("Off, or of a set its price")
        ),
        *day_fields(),
        *_giving(tax_classes),
        *_asking(),
        *_meant_for(),
        *_limits(),
    )


def _giving(tax_classes: Sequence[str]) -> tuple[RuleField, ...]:
    many, kind = _("So many base units bring so many more"), _("The kind of surcharge that does not come")
    often = _("So many times in one order")
    return (
        rule_field("buy", _("Buy"), "units", "buy_micro", beside=True, help=many),
        rule_field("get", _("Get"), "units", "get_micro", beside=True, help=many),
        rule_field("gift", _("Article given"), beside=True),
        rule_field("times", _("At most"), "count", "max_times", beside=True, help=often),
        rule_field("slot", _("Surcharge"), beside=True, help=kind),
        tax_field(_("Tax of a gift"), _("as the article"), tax_classes, beside=True),
    )


def _asking() -> tuple[RuleField, ...]:
    together = tuple(counts_words().items())
    some = _("Their numbers, with a comma between two; of a set with their quantity: 2 x CH-100, LA-10")
    return (
        rule_field("articles", _("Articles"), beside=True, help=some),
        rule_field("families", _("Product families"), beside=True),
        rule_field("least", _("From units"), "units", "least_micro", beside=True),
        rule_field("least_amount", _("From amount"), "amount", "least_minor", beside=True),
        rule_field("counts", _("Asks"), "choice", choices=together, beside=True),
        rule_field("order_least", _("Order from"), "amount", "order_least_minor", beside=True),
        rule_field("coupon", _("Coupon"), beside=True),
        rule_field("exclusive", _("Stands alone"), "flag", beside=True),
    )


def _meant_for() -> tuple[RuleField, ...]:
    numbers = _("Their numbers, with a comma between two")
    return (
        rule_field("customers", _("Customers"), beside=True, help=numbers),
        rule_field("groups", _("Price groups"), beside=True),
        rule_field("channels", _("Channels"), beside=True),
        rule_field("countries", _("Countries"), "upper", beside=True),
    )


def _limits() -> tuple[RuleField, ...]:
    return (
        rule_field("uses", _("Orders"), "count", "max_uses", beside=True, help=_("How many orders may have it")),
        rule_field(
            "customer_uses", _("a customer"), "count", "max_customer_uses", beside=True,
            help=_("How many of one customer"),
        ),
        rule_field(
            "budget", _("Budget"), "amount", "budget_minor", beside=True, help=_("What it may take off in all")
        ),
    )  # fmt: skip


def _columns(fields: Sequence[RuleField]) -> tuple[CellColumn, ...]:
    return (
        *columns_of(fields),
        CellColumn("used", _("Used"), "number", width=60, read_only=True, quiet=True),
        CellColumn("spent", _("Taken off"), "number", read_only=True, beside=True),
        CellColumn("left", _("Budget left"), "number", read_only=True, beside=True),
    )


def _row(named: NamedRule[PromotionCard], fields: Sequence[RuleField], currency: str) -> CellRow:
    card = named.card
    used: dict[str, object] = {
        "used": str(card.uses or ""),
        "spent": shown_amount(card.spent_minor, currency),
        "left": _left(card, currency),
    }
    return named.row(shown_values(fields, named, currency) | used)


def _left(card: PromotionCard, currency: str) -> str:
    """What is left of a budget; nothing said where there is none."""
    if not card.budget_minor:
        return ""
    return shown_amount(max(card.budget_minor - card.spent_minor, 0), currency) or "0"


class PromotionForm(RowForm):
    """Beside the grid: what the promotion under the cursor asks for, and of what it gives only what fits its kind."""

    def __init__(self, grid: CellsGrid, tax_classes: Sequence[str]) -> None:
        sections = (
            (_("Gives"), fields_beside(columns_of(_giving(tax_classes)), wide={"tax_class"})),
            (
                _("From what on"),
                fields_beside(
                    columns_of(_asking()), wide={"articles", "families", "counts"}, long={"articles"}
                ),
            ),
            (_("For whom"), fields_beside(columns_of(_meant_for()), wide={"customers"})),
            (_("How often"), fields_beside(columns_of(_limits()))),
        )
        super().__init__(_("For the promotion"), grid, sections, prefix="promotion")
        self.used = self.add_note("promotionUsed")

    def wanted(self, row: CellRow) -> Collection[str]:
        effect = str(row.values["effect"])
        budget = set() if effect in _UNBUDGETED else {"budget"}
        return _ASKED | _NEEDED.get(effect, set()) | budget

    def told(self, row: CellRow | None) -> None:
        values = row.values if row is not None and row.key is not None else {}
        told = _("Orders: {count}, taken off {spent}") if values.get("used") else ""
        left = _("{left} of the budget is left") if values.get("left") else ""
        text = " \N{MIDDLE DOT} ".join(part for part in (told, left) if part)
        self.used.setText(
            text.format(count=values.get("used"), spent=values.get("spent") or "0", left=values.get("left"))
        )
