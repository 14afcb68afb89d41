"""The surcharges as a grid: what an order costs beside its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.domain.price_inputs import SurchargeInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.models.tax_words import tax_class_word
from app.services.prices.surcharges import SURCHARGE_BOOK, SurchargeCard
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, chosen, money, percent
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

_GRAMS = 1000  # of a kilogram
_WEIGHT_PLACES = 3
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
        " comes: customer, group, country, channel. From “free from” on nothing is due; with a weight the amount"
        " is for each beginning so many kilograms. What comes “if chosen” is ticked in the order (F6)."
    )
    return rules_spec(
        SURCHARGE_BOOK,
        RuleWords(_("Surcharges"), hint, _story(currency)),
        columns=_columns(tax_classes),
        row=lambda named: _row(named, currency),
        parse=lambda read: _input(read, today(), currency),
        names={
            "amount_minor": "amount",
            "rate_ppm": "percent",
            "each_g": "weight",
            "free_from_minor": "free",
        },
    )


def _columns(tax_classes: Sequence[str]) -> tuple[CellColumn, ...]:
    taxes = (("", _("as the goods")), *((name, tax_class_word(name)) for name in tax_classes))
    return (
        CellColumn(
            "slot", _("Kind"), width=84, help=_("Freight, small order ...: of one kind one row comes")
        ),
        CellColumn("name", _("Name"), width=120, stretch=True),
        CellColumn("applies", _("Comes"), "choice", width=98, choices=tuple(applies_words().items())),
        CellColumn("amount", _("Amount"), "number", width=72),
        CellColumn(
            "percent", _("and %"), "number", width=56, help=_("Of the goods and services of the order")
        ),
        CellColumn("weight", _("Each kg"), "number", width=64),
        CellColumn("free", _("Free from"), "number", width=76),
        CellColumn("customer", _("Customer"), "pick", width=96),
        CellColumn("price_group", _("Price group"), width=94),
        CellColumn("country", _("Country"), width=64),
        CellColumn("channel", _("Channel"), width=84),
        CellColumn("tax_class", _("Tax"), "choice", width=92, choices=taxes, usual=""),
        *days_columns(),
    )


def _row(named: NamedRule[SurchargeCard], currency: str) -> CellRow:
    card = named.card
    names = ("slot", "name", "applies", "price_group", "country", "channel", "tax_class")
    values: dict[str, object] = {name: getattr(card, name) for name in names}
    values |= {
        "amount": shown_amount(card.amount_minor, currency),
        "percent": shown_share(card.rate_ppm) if card.rate_ppm else "",
        "weight": shown_number(Decimal(card.each_g) / _GRAMS) if card.each_g else "",
        "free": shown_amount(card.free_from_minor, currency),
        "customer": named.customer,
    }
    return named.row(values | shown_days(card))


def _input(read: CellReader, today: date, currency: str) -> SurchargeInput:
    kilos = read.number("weight", _WEIGHT_PLACES)
    return SurchargeInput(
        slot=read.text("slot"),
        name=read.text("name"),
        applies=read.text("applies"),
        amount_minor=read_amount(read, "amount", currency),
        rate_ppm=read_share(read, "percent"),
        each_g=int((kilos or Decimal(0)) * _GRAMS),
        free_from_minor=read_amount(read, "free", currency),
        tax_class=read.text("tax_class"),
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        country=read.text("country").upper(),
        channel=read.text("channel"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )


def _story(currency: str) -> Words:
    """The fields of a surcharge in its story."""
    return {
        "slot": _("Kind"), "name": _("Name"), "amount_minor": Word(_("Amount"), money(currency)),
        "rate_ppm": Word(_("and %"), percent), "each_g": _("Grams"), "free_from_minor":
        Word(_("Free from"), money(currency)), "customer_id": _("Customer"), "price_group": _("Price group"),
        "country": _("Country"), "channel": _("Channel"), "tax_class": _("Tax"), "valid_from": _("Valid from"),
        "valid_to": _("Valid to"), "applies": Word(_("Comes"), chosen(applies_words().items())),
        "draft": _("Draft"),
    }  # fmt: skip
