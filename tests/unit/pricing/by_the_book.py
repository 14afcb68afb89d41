"""Prices a second time, slowly, as docs/pricing.md says it and from that page alone; fractions throughout.

Nothing of `app.domain.pricing` but its types is used, no rounding of `app.domain.rounding`, nothing is remembered
and nothing is summed on the way: each line lists every candidate, ranks them all and takes the first. The numbers
in the comments are the page's steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import floor

from app.domain.pricing import AskedLine, AskedOrder, DiscountRule, ListFacts, PriceRow, RulesSnapshot
from app.domain.pricing.configured import Share
from app.domain.quantity import Unit
from app.domain.tax import PriceMode

DECIMALS = {"EUR": 2, "JPY": 0, "KWD": 3, "USD": 2, "GBP": 2}
MILLION = 10**6


@dataclass(frozen=True)
class BookPrice:
    """What the page says about a line; None where it has no price. Prices are for `per` of the line's units.

    `bases`: how many rows competed for it; `discounts`: how many that take something off, where the list takes any.
    """

    row_id: int | None
    list_id: int | None
    list_price: Fraction | None
    discount: Fraction
    counts_on: Fraction | None
    net_price: Fraction | None
    rules_say: Fraction | None
    per: int
    amount: Fraction
    bases: int
    discounts: int


@dataclass(frozen=True)
class Candidate:
    """A row that the line may have, of the list that it comes by; a formula has been taken into its price."""

    facts: ListFacts
    row: PriceRow
    price: Fraction


def prices_by_the_book(order: AskedOrder, rules: RulesSnapshot) -> dict[str, BookPrice]:
    """Each line's price by its key."""
    return {line.key: _line_price(line, order, rules) for line in order.lines}


# Rounding, as the page has it


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Half away from zero; of a price, never below zero, that is half up."""
    units = floor(abs(value) * 10**decimals + Fraction(1, 2))
    return Fraction(units if value >= 0 else -units, 10**decimals)


def _micro(value: int) -> Fraction:
    return Fraction(value, MILLION)


def in_range(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)


# 2b. Other currencies


def currency_of(order: AskedOrder, rules: RulesSnapshot) -> str:
    return order.exchange.currency if order.exchange else rules.currency


def in_document(value: Fraction, order: AskedOrder) -> Fraction:
    """What an amount of the firm's currency is in the document's, not rounded."""
    return value * Fraction(order.exchange.rate_nano, 10**9) if order.exchange else value


MODEL = ListFacts(0, "", "the model", "general", priority=-(10**20))


def _lists_for(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> list[ListFacts]:
    return [*_every_list(order, rules), *([MODEL] if line.configured else [])]


def _every_list(order: AskedOrder, rules: RulesSnapshot) -> list[ListFacts]:
    book = rules.beside.get(currency_of(order, rules))
    return [*rules.lists.values(), *(book.lists.values() if book else ())]


def _all_rows(facts: ListFacts, line: AskedLine, rules: RulesSnapshot) -> tuple[PriceRow, ...]:
    rows = rules.beside[facts.currency].rows if facts.currency else rules.rows
    found = rows.get(line.product_id, ()) if line.product_id is not None else ()
    if line.configured is None:
        return found
    is_named = any(span.price_list == facts.code for span in line.configured.spans if span.price_list)
    lacks = facts.id == MODEL.id or (is_named and all(row.list_id != facts.id for row in found))
    return (*found, PriceRow(0, facts.id, 0, 0)) if lacks else found


# 2d. Configured lines


def _counting(line: AskedLine, facts: ListFacts) -> tuple[Share, ...]:
    """What counts in the list on the line's day."""
    if line.configured is None:
        return ()
    named = {span.price_list for span in line.configured.spans if span.price_list}
    code = facts.code if facts.code in named else ""
    spans = [span for span in line.configured.spans if span.price_list == code]
    begun = [span for span in spans if span.since is None or span.since <= line.on]
    return max(begun, key=lambda span: span.since or date.min).shares if begun else ()


def _shares(line: AskedLine, facts: ListFacts, order: AskedOrder, rules: RulesSnapshot) -> list[Share]:
    """What counts in the list on the line's day, in the list's currency."""
    home, document = rules.currency, currency_of(order, rules)
    money = facts.currency or home
    worth = {home: Fraction(1), document: in_document(Fraction(1), order)}
    return [
        replace(share, amount=share.amount / worth[share.currency or home] * worth[money])
        for share in _counting(line, facts)
    ]


def _is_strange(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> bool:
    """Whether a share counts somewhere in a currency that is neither the firm's nor the document's."""
    known = {"", rules.currency, currency_of(order, rules)}
    return any(
        share.currency not in known
        for facts in _lists_for(line, order, rules)
        for share in _counting(line, facts)
    )


def _with_shares(
    row: PriceRow, line: AskedLine, facts: ListFacts, order: AskedOrder, rules: RulesSnapshot
) -> Fraction:
    shares = sum((share.amount for share in _shares(line, facts, order, rules)), Fraction(0))
    return rounded(_micro(row.price_micro) + shares * row.per * _content(row), 6)


def _reached_part(line: AskedLine, best: Candidate, order: AskedOrder, rules: RulesSnapshot) -> Fraction:
    """Of the row's price in its own list what discounts reach."""
    facts = next(each for each in _lists_for(line, order, rules) if each.id == best.row.list_id)
    fixed = [share for share in _shares(line, facts, order, rules) if not share.is_discountable]
    closed = sum((share.amount for share in fixed), Fraction(0)) * best.row.per * _content(best.row)
    price = _with_shares(best.row, line, facts, order, rules)
    return Fraction(1) if price <= 0 or not fixed else max((price - rounded(closed, 6)) / price, Fraction(0))


def _converted(facts: ListFacts, price: Fraction, order: AskedOrder) -> Fraction:
    is_abroad = order.exchange is not None and not facts.currency
    return rounded(in_document(price, order), 6) if is_abroad else price


# 2c. Prices with tax


def _of_document(facts: ListFacts, price: Fraction, line: AskedLine, order: AskedOrder) -> Fraction:
    """The list's price with tax where the document's have it, and without it where they do not."""
    is_gross = order.price_mode == PriceMode.GROSS
    if facts.includes_tax == is_gross:
        return price
    own = line.tax.rate_ppm
    home, there = line.private_ppm or (own, own)
    if is_gross:
        return rounded(price * (1 + _micro(own)), 6)
    return rounded(price / (1 + _micro(there if facts.country else home)), 6)


# 1. Lists that are meant for the buyer


def _is_meant(facts: ListFacts, order: AskedOrder) -> bool:
    buyer = order.buyer
    if facts.channel and facts.channel != buyer.channel:
        return False
    if facts.country and facts.country != buyer.country:
        return False
    if facts.kind == "contract":
        return facts.customer_id is not None and facts.customer_id == buyer.customer_id
    if facts.kind == "group":
        return bool(facts.price_group) and facts.price_group == buyer.price_group
    return True


# 2. The rows of a list


def _rows_of(
    facts: ListFacts, line: AskedLine, order: AskedOrder, rules: RulesSnapshot
) -> list[tuple[PriceRow, Fraction]]:
    """The valid rows of the line's unit and the base unit: own ones, or those of the parent through the formula."""
    own = [
        (row, _with_shares(row, line, facts, order, rules))
        for row in _all_rows(facts, line, rules)
        if row.list_id == facts.id and in_range(line.on, row.valid_from, row.valid_to)
        if not row.unit or (row.unit == line.unit.code and _content(row) == _in_one(line.unit))
    ]
    parent = rules.lists.get(facts.parent_id) if facts.parent_id is not None else None
    if any(not row.unit for row, _price in own) or parent is None or is_in_circle(facts, rules):
        return own
    if not in_range(line.on, parent.valid_from, parent.valid_to):
        return own
    theirs = [
        (row, _by_formula(facts, price, row.per * _content(row)))
        for row, price in _rows_of(parent, line, order, rules)
    ]
    return [*own, *((row, price) for row, price in theirs if not row.unit or not own)]


def _content(row: PriceRow) -> Fraction:
    """The base units in one of the row's unit."""
    return Fraction(row.unit_num, row.unit_den)


def _in_one(unit: Unit) -> Fraction:
    return Fraction(unit.factor_num, unit.factor_den)


def is_in_circle(facts: ListFacts, rules: RulesSnapshot) -> bool:
    """Whether one comes back to the list on the way from parent to parent."""
    at = facts
    for _ in rules.lists:
        if at.parent_id is None or at.parent_id not in rules.lists:
            return False
        at = rules.lists[at.parent_id]
        if at.id == facts.id:
            return True
    return False


def _by_formula(facts: ListFacts, price: Fraction, base_units: Fraction) -> Fraction:
    made = rounded(price * _micro(facts.factor_ppm), 6) + rounded(_micro(facts.add_micro) * base_units, 6)
    made = max(made, Fraction(0))
    step, ending = _micro(facts.step_micro), _micro(facts.ending_micro)
    if made == 0 or step == 0:
        return made
    near = floor((made - ending) / step)
    lowest = floor(-ending / step) + 1  # the first multiple that is above zero with the ending
    fits = [number * step + ending for number in {near - 1, near, near + 1, near + 2, lowest}]
    return min((fit for fit in fits if fit > 0), key=lambda fit: (abs(fit - made), -fit))


def is_agreed(article: int, order: AskedOrder, rules: RulesSnapshot) -> bool:
    """Whether a contract list that is meant for the buyer has a row for the article on the order's day, in any unit."""
    on = order.terms.on
    every = _every_list(order, rules)
    rows = [
        row for facts in every for row in _all_rows(facts, AskedLine("", article, "", 0, Unit(""), on), rules)
    ]
    units = [Unit(row.unit, row.unit_num, row.unit_den) for row in rows]
    lines = [AskedLine("", article, "", 0, unit, on) for unit in (Unit(""), *units)]
    contracts = [facts for facts in every if facts.kind == "contract" and _is_meant(facts, order)]
    return any(
        in_range(on, facts.valid_from, facts.valid_to) and _rows_of(facts, line, order, rules)
        for facts in contracts
        for line in lines
    )


# 3. The counted quantity


def base_quantity(line: AskedLine) -> Fraction:
    quantity = _micro(line.quantity_micro) * line.unit.factor_num / line.unit.factor_den
    return max(rounded(quantity, 6), Fraction(0))


def _counted(facts: ListFacts, line: AskedLine, order: AskedOrder) -> Fraction:
    article_id, family = line.product_id, (line.family, line.base_unit)
    assert article_id is not None
    if facts.breaks_over == "line":
        return base_quantity(line)
    if facts.breaks_over == "family" and line.family:
        beside = [other for other in order.lines if (other.family, other.base_unit) == family]
        before = order.purchases.counted.get((facts.id, family), 0)
    else:
        beside = [other for other in order.lines if other.product_id == article_id]
        before = order.purchases.counted.get((facts.id, article_id), 0)
    with_product = [other for other in beside if other.product_id is not None]
    ordered = _micro(before) if facts.counts == "period" else Fraction(0)
    return sum((base_quantity(other) for other in with_product), Fraction(0)) + ordered


# 4. Agreed quantities


def _is_used_up(facts: ListFacts, row: PriceRow, order: AskedOrder) -> bool:
    if facts.kind != "contract" or row.list_id != facts.id or row.agreed_micro is None:
        return False
    return row.agreed_micro <= order.purchases.drawn.get(row.id, 0)


# 5 and 6. The best list, and in it the highest break


def _candidates(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> list[Candidate]:
    """Every row that counts and whose minimum is reached, the one that the line takes in front."""
    if _is_strange(line, order, rules):
        return []
    found = [
        Candidate(facts, row, _of_document(facts, _converted(facts, price, order), line, order))
        for facts in _lists_for(line, order, rules)
        if _is_meant(facts, order) and in_range(line.on, facts.valid_from, facts.valid_to)
        for row, price in _rows_of(facts, line, order, rules)
        if not _is_used_up(facts, row, order) and _counted(facts, line, order) >= _micro(row.min_micro)
    ]
    return sorted(found, key=_rank)


def _rank(candidate: Candidate) -> tuple[int, ...]:
    facts, row = candidate.facts, candidate.row
    return (
        ("contract", "group", "general").index(facts.kind),
        -facts.priority,
        0 if facts.channel else 1,
        0 if facts.country else 1,
        0 if facts.currency else 1,
        -facts.id,
        0 if row.unit else 1,
        -row.min_micro,
        -(row.valid_from or date.min).toordinal(),
        -row.id,
    )


# 8. Discounts


def _discounts(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> list[DiscountRule]:
    """Every rule that fits customer, group, family and day, the older first; the customer's own as a rule "best"."""
    buyer = order.buyer
    fitting = [
        rule
        for rule in sorted(rules.discounts, key=lambda rule: rule.id)
        if rule.scope == "line"
        and rule.customer_id in (None, buyer.customer_id)
        and rule.price_group in ("", buyer.price_group)
        and rule.family in ("", line.family)
        and in_range(line.on, rule.valid_from, rule.valid_to)
    ]
    own = DiscountRule(0, "", buyer.discount_ppm) if buyer.discount_ppm else None
    return [own, *fitting] if own else fitting


def _together(rules: Iterable[DiscountRule]) -> Fraction:
    by_kind: dict[str, list[Fraction]] = {"best": [Fraction(0)], "added": [], "chained": []}
    for rule in rules:
        by_kind[rule.kind].append(_micro(rule.discount_ppm))
    off = min(max(by_kind["best"]) + sum(by_kind["added"]), Fraction(1))
    rest = 1 - off
    for share in by_kind["chained"]:
        rest -= rest * share
    return rounded(1 - rest, 6)


# 7, 9 and 10. The line


def _line_price(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> BookPrice:
    if line.parts:
        return _kit_price(line, order, rules)
    candidates = _candidates(line, order, rules) if line.product_id is not None else []
    fitting = _discounts(line, order, rules)
    best = candidates[0] if candidates else None
    reached = _reached_part(line, best, order, rules) if best else Fraction(1)
    discount = _line_discount(line, best, fitting)
    off_whole = line.is_off_whole and line.manual_discount_ppm is not None
    per = line.per or _per(
        line, best, _discount_of_list(line, best, fitting), Fraction(1) if off_whole else reached
    )
    listed = _list_price(line, best, per)
    is_part = not off_whole and line.manual_price_micro is None
    start = listed if line.manual_price_micro is None else _micro(line.manual_price_micro)
    net = None if start is None else _less(start, discount, reached if is_part else Fraction(1))
    amount = Fraction(0) if net is None else _micro(line.quantity_micro) * net / per
    return BookPrice(
        best.row.id if best else None,
        best.facts.id if best else None,
        listed,
        discount,
        rounded(listed * reached, 6)
        if listed is not None and is_part and line.configured and discount
        else None,
        net,
        None if listed is None else _less(listed, _automatic(best, fitting), reached),
        per,
        rounded(amount, DECIMALS[currency_of(order, rules)]),
        len(candidates),
        sum(rule.discount_ppm > 0 for rule in fitting) if best and best.facts.kind != "contract" else 0,
    )


def _kit_price(line: AskedLine, order: AskedOrder, rules: RulesSnapshot) -> BookPrice:
    """The sum of the parts less the card's percent, or what was typed."""
    parts = [
        (_line_price(part.line, replace(order, lines=(part.line,)), rules), _micro(part.in_one_micro))
        for part in line.parts
    ]
    known = [price for price, _count in parts if price.rules_say is not None]
    per = line.per or 1
    listed: Fraction | None = None
    if len(known) == len(parts):
        whole = Fraction(0)
        for price, count in parts:
            whole += (price.rules_say or Fraction(0)) / price.per * count
        listed = rounded(whole, 6) * per
    less = _micro(line.less_ppm) if listed is not None else Fraction(0)
    discount = less if line.manual_price_micro is None else Fraction(0)
    if line.manual_discount_ppm is not None:
        discount = _micro(line.manual_discount_ppm)
    start = listed if line.manual_price_micro is None else _micro(line.manual_price_micro)
    net = None if start is None else rounded(start * (1 - discount), 6)
    amount = Fraction(0) if net is None else _micro(line.quantity_micro) * net / per
    says = None if listed is None else rounded(listed * (1 - less), 6)
    cents = rounded(amount, DECIMALS[currency_of(order, rules)])
    return BookPrice(None, None, listed, discount, None, net, says, per, cents, 0, 0)


def split_by_the_book(amount: int, weights: Sequence[int], quantities: Sequence[int]) -> list[int]:
    """Cents by largest remainder; of equal ones the part that comes first."""
    used = weights if sum(weights) else quantities
    exact = [Fraction(amount * each, sum(used)) for each in used]
    shares = [floor(each) for each in exact]
    by_rest = sorted(range(len(used)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_rest[: amount - sum(shares)]:
        shares[place] += 1
    return shares


def _less(price: Fraction, discount: Fraction, part: Fraction) -> Fraction:
    """What a discount on a part of a price leaves of it: nothing at the least."""
    left = rounded(price - rounded(price * part, 6) * discount, 6)
    return max(left, Fraction(0)) if price > 0 else left


def _line_discount(line: AskedLine, best: Candidate | None, fitting: list[DiscountRule]) -> Fraction:
    """What the clerk typed; else none off a typed price; else that of the rules."""
    if line.manual_discount_ppm is None and line.manual_price_micro is not None:
        return Fraction(0)
    return _discount_of_list(line, best, fitting)


def _discount_of_list(line: AskedLine, best: Candidate | None, fitting: list[DiscountRule]) -> Fraction:
    """What would come off the list's price, were no price typed: for `_per` a typed one changes nothing."""
    if line.manual_discount_ppm is not None:
        return _micro(line.manual_discount_ppm)
    return _automatic(best, fitting)


def _automatic(best: Candidate | None, fitting: list[DiscountRule]) -> Fraction:
    """What the rules give: nothing off a contract's price or off none."""
    if best is None or best.facts.kind == "contract":
        return Fraction(0)
    return _together(fitting)


def _list_price(line: AskedLine, best: Candidate | None, per: int) -> Fraction | None:
    return None if best is None else rounded(_for_one(line, best) * per, 6)


def _for_one(line: AskedLine, best: Candidate) -> Fraction:
    in_one = Fraction(1) if best.row.unit else _in_one(line.unit)
    return best.price * in_one / best.row.per


def _per(line: AskedLine, best: Candidate | None, discount: Fraction, part: Fraction) -> int:
    """1, but the row's own where the price of one, or what the discount leaves of it, has more decimals than six."""
    if best is None:
        return 1
    one = _for_one(line, best)
    less = rounded(one * part, 6) * discount
    has_six = rounded(one, 6) == one and rounded(one - less, 6) == one - less
    return 1 if has_six else best.row.per
