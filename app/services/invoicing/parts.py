"""What each order line contributes to an invoice: goods as shipped, the others once, discounts as far as they fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.billing import ONCE_KINDS, amount_of_base, amount_of_part
from app.domain.money import MICRO
from app.domain.tax import PriceMode, TaxKey, TaxRounding
from app.services.invoicing.sources import LinePart, ShippedPart, SourceLine


def line_parts(
    lines: Sequence[SourceLine],
    shipped: Sequence[ShippedPart],
    *,
    currency: str,
    mode: PriceMode,
    rounding: TaxRounding = TaxRounding.GROUP,
) -> list[LinePart]:
    """The parts of an invoice in the order of the lines.

    Services, charges and free lines come with the order's first goods. A discount takes off what the invoice
    holds and no more: the rest waits for the order's next goods, and the last of these take all of it (A7).
    """
    by_line: dict[int, list[ShippedPart]] = {}
    for part in shipped:
        by_line.setdefault(part.order_line_id, []).append(part)
    found: dict[int, LinePart] = {}
    for order_lines in _by_order(lines):
        parts = _parts_of_order(order_lines, by_line, currency=currency, mode=mode, rounding=rounding)
        found.update((part.line.id, part) for part in parts)
    return [found[line.id] for line in lines if line.id in found]


def _by_order(lines: Sequence[SourceLine]) -> list[list[SourceLine]]:
    orders: dict[int, list[SourceLine]] = {}
    for line in lines:
        orders.setdefault(line.order_id, []).append(line)
    return list(orders.values())


def _parts_of_order(
    lines: Sequence[SourceLine],
    shipped: Mapping[int, Sequence[ShippedPart]],
    *,
    currency: str,
    mode: PriceMode,
    rounding: TaxRounding,
) -> list[LinePart]:
    bases = {line.id: sum(part.open_micro for part in shipped.get(line.id, ())) for line in lines}
    goods_left = sum(line.progress.left_micro for line in lines if line.kind == "goods")
    is_billed = not goods_left or any(line.id in shipped for line in lines)
    is_last = goods_left == sum(bases[line.id] for line in lines if line.kind == "goods")
    parts = []
    for line in lines:
        once = line.kind in ONCE_KINDS and is_billed and (is_last or not _takes(line))
        base = line.progress.left_micro if once else bases[line.id]
        if base:
            parts.append(_part(line, base, shipped.get(line.id, ()), currency))
    if is_billed and not is_last:
        room = _Room(lines, parts, mode, rounding)
        for line in sorted(filter(_takes, lines), key=lambda line: not room.has_own(line.tax)):
            part = _discount_within(line, room, currency)
            if part is not None:
                parts.append(part)
    return parts


def _takes(line: SourceLine) -> bool:
    return line.kind in ONCE_KINDS and line.progress.amount_minor < 0


def _part(line: SourceLine, base: int, found: Sequence[ShippedPart], currency: str) -> LinePart:
    shipment_line_id = found[0].shipment_line_id if len(found) == 1 else None
    return LinePart(line, base, amount_of_part(line.progress, base, currency), shipment_line_id)


def _discount_within(line: SourceLine, room: _Room, currency: str) -> LinePart | None:
    """As much of a discount as there is room for; None if there is none, or nothing of it is left."""
    progress = line.progress
    whole = amount_of_base(progress, progress.base_micro - progress.cancelled_micro, currency)
    left = progress.invoiced_minor - whole  # a size
    amount = min(left, room.for_tax(line.tax))
    base = progress.left_micro * amount // left if left > 0 else 0
    if amount <= 0 or base <= 0:
        return None
    room.take(line.tax, amount)
    return LinePart(line, base, -amount, None)


class _Room:
    """What the lines of an invoice are worth by tax, so far as discounts have not taken it off."""

    def __init__(
        self,
        lines: Sequence[SourceLine],
        parts: Sequence[LinePart],
        mode: PriceMode,
        rounding: TaxRounding,
    ) -> None:
        self._mode = mode
        self._rounded = 0 if rounding is TaxRounding.GROUP else len(parts)  # what is rounded by itself
        self._own = {line.tax for line in lines if line.progress.amount_minor > 0}
        self._left: dict[TaxKey, int] = {}
        for part in parts:
            self._left[part.line.tax] = self._left.get(part.line.tax, 0) + part.amount_minor

    def has_own(self, tax: TaxKey) -> bool:
        """Whether the order has other lines at this tax, from which its discounts are taken."""
        return tax in self._own

    def for_tax(self, tax: TaxKey) -> int:
        """How much a discount at this tax may take off: what is there at its tax, else what keeps net and gross."""
        if self.has_own(tax):
            return max(self._left.get(tax, 0), 0)
        net = sum(self._left.values())
        if self._mode is PriceMode.GROSS:
            return max(net, 0)
        gross = sum(left * (MICRO + key.rate_ppm) // MICRO for key, left in self._left.items())
        spare = max(len(self._left), self._rounded)  # each tax may be rounded a cent away from its share
        return max(min(net, (gross - spare) * MICRO // (MICRO + tax.rate_ppm)), 0)

    def take(self, tax: TaxKey, amount: int) -> None:
        """Note what a discount took."""
        self._left[tax] = self._left.get(tax, 0) - amount
        self._rounded += 1 if self._rounded else 0
