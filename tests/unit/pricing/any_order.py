"""Any order under any rules: lists, rows and discounts of every kind that overlap, from one source of chance.

The source is a `random.Random`: seeded for a loop that repeats, or Hypothesis's, which shrinks what it finds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from app.domain.exchange import Exchange
from app.domain.money import MICRO
from app.domain.pricing import (
    BREAKS_OVER,
    COUNTS,
    DISCOUNT_KINDS,
    AskedLine,
    AskedOrder,
    Buyer,
    DiscountRule,
    ListFacts,
    MetalContent,
    MetalQuote,
    OrderTerms,
    PriceRow,
    Purchases,
    RulesSnapshot,
    SurchargeRule,
)
from app.domain.pricing.asked import AskedPart
from app.domain.pricing.metals import by_metal
from app.domain.pricing.rules import Book
from app.domain.quantity import Unit
from app.domain.tax import PriceMode, TaxKey, TaxRounding

PIECES = (Unit("pc"), Unit("pc"), Unit("dz", 12), Unit("pk", 96), Unit("pair", 2), Unit("third", 1, 3))
METRES = (Unit("m", 1, 1, 3), Unit("m", 1, 1, 3), Unit("roll", 50), Unit("cm", 1, 100))
UNITS = {"pc": PIECES, "m": METRES}
ARTICLES = {1: ("seating", "pc"), 2: ("seating", "pc"), 3: ("seating", "m"), 4: ("cable", "m"), 5: ("", "pc")}
FAMILIES = ("", "", "", "seating", "seating", "cable")
DAYS = tuple(map(date.fromisoformat, ("2026-02-28", "2026-03-01", "2026-03-02", "2026-03-31", "2026-04-01")))
MINIMA = (0, 0, 0, 1, 6, 10, 12, 12, 24, 96)
PRICES = (348_350_000, 330_000_000, 99_990_000, 7_770_000, 12_400_000, 3_333_300, 4_500_000, 100_000, 1, 0)
QUANTITIES = (1, 1, 2, 5, 6, 11, 12, 13, 24, 100, 1.5, 0.333, 0.25, 0, -3)
SHARES = (0, 25_000, 30_000, 50_000, 100_000, 100_000, 123_456, 333_333, 600_000, 990_000, MICRO)
FACTORS = (MICRO, MICRO, 900_000, 1_100_000, 975_000, 333_333, 1_000, 0)
PLUSES = (0, 0, 5_000_000, -5_000_000, 10_000, -1)
STEPS = ((0, 0), (MICRO, -10_000), (50_000, 0), (10 * MICRO, -50_000), (300_000, 0), (MICRO, 2_500_000),
         (MICRO, -3_050_000), (7, 3))  # fmt: skip
KINDS = ("general", "general", "general", "group", "group", "contract", "contract")
TAXES = {
    "standard": TaxKey("S", 190_000, "S19"), "reduced": TaxKey("S", 70_000, "S7"),
    "service": TaxKey("S", 190_000, "S19"), "zero": TaxKey("Z", 0, "Z0"),
    "stacked": TaxKey("S", 88_750, "US-NY-NYC/8a1f", "US-NY=40000 US-NY-NYC=45000 US-NY-MCTD=3750"),
}  # fmt: skip
SLOTS = ("freight", "freight", "small order", "express")
EVERYONES = ListFacts(1, "L1", "List 1", "general")
CURRENCIES = ("EUR", "EUR", "JPY", "KWD")
ABROAD = ("USD", "JPY", "KWD")
RATES = (1_054_300_000, 162_310_000_000, 325_000_000, 999_999_999, 7)
METALS = ("AG", "CU", "PB")
WEIGHTS = (1, 7, 5_000, 43_200, 1_000_000)
QUOTATIONS = (0, 1, 150_000_000, 812_300_000, 812_300_001, 900_000_000)
PER_G = (100_000, 100_000, 1_000, 1, 333)


@dataclass(frozen=True)
class Example:
    """An order with the rules under which it is priced."""

    order: AskedOrder
    rules: RulesSnapshot

    @property
    def currency(self) -> str:
        """The order's."""
        return self.order.exchange.currency if self.order.exchange else self.rules.currency


def any_example(chance: Random) -> Example:
    """An order of one to six lines over one to three articles, and rules that compete for them."""
    articles = chance.sample(sorted(ARTICLES), chance.randint(1, 3))
    buyer = _buyer(chance)
    count = chance.randint(2, 9)
    lists = {1: EVERYONES, **{id_: _list(chance, id_, count) for id_ in range(2, count + 1)}}
    rows = _rows(chance, articles, lists)
    discounts = tuple(_discount(chance, id_) for id_ in range(1, chance.randint(0, 14) + 1))
    order_discounts = tuple(_order_discount(chance, id_) for id_ in range(21, 21 + chance.randint(0, 5)))
    surcharges = tuple(_surcharge(chance, id_) for id_ in range(1, chance.randint(0, 6) + 1))
    lines = tuple(_line(chance, number, articles) for number in range(chance.randint(1, 6)))
    purchases = _purchases(chance, articles, lists, rows)
    mode = chance.choice((PriceMode.NET, PriceMode.GROSS))
    home = chance.choice(CURRENCIES)
    rules = RulesSnapshot(
        1,
        home,
        lists,
        rows,
        chance.choice((discounts, discounts + order_discounts)),
        surcharges,
        metals=by_metal(_quotes(chance)),
        beside=_beside(chance, articles, home),
    )
    order = AskedOrder(buyer, lines, _terms(chance), purchases, mode, TAXES, _exchange(chance, home))
    order = replace(order, tax_rounding=chance.choice(tuple(TaxRounding)))
    return Example(order, rules)


def _exchange(chance: Random, home: str) -> Exchange | None:
    currency = chance.choice([each for each in ABROAD if each != home])
    if chance.random() < 0.6:
        return None
    return Exchange(currency, chance.choice(RATES), home, DAYS[0], "ecb")


def _beside(chance: Random, articles: list[int], home: str) -> dict[str, Book]:
    """Lists of other currencies, often of the order's, with ids and rows of their own."""
    books, others = {}, [each for each in ABROAD if each != home]
    for place, currency in enumerate(chance.sample(others, chance.randint(0, 2))):
        first = 100 * (place + 1)
        ids = range(first, first + chance.randint(1, 3))
        lists = {id_: replace(_list(chance, id_, 0), parent_id=None, currency=currency) for id_ in ids}
        rows = _rows(chance, articles, lists)
        books[currency] = Book(lists, {id_: _renumbered(each, 1000 * first) for id_, each in rows.items()})
    return books


def _renumbered(rows: tuple[PriceRow, ...], above: int) -> tuple[PriceRow, ...]:
    return tuple(replace(row, id=row.id + above) for row in rows)


def _terms(chance: Random) -> OrderTerms:
    typed = chance.choice((None, None, None, None, "percent", "amount"))
    return OrderTerms(
        chance.choice(DAYS),
        chance.choice(SHARES) if typed == "percent" else None,
        chance.choice((0, 1, 1_000, 6_667)) if typed == "amount" else None,
        frozenset(chance.sample(SLOTS, chance.randint(0, 2))),
        frozenset(chance.sample(("D21", "D22", "S1", "S2", "S3", "MCU"), chance.choice((0, 0, 1, 2)))),
    )


def _buyer(chance: Random) -> Buyer:
    return Buyer(
        chance.choice((7, 7, 7, 9, None)), chance.choice(("dealer", "dealer", "dealer", "")),
        chance.choice((0, 30_000, 100_000)), chance.choice(("", "web", "web")), chance.choice(("DE", "AT", "AT")),
    )  # fmt: skip


def _range(chance: Random) -> tuple[date | None, date | None]:
    """Mostly without limits; else at the edges where a line's day may be, and now and then the wrong way round."""
    if chance.random() < 0.6:
        return None, None
    return chance.choice((None, *DAYS)), chance.choice((None, *DAYS))


def _list(chance: Random, id_: int, count: int) -> ListFacts:
    kind = chance.choice(KINDS)
    first, last = _range(chance)
    step, ending = chance.choice(STEPS)
    return ListFacts(
        id_, f"L{id_}", f"List {id_}", kind,
        price_group=chance.choice(("dealer", "dealer", "shop", "")) if kind == "group" else "",
        customer_id=chance.choice((7, 7, 7, 9)) if kind == "contract" else None,
        priority=chance.choice((0, 1, 2)), valid_from=first, valid_to=last,
        channel=chance.choice(("", "", "", "web")), country=chance.choice(("", "", "", "AT")),
        breaks_over=chance.choice(BREAKS_OVER), counts=chance.choice(COUNTS),
        parent_id=_parent(chance, id_, count),
        factor_ppm=chance.choice(FACTORS), add_micro=chance.choice(PLUSES), step_micro=step, ending_micro=ending,
        includes_tax=chance.random() < 0.4,
    )  # fmt: skip


def _parent(chance: Random, id_: int, count: int) -> int | None:
    """None, or any other one: also one that leads back to this one, and one that is not there."""
    others = [other for other in range(1, count + 2) if other != id_]
    return chance.choice(others) if chance.random() < 0.6 else None


def _rows(
    chance: Random, articles: list[int], lists: dict[int, ListFacts]
) -> dict[int, tuple[PriceRow, ...]]:
    """Rows of the articles in most lists, not in the order of their lists or minima."""
    places = [
        (article, id_) for article in articles for id_ in lists for _ in range(_row_count(chance, lists[id_]))
    ]
    found: dict[int, tuple[PriceRow, ...]] = {}
    for number, (article, list_id) in enumerate(chance.sample(places, len(places)), start=1):
        found[article] = (*found.get(article, ()), _row(chance, number, lists[list_id], article))
    return found


def _row_count(chance: Random, facts: ListFacts) -> int:
    """A list that is made of another one has seldom rows of its own."""
    return chance.choice((1, 2, 3, 4) if facts.parent_id is None else (0, 0, 0, 1, 2))


def _row(chance: Random, id_: int, facts: ListFacts, article: int) -> PriceRow:
    first, last = _range(chance)
    has_agreed = facts.kind == "contract" and chance.random() < 0.7
    row = PriceRow(
        id_, facts.id, chance.choice(MINIMA) * MICRO, chance.choice(PRICES), chance.choice((1, 1, 1, 100, 1000)),
        first, last, chance.choice((1, 10, 500)) * MICRO if has_agreed else None,
    )  # fmt: skip
    return row if chance.random() < 0.6 else _in_unit(chance, row, article)


def _in_unit(chance: Random, row: PriceRow, article: int) -> PriceRow:
    """The row as one of a further unit; now and then of one that held something else when it was written."""
    base = ARTICLES[article][1]
    unit = chance.choice([each for each in UNITS[base] if each.code != base])
    more = chance.choice((0, 0, 0, 0, 1))
    least = unit.to_base(chance.choice((0, 0, 0, 1, 2, 12)) * MICRO)
    return replace(
        row, min_micro=least, unit=unit.code, unit_num=unit.factor_num + more, unit_den=unit.factor_den
    )


def _discount(chance: Random, id_: int) -> DiscountRule:
    first, last = _range(chance)
    return DiscountRule(
        id_, f"Rule {id_}", chance.choice(SHARES), chance.choice((None, None, None, 7, 7, 9)),
        chance.choice(("", "", "", "dealer", "dealer", "shop")), chance.choice(FAMILIES), first, last,
        chance.choice(DISCOUNT_KINDS),
    )  # fmt: skip


def _order_discount(chance: Random, id_: int) -> DiscountRule:
    return replace(
        _discount(chance, id_), family="", scope="order", least_minor=chance.choice((0, 0, 5_000, 100_000))
    )


def _surcharge(chance: Random, id_: int) -> SurchargeRule:
    first, last = _range(chance)
    return SurchargeRule(
        id_, chance.choice(SLOTS), f"Surcharge {id_}", chance.choice((0, 500, 990, 1_990)),
        chance.choice((0, 0, 10_000, 12_345)), chance.choice(("always", "always", "chosen")),
        chance.choice((0, 0, 1_000, 400_000)), chance.choice((0, 0, 5_000, 50_000)), chance.choice(("", "", "service")),
        chance.choice((None, None, 7)), chance.choice(("", "", "dealer")), chance.choice(("", "", "AT")),
        chance.choice(("", "", "web")), first, last,
    )  # fmt: skip


def _quotes(chance: Random) -> list[MetalQuote]:
    return [
        MetalQuote(
            id_,
            chance.choice(METALS),
            "Metal",
            chance.choice(QUOTATIONS),
            chance.choice(DAYS),
            chance.choice(PER_G),
        )
        for id_ in range(1, chance.choice((0, 3, 6, 9)) + 1)
    ]


def _contents(chance: Random) -> tuple[MetalContent, ...]:
    metals = chance.sample(METALS, chance.choice((0, 0, 1, 2)))
    return tuple(
        MetalContent(metal, chance.choice(WEIGHTS), chance.choice(QUOTATIONS), chance.choice(PER_G))
        for metal in metals
    )


def _line(chance: Random, number: int, articles: list[int]) -> AskedLine:
    article = chance.choice(articles)
    family, base = ARTICLES[article]
    tax_class = chance.choice(tuple(TAXES))
    asked = AskedLine(
        f"line {number}", article, family, round(chance.choice(QUANTITIES) * MICRO), chance.choice(UNITS[base]),
        chance.choice(DAYS),
        chance.choice((0, 325_000_000, 348_350_000, 1_234_567)) if chance.random() < 0.15 else None,
        chance.choice(SHARES) if chance.random() < 0.15 else None, chance.choice((0, 0, 0, 0, 1, 100, 1000)), base,
        chance.choice(("goods", "goods", "service")), tax_class, TAXES[tax_class], chance.choice((0, 5, 900, 12_345)),
        _contents(chance), chance.choice((None, (190_000, 200_000), (70_000, 0))),
    )  # fmt: skip
    if chance.random() < 0.07:
        return _kit(chance, asked, articles)
    if chance.random() < 0.85:
        return asked
    kind = chance.choice(("free", "discount", "charge"))
    typed = chance.choice((9_900_000, 20_000_000)) * (-1 if kind == "discount" else 1)
    return replace(
        asked, product_id=None, family="", manual_price_micro=typed, kind=kind, weight_g=0, metals=()
    )


def _kit(chance: Random, asked: AskedLine, articles: list[int]) -> AskedLine:
    """A kit that costs what its parts do, less a percent."""
    parts = []
    for article in chance.choices(articles, k=chance.randint(1, 3)):
        family, base = ARTICLES[article]
        in_one = round(chance.choice((1, 2, 0.333, 12)) * MICRO)
        whole = max(asked.base_micro, 0) * in_one // MICRO
        part = AskedLine(
            asked.key, article, family, whole, Unit(base), asked.on, base_unit=base, tax_class=asked.tax_class,
            tax=asked.tax, private_ppm=asked.private_ppm,
        )  # fmt: skip
        parts.append(AskedPart(part, in_one))
    return replace(asked, parts=tuple(parts), less_ppm=chance.choice((0, 50_000, 333_333)))


def _purchases(
    chance: Random,
    articles: list[int],
    lists: dict[int, ListFacts],
    rows: dict[int, tuple[PriceRow, ...]],
) -> Purchases:
    families = sorted({ARTICLES[article] for article in articles if ARTICLES[article][0]})
    things: tuple[int | tuple[str, str], ...] = (*articles, *families)
    counted = {(id_, thing): chance.choice((0, 4, 9, 12)) * MICRO for id_ in lists for thing in things}
    drawn = {
        row.id: _drawn(chance, row.agreed_micro) for each in rows.values() for row in each if row.agreed_micro
    }
    return Purchases(counted, drawn)


def _drawn(chance: Random, agreed_micro: int) -> int:
    return chance.choice((0, agreed_micro - 1, agreed_micro, agreed_micro, 600 * MICRO))
