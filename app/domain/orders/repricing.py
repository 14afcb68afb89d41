"""Derived fields of a draft: prices, amounts and taxes from what was keyed. Pure.

Only lines whose inputs changed are computed again, so nothing changes behind the clerk's back: an order
opened later, a quote that was accepted and a confirmed order keep their prices, also on lines whose quantity
changes, until the clerk takes the new ones (issue `order.prices_changed`). Another address changes taxes only (A20),
and so does another customer's card: the next edit of a draft takes the taxes of today's card on all its lines.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.money import discounted_price, line_amount
from app.domain.orders.asking import asked_line, shared_of, unit_of
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.orders.costs import cost_of_base
from app.domain.orders.document_prices import ground_of, in_its_currency, in_its_prices
from app.domain.orders.draft import KIT, DerivedMoney, Draft, Line, with_derived
from app.domain.orders.keyed_discounts import as_keyed
from app.domain.orders.kits import with_parts
from app.domain.orders.making import (
    Wanted,
    is_alike,
    made_anew,
    may_have_made,
    stands_as,
    wanted_lines,
)
from app.domain.orders.states import OrderState
from app.domain.orders.whole import is_known, told_promotions
from app.domain.pricing import (
    AskedLine,
    PriceResult,
    RulesSnapshot,
    SharedFacts,
    explain_line,
    price_line,
)
from app.domain.pricing.asked import NO_TAX
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, Totals, document_totals

_PRICE_INPUTS = (
    "kind", "product_id", "quantity_micro", "unit", "factor_num", "factor_den", "price_source", "discount_source",
    "configuration",
)  # fmt: skip


class DraftPrices:
    """The prices of one draft in one context; what its lines share is looked at once."""

    def __init__(self, draft: Draft, context: OrderContext) -> None:
        self.draft = draft
        self.context = context
        self.rules = context.rules_of(draft)
        self.shared = shared_of(draft, context)
        self._taxes: dict[str, TaxKey | None] = {}

    def asked(self, line: Line, *, per: int = 0) -> AskedLine | None:
        """The question for a line's price, None for a line without an article."""
        return asked_line(line, self.draft, self.context, per=per)

    def result(self, line: Line) -> PriceResult | None:
        """What the rules and what was typed make of a line, None for a line without an article."""
        asked = self.asked(line)
        return None if asked is None else price_line(asked, self.rules, self.shared)

    def explained(self, line: Line, *, with_unfit: bool = True) -> PriceResult | None:
        """The full waterfall of a line, for as many units as its price is; None for a line without an article.

        `with_unfit`: with the rules for other price groups and families among the near misses.
        """
        asked = self.asked(line, per=line.price_per)
        if asked is None:
            return None
        result = explain_line(asked, self.rules, self.shared, with_unfit=with_unfit)
        if not self.rules.promotions:
            return result
        return told_promotions(result, line, self.draft, self.context)

    def list_price(self, line: Line) -> int | None:
        """What the price list says of a line's article before quantity break and discount; None where none has it.

        For as many units as the line's own price is.
        A price kept from older rules stands on the list price that it was made from, so that the line adds up.
        """
        asked = self.asked(line, per=line.price_per)
        if asked is None:
            return None
        result = price_line(asked, self.rules, self.shared)
        is_kept = line.price_source == "auto" and line.list_price_micro != result.list_micro
        return line.list_price_micro if is_kept else result.first_micro

    def derived(self, line: Line) -> Line:
        """The line with base quantity, price, amount and tax."""
        if line.kind == KIT:
            base_micro = unit_of(line).to_base(line.quantity_micro)
            return with_derived(line, base_micro, self.money(line), NO_TAX)
        if not line.has_amount:
            return replace(
                line, base_micro=0, price_micro=0, amount_minor=0, tax_code="", tax_category="", tax_ppm=0,
                tax_stack="",
            )  # fmt: skip
        base_micro = unit_of(line).to_base(line.quantity_micro)
        return with_derived(line, base_micro, self.money(line), self.tax(line) or NO_TAX)

    def money(self, line: Line) -> DerivedMoney:
        """What follows of a line's inputs: price, amount, cost."""
        asked = self.asked(line)
        if asked is None:
            return _typed_money(line, self.draft.currency)
        result = price_line(asked, self.rules, self.shared)
        cost, source, day = cost_of_base(line, self.context, self.draft.header.exchange)
        return DerivedMoney(
            line.list_price_micro if line.has_typed_price else result.list_micro,
            result.discount_ppm,
            result.net_micro,
            result.amount_minor,
            None if cost is None else asked.unit.price_from_base(cost, 1),
            result.per,
            source,
            day,
            result.discount_on_micro,
        )

    def listed_amount(self, asked: AskedLine) -> int:
        """What a quantity comes to at its list price, in millionths of millionths; 0 where no list has it."""
        alone = SharedFacts(self.shared.buyer, self.shared.purchases)
        result = price_line(asked, self.rules, alone)
        return (result.first_micro or 0) * asked.quantity_micro // result.per

    def tax(self, line: Line) -> TaxKey | None:
        """The tax of a line; None when mapping or rates have no answer."""
        if line.tax_class not in self._taxes:
            self._taxes[line.tax_class] = self.context.find_tax(
                product_class=line.tax_class,
                way=self.context.way_of(self.draft.header),
                on=self.draft.order_date,
            )
        return self._taxes[line.tax_class]


def _typed_money(line: Line, currency: str) -> DerivedMoney:
    """The money of a line without an article: nothing but what was typed."""
    net = discounted_price(line.list_price_micro or 0, line.discount_ppm)
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=net, per=line.price_per, currency=currency
    )
    return DerivedMoney(line.list_price_micro, line.discount_ppm, net, amount, None, line.price_per)


def reprice_changed(before: Draft, after: Draft, context: OrderContext) -> Draft:
    """The draft `after` with derived fields computed for the lines whose inputs changed since `before`.

    What a line's price takes from beside it counts as well: the sums over lines, the day, the channel.
    """
    after = as_keyed(before, in_its_prices(before, in_its_currency(after, context, before), context), context)
    is_for_another = ground_of(before) != ground_of(after)
    is_elsewhere = context.is_taxed_elsewhere(before.header, after.header)
    old = {} if is_for_another else {line.key: line for line in before.lines}
    was, now = DraftPrices(before, context), DraftPrices(after, context)
    may_share = _may_share(was, now)
    stale = _stale_classes(before, now) if after.state == OrderState.DRAFT else frozenset()

    def settled(line: Line) -> Line:
        before_it = old.get(line.key)
        if before_it is None:
            return now.derived(line)
        if _price_inputs_changed(before_it, line) or (
            may_share and _is_of_article(line) and _is_moved_beside(before_it, line, was, now)
        ):
            return _repriced(before_it, line, was, now)
        is_other = is_elsewhere or before_it.tax_class != line.tax_class or line.tax_class in stale
        if is_other and now.rules.mixes and line.has_price and not line.is_made:
            return now.derived(line)
        return taxed(line, now.tax(line) or NO_TAX) if is_other and line.has_amount else line

    if may_share or is_elsewhere or stale:
        lines = tuple(map(settled, after.lines))
    else:  # nothing moved but lines: those that both states share stand as they are
        lines = tuple([line if old.get(line.key) is line else settled(line) for line in after.lines])
    settled_draft = with_parts(before, replace(after, lines=lines), now)
    if is_for_another:
        return with_made(settled_draft, now)
    return _with_made_since(before, settled_draft, now)


def _is_of_article(line: Line) -> bool:
    """Whether rules price the line: it has an article and was keyed, not given by a promotion."""
    return line.product_id is not None and not line.is_made


def _with_made_since(before: Draft, after: Draft, prices: DraftPrices) -> Draft:
    """With the lines that rules add to it, if what they come to is another than before; else as they stood."""
    context = prices.context
    if not (may_have_made(before, context) or may_have_made(after, context)):
        return after
    was = wanted_lines(before, context) if is_known(before, context) else None  # asked last: still remembered
    wanted = wanted_lines(after, context)
    if was is not None and is_alike(wanted, was):
        return after
    return _made_anew(after, wanted, prices)


def _made_anew(draft: Draft, wanted: Wanted, prices: DraftPrices) -> Draft:
    made = made_anew(draft, wanted, lambda line: prices.tax(line) or NO_TAX, prices.context.products)
    return replace(draft, lines=(*draft.own_lines, *made))


@dataclass(frozen=True, slots=True)
class MovedPrices:
    """What a step did to prices that it did not touch: how many lines, and their net before and after (A12)."""

    count: int
    before_minor: int
    after_minor: int


def moved_beside(before: Draft, after: Draft) -> MovedPrices | None:
    """Keyed lines whose price is another one although nothing was keyed on them: another day, break or customer."""
    old = {line.key: line for line in before.keyed_lines}
    moved = [
        (known, line)
        for line in after.keyed_lines
        if (known := old.get(line.key)) is not None
        and known is not line
        and not _is_keyed(known, line)
        and (known.price_micro, known.price_per) != (line.price_micro, line.price_per)
    ]
    if not moved:
        return None
    return MovedPrices(
        len(moved),
        sum(line.amount_minor for line, _now in moved),
        sum(line.amount_minor for _was, line in moved),
    )


def _is_keyed(old: Line, new: Line) -> bool:
    """Whether the step keyed something on the line itself that makes its price."""
    if new.has_typed_price or any(getattr(old, name) != getattr(new, name) for name in _PRICE_INPUTS):
        return True
    return new.discount_source == "manual" and new.discount_ppm != old.discount_ppm


def _may_share(was: DraftPrices, now: DraftPrices) -> bool:
    """Whether an untouched line may have got another price: by other lines, another channel, country or day."""
    one, other = was.draft, now.draft
    return (
        was.shared.buyer != now.shared.buyer
        or was.rules.shares_breaks
        or (one.header.requested_date, one.order_date) != (other.header.requested_date, other.order_date)
    )


def _is_moved_beside(old: Line, new: Line, was: DraftPrices, now: DraftPrices) -> bool:
    if was.shared.buyer != now.shared.buyer:
        return True
    asked, before = now.asked(new), was.asked(old)
    if asked is None or before is None:
        return False
    return (asked.on, now.shared.beside(asked)) != (before.on, was.shared.beside(before))


def _repriced(old: Line, new: Line, was: DraftPrices, now: DraftPrices) -> Line:
    """A line by today's rules; where only a quantity changed that makes no other price by them, the old one stays."""
    line = now.derived(new)
    if not line.has_price or _price_inputs_changed(replace(old, quantity_micro=new.quantity_micro), new):
        return line
    if _price_of(was.derived(old)) != _price_of(line):
        return line  # a break was passed
    amount = line_amount(
        quantity_micro=new.quantity_micro,
        price_micro=old.price_micro,
        per=old.price_per,
        currency=now.draft.currency,
    )
    return replace(
        line,
        list_price_micro=old.list_price_micro,
        discount_ppm=old.discount_ppm,
        discount_on_micro=old.discount_on_micro,
        price_micro=old.price_micro,
        price_per=old.price_per,
        amount_minor=amount,
    )


def _price_of(line: Line) -> tuple[int | None, ...]:
    return line.list_price_micro, line.discount_ppm, line.discount_on_micro, line.price_micro, line.price_per


def _stale_classes(before: Draft, now: DraftPrices) -> frozenset[str]:
    """Classes of lines whose tax is not what customer and rates give now: a line keyed next would have another."""
    kinds = {(line.tax_class, line.tax_code, line.tax_ppm): line for line in before.lines if line.has_amount}
    return frozenset(line.tax_class for line in kinds.values() if line.tax != (now.tax(line) or NO_TAX))


def taxed(line: Line, tax: TaxKey) -> Line:
    """The line with this tax, whatever else it says."""
    return replace(
        line, tax_code=tax.code, tax_category=tax.category, tax_ppm=tax.rate_ppm, tax_stack=tax.stack
    )


def reprice_all(draft: Draft, context: OrderContext) -> Draft:
    """The draft with every line derived anew under today's rules."""
    today = replace(in_its_currency(draft, context), order_date=context.today)
    prices = DraftPrices(today, context)
    lines = tuple(line if line.is_made else prices.derived(line) for line in draft.lines)
    after = replace(today, lines=lines, rules_version=context.rules.version)
    return with_made(with_parts(draft, after, prices, anew=True), prices)


def with_made(draft: Draft, prices: DraftPrices) -> Draft:
    """The draft with what the rules add to its lines as they are priced."""
    context = prices.context
    if not may_have_made(draft, context):
        return draft
    return _made_anew(draft, wanted_lines(draft, context), prices)


class StandingPrices:
    """Lines whose price was what the rules say: they stand as long as nothing moves on which a price depends.

    Held by whoever asks `changed_prices` of one order again and again; the answer is the same without it.
    """

    def __init__(self) -> None:
        self._ground: object = None
        self._rules: RulesSnapshot | None = None
        self._lines: dict[str, tuple[Line, ProductFacts | None]] = {}

    def moved_of(self, prices: DraftPrices) -> tuple[Line, ...]:
        """The keyed lines whose price moved."""
        draft, context = prices.draft, prices.context
        days = (draft.order_date, draft.header.requested_date, context.today, context.price_day)
        way = context.way_of(draft.header)  # prices with tax go by the taxes
        ground = (prices.shared, days, draft.currency, draft.header.exchange, draft.price_mode, way)
        if ground != self._ground or context.rules is not self._rules:
            self._ground, self._rules, self._lines = ground, context.rules, {}
        before, self._lines = self._lines, {}
        moved: list[Line] = []
        for line in draft.keyed_lines:
            product = context.products.get(line.product_id) if line.product_id is not None else None
            if not line.has_price:
                continue
            if before.get(line.key) != (line, product) and _is_moved(line, prices):
                moved.append(line)
            else:
                self._lines[line.key] = (line, product)
        return tuple(moved)


def changed_prices(
    draft: Draft, context: OrderContext, standing: StandingPrices | None = None
) -> tuple[Line, ...]:
    """Lines whose stored price is not what the rules say today; what rules add as a whole stands for its lines."""
    today = replace(draft, order_date=context.today)
    prices = DraftPrices(today, context)
    moved = (standing or StandingPrices()).moved_of(prices)
    if moved or not may_have_made(draft, context):
        return moved
    wanted = wanted_lines(today, context)
    if stands_as(draft.lines, wanted):
        return moved
    return tuple(line for line in (*draft.lines, *_made_anew(today, wanted, prices).lines) if line.is_made)


def _is_moved(line: Line, prices: DraftPrices) -> bool:
    money = prices.money(line)
    stored = (line.price_micro, line.price_per, line.amount_minor)
    return stored != (money.price_micro, money.price_per, money.amount_minor)


def _price_inputs_changed(old: Line, new: Line) -> bool:
    if old is new:  # untouched lines are shared between two states of a draft
        return False
    if any(getattr(old, name) != getattr(new, name) for name in _PRICE_INPUTS):
        return True
    typed_price = (new.list_price_micro, new.price_per) != (old.list_price_micro, old.price_per)
    typed_discount = new.discount_source == "manual" and new.discount_ppm != old.discount_ppm
    return typed_price or typed_discount


def prices_moved(draft: Draft, context: OrderContext, fresh: OrderContext) -> bool:
    """Whether other rules or terms give any line of the draft another price than the context's own do."""
    was, now = DraftPrices(draft, context), DraftPrices(draft, fresh)
    if any(was.result(line) != now.result(line) for line in draft.keyed_lines):
        return True
    return not is_alike(wanted_lines(draft, context), wanted_lines(draft, fresh))


def sums_hold(draft: Draft) -> bool:
    """Whether on every line the discounted price multiplies to the amount, and the unit to the base quantity."""
    return all(_line_holds(line, draft.currency) for line in draft.lines if line.has_price)


def _line_holds(line: Line, currency: str) -> bool:
    base = unit_of(line).to_base(line.quantity_micro)
    net = discounted_price(line.list_price_micro or 0, line.discount_ppm, line.discount_on_micro)
    amount = line_amount(
        quantity_micro=line.quantity_micro, price_micro=net, per=line.price_per, currency=currency
    )
    return (line.base_micro, line.price_micro, line.amount_minor) == (base, net, amount)


def draft_totals(draft: Draft) -> Totals:
    """Net, tax by group and gross of the draft: the same function as on the invoice."""
    rounding = TaxRounding(draft.tax_rounding)
    amounts = _line_taxes(draft) if rounding is TaxRounding.LINE else _group_taxes(draft)
    return document_totals(amounts, PriceMode(draft.price_mode), rounding)


def _group_taxes(draft: Draft) -> list[TaxedAmount]:
    """One amount for each tax: a thousand lines are added up in a fraction of the time."""
    sums: dict[tuple[str, int, str, str], int] = {}
    for line in draft.lines:
        if line.has_amount:
            key = (line.tax_category, line.tax_ppm, line.tax_code, line.tax_stack)
            sums[key] = sums.get(key, 0) + line.amount_minor
    return [TaxedAmount(amount, TaxKey(*key)) for key, amount in sums.items()]


def _line_taxes(draft: Draft) -> list[TaxedAmount]:
    return [TaxedAmount(line.amount_minor, line.tax) for line in draft.lines if line.has_amount]
