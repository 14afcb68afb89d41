"""What a change of a numbered order or quote says in its story: fields and lines, as they were and as they are."""

from __future__ import annotations

from app.domain.orders.draft import Draft, Line, differences, header_values

_OF_A_LINE = ("sku", "text", "quantity_micro", "unit", "price_micro", "discount_ppm", "amount_minor")

Told = dict[str, object]


def changes_told(before: Draft, after: Draft) -> tuple[Told, Told]:
    """The fields of the head that differ and the lines that differ, before and after."""
    old, new = header_values(before.header), header_values(after.header)
    was: Told = {name: old[name] for name in old if old[name] != new[name]}
    now: Told = {name: new[name] for name in was}
    for change in differences(before, after):
        label = f"line {change.key}"
        was[label], now[label] = _line_told(change.old), _line_told(change.new)
    return was, now


def _line_told(line: Line | None) -> Told | None:
    """What of a line matters in its story."""
    if line is None:
        return None
    told: Told = {name: getattr(line, name) for name in _OF_A_LINE}
    return told if line.price_per == 1 else told | {"price_per": line.price_per}
