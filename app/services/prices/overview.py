"""Price lists as their desk shows them: with the customer's name, how many prices, and one of them as an example."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.services.prices.lists import PriceListCard, read_price_lists
from app.services.settings_store import read_firm_setting
from app.services.unit_of_work import Reading
from app.settings import CHANNELS, channels_of
from db.schema.parties import Customer
from db.schema.prices import PriceList, PriceRow

_FIRST = sa.func.min(sa.case((PriceRow.unit == "", PriceRow.id)))
NONE: tuple[int, tuple[int, int] | None] = (0, None)


@dataclass(frozen=True, slots=True)
class ListOverview:
    """A price list with its customer's name ("" for none), its number of prices, and an example.

    `example`: its first price for a base unit, as (micro, per). `parent_code`: the list of whose prices its own are
    made, "" for none.
    """

    card: PriceListCard
    customer: str
    row_count: int
    example: tuple[int, int] | None
    parent_code: str


def read_list_overviews(view: Reading) -> tuple[ListOverview, ...]:
    """Every price list, in three queries whatever their number."""
    named = sa.select(PriceList.id, Customer.name).join(Customer, Customer.id == PriceList.customer_id)
    names = {row.id: row.name for row in view.db.execute(named)}
    counted = (
        sa.select(PriceRow.price_list_id, sa.func.count().label("count"), _FIRST.label("first"))
        .where(PriceRow.replaced_at_version.is_(None))
        .group_by(PriceRow.price_list_id)
        .subquery()
    )
    rows = view.db.execute(
        sa.select(counted.c.price_list_id, counted.c.count, PriceRow.price_micro, PriceRow.per).join(
            PriceRow, PriceRow.id == counted.c.first, isouter=True
        )
    )
    facts = {
        list_id: (int(count), None if price is None else (int(price), int(per)))
        for list_id, count, price, per in rows
    }
    cards = read_price_lists(view)
    codes = {card.id: card.code for card in cards}
    return tuple(
        ListOverview(
            card, names.get(card.id, ""), *facts.get(card.id, NONE), codes.get(card.parent_id or 0, "")
        )
        for card in cards
    )


def read_channels(view: Reading) -> tuple[str, ...]:
    """The ways on which orders come, as the firm has named them."""
    return channels_of(str(read_firm_setting(view, CHANNELS)))
