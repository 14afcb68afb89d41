"""The discount rules as a grid."""

from __future__ import annotations

from app.domain.price_inputs import DiscountInput
from app.i18n import _
from app.services.prices.discounts import DISCOUNT_BOOK, DiscountCard
from app.views.kit.grid_page import GridSpec
from app.views.kit.price_history import discount_kinds, discount_scopes, discount_words
from app.views.prices.rule_fields import (
    RuleField,
    columns_of,
    day_fields,
    names_of,
    read_values,
    rule_field,
    shown_values,
)
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, rules_spec

DISCOUNT_KEY = ("name", "customer", "price_group", "family", "since")
"""By which a row of a file is taken for one of the grid."""


def discounts_spec(currency: str, today: Today) -> GridSpec[NamedRule[DiscountCard], DiscountInput]:
    """The discount rules; what is empty means any."""
    hint = _(
        "What is left empty means any. The name is shown to the clerk as the reason for the price. Of the best ones"
        " and the customer's own the largest counts; added ones are added to it, then each of the rest is taken"
        " off what is left."
    )
    fields = _fields()
    return rules_spec(
        DISCOUNT_BOOK,
        RuleWords(_("Discounts"), hint, discount_words(currency)),
        columns=columns_of(fields),
        row=lambda named: named.row(shown_values(fields, named, currency)),
        parse=lambda read: DiscountInput(**read_values(fields, read, today(), currency)),
        names=names_of(fields),
    )


def _fields() -> tuple[RuleField, ...]:
    kinds, scopes = tuple(discount_kinds().items()), tuple(discount_scopes().items())
    of_order = _("Of an order, where it is off the order")
    return (
        rule_field("name", _("Name"), width=160, stretch=True),
        rule_field("discount", _("Discount %"), "share", "discount_ppm", width=92),
        rule_field(
            "kind",
            _("Kind"),
            "choice",
            width=110,
            choices=kinds,
            sample=kinds[0][1],
        ),
        rule_field("customer", _("Customer"), "customer", "customer_id", width=118),
        rule_field("price_group", _("Price group"), width=92),
        rule_field("family", _("Product family"), width=112),
        rule_field("scope", _("Off"), "choice", width=122, choices=scopes, sample=scopes[-1][1]),
        rule_field("least", _("From net"), "amount", "least_minor", width=84, help=of_order),
        *day_fields(),
    )
