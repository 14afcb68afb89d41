"""The rules as one immutable value: price lists, their rows by product, discount rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.domain.exchange import Exchange
from app.domain.money import MICRO
from app.domain.pricing.derived_rows import TaxedRules, rows_by_formula, rows_by_rate
from app.domain.pricing.formula import Formula
from app.domain.pricing.metals import Quotes
from app.domain.pricing.price_row import PriceRow, Rows, break_order, is_valid_on, rows_for, units_of
from app.domain.pricing.promotions import Promotion
from app.domain.quantity import Unit
from app.domain.tax import PriceMode

KIND_RANK = {"contract": 3, "group": 2, "general": 1}
DISCOUNT_KINDS = ("best", "added", "chained")
"""How a discount rule meets others, in the order in which they are taken off (discounts.py)."""
PURPOSES = ("sell", "floor")
"""What a list is for: prices that are sold at, or those below which nobody sells without an approval."""
SCOPES = ("line", "order")
"""Whether a discount is taken off each line's price or off the order as a whole."""
BREAKS_OVER = ("line", "article", "family")
"""Of what a list counts the quantity for its breaks: of the line, the article, or the article's family."""
COUNTS = ("order", "period")
"""Whether only the order counts for the breaks, or what was ordered in the list's period before it, too."""


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A price list: for everyone ("general"), a price group ("group") or one customer ("contract").

    `channel` and `country`, where given, are the only ones that it is for. `parent_id`: the list of whose prices
    `formula` makes those of articles that have no row of their own in this one. `purpose`: one of `PURPOSES`.
    `currency`: that of its prices; "" is the firm's. `includes_tax`: whether they are prices with tax (taxed.py).
    """

    id: int
    code: str
    name: str
    kind: str
    price_group: str = ""
    customer_id: int | None = None
    priority: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    channel: str = ""
    country: str = ""
    breaks_over: str = "line"
    counts: str = "order"
    parent_id: int | None = None
    factor_ppm: int = MICRO
    add_micro: int = 0
    step_micro: int = 0
    ending_micro: int = 0
    purpose: str = "sell"
    currency: str = ""
    includes_tax: bool = False

    @property
    def formula(self) -> Formula:
        """How prices of the parent become prices of this list."""
        return Formula(self.factor_ppm, self.add_micro, self.step_micro, self.ending_micro)

    def is_valid_on(self, day: date) -> bool:
        """Whether the day is one of the list's, both ends inclusive."""
        return is_valid_on(day, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class DiscountRule:
    """A percent off; empty conditions mean any. `kind` is one of `DISCOUNT_KINDS`.

    `scope`: off each line's price ("line"), or off the whole order ("order") where its goods and services, less
    discount lines, come to `least_minor` or more.
    """

    id: int
    name: str
    discount_ppm: int
    customer_id: int | None = None
    price_group: str = ""
    family: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    kind: str = "best"
    scope: str = "line"
    least_minor: int = 0


APPLIES = ("always", "chosen")
"""A surcharge comes with every order that it fits, or when the clerk chooses it (express, gift wrap)."""


@dataclass(frozen=True, slots=True)
class SurchargeRule:
    """What an order costs beside its lines: freight, small order, pallets, express. Empty conditions mean any.

    `slot`: of the rules with the same one only the one for the narrowest buyer comes. `amount_minor` once, or, with
    `each_g`, for each beginning so many grams; `rate_ppm` of the order's goods, services and discounts is added.
    Nothing from `free_from_minor` of them on, if it is not 0. `tax_class`: "" follows the order's lines in proportion.
    """

    id: int
    slot: str
    name: str
    amount_minor: int
    rate_ppm: int = 0
    applies: str = "always"
    each_g: int = 0
    free_from_minor: int = 0
    tax_class: str = ""
    customer_id: int | None = None
    price_group: str = ""
    country: str = ""
    channel: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PriceRight:
    """What a role may give away on a family of articles, "" on all: None is no limit.

    `max_discount_ppm` is off the list price of the quantity; `min_margin_ppm` is what has to be left, of the price;
    `floor_ppm`: the role's own floor, as a share of the floor price. None: the floor price itself.
    """

    role: str
    family: str = ""
    max_discount_ppm: int | None = None
    min_margin_ppm: int | None = None
    floor_ppm: int | None = None


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, on which way and for which country: what decides which lists and discounts are meant."""

    customer_id: int | None = None
    price_group: str = ""
    discount_ppm: int = 0
    channel: str = ""
    country: str = ""


class Book(NamedTuple):
    """The price lists of a currency, and their rows by product."""

    lists: Mapping[int, ListFacts]
    rows: Mapping[int, Rows]


class HomeRules(NamedTuple):
    """The firm's own rules, and the rate by which their prices are taken into a document's currency."""

    rules: RulesSnapshot
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class RulesSnapshot:
    """Everything that prices depend on, at one `version`; built by `services/pricing`, never changed.

    `lists` and `rows` are those of `currency`, `beside` has those of others by their currency. `home`: what the rules
    of a document in another currency than the firm's are made of (abroad.py). `mode`: whether the document's prices
    include tax; `mixes`: some lists' do and others' do not; `taxed`: what they are made of for one tax (taxed.py).
    """

    version: int
    currency: str
    lists: Mapping[int, ListFacts]
    rows: Mapping[int, Rows]  # by product id
    discounts: tuple[DiscountRule, ...] = field(default=())
    surcharges: tuple[SurchargeRule, ...] = field(default=())
    rights: tuple[PriceRight, ...] = field(default=())
    metals: Quotes = field(default_factory=dict)
    beside: Mapping[str, Book] = field(default_factory=dict)
    home: HomeRules | None = None
    promotions: tuple[Promotion, ...] = field(default=())
    mode: PriceMode = PriceMode.NET
    mixes: bool = False
    taxed: TaxedRules | None = None
    # What follows of the above, remembered when first asked: most products of a price book are never asked for.
    _ranked: dict[Buyer, tuple[ListFacts, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _floors: dict[Buyer, tuple[ListFacts, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _by_list: dict[int, Mapping[int, Rows]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _keyed: dict[tuple[int, str, int, int], Mapping[int, Rows]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _made: dict[tuple[int, int, str], tuple[Rows, Rows]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _fitting: dict[tuple[int | None, str, str], tuple[DiscountRule, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _abroad: dict[Exchange, RulesSnapshot] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    remembered: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def currency_of(self, facts: ListFacts) -> str | None:
        """The currency of a list's own prices, where they are converted into the document's; else None."""
        return None if self.home is None or facts.currency else self.home.exchange.home

    @property
    def shares_breaks(self) -> bool:
        """Whether what stands on one line may change the price of another one."""
        return any(facts.breaks_over != "line" for facts in self.lists.values())

    def lists_for(self, buyer: Buyer) -> tuple[ListFacts, ...]:
        """The lists that are meant for this buyer, the one that comes first in front; valid or not."""
        found = self._ranked.get(buyer)
        if found is None:
            meant = (
                facts
                for facts in self.lists.values()
                if facts.purpose == "sell" and is_meant_for(facts, buyer)
            )
            found = self._ranked[buyer] = tuple(sorted(meant, key=list_rank, reverse=True))
        return found

    def floors_for(self, buyer: Buyer) -> tuple[ListFacts, ...]:
        """The floor lists for this buyer, the one that comes first in front; valid or not."""
        found = self._floors.get(buyer)
        if found is None:
            floors = (facts for facts in self.lists.values() if facts.purpose == "floor")
            meant = (facts for facts in floors if is_meant_for(facts, buyer))
            found = self._floors[buyer] = tuple(sorted(meant, key=list_rank, reverse=True))
        return found

    def discounts_for(self, buyer: Buyer, family: str) -> tuple[DiscountRule, ...]:
        """The discount rules that are meant for this buyer and family; valid or not."""
        key = (buyer.customer_id, buyer.price_group, family)
        found = self._fitting.get(key)
        if found is None:
            of_lines = (rule for rule in self.discounts if rule.scope == "line")
            found = self._fitting[key] = tuple(rule for rule in of_lines if _fits(rule, *key))
        return found

    def order_discounts_for(self, buyer: Buyer) -> tuple[DiscountRule, ...]:
        """The discount rules off the whole order that are meant for this buyer; valid or not."""
        of_order = (rule for rule in self.discounts if rule.scope == "order")
        return tuple(
            rule for rule in of_order if _fits(rule, buyer.customer_id, buyer.price_group, rule.family)
        )

    @property
    def makes_lines(self) -> bool:
        """Whether the rules may add lines to an order."""
        return bool(self.surcharges or self.metals or self.promotions) or any(
            rule.scope == "order" for rule in self.discounts
        )

    def rows_of(self, facts: ListFacts, product_id: int, on: date, unit: Unit | None = None) -> Rows:
        """The rows of a list for what is keyed of a product in a unit, on a day: the unit's own, then the base unit's.

        Of each the highest break first, of equal ones the later start, then row. Its own, valid or not, where one of
        the base unit is valid that day or it has no parent; else those that its formula makes of its parent's, but its
        own of the unit where one of them is valid.
        """
        if self.taxed is not None:
            theirs = self.taxed.rules.rows_of(facts, product_id, on, unit)
            return self._converted(facts, product_id, theirs, unit)
        if self.home is not None and not facts.currency:
            theirs = self.home.rules.rows_of(facts, product_id, on, unit)
            return self._converted(facts, product_id, theirs, unit)
        own = self.own_rows_in(product_id, unit).get(facts.id, ())
        valid = [row for row in own if row.is_valid_on(on)]
        if facts.parent_id is None or (valid and not valid[-1].unit):
            return own
        made = self._made_rows(facts, product_id, on, unit)
        if valid and made:
            return (*(row for row in own if row.unit), *(row for row in made if not row.unit))
        return made or own

    def own_rows(self, product_id: int) -> Mapping[int, Rows]:
        """A product's own rows by list id, of whatever unit; in each the highest break first, then the later start."""
        found = self._by_list.get(product_id)
        if found is None:
            parts: dict[int, list[PriceRow]] = {}
            for row in self.rows.get(product_id, ()):
                parts.setdefault(row.list_id, []).append(row)
            found = {id_: tuple(sorted(rows, key=break_order, reverse=True)) for id_, rows in parts.items()}
            if (made_of := self.taxed or self.home) is not None:
                theirs = made_of.rules.own_rows(product_id)
                found |= {
                    id_: self._converted(self.lists[id_], product_id, rows, None)
                    for id_, rows in theirs.items()
                }
            self._by_list[product_id] = found
        return found

    def own_rows_in(self, product_id: int, unit: Unit | None) -> Mapping[int, Rows]:
        """A product's own rows for what is keyed in a unit, by list id; None: those of the base unit alone."""
        key = (
            (product_id, "", 1, 1)
            if unit is None
            else (product_id, unit.code, unit.factor_num, unit.factor_den)
        )
        found = self._keyed.get(key)
        if found is None:
            found = {
                id_: kept for id_, rows in self.own_rows(product_id).items() if (kept := rows_for(rows, unit))
            }
            self._keyed[key] = found
        return found

    def units_priced(self, product_id: int) -> tuple[Unit, ...]:
        """The units beside the base unit in which a product has prices of their own."""
        key = ("units", product_id)
        found = self.remembered.get(key)
        if not isinstance(found, tuple):
            own = self.own_rows(product_id).values()
            found = self.remembered[key] = units_of(row for rows in own for row in rows)
        return found

    def _converted(self, facts: ListFacts, product_id: int, rows: Rows, unit: Unit | None) -> Rows:
        """The firm's rows in the document's currency, or with its tax; the same ones for the same rows."""
        key = facts.id, product_id, unit.code if unit else ""
        known = self._made.get(key)
        if known is None or known[0] is not rows:
            made = self.taxed.rows_with(facts, rows) if self.taxed else rows_by_rate(rows, self.home)
            known = self._made[key] = (rows, made)
        return known[1]

    def _made_rows(self, facts: ListFacts, product_id: int, on: date, unit: Unit | None) -> Rows:
        parent = self.lists.get(facts.parent_id or 0)
        if parent is None or not parent.is_valid_on(on) or facts.id in ancestors(facts, self.lists):
            return ()
        rows = self.rows_of(parent, product_id, on, unit)
        key = facts.id, product_id, unit.code if unit else ""
        known = self._made.get(key)
        if known is None or known[0] is not rows:
            known = self._made[key] = (rows, rows_by_formula(rows, facts))
        return known[1]


def ancestors(facts: ListFacts, lists: Mapping[int, ListFacts]) -> tuple[int, ...]:
    """The ids of the lists of whose prices this one's are made, the nearest first; a circle ends where it closes."""
    found: list[int] = []
    parent = facts.parent_id
    while parent is not None and parent not in found:
        found.append(parent)
        parent = lists[parent].parent_id if parent in lists else None
    return tuple(found)


def _fits(rule: DiscountRule, customer_id: int | None, price_group: str, family: str) -> bool:
    return (
        rule.customer_id in {None, customer_id}
        and rule.price_group in {"", price_group}
        and rule.family in {"", family}
    )


def is_meant_for(facts: ListFacts, buyer: Buyer) -> bool:
    """Whether the list is meant for a buyer at all."""
    if facts.channel not in {"", buyer.channel} or facts.country not in {"", buyer.country}:
        return False
    return is_customers(facts, buyer.customer_id, buyer.price_group)


def is_customers(facts: ListFacts, customer_id: int | None, price_group: str) -> bool:
    """Whether the list is the customer's, whatever the way and the country."""
    if facts.kind == "contract":
        return facts.customer_id == customer_id and customer_id is not None
    return facts.kind == "general" or (facts.price_group != "" and facts.price_group == price_group)


def list_rank(facts: ListFacts) -> tuple[int, int, bool, bool, bool, int]:
    """The greater, the sooner: contract, group, general; priority; a channel's, a country's; the newer list.

    Before the newer one comes that in the document's own currency: the firm's prices are converted.
    """
    places = facts.channel != "", facts.country != "", facts.currency != ""
    return KIND_RANK[facts.kind], facts.priority, *places, facts.id


EMPTY = RulesSnapshot(version=0, currency="EUR", lists={}, rows={})
