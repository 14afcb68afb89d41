"""The surcharges as a grid: what an order costs beside its lines."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.price_inputs import SurchargeInput
from app.i18n import _
from app.services.prices.surcharges import SURCHARGE_BOOK, SurchargeCard
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
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, rules_spec

SURCHARGE_KEY = ("slot", "name", "customer", "price_group", "country", "channel", "since")
"""By which a row of a file is taken for one of the grid."""


def applies_words() -> dict[str, str]:
    """When a surcharge comes."""
    return {"always": _("always"), "chosen": _("if chosen")}


def surcharges_spec(
    currency: str, tax_classes: Sequence[str], today: Today
) -> GridSpec[NamedRule[SurchargeCard], SurchargeInput]:
    """The surcharges; what is empty means any."""
    hint = _(
        "What an order costs beside its lines, such as freight. Of one kind only the row for the narrowest buyer"
        " comes (F4): customer, group, country, channel. From “free from” on nothing is due; with a weight the amount"
        " is for each beginning so many kilograms. What comes “if chosen” is ticked in the order (Ctrl+F6)."
    )
    fields = (*_fields(), *_beside(tax_classes))
    return rules_spec(
        SURCHARGE_BOOK,
        RuleWords(_("Surcharges"), hint, story_of_fields(fields, currency)),
        columns=columns_of(fields),
        row=lambda named: named.row(shown_values(fields, named, currency)),
        parse=lambda read: SurchargeInput(**read_values(fields, read, today(), currency)),
        names=names_of(fields),
    )


def _fields() -> tuple[RuleField, ...]:
    comes = tuple(applies_words().items())
    kind = _("Freight, small order ...: of one kind one row comes")
    of_goods = _("Of the goods and services of the order")
    return (
        rule_field("slot", _("Kind"), width=98, help=kind, sample=_("small order")),
        rule_field("name", _("Name"), width=86, stretch=True),
        rule_field("applies", _("Comes"), "choice", width=96, choices=comes, sample=comes[-1][1]),
        rule_field("amount", _("Amount"), "amount", "amount_minor", width=66),
        rule_field("percent", _("and %"), "share", "rate_ppm", width=56, help=of_goods),
        rule_field("weight", _("Each kg"), "kilos", "each_g", width=60),
        rule_field("free", _("Free from"), "amount", "free_from_minor", width=82),
        *day_fields(),
    )


def _beside(tax_classes: Sequence[str]) -> tuple[RuleField, ...]:
    return (
        rule_field("customer", _("Customer"), "customer", "customer_id", beside=True),
        rule_field("price_group", _("Price group"), beside=True),
        rule_field("country", _("Country"), "upper", beside=True),
        rule_field("channel", _("Channel"), beside=True),
        tax_field(_("Tax"), _("as the goods"), tax_classes, beside=True),
    )


class SurchargeForm(RowForm):
    """Beside the grid: for which buyers the surcharge under the cursor is, and its tax."""

    def __init__(self, grid: CellsGrid, tax_classes: Sequence[str]) -> None:
        fields = fields_beside(columns_of(_beside(tax_classes)), wide={"customer", "tax_class"})
        super().__init__(_("For the surcharge"), grid, [("", fields)], prefix="surcharge")
        self.add_note("surchargeNote").setText(_("What is left empty means any."))
