"""Any draft under any rules, and any step of a clerk on it: from the same source of chance as tests/unit/pricing.

Prices with and without tax, other currencies, promotions of every effect, surcharges, metals, breaks over lines and
families, tax rounded by group or by line; kits of every kind; goods that come back; steps on lines and on the head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from app.domain.kits import PRICES, SPLITS, TAXES, Kit, KitPart
from app.domain.money import MICRO
from app.domain.orders.asking import PRICE_DAYS
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.draft import Draft, Edit, Line, delete_line, edit_header, edit_line, insert_line
from app.domain.orders.keying import product_values
from app.domain.orders.repricing import reprice_all
from app.domain.orders.terms_typed import TypedDiscount
from app.domain.pricing import AskedOrder
from app.domain.quantity import Unit
from tests.unit.orders.world import ANNA, EMPTY, HEADER, NORD, WIEN
from tests.unit.orders.world import TAXES as TAX_RULES
from tests.unit.pricing.any_order import ARTICLES, DAYS, QUANTITIES, SHARES, UNITS, Example, any_example
from tests.unit.pricing.any_promotions import any_promoted

CLASSES = ("standard", "reduced", "service")
KIT = 9
KIT_QUANTITIES = (1, 2, 12, 0.5, 0)
TYPED = (0, 1_234_567, 325_000_000)
HEADS = {
    "ship_country": ("DE", "AT", "CH"), "channel": ("", "web"), "requested_date": (None, *DAYS),
    "order_discount": ("", "100000ppm", "6667minor", "0ppm"), "services": ("", "express", "express,freight"),
    "waived": ("", "P1", "S1,D21", "P2,MCU"), "coupons": ("", "summer", "summer,vip"),
}  # fmt: skip
"""What a clerk keys into the head that prices depend on."""


@dataclass(frozen=True)
class World:
    """An order's world with an empty draft in it, and the articles that are keyed."""

    context: OrderContext
    draft: Draft
    articles: tuple[int, ...]

    @property
    def fresh(self) -> OrderContext:
        """The same context with rules that remember nothing."""
        return replace(self.context, rules=replace(self.context.rules))


def any_world(chance: Random) -> World:
    example = any_promoted(chance) if chance.random() < 0.6 else any_example(chance)
    order, day = example.order, chance.choice(DAYS)
    buyer = order.buyer
    usual = replace(
        chance.choice((NORD, WIEN, ANNA)),
        id=7,
        price_group=buyer.price_group,
        discount_ppm=buyer.discount_ppm,
    )
    customer = usual if buyer.customer_id == 7 else None
    products = _products(chance, order)
    rules = replace(example.rules, rows={**example.rules.rows, KIT: example.rules.rows.get(1, ())})
    context = OrderContext(
        day, example.rules.currency, "DE", TAX_RULES, rules, customer, products, order.purchases,
        chance.choice(PRICE_DAYS),
    )  # fmt: skip
    articles = sorted({line.product_id for line in order.lines if line.product_id}) or [1]
    if chance.random() < 0.4:
        products[KIT] = _kit(chance)
        articles.append(KIT)
    return World(context, reprice_all(_draft(example, context), context), tuple(articles))


def _products(chance: Random, order: AskedOrder) -> dict[int, ProductFacts]:
    lines = {line.product_id: line for line in order.lines}
    return {
        article: ProductFacts(
            article, f"A{article}", f"Article {article}", "goods", family, chance.choice(CLASSES),
            tuple(dict.fromkeys(UNITS[unit])), weight_g=chance.choice((0, 5, 900, 12_345)),
            metals=lines[article].metals if article in lines else (), cost_micro=chance.choice((None, 5_000_000)),
        )
        for article, (family, unit) in ARTICLES.items()
    }  # fmt: skip


def _kit(chance: Random) -> ProductFacts:
    """A kit of one to four of the articles, priced and split in whatever way."""
    parts = tuple(
        KitPart(article, round(chance.choice((1, 2, 0.333, 1.5)) * MICRO), chance.choice((0, 1, 7)))
        for article in chance.sample(sorted(ARTICLES), chance.randint(1, 4))
    )
    kit = Kit(
        parts, chance.choice(PRICES), chance.choice((0, 100_000)), chance.choice(SPLITS), chance.choice(TAXES)
    )
    units = (Unit("pc"), Unit("dz", 12))
    family = chance.choice(("sets", *(family for family, _unit in ARTICLES.values())))
    return ProductFacts(KIT, "SET", "Set", "goods", family, chance.choice(CLASSES), units, kit=kit)


def _draft(example: Example, context: OrderContext) -> Draft:
    order, terms = example.order, example.order.terms
    header = replace(
        HEADER, customer_id=context.customer.id if context.customer else None, ship_country=order.buyer.country,
        channel=order.buyer.channel, exchange=order.exchange.text if order.exchange else "",
        price_kind=str(order.price_mode), order_discount=TypedDiscount(terms.discount_ppm, terms.discount_minor).text,
        services=",".join(sorted(terms.chosen)), waived=",".join(sorted(terms.waived)),
        coupons=",".join(sorted(terms.coupons)),
    )  # fmt: skip
    return replace(
        EMPTY, header=header, currency=example.currency, order_date=context.today, price_mode=str(order.price_mode),
        tax_rounding=str(order.tax_rounding), rules_version=context.rules.version,
    )  # fmt: skip


def any_line(chance: Random, number: int, world: World) -> Line:
    """A line as it is keyed: mostly of an article, now and then with a typed price or discount."""
    kind = chance.choice(("goods",) * 8 + ("discount", "charge", "free", "note"))
    if kind != "goods":
        price = chance.choice((9_900_000, 20_000_000)) * (-1 if kind == "discount" else 1)
        return Line(
            f"k{number}", 1000 * number, kind, text=kind, quantity_micro=MICRO, list_price_micro=price,
            price_source="manual", discount_source="manual", tax_class=chance.choice(CLASSES),
        )  # fmt: skip
    product = world.context.products[chance.choice(world.articles)]
    unit, kind = chance.choice(product.units), str(product_values(product)["kind"])
    count = chance.choice(QUANTITIES if product.kit is None else KIT_QUANTITIES)
    line = Line(
        f"k{number}", 1000 * number, kind, product.id, product.sku, product.name, round(count * MICRO),
        unit.code, unit.factor_num, unit.factor_den, tax_class=product.tax_class,
        requested_date=chance.choice((None, *DAYS)),
    )  # fmt: skip
    if chance.random() < 0.15:
        price, per = chance.choice(TYPED), chance.choice((1, 100))
        line = replace(line, price_source="manual", list_price_micro=price, price_per=per)
    if chance.random() < 0.1:
        line = replace(line, discount_source="manual", discount_ppm=chance.choice(SHARES))
    return line


def any_step(chance: Random, number: int, draft: Draft, world: World) -> Edit:
    """What a clerk does next."""
    lines = draft.keyed_lines
    kinds = (
        "insert",
        "insert",
        "quantity",
        "quantity",
        "delete",
        "price",
        "rules",
        "head",
        "head",
        "unit",
        "discount",
    )
    kind = chance.choice(kinds) if lines else "insert"
    if kind == "insert":
        return insert_line(any_line(chance, number, world))
    if kind == "head":
        name = chance.choice(sorted(HEADS))
        return edit_header(draft, **{name: chance.choice(HEADS[name])})
    line = chance.choice(lines)
    if kind == "delete":
        return delete_line(line)
    if kind == "quantity" or line.product_id is None:
        counts = KIT_QUANTITIES if line.kind == "kit" else QUANTITIES
        return edit_line(line, quantity_micro=round(chance.choice(counts) * MICRO))
    if kind == "unit":
        unit = chance.choice(world.context.products[line.product_id].units)
        return edit_line(line, unit=unit.code, factor_num=unit.factor_num, factor_den=unit.factor_den)
    if kind == "price":
        return edit_line(line, price_source="manual", list_price_micro=chance.choice(TYPED))
    if kind == "discount":
        return edit_line(line, discount_source="manual", discount_ppm=chance.choice(SHARES))
    return edit_line(line, price_source="auto", discount_source="auto")
