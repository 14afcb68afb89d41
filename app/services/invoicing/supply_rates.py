"""The rate of a sale is that of the day of its supply, whatever it was on the day of the order; prices stay (A20).

Code and category stay the order's: another place or buyer is an amendment; what jurisdictions
stack is asked anew. What is invoiced of one line can have
been supplied at two rates: then the line stands on the invoice once for each, and so do the discounts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.billing import ONCE_KINDS, amount_of_base, within
from app.domain.rounding import split_by_largest_remainder
from app.domain.tax import TaxKey
from app.domain.tax_rules import DatedRate, rate_on
from app.services.invoicing.sources import LinePart, ShippedPart, SourceLine


@dataclass(frozen=True, slots=True)
class Supply:
    """The days on which the shipments of an invoice left, the day of the whole, and the rates of its taxes."""

    on: dt.date
    days: Mapping[int, dt.date]  # by shipment
    rates: Mapping[str, tuple[DatedRate, ...]]  # by tax code
    stacked: Mapping[tuple[str, dt.date], TaxKey] = field(
        default_factory=dict
    )  # by code of the stack and day

    def key_on(self, key: TaxKey, day: dt.date) -> TaxKey:
        """The same tax at the rate of a day; as it is where the table knows none."""
        if key.stack:
            return self.stacked.get((key.code, day), key)
        rate = rate_on(self.rates.get(key.code, ()), day)
        return key if rate is None or rate == key.rate_ppm else replace(key, rate_ppm=rate)

    def spans_a_change(self, keys: Iterable[TaxKey]) -> bool:
        """Whether one of these taxes had another rate when a part of it left; nearly never."""
        days = set(self.days.values())
        return any(self.key_on(key, day) != key for key in keys for day in days)

    def key_of(self, part: ShippedPart, key: TaxKey) -> TaxKey:
        """The same tax at the rate of the day on which the part left."""
        return self.key_on(key, self.days.get(part.shipment_id, self.on))


def at_supply(lines: Sequence[SourceLine], supply: Supply) -> list[SourceLine]:
    """The lines at the rates of the day of supply."""
    keys = {line.tax: supply.key_on(line.tax, supply.on) for line in lines}
    return [line if keys[line.tax] == line.tax else replace(line, tax=keys[line.tax]) for line in lines]


def split_by_rate(
    parts: Sequence[LinePart],
    shipped: Sequence[ShippedPart],
    ordered: Mapping[int, TaxKey],
    supply: Supply,
    currency: str,
) -> list[LinePart]:
    """The parts, each at one rate; `ordered` are the taxes of the order's lines."""
    if not supply.spans_a_change({part.line.tax for part in parts}):
        return [_told(part, ordered[part.line.id]) for part in parts]
    goods = {part.line.id: list(_goods(part, shipped, supply, currency)) for part in parts}
    weights = _weights([each for found in goods.values() for each in found])
    found = []
    for part in parts:
        is_discount = part.amount_minor < 0 and part.line.kind in ONCE_KINDS
        worth = weights.get(part.line.tax.family, {})
        found += _discounts(part, worth) if is_discount else goods[part.line.id]
    return [_told(part, ordered[part.line.id]) for part in found]


def _told(part: LinePart, ordered: TaxKey) -> LinePart:
    return part if part.line.tax == ordered else replace(part, ordered_tax=ordered)


def _goods(
    part: LinePart, shipped: Sequence[ShippedPart], supply: Supply, currency: str
) -> Iterator[LinePart]:
    """What left at each rate; the last one has the rest of the amount, so that the sum stays (A7)."""
    by_rate: dict[TaxKey, list[ShippedPart]] = {}
    for each in shipped:
        if each.order_line_id == part.line.id:
            by_rate.setdefault(supply.key_of(each, part.line.tax), []).append(each)
    rest = part.amount_minor
    for place, (key, group) in enumerate(by_rate.items(), start=1):
        base = sum(each.open_micro for each in group)
        is_last = place == len(by_rate)
        amount = rest if is_last else within(amount_of_base(part.line.progress, base, currency), rest)
        rest -= amount
        shipment_line_id = group[0].shipment_line_id if len(group) == 1 else None
        yield LinePart(replace(part.line, tax=key), base, amount, shipment_line_id)
    if not by_rate:
        yield part  # a service, charge or free line: with the whole


def _weights(parts: Sequence[LinePart]) -> dict[str, dict[TaxKey, int]]:
    """What the invoice is worth by tax and rate."""
    weights: dict[str, dict[TaxKey, int]] = {}
    for part in parts:
        if part.amount_minor > 0:
            by_key = weights.setdefault(part.line.tax.family, {})
            by_key[part.line.tax] = by_key.get(part.line.tax, 0) + part.amount_minor
    return weights


def _discounts(part: LinePart, weights: Mapping[TaxKey, int]) -> list[LinePart]:
    """A discount over the rates of its tax, in proportion to what they are worth (A19)."""
    if not weights:
        return [part]
    amounts = split_by_largest_remainder(part.amount_minor, list(weights.values()))
    bases = split_by_largest_remainder(part.base_micro, list(weights.values()))
    if not all(amounts) or not all(bases):  # too small to be split
        heaviest = max(weights, key=lambda key: weights[key])
        return [replace(part, line=replace(part.line, tax=heaviest))]
    return [
        replace(part, line=replace(part.line, tax=key), base_micro=base, amount_minor=amount)
        for key, base, amount in zip(weights, bases, amounts, strict=True)
    ]
