"""What promotions make of prices: of each article the least that has to be bought for one, and what is paid for it.

A promotion is looked at by itself, at the prices of its first day that still comes; what would cost too little without
it is told elsewhere. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from app.domain.money import MICRO, minor_per_major
from app.domain.pricing.amounts import LineAmount
from app.domain.pricing.asked import NO_TAX, AskedLine, SharedFacts
from app.domain.pricing.effects import Outcome, outcome_of
from app.domain.pricing.engine import price_line
from app.domain.pricing.limits import floor_micro
from app.domain.pricing.promotions import Gift, Promotion
from app.domain.pricing.rule_conflicts import RuleConflict
from app.domain.pricing.rules import Buyer, RulesSnapshot
from app.domain.quantity import Unit

_ALL = 10**15  # of an order that has whatever else a promotion asks for
_FINE_MINOR = 100  # below it a unit's price is rounded too coarsely to be compared
_MANY = 1000
_GROUPS = 3  # price groups of a promotion that are looked at
_OF_UNITS = frozenset({"percent", "each", "amount", "cheapest"})
"""Effects that make the price of an article another one, which may fall below its floor."""


@dataclass(frozen=True, slots=True)
class Article:
    """What has to be known of an article."""

    id: int
    family: str
    unit: str
    kind: str = "goods"


_Priced = tuple[LineAmount, AskedLine]


@dataclass(frozen=True, slots=True)
class Worth:
    """The promotions that still come, the articles by id, and what a base unit costs, as far as it is known.

    Prices are those of an order without tax; `rates`: what lists include that have it, by article and country.
    """

    rules: RulesSnapshot
    today: date
    articles: Mapping[int, Article] = field(default_factory=dict)
    costs: Mapping[int, int] = field(default_factory=dict)
    rates: Mapping[tuple[int, str], int] = field(default_factory=dict)

    def private_ppm(self, product_id: int, country: str) -> tuple[int, int]:
        """The tax that lists' prices include of an article: in the firm's country, and in another."""
        home = self.rates.get((product_id, ""), 0)
        return home, self.rates.get((product_id, country), home)

    @property
    def promotions(self) -> tuple[Promotion, ...]:
        """Those that change what is paid for articles, in the rules' own currency."""
        return tuple(
            each
            for each in self.rules.promotions
            if each.effect != "freight"
            and each.currency == self.rules.currency
            and (each.valid_to is None or each.valid_to >= self.today)
        )


def below_in(world: Worth, product_ids: Sequence[int]) -> tuple[RuleConflict, ...]:
    """The promotions that let these articles cost less than their cost or floor, one finding for each article."""
    promotions = world.promotions
    found: list[RuleConflict] = []
    for product_id in product_ids:
        article, prices = world.articles.get(product_id), _Prices(world)
        if article is not None:
            for promotion in promotions:
                if _begins_with(promotion, article):
                    found += _below(promotion, article, world, prices)
    return tuple(found)


def join_below(parts: Iterable[Sequence[RuleConflict]]) -> tuple[RuleConflict, ...]:
    """For each promotion its worst article, with how many others there are."""
    found: dict[tuple[str, int], list[RuleConflict]] = {}
    for part in parts:
        for each in part:
            found.setdefault((each.code, each.rule_id), []).append(each)
    return tuple(replace(min(rows, key=_share_paid), rows=len(rows)) for rows in found.values())


def _share_paid(row: RuleConflict) -> tuple[int, int]:
    return row.paid_minor * _ALL // row.least_minor, row.product_id or 0


def _begins_with(promotion: Promotion, article: Article) -> bool:
    """Whether the article brings the promotion; of a set the first one stands for all."""
    if promotion.effect == "bundle":
        return bool(promotion.products) and promotion.products[0][0] == article.id
    is_given = promotion.effect == "named" and promotion.gift and promotion.gift.product_id == article.id
    return not is_given and promotion.is_of(article.id, article.family)


class _Prices:
    """Lines at the prices of the rules; many promotions of an article ask for the same one."""

    def __init__(self, world: Worth) -> None:
        self._world = world
        self._known: dict[tuple[Article, int, Buyer, date], _Priced | None] = {}

    def of(self, article: Article, micro: int, buyer: Buyer, on: date) -> _Priced | None:
        """A line of so many base units; None where no list has a price."""
        key = article, micro, buyer, on
        if key not in self._known:
            self._known[key] = self._priced(*key)
        return self._known[key]

    def _priced(self, article: Article, micro: int, buyer: Buyer, on: date) -> _Priced | None:
        asked = AskedLine(
            "",
            article.id,
            article.family,
            micro,
            Unit(article.unit),
            on,
            base_unit=article.unit,
            kind=article.kind,
            private_ppm=self._world.private_ppm(article.id, buyer.country),
        )
        result = price_line(asked, self._world.rules, SharedFacts(buyer))
        if result.list_micro is None:
            return None
        line = LineAmount(
            article.kind, result.amount_minor, "standard", NO_TAX, product_id=article.id, family=article.family,
            base_micro=micro, base_unit=article.unit,
        )  # fmt: skip
        return line, asked


@dataclass(frozen=True, slots=True)
class _Bought:
    """The least that brings a promotion: lines with their articles."""

    lines: tuple[LineAmount, ...]
    asked: tuple[AskedLine, ...]

    @property
    def amount_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines)


def _below(promotion: Promotion, article: Article, world: Worth, prices: _Prices) -> Iterator[RuleConflict]:
    for buyer in _buyers(promotion):
        bought = _least(promotion, article, world, partial(_line, promotion, prices, buyer, world.today))
        if bought is None:
            continue
        given = outcome_of(promotion, bought.lines, order_minor=_ALL, left_minor=None)
        found = tuple(_compared(promotion, article, world, SharedFacts(buyer), bought, given))
        if found:
            yield from found
            return


def _compared(
    promotion: Promotion, article: Article, world: Worth, shared: SharedFacts, bought: _Bought, given: Outcome
) -> Iterator[RuleConflict]:
    paid, before = bought.amount_minor - given.total_minor, bought.amount_minor
    least = {
        "below_cost": _cost_of(promotion, world, bought, given),
        "below_floor": _floor_of(promotion, world, shared, bought),
    }
    for code, limit in least.items():
        free = given.gift_micro > 0
        if limit is not None and paid < limit and (before >= limit or free):
            reason = "" if promotion.effect in _OF_UNITS else "set"
            yield RuleConflict(
                code, "promotion", promotion.id, reason=reason, first=promotion.valid_from, last=promotion.valid_to,
                product_id=article.id, paid_minor=paid, least_minor=limit, base_micro=bought.lines[0].base_micro,
            )  # fmt: skip


def _cost_of(promotion: Promotion, world: Worth, bought: _Bought, given: Outcome) -> int | None:
    """What the goods cost the firm in minor units, rounded down; None where a cost is not known."""
    goods = [(line.product_id or 0, line.base_micro) for line in bought.lines]
    if promotion.gift is not None and given.gift_micro:
        goods.append((promotion.gift.product_id, given.gift_micro))
    if any(product_id not in world.costs for product_id, _micro in goods):
        return None
    micro = sum(world.costs[product_id] * base for product_id, base in goods)
    return micro * minor_per_major(world.rules.currency) // MICRO**2


def _floor_of(promotion: Promotion, world: Worth, shared: SharedFacts, bought: _Bought) -> int | None:
    """What the floor list asks for them, rounded down."""
    if promotion.effect not in _OF_UNITS:
        return None
    line = bought.asked[0]
    floor = floor_micro(line, world.rules, shared, 1)
    if floor is None:
        return None
    return floor * line.base_micro * minor_per_major(world.rules.currency) // MICRO**2


def _buyers(promotion: Promotion) -> tuple[Buyer, ...]:
    """Those for whom it is looked at: of each price group one, of its first channel and country."""
    channel, country = min(promotion.channels, default=""), min(promotion.countries, default="")
    groups = sorted(promotion.groups)[:_GROUPS] or [""]
    return tuple(Buyer(price_group=group, channel=channel, country=country) for group in groups)


def _least(
    promotion: Promotion, article: Article, world: Worth, line_of: Callable[[Article, int], _Priced | None]
) -> _Bought | None:
    """The lines of the smallest order that has the promotion; None where an article has no price."""
    lines = [line_of(each, micro) for each, micro in _goods(promotion, article, world)]
    known = [line for line in lines if line is not None]
    if len(known) < len(lines):
        return None
    return _Bought(tuple(line for line, _asked in known), tuple(asked for _line, asked in known))


def _goods(promotion: Promotion, article: Article, world: Worth) -> list[tuple[Article, int]]:
    if promotion.effect == "bundle":
        return [(world.articles[id_], micro) for id_, micro in promotion.products if id_ in world.articles]
    wanted = max(promotion.least_micro, MICRO)
    if promotion.effect == "cheapest":
        wanted = max(wanted, promotion.buy_micro + promotion.get_micro)
    elif promotion.effect in {"named", "gift"}:
        wanted = max(wanted, promotion.buy_micro)
    goods = [(article, wanted)]
    if promotion.effect == "named" and promotion.gift is not None:
        goods.append((_article_of(promotion.gift), promotion.get_micro))
    return goods


def _article_of(gift: Gift) -> Article:
    return Article(gift.product_id, gift.family, gift.unit)


def _line(
    promotion: Promotion, prices: _Prices, buyer: Buyer, today: date, article: Article, micro: int
) -> _Priced | None:
    """A line of so many base units, or of as many as it takes for the least amount."""
    on = max(promotion.valid_from or today, today)
    least = max(promotion.least_minor, promotion.order_least_minor if promotion.effect == "amount" else 0)
    found = prices.of(article, micro, buyer, on)
    if found is None or not found[0].amount_minor:
        return found
    unit_minor = found[0].amount_minor * MICRO // micro
    wanted = micro
    if found[0].amount_minor < least:
        wanted = -(-micro * least // found[0].amount_minor // MICRO) * MICRO
    elif unit_minor < _FINE_MINOR and promotion.effect in {"percent", "each"}:
        wanted = micro * _MANY
    return prices.of(article, wanted, buyer, on)
