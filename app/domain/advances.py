"""Advances: the day of their tax, what one asks of an order, and what an invoice takes off for them (D57-D59).

Sources: EU VAT Directive 2006/112/EC Art. 63 (tax arises with the supply), Art. 65 (of an advance on its receipt),
Art. 93 (the rate of that day holds). Germany: section 13 (1) no. 1a sentence 4 UStG (the same), section 27 (1) UStG
(the rate of the day of supply holds for the whole: the tax of an advance is put right with the final invoice), section
14 (5) UStG (the final invoice takes off the advances and their tax).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain.money import MICRO, minor_per_major
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import PriceMode, TaxedAmount, TaxKey, TaxRounding, Totals, document_totals

ADVANCE = "advance"
"""The kind of a line that asks for an advance, or takes one off."""


class TaxPointReason(StrEnum):
    """Why a day decides about the tax."""

    SUPPLY = "supply"  # Art. 63
    RECEIPT = "receipt"  # Art. 65


class AdvanceRate(StrEnum):
    """Which rate stays with an advance when the rate changes before the supply."""

    SUPPLY = "supply"  # that of the supply rules the whole (Germany)
    RECEIPT = "receipt"  # the advance keeps the rate of its receipt


@dataclass(frozen=True, slots=True)
class TaxPoint:
    """The day on which a tax arises, and why."""

    on: date
    reason: TaxPointReason


def tax_point(*, supplied: date | None, received: date | None) -> TaxPoint | None:
    """When the tax on an amount arises: with its supply, or before that with its receipt; None while neither was."""
    if received is not None and (supplied is None or received < supplied):
        return TaxPoint(received, TaxPointReason.RECEIPT)
    return None if supplied is None else TaxPoint(supplied, TaxPointReason.SUPPLY)


def advance_of(percent_ppm: int, worth: Mapping[TaxKey, int]) -> int:
    """A percentage of an order's lines, rounded once."""
    return divide_half_up(sum(worth.values()) * percent_ppm, MICRO)


def split_over_taxes(amount_minor: int, left: Mapping[TaxKey, int]) -> dict[TaxKey, int]:
    """An advance over the taxes of what is left to invoice, to the cent; all of it gives all of each tax (D59)."""
    weights = {key: minor for key, minor in sorted(left.items()) if minor > 0}
    assert 0 < amount_minor <= sum(weights.values()), "an advance lies within what is left"
    parts = split_by_largest_remainder(amount_minor, list(weights.values()))
    return {key: part for key, part in zip(weights, parts, strict=True) if part}


def quantity_of(amount_minor: int, currency: str) -> int:
    """An amount as a line's quantity at a price of one: so a part of it is keyed and counted to the cent."""
    return amount_minor * MICRO // minor_per_major(currency)


@dataclass(frozen=True, slots=True)
class Share:
    """What a part of an advance's line is: its amount as the line has it, net, tax, and net in the firm's currency."""

    amount_minor: int
    net_minor: int
    tax_minor: int
    home_net_minor: int

    def part(self, amount_minor: int) -> Share:
        """A part of it; the whole is all of it, so that parts taken one after the other leave no cent."""
        if amount_minor == self.amount_minor:
            return self

        def of(value: int) -> int:
            return divide_half_up(value * amount_minor, self.amount_minor)

        return Share(amount_minor, of(self.net_minor), of(self.tax_minor), of(self.home_net_minor))

    @property
    def gross_minor(self) -> int:
        """Net and tax."""
        return self.net_minor + self.tax_minor

    def __add__(self, other: Share) -> Share:
        return Share(
            self.amount_minor + other.amount_minor,
            self.net_minor + other.net_minor,
            self.tax_minor + other.tax_minor,
            self.home_net_minor + other.home_net_minor,
        )

    def __neg__(self) -> Share:
        return Share(-self.amount_minor, -self.net_minor, -self.tax_minor, -self.home_net_minor)


@dataclass(frozen=True, slots=True)
class HeldAdvance:
    """A line of an advance invoice, and what of it was neither taken off nor credited yet."""

    line_id: int
    advance_id: int
    order_id: int
    customer_id: int
    number: str
    date: date
    key: TaxKey
    left: Share
    exchange: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What an invoice takes off for an advance: `share` of its line, as a line of this tax."""

    held: HeldAdvance
    share: Share
    key: TaxKey


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A line of an invoice before advances are taken off; 0 is no order."""

    order_id: int
    amount: TaxedAmount


def take_advances(
    lines: Sequence[BilledLine],
    held: Iterable[HeldAdvance],
    rule: AdvanceRate,
    mode: PriceMode,
    rounding: TaxRounding = TaxRounding.GROUP,
) -> tuple[Taken, ...]:
    """What an invoice takes off, the oldest advance first: all there is, but never more than the invoice is over.

    An advance is taken off what was sold with its tax; with an order of which no line has that tax any more, off the
    whole. Where the rate of the supply rules, it comes off with its own rate: so all papers together have that of the
    supply. Where it keeps its rate, it comes off at the supply's: so what it paid for has the rate of its receipt.
    """
    room = _Room(lines, mode, rounding)
    taken: list[Taken] = []
    for each in held:
        left = each.left
        for sold in room.keys_for(each):
            key = each.key if rule is AdvanceRate.SUPPLY else sold or each.key
            minor = room.fitting(each, sold, key, left.amount_minor)
            if minor > 0:
                share = left.part(minor)
                left += -share
                room.take(each, sold, TaxedAmount(-minor, key))
                taken.append(Taken(each, share, key))
    return _joined(taken)


def _joined(taken: Iterable[Taken]) -> tuple[Taken, ...]:
    """One line for each advance and rate, though it was taken off two."""
    found: dict[tuple[int, TaxKey], Taken] = {}
    for each in taken:
        place = (each.held.line_id, each.key)
        before = found.get(place)
        found[place] = each if before is None else replace(before, share=before.share + each.share)
    return tuple(found.values())


class _Room:
    """What the lines of an invoice are worth, as far as no advance was taken off."""

    def __init__(self, lines: Sequence[BilledLine], mode: PriceMode, rounding: TaxRounding) -> None:
        self._mode, self._rounding = mode, rounding
        self._amounts = [line.amount for line in lines]
        self._left: dict[tuple[int, TaxKey], int] = {}
        self._off_whole: dict[int, int] = {}
        for line in lines:
            place = (line.order_id, line.amount.key)
            self._left[place] = self._left.get(place, 0) + line.amount.amount_minor

    def keys_for(self, held: HeldAdvance) -> list[TaxKey | None]:
        """The taxes of the order's lines with the code of the advance, the largest first; None is all of them."""
        own = {
            key: left
            for (order_id, key), left in self._left.items()
            if order_id == held.order_id and key.code == held.key.code
        }
        return [*sorted(own, key=lambda key: (-own[key], key))] if own else [None]

    def fitting(self, held: HeldAdvance, sold: TaxKey | None, key: TaxKey, most: int) -> int:
        """How much may come off: what was sold of the order, while net and gross of the whole stay at 0 or more."""
        sums = self._totals()
        whole = sums.gross_minor if self._mode is PriceMode.GROSS else sums.net_minor
        order = sum(left for (order_id, _key), left in self._left.items() if order_id == held.order_id)
        room = min(whole, order - self._off_whole.get(held.order_id, 0))
        if sold is not None:
            room = min(room, self._left[held.order_id, sold])
        minor = min(most, room)
        if self._mode is PriceMode.NET:
            about = max(sums.gross_minor, 0) * MICRO // (MICRO + key.rate_ppm)
            minor = min(minor, about + 2)  # each tax is rounded by itself
        while minor > 0 and self._is_below_zero(TaxedAmount(-minor, key)):
            minor -= 1
        return max(minor, 0)

    def take(self, held: HeldAdvance, sold: TaxKey | None, amount: TaxedAmount) -> None:
        """Note what came off."""
        self._amounts.append(amount)
        if sold is None:
            off = self._off_whole.get(held.order_id, 0)
            self._off_whole[held.order_id] = off - amount.amount_minor
        else:
            self._left[held.order_id, sold] += amount.amount_minor

    def _is_below_zero(self, amount: TaxedAmount) -> bool:
        sums = self._totals(amount)
        return sums.net_minor < 0 or sums.gross_minor < 0

    def _totals(self, *more: TaxedAmount) -> Totals:
        return document_totals((*self._amounts, *more), self._mode, self._rounding)


def due_tax(tax_minor: int, *, reached_minor: int, live_minor: int) -> int:
    """How much of an advance's tax is due once so much of its gross was received or taken off (Art. 65, 63)."""
    if live_minor <= 0:
        return 0
    return divide_half_up(tax_minor * min(max(reached_minor, 0), live_minor), live_minor)
