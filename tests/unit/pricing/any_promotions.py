"""Any order under promotions of every kind that overlap, beside all the rules of `any_order.py`."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from app.domain.money import MICRO
from app.domain.pricing import EFFECTS, AskedLine, Gift, PriceRow, Promotion, Used
from app.domain.quantity import Unit
from tests.unit.pricing.any_order import ARTICLES, DAYS, SHARES, SLOTS, TAXES, Example, any_example

COUPONS = ("summer", "vip")
AMOUNTS = (1, 100, 990, 1_000, 5_000, 40_000)
LEAST = (0, 0, 0, 0, 0, 0, 1_000, 30_000)
QUANTITIES = (1, 1, 2, 3, 10)
GIFTS = tuple(
    Gift(article, f"A{article}", f"Article {article}", unit, family, "reduced")
    for article, (family, unit) in ARTICLES.items()
)


def any_promoted(chance: Random) -> Example:
    """An order with eight to fourteen promotions, most of which are for what it holds; articles mostly have a price."""
    example = any_example(chance)
    articles = sorted({line.product_id for line in example.order.lines if line.product_id}) or [1]
    promotions = tuple(
        any_promotion(chance, number, articles, example.currency)
        for number in range(1, chance.randint(8, 14) + 1)
    )
    rows = {
        article: (*rows, PriceRow(900 + article, 1, 0, chance.choice((99_990_000, 12_345_678, 500_000))))
        for article in ARTICLES
        if (rows := example.rules.rows.get(article, ())) is not None
    }
    order_lines = (
        replace(line, quantity_micro=chance.choice((1, 2, 3, 5, 12)) * MICRO)
        if chance.random() < 0.5
        else line
        for line in example.order.lines
    )
    lines = tuple(
        replace(line, manual_price_micro=None, manual_discount_ppm=None)
        if line.product_id is not None and chance.random() < 0.9
        else line
        for line in order_lines
    )
    if lines[0].product_id is None:
        lines = (*lines, _plain(chance, articles[0]))
    used = {number: _used(chance) for number in range(1, 15)}
    terms = replace(
        example.order.terms,
        coupons=frozenset(chance.sample(COUPONS, chance.choice((0, 1, 2)))),
        waived=example.order.terms.waived
        | frozenset(chance.sample(("P1", "P2"), chance.choice((0, 0, 0, 1)))),
    )
    order = replace(
        example.order, lines=lines, terms=terms, purchases=replace(example.order.purchases, used=used)
    )
    lists = example.rules.lists
    if chance.random() < 0.85:  # a contract takes the article out of every promotion
        lists = {id_: facts for id_, facts in lists.items() if facts.kind == "general" or id_ == 1}
        rows = {article: tuple(row for row in each if row.list_id in lists) for article, each in rows.items()}
    discounts = example.rules.discounts
    if chance.random() < 0.8:  # else many a line costs nothing before promotions see it
        discounts = tuple(rule for rule in discounts if rule.scope == "order")
    rules = replace(example.rules, promotions=promotions, rows=rows, lists=lists, discounts=discounts)
    return Example(order, rules)


def _plain(chance: Random, article: int) -> AskedLine:
    family, unit = ARTICLES[article]
    count = chance.choice((1, 3, 5, 12)) * MICRO
    return AskedLine(
        "plain", article, family, count, Unit(unit), DAYS[2], base_unit=unit, tax=TAXES["standard"]
    )


def _used(chance: Random) -> Used:
    return Used(chance.choice((0, 1, 1, 3)), chance.choice((0, 0, 0, 1)), chance.choice((0, 90, 90, 990)))


def any_promotion(chance: Random, number: int, articles: list[int], currency: str) -> Promotion:
    """A promotion with a few conditions of every sort."""
    effect = chance.choice(EFFECTS)
    is_broad = chance.random() < 0.5
    families = (
        frozenset()
        if is_broad or chance.random() < 0.5
        else frozenset({ARTICLES[articles[0]][0] or "seating"})
    )
    named = () if is_broad or families else tuple((each, 0) for each in chance.sample(articles, 1))
    if effect == "bundle":
        families, chosen = frozenset(), chance.sample(articles, min(len(articles), chance.choice((1, 2, 2))))
        named = tuple((each, chance.choice(QUANTITIES) * MICRO) for each in chosen)
    first, last = (
        (None, None) if chance.random() < 0.8 else (chance.choice(DAYS), chance.choice((None, *DAYS)))
    )
    return Promotion(
        100 + number, number, f"Promotion {number}", effect, chance.choice((currency,) * 19 + ("USD",)),
        rate_ppm=chance.choice([share for share in SHARES if share]), amount_minor=chance.choice(AMOUNTS),
        buy_micro=chance.choice((1, 2, 2, 3)) * MICRO if effect != "gift" else chance.choice((0, 1, 2)) * MICRO,
        get_micro=chance.choice((1, 1, 2)) * MICRO, max_times=chance.choice((0, 0, 1, 2)),
        gift=_gift(chance, effect, articles),
        slot=chance.choice(SLOTS) if effect == "freight" else "", tax_class=chance.choice(("", "", *TAXES)),
        customers=_some(chance, (7, 9)), groups=_some(chance, ("dealer", "shop")), channels=_some(chance, ("web", "")),
        countries=_some(chance, ("AT", "DE")), products=named, families=families,
        counts=chance.choice(("line", "lines")), least_micro=chance.choice((0, 0, 0, 0, 2, 6)) * MICRO,
        least_minor=chance.choice(LEAST), order_least_minor=chance.choice(LEAST),
        coupon=chance.choice(("", "", "", "Summer", "V I P")), exclusive=chance.random() < 0.25,
        max_uses=chance.choice((0, 0, 0, 3)), max_customer_uses=chance.choice((0, 0, 0, 1)),
        budget_minor=chance.choice((0, 0, 0, 100, 1_000)), valid_from=first, valid_to=last,
    )  # fmt: skip


def _gift(chance: Random, effect: str, articles: list[int]) -> Gift | None:
    """A free article may be any one, one of the order's own is one of them."""
    if effect == "named":
        chosen = chance.choice(articles)
        return next(each for each in GIFTS if each.product_id == chosen)
    return chance.choice(GIFTS) if effect == "gift" else None


def _some(chance: Random, values: tuple[object, ...]) -> frozenset:
    """Mostly any, else one or two of them."""
    if chance.random() < 0.92:
        return frozenset()
    return frozenset(chance.sample(values, chance.choice((1, 2))))
