"""Price lists and discount rules as grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject

from app.domain.money import Rate, micro_of
from app.domain.price_inputs import LIST_KINDS, DiscountInput, PriceListInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.services.parties import CustomerHit, find_customers, read_customer
from app.services.prices import (
    DiscountCard,
    PriceListCard,
    change_discount,
    create_discount,
    create_price_list,
    end_discount,
    read_discount_history,
    read_discount_origins,
    read_discounts,
    read_price_lists,
    update_price_list,
)
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.cells_grid import AskPicks, PickRows
from app.views.kit.context import Context
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.price_history import discount_kinds, discount_words, price_words
from app.views.kit.row_saving import write_versioned
from app.views.kit.search_popup import SearchRow
from app.views.setup.grid_page import GridSpec

Today = Callable[[], date]


@dataclass(frozen=True, slots=True)
class NamedList:
    """A price list with its customer's name."""

    card: PriceListCard
    customer: Picked | None


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


def read_named_lists(view: Reading) -> Sequence[NamedList]:
    """The price lists; contracts are few, so each one's customer is read by itself."""
    known: dict[int, Picked] = {}
    return [NamedList(card, _picked(view, card.customer_id, known)) for card in read_price_lists(view)]


def read_named_discounts(view: Reading) -> Sequence[NamedDiscount]:
    """The discount rules with their customers."""
    known: dict[int, Picked] = {}
    origins = read_discount_origins(view)
    return [
        NamedDiscount(card, _picked(view, card.customer_id, known), origins.get(card.id, card.id))
        for card in read_discounts(view)
    ]


def lists_spec(currency: str, today: Today) -> GridSpec[NamedList, PriceListInput]:
    """The heads of the price lists; their prices stand on the products' cards."""
    words = {"general": _("general"), "group": _("for a group"), "contract": _("contract")}
    kinds = tuple((kind, words.get(kind, kind)) for kind in LIST_KINDS)

    def write(uow: UnitOfWork, row: CellRow, data: PriceListInput) -> SavedRow:
        return write_versioned(
            row,
            lambda: create_price_list(uow, data),
            lambda id_, version: update_price_list(uow, id_, data, version=version),
        )

    return GridSpec(
        kind="price",
        title=_("Price lists"),
        hint=_(
            "A contract beats a group's list, a group's list beats a general one. Ctrl+O: the prices of the list."
        ),
        words=price_words(currency),
        columns=(
            CellColumn("code", _("Code"), width=120),
            CellColumn("name", _("Name"), width=180, stretch=True),
            CellColumn("kind", _("Kind"), "choice", width=110, choices=kinds),
            CellColumn("currency", _("Currency"), width=80, usual=currency),
            CellColumn("price_group", _("Price group"), width=110),
            CellColumn("customer", _("Customer"), "pick", width=170),
            CellColumn("priority", _("Priority"), "number", width=76, usual="0"),
            CellColumn("since", _("Valid from"), "date", width=106),
            CellColumn("until", _("Valid to"), "date", width=106),
            CellColumn("active", _("Active"), "check", width=66, usual=True),
        ),
        read=read_named_lists,
        row=_list_row,
        parse=lambda read: _list_input(read, today()),
        write=write,
        names={"valid_from": "since", "valid_to": "until", "customer_id": "customer"},
        right="price.edit",
    )


def _list_row(named: NamedList) -> CellRow:
    card = named.card
    names = ("code", "name", "kind", "currency", "price_group", "active")
    values: dict[str, object] = {name: getattr(card, name) for name in names}
    values |= {
        "customer": named.customer,
        "priority": str(card.priority),
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
    }
    return CellRow(card.id, values, card.version)


def _list_input(read: CellReader, today: date) -> PriceListInput:
    return PriceListInput(
        code=read.text("code"),
        name=read.text("name"),
        kind=read.text("kind"),
        currency=read.text("currency").upper(),
        price_group=read.text("price_group"),
        customer_id=read.picked("customer"),
        priority=read.whole("priority"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
        active=read.flag("active"),
    )


def discounts_spec(today: Today) -> GridSpec[NamedDiscount, DiscountInput]:
    """The discount rules; what is empty means any."""

    def write(uow: UnitOfWork, row: CellRow, data: DiscountInput) -> SavedRow:
        if row.key is None:
            return SavedRow(create_discount(uow, data))
        return SavedRow(change_discount(uow, row.key, data))

    return GridSpec(
        kind="price",
        story=read_discount_history,
        words=discount_words(),
        title=_("Discounts"),
        hint=_(
            "What is left empty means any. The name is shown to the clerk as the reason for the price. Of the best ones"
            " and the customer's own the largest counts; added ones are added to it, then each of the rest is taken"
            " off what is left."
        ),
        columns=_discount_columns(),
        read=read_named_discounts,
        row=_discount_row,
        parse=lambda read: _discount_input(read, today()),
        write=write,
        remove=end_discount,
        names={
            "discount_ppm": "discount",
            "valid_from": "since",
            "valid_to": "until",
            "customer_id": "customer",
        },
        right="price.edit",
    )


def _discount_columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("name", _("Name"), width=220, stretch=True),
        CellColumn("discount", _("Discount %"), "number", width=100),
        CellColumn("kind", _("Kind"), "choice", width=150, choices=tuple(discount_kinds().items())),
        CellColumn("customer", _("Customer"), "pick", width=200),
        CellColumn("price_group", _("Price group"), width=120),
        CellColumn("family", _("Product family"), width=140),
        CellColumn("since", _("Valid from"), "date", width=110),
        CellColumn("until", _("Valid to"), "date", width=110),
    )


def _discount_row(named: NamedDiscount) -> CellRow:
    card = named.card
    values: dict[str, object] = {
        "name": card.name,
        "discount": shown_number(Rate(card.discount_ppm).percent),
        "kind": card.kind,
        "customer": named.customer,
        "price_group": card.price_group,
        "family": card.family,
        "since": shown_day(card.valid_from),
        "until": shown_day(card.valid_to),
    }
    return CellRow(card.id, values, same=named.origin)


def _discount_input(read: CellReader, today: date) -> DiscountInput:
    percent = read.number("discount", PERCENT_PLACES)
    return DiscountInput(
        name=read.text("name"),
        discount_ppm=micro_of((percent or Decimal(0)) / 100),
        kind=read.text("kind"),
        customer_id=read.picked("customer"),
        price_group=read.text("price_group"),
        family=read.text("family"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )


def ask_customers(context: Context, owner: QObject) -> AskPicks:
    """The type-ahead of the customer columns."""

    def ask(text: str, answer: PickRows) -> None:
        def done(hits: tuple[CustomerHit, ...]) -> None:
            answer([_search_row(hit) for hit in hits])

        context.jobs.read(owner, lambda view: find_customers(view, text), done, latest="customers")

    return ask


def _search_row(hit: CustomerHit) -> SearchRow:
    return SearchRow(Picked(hit.id, hit.name), hit.name, secondary=hit.city, right=hit.number)
