"""What may be sold instead of an order's lines, priced and dated: read beside the desk, never in an edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.issues import Issue
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.substituting import Offer, offers_of, replaceable, troubled, with_goods, with_offers
from app.domain.pricing import RulesSnapshot
from app.domain.promise import ProductAvailability, available_now, latest_promise
from app.domain.routing.book import shift_stock
from app.domain.routing.sources import Demand, SourcePart, WarehouseFacts, choose_sources
from app.domain.substitutes import Substitute
from app.services.orders.context import read_order_context
from app.services.products.substitutes import read_substitutes
from app.services.stock.availability import first_ship_days, read_availability, read_warehouses
from app.services.unit_of_work import Reading

LINES = 20
"""Lines in trouble for which substitutes are looked at; the others are asked for one by one."""


def with_substitutes(
    view: Reading,
    draft: Draft,
    issues: tuple[Issue, ...],
    parts: Sequence[SourcePart],
    rules: RulesSnapshot | None,
) -> tuple[Issue, ...]:
    """The issues with substitutes among their ways out; nothing is read where no line is in trouble."""
    keys = troubled(issues, draft)[:LINES]
    if not keys:
        return issues
    offers = read_offers(view, draft, keys, parts=parts, rules=rules)
    return with_offers(issues, offers, draft) if offers else issues


def read_offers(
    view: Reading,
    draft: Draft,
    keys: Iterable[str],
    *,
    parts: Sequence[SourcePart] = (),
    rules: RulesSnapshot | None = None,
) -> Mapping[str, tuple[Offer, ...]]:
    """The substitutes of these lines, by line. `parts`: from where the order's lines are served now.

    A constant number of queries, whatever the number of lines and substitutes.
    """
    lines = [line for key in keys if (line := draft.line(key)) is not None and replaceable(line)]
    articles = {line.product_id for line in lines if line.product_id is not None}
    known = read_substitutes(view, articles, view.clock.today()) if articles else {}
    if not known:
        return {}
    others = {each.product_id for found in known.values() for each in found}
    context = _context_with(view, draft, others, rules)
    goods = _Goods(view, draft, others, parts)
    found = {line.key: _offers(line, known.get(line.product_id or 0, ()), goods, context) for line in lines}
    return {key: offers for key, offers in found.items() if offers}


def _context_with(view: Reading, draft: Draft, others: set[int], rules: RulesSnapshot | None) -> OrderContext:
    own = {line.product_id for line in draft.lines if line.product_id is not None}
    return read_order_context(
        view,
        customer_id=draft.header.customer_id,
        product_ids=own | others,
        configurations=draft.configurations,
        rules=rules,
        only_products=True,
        order_id=draft.id,
    )


def _offers(
    line: Line, substitutes: Sequence[Substitute], goods: _Goods, context: OrderContext
) -> tuple[Offer, ...]:
    return tuple(goods.told(offer) for offer in offers_of(line, substitutes, goods.draft, context))


class _Goods:
    """The stock of the substitutes, less what the order takes of them already."""

    def __init__(self, view: Reading, draft: Draft, others: set[int], parts: Sequence[SourcePart]) -> None:
        self.draft = draft
        self._stock: dict[int, ProductAvailability] = read_availability(view, others)
        for part in parts:
            taken = (-part.reserve_micro, -part.wait_micro)
            shift_stock(self._stock, part.product_id, part.warehouse_id, part.promise_date, *taken)
        self._warehouses: tuple[WarehouseFacts, ...] = read_warehouses(view, only=draft.header.warehouse_id)
        self._first_days = first_ship_days(view, self._warehouses)
        self._today = view.clock.today()

    def told(self, offer: Offer) -> Offer:
        """The offer with its day, and what lies there free."""
        if offer.line.kind != "goods":
            return offer
        header, line = self.draft.header, offer.line
        wish = line.requested_date or header.requested_date
        parts = choose_sources(
            [Demand(line.key, offer.substitute.product_id, line.base_micro, wish)],
            self._stock,
            self._warehouses,
            ship_to_country=header.ship_country,
            ship_to_postcode=header.ship_postcode,
            delivery_wish=header.delivery_wish,
            today=self._today,
            first_ship_day=self._first_days,
        )
        leaves = latest_promise(part.promise_date for part in parts)
        return with_goods(offer, leaves, self._free(offer.substitute.product_id))

    def _free(self, product_id: int) -> int:
        active = {warehouse.id for warehouse in self._warehouses}
        stocks = self._stock[product_id].warehouses
        return sum(available_now(each, self._today) for each in stocks if each.warehouse_id in active)


def offers_for(
    view: Reading,
    draft: Draft,
    key: str,
    *,
    parts: Sequence[SourcePart] = (),
    rules: RulesSnapshot | None = None,
) -> tuple[Offer, ...]:
    """What may be sold instead of one line, whether it is in trouble or not."""
    others = tuple(part for part in parts if part.line_key != key)
    return read_offers(view, draft, (key,), parts=others, rules=rules).get(key, ())
