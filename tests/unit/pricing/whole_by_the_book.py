"""What rules add to an order as a whole, slowly and from docs/pricing.md alone: its steps 11 to 14.

Amounts are fractions of the currency; nothing of the engine but its types is used. See by_the_book.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from app.domain.pricing import (
    AskedLine,
    AskedOrder,
    Buyer,
    DiscountRule,
    MetalContent,
    MetalQuote,
    RulesSnapshot,
    SurchargeRule,
)
from app.domain.tax import PriceMode, TaxKey
from tests.unit.pricing.by_the_book import (
    DECIMALS,
    MILLION,
    base_quantity,
    currency_of,
    in_document,
    in_range,
    prices_by_the_book,
    rounded,
)
from tests.unit.pricing.promotions_by_the_book import Gain, Item, made_by_promotions, promotions_by_the_book

ZERO = Fraction(0)


@dataclass(frozen=True)
class BookLine:
    """A line that is keyed: what the steps look at."""

    kind: str
    amount: Fraction
    tax_class: str
    tax: TaxKey
    grams: Fraction
    metals: tuple[tuple[MetalContent, Fraction], ...] = ()  # with the base units that hold it
    article: int | None = None
    family: str = ""
    quantity: Fraction = ZERO
    unit: str = "pc"
    typed: bool = False


Made = dict[tuple[str, str], Fraction]
"""The amount by origin and tax class; none of 0."""


def made_by_the_book(order: AskedOrder, rules: RulesSnapshot) -> Made:
    """The lines that rules add to the order."""
    return made_of(keyed_by_the_book(order, rules), order, rules)


def keyed_by_the_book(order: AskedOrder, rules: RulesSnapshot) -> list[BookLine]:
    """The keyed lines with their amounts."""
    prices = prices_by_the_book(order, rules)
    return [
        BookLine(
            line.kind,
            prices[line.key].amount,
            line.tax_class,
            line.tax,
            _grams(line),
            tuple((each, base_quantity(line)) for each in line.metals),
            line.product_id,
            line.family,
            base_quantity(line),
            line.base_unit,
            line.manual_price_micro is not None or line.manual_discount_ppm is not None,
        )
        for line in order.lines
    ]


def made_of(lines: Sequence[BookLine], order: AskedOrder, rules: RulesSnapshot) -> Made:
    """The same of lines whose amounts are known."""
    decimals = DECIMALS[currency_of(order, rules)]
    rules = _in_document(rules, order, decimals)
    counted = [line for line in lines if line.kind in {"goods", "service", "free", "discount"}]
    items, gains = _gains(lines, order, rules)
    made = made_by_promotions(gains, items)
    freed = {gain.promotion.slot for gain in gains if gain.frees}
    off, on_top = _rest(lines, sum((gain.total for gain in gains), ZERO), freed, order, rules)
    for origin, amount in off.items():
        made.update(_split(origin, -amount, counted, decimals))
    for rule, amount in on_top:
        if rule.tax_class:
            made[f"S{rule.id}", rule.tax_class] = amount
        else:
            made.update(_split(f"S{rule.id}", amount, counted, decimals))
    made.update(_metals(counted, order, rules, decimals))
    return {key: amount for key, amount in made.items() if amount}


# 2b. Other currencies


def _in_document(rules: RulesSnapshot, order: AskedOrder, decimals: int) -> RulesSnapshot:
    """The amounts of the rules for the whole order in the document's currency."""
    if order.exchange is None:
        return rules

    def taken(minor: int) -> int:
        value = in_document(Fraction(minor, 10 ** DECIMALS[rules.currency]), order)
        return int(rounded(value, decimals) * 10**decimals)

    discounts = tuple(replace(each, least_minor=taken(each.least_minor)) for each in rules.discounts)
    surcharges = tuple(
        replace(each, amount_minor=taken(each.amount_minor), free_from_minor=taken(each.free_from_minor))
        for each in rules.surcharges
    )
    return replace(rules, discounts=discounts, surcharges=surcharges)


def gains_of(
    lines: Sequence[BookLine], order: AskedOrder, rules: RulesSnapshot
) -> tuple[list[Item], list[Gain]]:
    """The promotions of an order, and its counted lines as they see them."""
    return _gains(lines, order, _in_document(rules, order, DECIMALS[currency_of(order, rules)]))


def _gains(
    lines: Sequence[BookLine], order: AskedOrder, rules: RulesSnapshot
) -> tuple[list[Item], list[Gain]]:
    items = items_of(lines)
    base = sum((item.amount for item in items), ZERO)

    def to_pay(taken: Fraction, freed: set[str]) -> Fraction:
        off, on_top = _rest(lines, taken, freed, order, rules)
        return base - taken - sum(off.values(), ZERO) + sum((amount for _rule, amount in on_top), ZERO)

    return items, promotions_by_the_book(items, order, rules, to_pay)


def items_of(lines: Sequence[BookLine]) -> list[Item]:
    """The counted lines as promotions see them."""
    counted = [line for line in lines if line.kind in {"goods", "service", "free", "discount"}]
    return [
        Item(
            place, line.kind, line.amount, line.tax_class, line.tax, line.article, line.family, line.quantity,
            line.unit, line.typed,
        )
        for place, line in enumerate(counted)
    ]  # fmt: skip


def _rest(
    lines: Sequence[BookLine], taken: Fraction, freed: set[str], order: AskedOrder, rules: RulesSnapshot
) -> tuple[dict[str, Fraction], list[tuple[SurchargeRule, Fraction]]]:
    """Order discounts, above zero, and surcharges, when promotions take so much and free of these slots."""
    decimals = DECIMALS[currency_of(order, rules)]
    counted = [line for line in lines if line.kind in {"goods", "service", "free", "discount"}]
    base = sum((line.amount for line in counted), ZERO)
    net = _without_tax(counted, order, decimals)
    off = _order_discounts(base, net, taken, order, rules, decimals)
    less = sum(off.values(), ZERO)
    on_top = [
        (rule, _surcharge(rule, base, net, less, base - taken - less, counted, order, decimals))
        for rule in _surcharges(lines, order, rules)
        if rule.slot not in freed
    ]
    return off, on_top


# 12b. Amounts of rules in a document with tax


def _without_tax(counted: Sequence[BookLine], order: AskedOrder, decimals: int) -> Fraction:
    """What the lines come to without tax: by tax, each tax rounded."""
    if order.price_mode != PriceMode.GROSS:
        return _sum(counted)
    net = ZERO
    for tax in {line.tax for line in counted}:
        gross, rate = _sum(line for line in counted if line.tax == tax), Fraction(tax.rate_ppm, MILLION)
        net += gross - rounded(gross * rate / (1 + rate), decimals)
    return net


def _fixed(
    rule: SurchargeRule, amount: Fraction, base: Fraction, net: Fraction, counted: Sequence[BookLine],
    order: AskedOrder, decimals: int,
) -> Fraction:  # fmt: skip
    """A surcharge's own amount with tax: by its class, or as the lines have it."""
    if order.price_mode != PriceMode.GROSS:
        return amount
    if rule.tax_class:
        rates = {line.tax_class: line.tax.rate_ppm for line in counted}
        rates |= {name: tax.rate_ppm for name, tax in order.taxes.items()}
        return rounded(amount * (1 + Fraction(rates.get(rule.tax_class, 0), MILLION)), decimals)
    return rounded(amount * base / net, decimals) if base > 0 and net > 0 else amount


def _grams(line: AskedLine) -> Fraction:
    return base_quantity(line) * line.weight_g


def _minor(value: int, decimals: int) -> Fraction:
    return Fraction(value, 10**decimals)


# 12. Order discounts


def _order_discounts(
    base: Fraction, net: Fraction, taken: Fraction, order: AskedOrder, rules: RulesSnapshot, decimals: int
) -> dict[str, Fraction]:
    """What each takes off what promotions leave, above zero."""
    terms, rest = order.terms, base - taken
    if base <= 0 or rest <= 0:
        return {}
    if terms.discount_ppm is not None or terms.discount_minor is not None:
        percent = rounded(rest * Fraction(terms.discount_ppm or 0, MILLION), decimals)
        typed = percent if terms.discount_ppm is not None else _minor(terms.discount_minor or 0, decimals)
        return {"T": min(typed, rest)}
    fitting = [
        rule for rule in rules.discounts if rule.scope == "order" and _fits(rule, order.buyer, terms.on)
    ]
    kept = [
        rule
        for rule in fitting
        if net >= _minor(rule.least_minor, decimals)
        and f"D{rule.id}" not in terms.waived
        and rule.discount_ppm
    ]
    return _one_after_another(rest, kept, decimals)


def _fits(rule: DiscountRule | SurchargeRule, buyer: Buyer, on: date) -> bool:
    is_for = rule.customer_id in (None, buyer.customer_id) and rule.price_group in ("", buyer.price_group)
    return is_for and in_range(on, rule.valid_from, rule.valid_to)


def _one_after_another(base: Fraction, rules: Sequence[DiscountRule], decimals: int) -> dict[str, Fraction]:
    best = sorted(
        (rule for rule in rules if rule.kind == "best"), key=lambda rule: (-rule.discount_ppm, rule.id)
    )
    added = sorted((rule for rule in rules if rule.kind == "added"), key=lambda rule: rule.id)
    chained = sorted((rule for rule in rules if rule.kind == "chained"), key=lambda rule: rule.id)
    found, left, before = {}, Fraction(1), ZERO
    for rule in [*best[:1], *added, *chained]:
        share = Fraction(rule.discount_ppm, MILLION)
        left = left * (1 - share) if rule.kind == "chained" else max(left - share, ZERO)
        taken = rounded(base * rounded(1 - left, 6), decimals)
        found[f"D{rule.id}"] = taken - before
        before = taken
    return found


# 13. Surcharges


def _surcharges(lines: Sequence[BookLine], order: AskedOrder, rules: RulesSnapshot) -> list[SurchargeRule]:
    """The one of each slot, before it is asked what it costs."""
    if not any(line.kind in {"goods", "service"} for line in lines):
        return []
    buyer, terms = order.buyer, order.terms
    fitting = [
        rule
        for rule in rules.surcharges
        if _fits(rule, buyer, terms.on)
        and rule.country in ("", buyer.country)
        and rule.channel in ("", buyer.channel)
        and (rule.applies == "always" or rule.slot in terms.chosen)
    ]
    slots = sorted({rule.slot for rule in fitting})
    first = [max((rule for rule in fitting if rule.slot == slot), key=_narrowness) for slot in slots]
    return [rule for rule in first if f"S{rule.id}" not in terms.waived]


def _narrowness(rule: SurchargeRule) -> tuple[bool, bool, bool, bool, int]:
    return (
        rule.customer_id is not None,
        bool(rule.price_group),
        bool(rule.country),
        bool(rule.channel),
        rule.id,
    )


def _surcharge(
    rule: SurchargeRule, base: Fraction, net: Fraction, less: Fraction, rest: Fraction, counted: Sequence[BookLine],
    order: AskedOrder, decimals: int,
) -> Fraction:  # fmt: skip
    left = base - less
    if base > 0 and net > 0:
        left = rounded(left * net / base, decimals)
    if rule.free_from_minor and left >= _minor(rule.free_from_minor, decimals):
        return ZERO
    times = ceil(Fraction(sum(line.grams for line in counted)) / rule.each_g) if rule.each_g else 1
    fixed = _fixed(rule, _minor(rule.amount_minor, decimals) * times, base, net, counted, order, decimals)
    return fixed + rounded(max(rest, ZERO) * Fraction(rule.rate_ppm, MILLION), decimals)


# 13, metals


def _metals(counted: Sequence[BookLine], order: AskedOrder, rules: RulesSnapshot, decimals: int) -> Made:
    made: Made = {}
    quoted = {quote.metal for each in rules.metals.values() for quote in each}
    for metal in quoted:
        known = [quote for quote in rules.metals[metal] if quote.valid_from <= order.terms.on]
        if not known or f"M{metal}" in order.terms.waived:
            continue
        last = max(known, key=lambda quote: (quote.valid_from, quote.id))
        worth = [(line, _worth(line, last) * _taxed(line, order)) for line in counted]
        lines = [replace(line, amount=in_document(value, order)) for line, value in worth if value]
        total = rounded(sum((line.amount for line in lines), ZERO), decimals)
        if total:
            made.update(_split(f"M{metal}", total, lines, decimals))
    return made


def _taxed(line: BookLine, order: AskedOrder) -> Fraction:
    """By what the value of metal grows in a document with tax."""
    return 1 + Fraction(line.tax.rate_ppm if order.price_mode == PriceMode.GROSS else 0, MILLION)


def _worth(line: BookLine, quote: MetalQuote) -> Fraction:
    """What the metal of a line is worth above the base prices, in the currency."""
    return sum(
        (
            max(units, ZERO)
            * Fraction(content.weight_mg, 1000)
            * max(_a_gram(quote) - _a_gram_in(content), ZERO)
            for content, units in line.metals
            if content.metal == quote.metal
        ),
        ZERO,
    )


def _a_gram(quote: MetalQuote) -> Fraction:
    return Fraction(quote.price_micro, MILLION * quote.per_g)


def _a_gram_in(content: MetalContent) -> Fraction:
    return Fraction(content.base_micro, MILLION * content.per_g)


# 14. Split over taxes, within a tax over classes


def _split(origin: str, amount: Fraction, counted: Sequence[BookLine], decimals: int) -> Made:
    taxes = sorted({line.tax for line in counted})
    by_tax = _in_proportion(
        amount, [_sum(line for line in counted if line.tax == tax) for tax in taxes], decimals
    )
    made: Made = {}
    for tax, part in zip(taxes, by_tax, strict=True):
        classes = sorted({line.tax_class for line in counted if line.tax == tax})
        sums = [
            _sum(line for line in counted if (line.tax, line.tax_class) == (tax, name)) for name in classes
        ]
        for name, share in zip(classes, _in_proportion(part, sums, decimals), strict=True):
            made[origin, name] = share
    return made


def _sum(lines: Iterable[BookLine]) -> Fraction:
    return sum((line.amount for line in lines), ZERO)


def _in_proportion(amount: Fraction, weights: Sequence[Fraction], decimals: int) -> list[Fraction]:
    """By largest remainder: a unit more for each of those of which rounding down left most; the first of equals."""
    weighed = [max(weight, ZERO) for weight in weights]
    if not sum(weighed):
        weighed = [Fraction(place == 0) for place in range(len(weights))]
    units = abs(amount) * 10**decimals
    exact = [units * weight / sum(weighed) for weight in weighed]
    whole = [floor(part) for part in exact]
    places = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in places[: int(units) - sum(whole)]:
        whole[place] += 1
    return [Fraction(part if amount >= 0 else -part, 10**decimals) for part in whole]
