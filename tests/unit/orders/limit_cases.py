"""Orders that give away more than floor, role or contract allow."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.money import Money
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.pricing import ListFacts, PriceRight, PriceRow, Promotion, Purchases, Used
from app.domain.units import Counted
from tests.unit.orders.check_cases import APPROVE, INFO, TOMORROW, WARN, YESTERDAY, Case, case
from tests.unit.orders.world import CHAIR, context, draft, free, goods, micro, rules_at

FLOOR = ListFacts(9, "f", "Floor", "general", purpose="floor")
CONTRACT = ListFacts(8, "c", "Nord contract", "contract", customer_id=1)


def with_list(facts: ListFacts, row: PriceRow, **values: Any) -> OrderContext:
    """The world with a further list that has one row for chairs."""
    rules = rules_at(1)
    rows = {**rules.rows, CHAIR: (*rules.rows[CHAIR], row)}
    return context(rules=replace(rules, lists={**rules.lists, facts.id: facts}, rows=rows), **values)


def with_right(**values: Any) -> OrderContext:
    """The world in which sales may give away so much."""
    rights = (PriceRight("sales", **values),)
    return context(rules=replace(rules_at(1), rights=rights), roles=frozenset({"sales"}))


FLOORS = with_list(FLOOR, PriceRow(90, 9, 0, micro("300")))
AGREED = with_list(
    CONTRACT, PriceRow(80, 8, 0, micro("310"), agreed_micro=micro("100")), purchases=Purchases(drawn={80: micro("95")})
)  # fmt: skip
TEN_PERCENT = with_right(max_discount_ppm=100_000)
MARGIN = with_right(min_margin_ppm=400_000)


def typed(price: str) -> Draft:
    """A chair at a typed price; the list says 348.35, the cost is 200."""
    return draft([goods("k1", CHAIR, price_source="manual", list_price_micro=micro(price))])


TENTH = Promotion(11, 1, "Tenth", "percent", rate_ppm=100_000, coupon="SUMMER")


def promoted(**values: object) -> OrderContext:
    """The world with a promotion for a coupon; three orders had it."""
    rules = replace(rules_at(1), promotions=(replace(TENTH, **values),))  # type: ignore[arg-type]  # fields by name
    return context(rules=rules, purchases=Purchases(used={1: Used(3)}))


def with_coupon(**values: object) -> tuple[Draft, OrderContext]:
    """An order with the coupon in such a world."""
    world = promoted(**values)
    return draft([goods("k1", CHAIR)], world, coupons="Summer"), world


GONE = replace(with_coupon()[0], order_date=YESTERDAY)  # begun while the promotion held


LIMIT_CASES: list[Case] = [
    case("order.coupon_unknown", *with_coupon(coupon="WINTER"), weighs=WARN, where="header/coupons", coupon="Summer"),
    case("order.coupon_over", *with_coupon(valid_to=YESTERDAY), weighs=WARN, where="header/coupons", coupon="Summer",
         date=YESTERDAY),
    case("order.coupon_early", *with_coupon(valid_from=TOMORROW), weighs=WARN, where="header/coupons",
         coupon="Summer", date=TOMORROW),
    case("order.coupon_not_for", *with_coupon(countries=frozenset({"AT"})), weighs=WARN, where="header/coupons",
         coupon="Summer"),
    case("order.coupon_used_up", *with_coupon(max_uses=3), weighs=WARN, where="header/coupons", coupon="Summer"),
    case("order.coupon_idle", *with_coupon(least_minor=100_000), weighs=INFO, where="header/coupons",
         coupon="Summer"),
    case("order.promotion_over", GONE, promoted(valid_to=YESTERDAY), weighs=WARN, where="lines/~P1.0/price",
         name="Tenth"),
    case("price.below_floor", typed("299.99"), FLOORS, weighs=APPROVE, where="lines/k1/price", line=10, sku="CH-1",
         price=Decimal("299.99"), floor=Decimal(300)),
    case("price.beyond_discount", typed("313.51"), TEN_PERCENT, weighs=APPROVE, where="lines/k1/price", line=10,
         sku="CH-1", percent=Decimal("10.001"), most=Decimal(10)),
    case("price.order_beyond_discount", draft([goods("k1", CHAIR)], order_discount="100001ppm"), TEN_PERCENT,
         weighs=APPROVE, where="header/order_discount", percent=Decimal("10.0001"), most=Decimal(10)),
    case("price.order_below_margin", draft([goods("k1", CHAIR), free("k2", "-20", kind="discount")]), MARGIN,
         weighs=APPROVE, where="lines/k2/price", least=Decimal(40)),
    case("price.order_below_floor", draft([goods("k1", CHAIR), free("k2", "-48.36", kind="discount")]), FLOORS,
         weighs=APPROVE, where="lines/k2/price", left=Money(29_999, "EUR"), floor=Money(30_000, "EUR")),
    case("order.service_gone", draft([goods("k1", CHAIR)], services="express"), weighs=WARN, where="header/services",
         service="express"),
    case("price.below_margin", typed("333.33"), MARGIN, weighs=APPROVE, where="lines/k1/price", line=10, sku="CH-1",
         least=Decimal(40)),
    case("price.beyond_contract", draft([goods("k1", CHAIR, "6")], AGREED), AGREED, weighs=WARN,
         where="lines/k1/quantity", line=10, sku="CH-1", left=Counted(Decimal(5), "pc"),
         beyond=Counted(Decimal(1), "pc")),
]  # fmt: skip
