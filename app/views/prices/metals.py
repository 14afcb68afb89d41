"""The quotations of metals as a grid: what a metal costs from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.domain.money import decimal_of_micro, micro_of
from app.domain.price_inputs import MetalQuoteInput
from app.domain.pricing.metals import GRAMS, HUNDRED_KILOS
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.prices.metals import METAL_BOOK, MetalQuoteCard
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, counted, price
from app.views.prices.rule_grid import NamedRule, RuleWords, Today, rules_spec

METAL_KEY = ("metal", "since")
"""By which a row of a file is taken for one of the grid."""
_USUAL_KILOS = HUNDRED_KILOS // GRAMS


def metals_spec(currency: str, today: Today) -> GridSpec[NamedRule[MetalQuoteCard], MetalQuoteInput]:
    """The quotations; each holds from its day to the next one of its metal."""
    hint = _(
        "What metals cost from a day on, until the next quotation. An order with metal in its articles gets a line for"
        " each metal: weight times (quotation of the order's day less the base price on the article's card)."
    )
    return rules_spec(
        METAL_BOOK,
        RuleWords(_("Metals"), hint, _story(currency)),
        columns=_columns(currency),
        row=_row,
        parse=lambda read: _input(read, today()),
        names={"price_micro": "price", "per_g": "kilos"},
    )


def _columns(currency: str) -> tuple[CellColumn, ...]:
    return (
        CellColumn("metal", _("Metal"), width=84, help=_("Its sign, as on the articles' cards: CU, AL, AG")),
        CellColumn(
            "name",
            _("Name"),
            width=160,
            stretch=True,
            help=_("How orders and papers call it, such as copper surcharge"),
        ),
        CellColumn("price", _("Quotation {currency}").format(currency=currency), "number", width=120),
        CellColumn("kilos", _("for kg"), "number", width=72, usual=str(_USUAL_KILOS)),
        CellColumn("since", _("Valid from"), "date", width=96),
        CellColumn("source", _("Source"), width=160, help=_("Where it was read, such as DEL")),
    )


def _row(named: NamedRule[MetalQuoteCard]) -> CellRow:
    card = named.card
    values: dict[str, object] = {name: getattr(card, name) for name in ("metal", "name", "source")}
    values |= {
        "price": shown_number(decimal_of_micro(card.price_micro), 2),
        "kilos": shown_number(Decimal(card.per_g) / GRAMS),
        "since": shown_day(card.valid_from),
    }
    return named.row(values)


def _input(read: CellReader, today: date) -> MetalQuoteInput:
    price, kilos = read.number("price", 6), read.number("kilos", 3)
    return MetalQuoteInput(
        metal=read.text("metal").upper(),
        name=read.text("name"),
        price_micro=micro_of(price or Decimal(0)),
        per_g=int((Decimal(_USUAL_KILOS) if kilos is None else kilos) * GRAMS),
        valid_from=read.day("since", today),
        source=read.text("source"),
    )


def _story(currency: str) -> Words:
    """The fields of a quotation in its story."""
    return {
        "metal": _("Metal"), "name": _("Name"), "price_micro": Word(_("Quotation"), price(currency)),
        "per_g": Word(_("for"), counted("g")), "valid_from": _("Valid from"), "source": _("Source"),
    }  # fmt: skip
