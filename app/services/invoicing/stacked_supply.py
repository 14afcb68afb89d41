"""What jurisdictions take on the day of supply: asked for the place and the classes of the order's own lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from app.domain.jurisdictions import Jurisdictions, StackedSale
from app.domain.places import Place, place_of_address
from app.domain.tax import TaxKey
from app.services.invoicing.ships_from import read_origin
from app.services.invoicing.sources import SourceLine, SourceOrder
from app.services.jurisdictions.certificates import certificates_of
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading

Stacked = Mapping[tuple[str, dt.date], TaxKey]


def read_stacked(
    view: Reading, orders: Sequence[SourceOrder], lines: Sequence[SourceLine], days: Collection[dt.date]
) -> Stacked:
    """The tax of each stacked tax of the orders on the days of supply, by its code; nothing is read without one.

    Where jurisdictions have no answer for the day, or classes that were taxed alike differ by then, the order's stays.
    """
    stacked = [line for line in lines if line.tax.stack]
    if not stacked:
        return {}
    places = {order.id: _place(order) for order in orders}
    origins = {order.id: read_origin(view, order) for order in orders}
    known = read_tax_rules(view).jurisdictions
    certificates = certificates_of(view, orders[0].customer_id)
    sales = {
        (
            line.tax.code,
            StackedSale(line.tax_class, places[line.order_id], origins[line.order_id], certificates),
        )
        for line in stacked
    }
    return _answers(known, sales, days)


def _place(order: SourceOrder) -> Place:
    return place_of_address(order.ship_country, order.ship_postcode, order.ship_city)


def _answers(
    known: Jurisdictions, sales: Collection[tuple[str, StackedSale]], days: Collection[dt.date]
) -> dict[tuple[str, dt.date], TaxKey]:
    found: dict[tuple[str, dt.date], set[TaxKey | None]] = {}
    for code, sale in sales:
        for day in days:
            found.setdefault((code, day), set()).add(known.answer(sale, day).key)
    single = ((at, next(iter(keys))) for at, keys in found.items() if len(keys) == 1)
    return {at: key for at, key in single if key is not None}
