"""What crediting parts of an invoice gives back: the line's own price and tax, discounts in proportion (D60).

All credits of an invoice sum to it exactly, in whatever order they come, and never pass it on the way: a part
is rounded by itself within what is left, the last one takes the rest. What a discount took off a line goes
back with the line, so a discount is never credited by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from app.domain.billing import within
from app.domain.money import MICRO, line_amount, minor_per_major
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import (
    PriceMode,
    TaxedAmount,
    TaxGroup,
    TaxKey,
    TaxRounding,
    Totals,
    document_totals,
)
from app.domain.tax_parts import within_parts

_ROUNDER = (MICRO, 100_000, 10_000, 1_000, 100, 10)  # whole base units first, then one decimal more each


@dataclass(frozen=True, slots=True)
class CreditProgress:
    """An invoice line and how much of it was credited; credited values are sizes without a sign.

    The factor says how many base units make one of the line's unit; 0 takes it from the line's quantities.
    """

    quantity_micro: int
    base_micro: int
    price_micro: int
    amount_minor: int
    credited_micro: int
    credited_minor: int
    credited_base_micro: int = 0
    factor_num: int = 0
    factor_den: int = 0
    price_per: int = 1

    @property
    def left_micro(self) -> int:
        """The quantity (in the line's unit) that may still be credited."""
        return abs(self.quantity_micro) - self.credited_micro

    @property
    def left_base_micro(self) -> int:
        """The same in base units."""
        return max(abs(self.base_micro) - self.credited_base_micro, 0)

    @property
    def left_minor(self) -> int:
        """The amount that may still be credited, without a sign."""
        return abs(self.amount_minor) - self.credited_minor


@dataclass(frozen=True, slots=True)
class CreditPart:
    """A part of an invoice line to credit; sizes without a sign."""

    quantity_micro: int
    base_micro: int
    amount_minor: int


def credit_of_part(line: CreditProgress, quantity_micro: int, currency: str) -> int:
    """What crediting a quantity gives back, with the line's sign: own price, the last takes the rest (D60)."""
    assert 0 < quantity_micro <= line.left_micro, "a credit lies within what is left"
    sign = 1 if line.amount_minor >= 0 else -1
    if quantity_micro == line.left_micro:
        return sign * line.left_minor
    price = abs(line.price_micro)
    worth = line_amount(
        quantity_micro=quantity_micro, price_micro=price, per=line.price_per, currency=currency
    )
    return sign * within(worth, line.left_minor)


def base_of_credit(line: CreditProgress, quantity_micro: int) -> int:
    """The base quantity that belongs to a credited quantity.

    17 pieces are 1.416667 packs of 12: one of these packs is 12 pieces again, and 0.416667 of one are 5. What the
    six decimals of a quantity cannot tell from a rounder base quantity is that one; a quantity of few decimals is
    what it says, or whole pieces.
    """
    if line.quantity_micro == 0:
        return 0
    num, den = line.factor_num, line.factor_den
    if not num:
        num, den = abs(line.base_micro), abs(line.quantity_micro)
    base = divide_half_up(quantity_micro * num, den)
    for step in _ROUNDER if _is_cut(quantity_micro) or not line.factor_num else _ROUNDER[:1]:
        rounder = divide_half_up(base, step) * step
        if rounder and abs(rounder - base) * den < num:
            return rounder
    return base


def stands_for_pieces(line: CreditProgress, quantity_micro: int) -> bool:
    """Whether six decimals cut the quantity: 0.083333 of a pack stands for one piece, and is worth one."""
    num, den = line.factor_num, line.factor_den
    if not num:
        return False
    base = base_of_credit(line, quantity_micro)
    return (_is_cut(quantity_micro) or base % MICRO == 0) and quantity_micro * num != base * den


def _is_cut(quantity_micro: int) -> bool:
    """Whether the number goes on behind its six decimals, as 0.083333 does: people key three at most."""
    return quantity_micro % 1_000 != 0


def part_by_quantity(line: CreditProgress, quantity_micro: int, currency: str) -> CreditPart:
    """A part keyed in the line's unit."""
    amount = abs(credit_of_part(line, quantity_micro, currency))
    base = line.left_base_micro
    if quantity_micro != line.left_micro:
        base = min(base_of_credit(line, quantity_micro), base)
    return CreditPart(quantity_micro, base, amount)


def part_by_base(line: CreditProgress, base_micro: int, currency: str) -> CreditPart:
    """A part keyed in base units: one piece of a pack is worth a twelfth of it to the cent (B26)."""
    assert 0 < base_micro <= line.left_base_micro, "a credit lies within what is left"
    if base_micro == line.left_base_micro:
        return CreditPart(line.left_micro, base_micro, line.left_minor)
    base = abs(line.base_micro)
    until_now = divide_half_up(
        (line.credited_base_micro + base_micro) * abs(line.quantity_micro), base
    )  # cumulative: twelve pieces are the pack, though each is 0.083333
    quantity = within(until_now - line.credited_micro, line.left_micro)
    num, den = (line.factor_num, line.factor_den) if line.factor_num else (base, abs(line.quantity_micro))
    worth = base_micro * den * abs(line.price_micro) * minor_per_major(currency)
    amount = within(divide_half_up(worth, num * line.price_per * MICRO * MICRO), line.left_minor)
    return CreditPart(quantity, base_micro, amount)


@dataclass(frozen=True, slots=True)
class CreditableLine:
    """An invoice line's credit so far, and its tax."""

    progress: CreditProgress
    key: TaxKey

    @property
    def takes(self) -> bool:
        """Whether the line takes something off the others: a discount."""
        return self.progress.amount_minor < 0


Weights = Mapping[int, int]
"""What a discount took off each line, by the line's id."""


def with_discounts(
    lines: Mapping[int, CreditableLine],
    wanted: Mapping[int, CreditPart],
    taken: Mapping[int, Weights] | None = None,
) -> dict[int, CreditPart]:
    """The wanted parts with what their discounts take off, in proportion; the last part takes their rest.

    `taken` says of discounts, by id, what they took off which lines, as promotions know it. Any other discount belongs
    to the lines of its own tax; one that is greater than these (or has none) to all lines.
    """
    parts = dict(wanted)
    for discounts, weights in _discounts_with_their_lines(lines, taken or {}):
        sizes = {id_: abs(lines[id_].progress.amount_minor) for id_ in discounts}
        back = _share_given(lines, wanted, weights)
        target = divide_half_up(sum(sizes.values()) * back.numerator, back.denominator)
        left = {id_: lines[id_].progress.left_minor for id_ in discounts}
        step = within(target - sum(sizes.values()) + sum(left.values()), sum(left.values()))
        if step:
            shares = split_by_largest_remainder(step, list(left.values()))
            for id_, share in zip(left, shares, strict=True):
                if share:
                    parts[id_] = _part_by_amount(lines[id_].progress, share)
    return parts


def _share_given(
    lines: Mapping[int, CreditableLine], wanted: Mapping[int, CreditPart], weights: Weights
) -> Fraction:
    """How much of these lines is given back by then, each as heavy as the discount on it; all where none weighs."""
    whole = sum(weights.values())
    if not whole:
        return Fraction(1)
    given = (
        Fraction(weight * _given(lines[id_], wanted.get(id_)), lines[id_].progress.amount_minor)
        for id_, weight in weights.items()
    )
    return sum(given, Fraction(0)) / whole


def _given(line: CreditableLine, part: CreditPart | None) -> int:
    return line.progress.credited_minor + (part.amount_minor if part else 0)


def _discounts_with_their_lines(
    lines: Mapping[int, CreditableLine], taken: Mapping[int, Weights]
) -> Iterator[tuple[list[int], Weights]]:
    """The discounts that go back together, and the lines whose share of being credited is theirs, with their weight."""
    every = {id_: line.progress.amount_minor for id_, line in lines.items() if line.progress.amount_minor > 0}
    told: set[int] = set()
    for id_, weights in taken.items():
        known = {of: weight for of, weight in weights.items() if of in every and weight > 0}
        if known:
            told.add(id_)
            yield [id_], known
    for key in dict.fromkeys(line.key for line in lines.values() if line.takes):
        discounts = [id_ for id_, line in lines.items() if line.takes and line.key == key]
        own = {id_: amount for id_, amount in every.items() if lines[id_].key == key}
        covered = sum(lines[id_].progress.amount_minor for id_ in (*own, *discounts)) >= 0
        yield [id_ for id_ in discounts if id_ not in told], own if own and covered else every


def _part_by_amount(line: CreditProgress, amount_minor: int) -> CreditPart:
    """A share of a discount; its quantity follows its amount."""
    if amount_minor == line.left_minor:
        return CreditPart(line.left_micro, line.left_base_micro, amount_minor)
    until_now, whole = line.credited_minor + amount_minor, abs(line.amount_minor)
    quantity = abs(line.quantity_micro) * until_now // whole - line.credited_micro
    base = abs(line.base_micro) * until_now // whole - line.credited_base_micro
    return CreditPart(max(quantity, 0), max(base, 0), amount_minor)


@dataclass(frozen=True, slots=True)
class TaxLeft:
    """What credits left of one tax group of an invoice, and whether this credit takes the last of it.

    `parts`: what they left of each jurisdiction's tax, in the order of the key's stack.
    """

    base_minor: int
    tax_minor: int
    is_last: bool
    parts: tuple[int, ...] = ()


def credit_totals(
    amounts: Iterable[TaxedAmount],
    mode: PriceMode,
    left: Mapping[TaxKey, TaxLeft],
    rounding: TaxRounding = TaxRounding.GROUP,
) -> Totals:
    """The totals of a credit note over invoice lines.

    Tax by rate on the credit's own base, but neither tax nor base beyond what is left of the invoice's, and
    the credit that takes the last of a rate takes the rest of its tax: so all credits are the invoice (D60).
    """
    groups = tuple(
        _within_left(group, mode, left[group.key])
        for group in document_totals(amounts, mode, rounding).groups
    )
    net = sum(group.base_minor for group in groups)
    tax = sum(group.tax_minor for group in groups)
    return Totals(net_minor=net, tax_minor=tax, gross_minor=net + tax, groups=groups)


def _within_left(group: TaxGroup, mode: PriceMode, left: TaxLeft) -> TaxGroup:
    tax = left.tax_minor if left.is_last else _tax_within(group, mode, left)
    base = group.base_minor + (group.tax_minor - tax if mode is PriceMode.GROSS else 0)
    return _with_parts(replace(group, base_minor=base, tax_minor=tax), left)


def _with_parts(group: TaxGroup, left: TaxLeft) -> TaxGroup:
    """Each jurisdiction's tax within what is left of it; who takes the last of it takes its rest."""
    if not left.parts:
        return group
    if left.is_last:
        return replace(group, parts=left.parts)
    wanted = [part.tax_minor for part in group.by_part]
    return replace(group, parts=within_parts(wanted, group.tax_minor, left.parts))


def _tax_within(group: TaxGroup, mode: PriceMode, left: TaxLeft) -> int:
    """The tax, clamped to what is left when both point the same way; of gross prices the base, too."""
    sign = 1 if left.base_minor + left.tax_minor >= 0 else -1
    gross = sign * (group.base_minor + group.tax_minor)
    if gross < 0:
        return group.tax_minor
    tax = min(sign * group.tax_minor, max(sign * left.tax_minor, 0))
    if mode is PriceMode.GROSS:
        tax = max(tax, gross - max(sign * left.base_minor, 0))
    return sign * tax


def passes(totals: Totals, left: Mapping[TaxKey, TaxLeft]) -> bool:
    """Whether a credit note is below 0 or takes more than is left: of a tax or its base, of net or gross."""
    pairs = [(totals.net_minor, sum(each.base_minor for each in left.values()))]
    pairs.append((totals.gross_minor, sum(each.base_minor + each.tax_minor for each in left.values())))
    for group in totals.groups:
        rest = left[group.key]
        pairs += [(group.base_minor, rest.base_minor), (group.tax_minor, rest.tax_minor)]
    return totals.gross_minor < 0 or any(within(value, rest) != value for value, rest in pairs)
