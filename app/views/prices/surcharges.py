"""The surcharges as a grid: what an order costs beside its lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import Money, Rate, micro_of, minor_digits, minor_of
from app.domain.price_inputs import SurchargeInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.models.tax_words import tax_class_word
from app.services.parties import read_customer
from app.services.prices import (
    SurchargeCard,
    change_surcharge,
    create_surcharge,
    end_surcharge,
    read_surcharge_history,
    read_surcharge_origins,
    read_surcharges,
)
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, money, percent

Today = Callable[[], date]
_GRAMS = 1000  # of a kilogram
_WEIGHT_PLACES = 3


@dataclass(frozen=True, slots=True)
class NamedSurcharge:
    """A surcharge with its customer's name, and the id of the rule that it goes back to."""

    card: SurchargeCard
    customer: Picked | None
    origin: int


def read_named_surcharges(view: Reading) -> Sequence[NamedSurcharge]:
    """The surcharges with their customers; those for one customer are few."""
    origins = read_surcharge_origins(view)
    return [
        NamedSurcharge(card, _customer(view, card.customer_id), origins.get(card.id, card.id))
        for card in read_surcharges(view)
    ]


def _customer(view: Reading, id_: int | None) -> Picked | None:
    return None if id_ is None else Picked(id_, read_customer(view, id_).name)


def surcharges_spec(
    currency: str, tax_classes: Sequence[str], today: Today
) -> GridSpec[NamedSurcharge, SurchargeInput]:
    """The surcharges; what is empty means any."""

    def write(uow: UnitOfWork, row: CellRow, data: SurchargeInput) -> SavedRow:
        if row.key is None:
            return SavedRow(create_surcharge(uow, data))
        return SavedRow(change_surcharge(uow, row.key, data))

    return GridSpec(
        kind="price",
        story=read_surcharge_history,
        words=_words(currency),
        title=_("Surcharges"),
        hint=_(
            "What an order costs beside its lines, such as freight. Of one kind only the row for the narrowest buyer"
            " comes: customer, group, country, channel. From “free from” on nothing is due; with a weight the amount"
            " is for each beginning so many kilograms."
        ),
        columns=_columns(tax_classes),
        read=read_named_surcharges,
        row=lambda named: _row(named, currency),
        parse=lambda read: _input(read, today(), currency),
        write=write,
        remove=end_surcharge,
        names={
            "amount_minor": "amount",
            "rate_ppm": "percent",
            "each_g": "weight",
            "free_from_minor": "free",
            "customer_id": "customer",
            "valid_from": "since",
            "valid_to": "until",
        },
        right="price.edit",
        desk="prices",
    )


def _columns(tax_classes: Sequence[str]) -> tuple[CellColumn, ...]:
    taxes = (("", _("as the goods")), *((name, tax_class_word(name)) for name in tax_classes))
    return (
        CellColumn(
            "slot", _("Kind"), width=84, help=_("Freight, small order ...: of one kind one row comes")
        ),
        CellColumn("name", _("Name"), width=120, stretch=True),
        CellColumn("amount", _("Amount"), "number", width=72),
        CellColumn(
            "percent", _("and %"), "number", width=56, help=_("Of the goods and services of the order")
        ),
        CellColumn("weight", _("Each kg"), "number", width=64),
        CellColumn("free", _("Free from"), "number", width=76),
        CellColumn("customer", _("Customer"), "pick", width=104),
        CellColumn("price_group", _("Price group"), width=94),
        CellColumn("country", _("Country"), width=72),
        CellColumn("channel", _("Channel"), width=84),
        CellColumn("tax_class", _("Tax"), "choice", width=112, choices=taxes, usual=""),
        CellColumn("since", _("Valid from"), "date", width=96),
        CellColumn("until", _("Valid to"), "date", width=96),
    )


def _row(named: NamedSurcharge, currency: str) -> CellRow:
    card = named.card

    def shown(minor: int) -> str:
        return shown_number(Money(minor, currency).decimal, 2) if minor else ""

    names = ("slot", "name", "price_group", "country", "channel", "tax_class")
    values: dict[str, object] = {name: getattr(card, name) for name in names}
    values |= {
        "amount": shown(card.amount_minor),
        "percent": shown_number(Rate(card.rate_ppm).percent) if card.rate_ppm else "",
        "weight": shown_number(Decimal(card.each_g) / _GRAMS) if card.each_g else "",
        "free": shown(card.free_from_minor),
        "customer": named.customer,
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
    }
    return CellRow(card.id, values, same=named.origin)


def _input(read: CellReader, today: date, currency: str) -> SurchargeInput:
    def keyed(name: str) -> int:
        value = read.number(name, minor_digits(currency))
        return 0 if value is None else minor_of(value, currency)

    share, kilos = read.number("percent", PERCENT_PLACES), read.number("weight", _WEIGHT_PLACES)
    return SurchargeInput(
        slot=read.text("slot"),
        name=read.text("name"),
        amount_minor=keyed("amount"),
        rate_ppm=micro_of((share or Decimal(0)) / 100),
        each_g=int((kilos or Decimal(0)) * _GRAMS),
        free_from_minor=keyed("free"),
        tax_class=read.text("tax_class"),
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        country=read.text("country").upper(),
        channel=read.text("channel"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )


def _words(currency: str) -> Words:
    """The fields of a surcharge in its story."""
    return {
        "slot": _("Kind"), "name": _("Name"), "amount_minor": Word(_("Amount"), money(currency)),
        "rate_ppm": Word(_("and %"), percent), "each_g": _("Grams"), "free_from_minor":
        Word(_("Free from"), money(currency)), "customer_id": _("Customer"), "price_group": _("Price group"),
        "country": _("Country"), "channel": _("Channel"), "tax_class": _("Tax"), "valid_from": _("Valid from"),
        "valid_to": _("Valid to"), "applies": _("Applies"),
    }  # fmt: skip
