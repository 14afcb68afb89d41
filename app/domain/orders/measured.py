"""An order some of whose lines may come to other sums: what all of it comes to then, with what rules add. Pure."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.orders.asking import buyer_of, kind_of, terms_of
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.whole import amount_of
from app.domain.pricing import LineAmount, made_lines
from app.domain.pricing.asked import NO_TAX
from app.domain.pricing.goal_seek import Sums
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, Totals, document_totals

SOLD = frozenset({"goods", "service"})


def group_of(line: Line, draft: Draft) -> Hashable:
    """What rules for the whole order and taxes tell apart of a line; each one where its own tax is rounded."""
    own = line.key if draft.tax_rounding == TaxRounding.LINE else ""
    return (kind_of(line), line.tax_class, line.tax, own)


@dataclass(slots=True)
class Measured:
    """Asked again and again: lines of one group stand together, since only sums count. See `measured_with`."""

    draft: Draft
    context: OrderContext
    fixed: list[LineAmount] = field(default_factory=list)
    groups: dict[Hashable, LineAmount] = field(default_factory=dict)
    taxes: dict[str, TaxKey] = field(default_factory=dict)

    def amounts(self, sums: Sums) -> list[LineAmount]:
        """All lines, those of one group together, and what rules add."""
        opened = [_with_amount(line, sums[key]) for key, line in self.groups.items()]
        keyed = [*self.fixed, *opened]
        terms, buyer = terms_of(self.draft, self.context), buyer_of(self.draft, self.context)
        used = self.context.purchases.used
        made = made_lines(keyed, terms, buyer, self.context.rules_of(self.draft), used)
        added = (
            LineAmount(
                _kind_of_made(line.amount_minor), line.amount_minor, line.tax_class, self.tax(line.tax_class)
            )
            for line in made
        )
        return [*keyed, *added]

    def tax(self, tax_class: str) -> TaxKey:
        """The tax of what rules add under a class."""
        if tax_class not in self.taxes:
            found = self.context.find_tax(
                product_class=tax_class,
                way=self.context.way_of(self.draft.header),
                on=self.draft.order_date,
            )
            self.taxes[tax_class] = found or NO_TAX
        return self.taxes[tax_class]

    def net(self, sums: Sums) -> int:
        """The net total."""
        return _totals(self.amounts(sums), self.draft).net_minor

    def gross(self, sums: Sums) -> int:
        """The gross total."""
        return _totals(self.amounts(sums), self.draft).gross_minor

    def revenue(self, sums: Sums) -> int:
        """What margins are taken of: goods and services less discounts, net."""
        return _revenue(self.amounts(sums), self.draft)


def revenue_of(draft: Draft) -> int:
    """The same of an order as it stands."""
    amounts = (
        LineAmount(
            kind_of(line), line.amount_minor, line.tax_class, line.tax,
        )
        for line in draft.lines if line.has_amount
    )  # fmt: skip
    return _revenue(amounts, draft)


def _revenue(amounts: Iterable[LineAmount], draft: Draft) -> int:
    sold = (line for line in amounts if line.kind in SOLD or line.kind == "discount")
    return _totals(sold, draft).net_minor


def _kind_of_made(amount: int) -> str:
    return "discount" if amount < 0 else "charge"


def _totals(amounts: Iterable[LineAmount], draft: Draft) -> Totals:
    taxed = (TaxedAmount(line.amount_minor, line.tax) for line in amounts)
    return document_totals(taxed, PriceMode(draft.price_mode), TaxRounding(draft.tax_rounding))


def _with_amount(line: LineAmount, amount: int) -> LineAmount:
    return LineAmount(
        line.kind, amount, line.tax_class, line.tax, line.weight_ug, line.metals, is_typed=True
    )  # a goal types their prices: promotions leave them alone


def _together(lines: Sequence[LineAmount]) -> LineAmount:
    """Lines of one kind and tax as one: rules for the whole order see sums alone."""
    first = lines[0]
    metals = tuple(part for line in lines for part in line.metals)
    amount, weight = sum(line.amount_minor for line in lines), sum(line.weight_ug for line in lines)
    return LineAmount(first.kind, amount, first.tax_class, first.tax, weight, metals, is_typed=True)


def measured_with(draft: Draft, context: OrderContext, keys: Collection[str]) -> Measured:
    """The draft with the lines of these keys open."""
    opened: dict[Hashable, list[LineAmount]] = {}
    fixed: dict[Hashable, list[LineAmount]] = {}
    for line in draft.own_lines:
        if line.has_amount:
            place = opened if line.key in keys else fixed
            place.setdefault(group_of(line, draft), []).append(amount_of(line, context))
    groups = {key: _together(lines) for key, lines in opened.items()}
    return Measured(draft, context, [_together(lines) for lines in fixed.values()], groups)
