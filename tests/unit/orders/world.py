"""A small world for tests of drafts: a German firm, four products, three customers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.money import MICRO, micro_of
from app.domain.orders.context import CustomerFacts, OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Header, Line
from app.domain.orders.repricing import reprice_all
from app.domain.pricing import ListFacts, PriceRow, RulesSnapshot
from app.domain.quantity import Unit
from app.domain.tax import TaxRule
from app.domain.tax_rules import DatedRate, TaxFacts, TaxRules

TODAY = date(2026, 3, 2)
CHAIR, LAMP, CABLE, SERVICE = 1, 2, 3, 4


def micro(text: str) -> int:
    return micro_of(Decimal(text))


PRODUCTS = {
    CHAIR: ProductFacts(
        CHAIR,
        "CH-1",
        "Chair",
        "goods",
        "seating",
        "standard",
        (Unit("pc"), Unit("dz", 12)),
        cost_micro=micro("200"),
    ),
    LAMP: ProductFacts(LAMP, "LA-1", "Lamp", "goods", "light", "standard", (Unit("pc"), Unit("pk", 10))),
    CABLE: ProductFacts(CABLE, "CA-1", "Cable", "goods", "cable", "reduced", (Unit("m", 1, 1, 2),)),
    SERVICE: ProductFacts(SERVICE, "SV-1", "Assembly", "service", "", "service", (Unit("h", 1, 1, 2),)),
}
_PRICES = (
    (CHAIR, "0", "348.35"), (CHAIR, "12", "330"), (LAMP, "0", "49.90"), (LAMP, "20", "45"), (CABLE, "0", "7.77"),
    (SERVICE, "0", "85"),
)  # fmt: skip


def rules_at(version: int, *, percent_more: int = 0) -> RulesSnapshot:
    """The price list; a later version may cost some percent more."""
    rows: dict[int, tuple[PriceRow, ...]] = {}
    for number, (product_id, least, price) in enumerate(_PRICES, 1):
        now = micro(price) * (100 + percent_more) // 100
        rows[product_id] = (*rows.get(product_id, ()), PriceRow(number, 1, micro(least), now))
    return RulesSnapshot(version, "EUR", {1: ListFacts(1, "g", "General", "general")}, rows)


def _tax(id_: int, code: str, category: str, percent: int) -> TaxFacts:
    rates = (DatedRate(date(2007, 1, 1), percent * 10_000),)
    return TaxFacts(id_, code, code, category, "", active=True, rates=rates)


TAXES = TaxRules(
    rules=(
        TaxRule(None, "domestic", None, None, "S"),
        TaxRule("reduced", "domestic", None, None, "R"),
        TaxRule(None, "eu", None, None, "S"),
        TaxRule("reduced", "eu", None, None, "R"),
        TaxRule(None, "eu", True, True, "K"),
        TaxRule(None, "export", None, None, "G"),
        TaxRule("exempt", "domestic", None, None, "E"),
        TaxRule("outside", "domestic", None, None, "O"),
    ),
    taxes={
        "S": _tax(1, "S", "S", 19), "R": _tax(2, "R", "S", 7), "K": _tax(3, "K", "K", 0), "G": _tax(4, "G", "G", 0),
        "E": _tax(5, "E", "E", 0), "O": _tax(6, "O", "O", 0),
    },
    eu_countries=frozenset({"DE", "AT", "NL"}),
)  # fmt: skip
NORD = CustomerFacts(1, "C1", "Nord Office GmbH", "DE", vat_id="DE136695976", email="office@nord.example")
WIEN = CustomerFacts(
    2, "C2", "Wien Büro GmbH", "AT", vat_id="ATU13585627", email="b@wien.example", vat_result="valid",
    vat_checked_on=TODAY,
)  # fmt: skip
ANNA = CustomerFacts(3, "C3", "Anna Meyer", "AT", is_business=False, email="anna@meyer.example")
HEADER = Header(
    customer_id=1, customer_name=NORD.name, ship_name=NORD.name, ship_street="Kai 1", ship_postcode="20457",
    ship_city="Hamburg", ship_country="DE",
)  # fmt: skip
EMPTY = Draft(1, 1, "order", "EUR", TODAY, HEADER)


def context(customer: CustomerFacts | None = NORD, **values: Any) -> OrderContext:
    """The world of one order; `values` replace fields."""
    world = OrderContext(TODAY, "EUR", "DE", TAXES, rules_at(1), customer, PRODUCTS)
    return replace(world, **values)


def goods(key: str, product_id: int, quantity: str = "1", unit: str = "", **values: Any) -> Line:
    """An unpriced line of a product at position 1000 x the number in its key."""
    product = PRODUCTS[product_id]
    chosen = product.unit(unit) if unit else product.units[0]
    assert chosen is not None
    fields: dict[str, Any] = {
        "key": key, "position": 1000 * int(key[1:]), "kind": "service" if product.kind == "service" else "goods",
        "product_id": product_id, "sku": product.sku, "text": product.name, "quantity_micro": micro(quantity),
        "unit": chosen.code, "factor_num": chosen.factor_num, "factor_den": chosen.factor_den,
        "tax_class": product.tax_class,
    }  # fmt: skip
    return Line(**(fields | values))


def free(key: str, price: str, *, kind: str = "free", quantity: str = "1", **values: Any) -> Line:
    """A line without a product: free, charge or discount."""
    fields: dict[str, Any] = {
        "key": key, "position": 1000 * int(key[1:]), "kind": kind, "text": kind.title(),
        "quantity_micro": micro(quantity), "list_price_micro": micro(price), "price_source": "manual",
        "discount_source": "manual",
    }  # fmt: skip
    return Line(**(fields | values))


def draft(lines: Iterable[Line] = (), world: OrderContext | None = None, **header: Any) -> Draft:
    """A priced draft of these lines."""
    keyed = replace(EMPTY, header=replace(HEADER, **header), lines=tuple(lines))
    return reprice_all(keyed, world or context())


__all__ = [
    "ANNA", "CABLE", "CHAIR", "EMPTY", "LAMP", "MICRO", "NORD", "PRODUCTS", "SERVICE", "TAXES", "TODAY", "WIEN",
    "context", "draft", "free", "goods", "micro", "rules_at",
]  # fmt: skip
