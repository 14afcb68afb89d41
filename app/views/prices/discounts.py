"""The discount rules as a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import Money, Rate, micro_of, minor_digits, minor_of
from app.domain.price_inputs import DiscountInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.services.parties import read_customer
from app.services.prices import (
    DiscountCard,
    change_discount,
    create_discount,
    end_discount,
    read_discount_history,
    read_discount_origins,
    read_discounts,
)
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridSpec
from app.views.kit.price_history import discount_kinds, discount_scopes, discount_words

Today = Callable[[], date]


@dataclass(frozen=True, slots=True)
class NamedDiscount:
    """A discount rule with its customer's name."""

    card: DiscountCard
    customer: Picked | None
    origin: int  # the id of the rule that it goes back to: each change gives it another one


def _picked(view: Reading, customer_id: int | None, known: dict[int, Picked]) -> Picked | None:
    if customer_id is None:
        return None
    if customer_id not in known:
        known[customer_id] = Picked(customer_id, read_customer(view, customer_id).name)
    return known[customer_id]


def read_named_discounts(view: Reading) -> Sequence[NamedDiscount]:
    """The discount rules with their customers."""
    known: dict[int, Picked] = {}
    origins = read_discount_origins(view)
    return [
        NamedDiscount(card, _picked(view, card.customer_id, known), origins.get(card.id, card.id))
        for card in read_discounts(view)
    ]


def discounts_spec(currency: str, today: Today) -> GridSpec[NamedDiscount, DiscountInput]:
    """The discount rules; what is empty means any."""

    def write(uow: UnitOfWork, row: CellRow, data: DiscountInput) -> SavedRow:
        if row.key is None:
            return SavedRow(create_discount(uow, data))
        return SavedRow(change_discount(uow, row.key, data))

    return GridSpec(
        kind="price",
        story=read_discount_history,
        words=discount_words(currency),
        title=_("Discounts"),
        hint=_(
            "What is left empty means any. The name is shown to the clerk as the reason for the price. Of the best ones"
            " and the customer's own the largest counts; added ones are added to it, then each of the rest is taken"
            " off what is left."
        ),
        columns=_discount_columns(),
        read=read_named_discounts,
        row=lambda named: _discount_row(named, currency),
        parse=lambda read: _discount_input(read, today(), currency),
        write=write,
        remove=end_discount,
        names={
            "discount_ppm": "discount",
            "valid_from": "since",
            "valid_to": "until",
            "customer_id": "customer",
            "least_minor": "least",
        },
        right="price.edit",
        desk="prices",
    )


def _discount_columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("name", _("Name"), width=160, stretch=True),
        CellColumn("discount", _("Discount %"), "number", width=84),
        CellColumn("kind", _("Kind"), "choice", width=110, choices=tuple(discount_kinds().items())),
        CellColumn("customer", _("Customer"), "pick", width=118),
        CellColumn("price_group", _("Price group"), width=92),
        CellColumn("family", _("Product family"), width=112),
        CellColumn("scope", _("Off"), "choice", width=84, choices=tuple(discount_scopes().items())),
        CellColumn(
            "least", _("From net"), "number", width=84, help=_("Of an order, where it is off the order")
        ),
        CellColumn("since", _("Valid from"), "date", width=96),
        CellColumn("until", _("Valid to"), "date", width=96),
    )


def _discount_row(named: NamedDiscount, currency: str) -> CellRow:
    card = named.card
    values: dict[str, object] = {
        "name": card.name,
        "discount": shown_number(Rate(card.discount_ppm).percent),
        "kind": card.kind,
        "customer": named.customer,
        "price_group": card.price_group,
        "family": card.family,
        "scope": card.scope,
        "least": shown_number(Money(card.least_minor, currency).decimal, 2) if card.least_minor else "",
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
    }
    return CellRow(card.id, values, same=named.origin)


def _discount_input(read: CellReader, today: date, currency: str) -> DiscountInput:
    percent, least = read.number("discount", PERCENT_PLACES), read.number("least", minor_digits(currency))
    return DiscountInput(
        name=read.text("name"),
        discount_ppm=micro_of((percent or Decimal(0)) / 100),
        kind=read.text("kind"),
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        family=read.text("family"),
        scope=read.text("scope"),
        least_minor=0 if least is None else minor_of(least, currency),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )
