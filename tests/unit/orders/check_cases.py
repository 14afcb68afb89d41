"""What provokes a check, as data: the order, the world around it, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.domain.check_settings import CheckChoice, CheckSettings
from app.domain.credit import CreditClass
from app.domain.habits import Habits, PastOrder, PastSale, habit_before
from app.domain.issues import Severity
from app.domain.money import MICRO, Money
from app.domain.order_checks import Surroundings
from app.domain.order_checks.surroundings import ShipTo
from app.domain.order_policies import Policy
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from app.domain.pricing import MetalContent, MetalQuote
from app.domain.pricing.metals import by_metal
from app.domain.screening.facts import FoundHit, ListInForce, PartyFacts, Role, ScreeningFacts
from app.domain.units import Counted
from tests.unit.orders.world import CHAIR, LAMP, NORD, PRODUCTS, TODAY, WIEN, context, draft, goods

BLOCK, APPROVE, WARN, INFO = Severity.BLOCK, Severity.APPROVE, Severity.WARN, Severity.INFO
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PLAIN = draft([goods("k1", CHAIR)])
NOTHING = Surroundings()
EUR = "EUR"
Case = tuple[str, Draft, OrderContext, Surroundings, Severity, str, dict[str, object]]


def products(product_id: int, **values: object) -> OrderContext:
    changed = replace(PRODUCTS[product_id], **values)  # type: ignore[arg-type]  # fields by name
    return context(products={**PRODUCTS, product_id: changed})


def customer(**values: object) -> OrderContext:
    return context(replace(NORD, **values))  # type: ignore[arg-type]  # fields by name


def around(**values: object) -> Surroundings:
    return Surroundings(**values)  # type: ignore[arg-type]  # fields by name


def with_on(code: str, world: OrderContext | None = None, **choice: object) -> OrderContext:
    """The world of a firm that switched a check on."""
    chosen = CheckChoice(is_on=True, **choice)  # type: ignore[arg-type]  # fields by name
    return replace(world or context(), checks=CheckSettings({code: chosen}))


def case(
    code: str,
    order: Draft = PLAIN,
    world: OrderContext | None = None,
    near: Surroundings = NOTHING,
    *,
    weighs: Severity,
    where: str,
    **params: object,
) -> Case:
    return code, order, world or context(), near, weighs, where, params


def one(**header: Any) -> Draft:
    return draft([goods("k1", CHAIR)], **header)


def habits(product_id: int, *quantities: int, price: int = 348_350_000, **values: Any) -> OrderContext:
    """The world of a customer who ordered these quantities (pieces) of an article, one order a day."""
    sales = [
        PastSale(number, NOW - timedelta(days=number), pieces * MICRO, price)
        for number, pieces in enumerate(quantities, 1)
    ]
    found = habit_before(sales, before=NOW, order_id=0)
    return context(habits=Habits(NORD.id, {product_id: found}, **values))


NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
GERMANY = ShipTo(
    postcode=r"\d{5}", postcode_like="26133", needs_postcode=True, holidays=frozenset({date(2026, 3, 4)})
)
SATURDAY, HOLIDAY = date(2026, 3, 7), date(2026, 3, 4)
AUSTRIAN = context(replace(WIEN, vat_id=""))


LATE_CLASS = CreditClass(code="late", overdue_days=30, overdue_minor=50_000)


def late(minor: int, days: int, code: str = "late") -> OrderContext:
    """The world of a customer with so much overdue, in a firm with one class."""
    world = customer(overdue_minor=minor, overdue_days=days, credit_class=code)
    return replace(world, checks=CheckSettings(credit_classes=(LATE_CLASS,)))


SDN = ListInForce("ofac_sdn", "0a1b", YESTERDAY, NOW, 17_000)
OLD = replace(SDN, published=TODAY - timedelta(days=31))


def screened(*hits: FoundHit, is_screened: bool = True, listed: ListInForce = SDN) -> Surroundings:
    """What is around an order whose customer was screened so."""
    party = PartyFacts(Role.CUSTOMER, NORD.name, "key", is_screened, hits)
    return around(screening=ScreeningFacts((listed,), (party,), TODAY))


def under(*policies: Policy) -> OrderContext:
    """The world of a firm with these rules."""
    return context(checks=CheckSettings(policies=policies))


NO_ISLANDS = Policy(text="No pallets to Helgoland", severity=APPROVE, postcodes=("2045",))
TRADE_ONLY = Policy(text="Seating goes to trade only", severity=INFO, families=("seating",))
TWIN = PastOrder(9, "SO-9", YESTERDAY, {CHAIR: MICRO})
COPPER = (MetalContent("CU", 43_200),)


def with_copper(quoted: date | None) -> OrderContext:
    """The world where chairs hold copper, quoted on a day if it was."""
    quotes = () if quoted is None else (MetalQuote(1, "CU", "Copper", 150 * MICRO, quoted),)
    return replace(products(CHAIR, metals=COPPER), rules=replace(context().rules, metals=by_metal(quotes)))


DATA_CASES = [
    case("order.metal_unquoted", world=with_copper(None), weighs=WARN, where="lines", metal="CU", sku="CH-1",
         date=TODAY),
    case("order.metal_quote_old", world=with_copper(TODAY - timedelta(days=8)), weighs=INFO, where="lines",
         metal="Copper", date=TODAY - timedelta(days=8), days=8),
    case("order.country_unknown", one(ship_country="XX"), near=around(ship_to=ShipTo(is_known=False)),
         weighs=BLOCK, where="header/ship_to", country="XX"),
    case("order.postcode_missing", one(ship_postcode=" "), near=around(ship_to=GERMANY), weighs=WARN,
         where="header/ship_to", country="DE", like="26133"),
    case("order.waits_for_all", draft([goods("k1", CHAIR), goods("k2", LAMP)], delivery_wish="complete"),
         near=around(leaves=(("k1", TODAY), ("k2", TOMORROW))), weighs=INFO, where="header/delivery_wish",
         line=20, sku="LA-1", date=TODAY),
    case("line.unit_changed", draft([goods("k1", LAMP, "2", "pk", factor_num=12)]), weighs=WARN,
         where="lines/k1/quantity", line=10, unit="pk", holds=Counted(Decimal(12), "pc"), sku="LA-1"),
    case("line.price_typed", draft([goods("k1", CHAIR, price_source="manual", list_price_micro=300_000_000)]),
         with_on("line.price_typed"), weighs=INFO, where="lines/k1/price", line=10, sku="CH-1",
         price=Decimal(300)),
    case("order.postcode_wrong", one(ship_postcode="2045"), near=around(ship_to=GERMANY), weighs=WARN,
         where="header/ship_to", postcode="2045", country="DE", like="26133"),
    case("order.postcode_elsewhere", one(ship_postcode="A-1010"), near=around(ship_to=GERMANY), weighs=WARN,
         where="header/ship_to", postcode="A-1010", country="DE", named="AT"),
    case("order.no_contact", world=with_on("order.no_contact"), weighs=INFO, where="header/contact",
         customer=NORD.name),
    case("order.vat_id_wrong", world=customer(vat_id="DE136695977"), weighs=WARN, where="header/customer",
         customer=NORD.name, vat_id="DE136695977"),
    case("order.vat_id_elsewhere", world=customer(vat_id="ATU13585627"), weighs=WARN, where="header/customer",
         customer=NORD.name, vat_id="ATU13585627", country="DE"),
    case("order.no_vat_id", draft([goods("k1", CHAIR)], AUSTRIAN, ship_country="AT"), AUSTRIAN, weighs=WARN,
         where="header/customer", customer=WIEN.name, country="AT"),
    case("order.date_closed_here", one(requested_date=SATURDAY), weighs=INFO, where="header/requested_date",
         date=SATURDAY),
    case("order.date_holiday_there", one(requested_date=HOLIDAY), near=around(ship_to=GERMANY), weighs=INFO,
         where="header/requested_date", date=HOLIDAY, country="DE"),
    case("order.after_cutoff", one(requested_date=TODAY), near=around(first_leaves=TOMORROW), weighs=INFO,
         where="header/requested_date", date=TOMORROW),
    case("order.date_far", one(requested_date=TODAY + timedelta(days=366)), weighs=WARN,
         where="header/requested_date", date=TODAY + timedelta(days=366), days=365),
    case("order.below_minimum_value", world=with_on("order.below_minimum_value", threshold=40000), weighs=WARN,
         where="lines", net=Money(34835, EUR), least=Money(40000, EUR)),
    case("line.date_past", draft([goods("k1", CHAIR, requested_date=YESTERDAY)]), weighs=WARN,
         where="lines/k1/requested_date", line=10, date=YESTERDAY),
    case("line.quantity_above_maximum", draft([goods("k1", CHAIR, "9")]),
         with_on("line.quantity_above_maximum", threshold=8 * MICRO), weighs=WARN, where="lines/k1/quantity",
         line=10, maximum=Counted(Decimal(8), "pc"), sku="CH-1"),
    case("line.broken_pack", draft([goods("k1", LAMP, "12")]), with_on("line.broken_pack"), weighs=WARN,
         where="lines/k1/quantity", line=10, pack=Counted(Decimal(10), "pc"), sku="LA-1"),
    case("line.no_cost", draft([goods("k1", LAMP)]), with_on("line.no_cost"), weighs=INFO,
         where="lines/k1/price", line=10, sku="LA-1"),
    case("line.quantity_unusual", draft([goods("k1", CHAIR, "140")]),
         habits(CHAIR, 10, 12, 12, 14, 12, 11, price=330_000_000), weighs=WARN, where="lines/k1/quantity",
         line=10, sku="CH-1", quantity=Counted(Decimal(140), "pc"), low=Decimal(10),
         high=Counted(Decimal(14), "pc"), count=6),
    case("line.price_unusual", world=habits(CHAIR, 1, 1, 1, 1, 1, price=250_000_000), weighs=WARN,
         where="lines/k1/price", line=10, sku="CH-1", price=Money(34835, EUR), low=Money(25000, EUR),
         high=Money(25000, EUR), count=5),
    case("order.probably_double", world=context(habits=Habits(NORD.id, recent=(TWIN,))), weighs=WARN,
         where="lines", number="SO-9", date=YESTERDAY),
    case("order.policy", world=under(NO_ISLANDS), weighs=APPROVE, where="header/ship_to",
         text="No pallets to Helgoland"),
    case("line.policy", world=under(TRADE_ONLY), weighs=INFO, where="lines/k1/sku", line=10,
         text="Seating goes to trade only"),
    case("compliance.denied_party", near=screened(FoundHit(7, 36, "ofac_sdn", "36", "NORD LINE", 881)),
         weighs=APPROVE, where="header/customer", party=NORD.name, listed="NORD LINE", id="36", kind="ofac_sdn",
         edition="0a1b", date=YESTERDAY, percent=88),
    case("compliance.screening_missing", near=screened(is_screened=False), weighs=BLOCK, where="header/customer",
         party=NORD.name),
    case("compliance.list_old", near=screened(listed=OLD), weighs=WARN, where="", kind="ofac_sdn",
         date=OLD.published, days=31),
    case("order.overdue_holds", world=late(10_000, 31), weighs=APPROVE, where="header/customer",
         amount=Money(10_000, EUR), days=31),
    case("order.po_missing", world=context(habits=Habits(NORD.id, orders_counted=5, orders_with_po=5)),
         weighs=WARN, where="header/po_number", customer=NORD.name, count=5),
]  # fmt: skip
