"""The discount rules as a grid."""

from __future__ import annotations

from datetime import date

from app.domain.price_inputs import DiscountInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.prices.discounts import DISCOUNT_BOOK, DiscountCard
from app.views.kit.cell_values import CellReader
from app.views.kit.grid_page import GridSpec
from app.views.kit.price_history import discount_kinds, discount_scopes, discount_words
from app.views.prices.rule_grid import (
    NamedRule,
    RuleWords,
    Today,
    days_columns,
    read_amount,
    read_share,
    rules_spec,
    shown_amount,
    shown_days,
    shown_share,
)

DISCOUNT_KEY = ("name", "customer", "price_group", "family", "since")
"""By which a row of a file is taken for one of the grid."""


def discounts_spec(currency: str, today: Today) -> GridSpec[NamedRule[DiscountCard], DiscountInput]:
    """The discount rules; what is empty means any."""
    hint = _(
        "What is left empty means any. The name is shown to the clerk as the reason for the price. Of the best ones"
        " and the customer's own the largest counts; added ones are added to it, then each of the rest is taken"
        " off what is left."
    )
    return rules_spec(
        DISCOUNT_BOOK,
        RuleWords(_("Discounts"), hint, discount_words(currency)),
        columns=_columns(),
        row=lambda named: _row(named, currency),
        parse=lambda read: _input(read, today(), currency),
        names={"discount_ppm": "discount", "least_minor": "least"},
    )


def _columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("name", _("Name"), width=160, stretch=True),
        CellColumn("discount", _("Discount %"), "number", width=92),
        CellColumn("kind", _("Kind"), "choice", width=110, choices=tuple(discount_kinds().items())),
        CellColumn("customer", _("Customer"), "pick", width=118),
        CellColumn("price_group", _("Price group"), width=92),
        CellColumn("family", _("Product family"), width=112),
        CellColumn("scope", _("Off"), "choice", width=84, choices=tuple(discount_scopes().items())),
        CellColumn(
            "least", _("From net"), "number", width=84, help=_("Of an order, where it is off the order")
        ),
        *days_columns(),
    )


def _row(named: NamedRule[DiscountCard], currency: str) -> CellRow:
    card = named.card
    names = ("name", "kind", "price_group", "family", "scope")
    values: dict[str, object] = {name: getattr(card, name) for name in names}
    values |= {
        "discount": shown_share(card.discount_ppm),
        "customer": named.customer,
        "least": shown_amount(card.least_minor, currency),
    }
    return named.row(values | shown_days(card))


def _input(read: CellReader, today: date, currency: str) -> DiscountInput:
    return DiscountInput(
        name=read.text("name"),
        discount_ppm=read_share(read, "discount"),
        kind=read.text("kind"),
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        family=read.text("family"),
        scope=read.text("scope"),
        least_minor=read_amount(read, "least", currency),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )
