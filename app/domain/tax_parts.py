"""Taxes that several jurisdictions stack on one sale: their parts, kept in the tax's key as text.

A stack is written `US-NY=40000 US-NY-NYC=45000`: each jurisdiction's code with its rate in ppm, state first. Each part
is rounded by itself, as each jurisdiction has it declared; the tax of a group is the sum of its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.money import MICRO
from app.domain.rounding import divide_half_up, split_by_largest_remainder

UNTAXED_SIGN = "!"
"""Begins the stack of a sale that no jurisdiction taxes: then the reason follows (`app.domain.jurisdictions`)."""


@dataclass(frozen=True, slots=True)
class TaxPart:
    """What one jurisdiction takes."""

    code: str
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class PartTax:
    """A part with its tax in minor units."""

    code: str
    rate_ppm: int
    tax_minor: int


def stack_text(parts: Iterable[TaxPart]) -> str:
    """The parts as a key keeps them; they come in the order of their levels."""
    return " ".join(f"{part.code}={part.rate_ppm}" for part in parts)


@lru_cache(maxsize=4096)
def parts_of(stack: str) -> tuple[TaxPart, ...]:
    """The parts of a stack; none for a plain tax, and where nothing is taxed."""
    if not stack or stack.startswith(UNTAXED_SIGN):
        return ()
    pairs = (part.rpartition("=") for part in stack.split(" "))
    return tuple(TaxPart(code, int(rate)) for code, _sign, rate in pairs)


def stacked_tax(base_minor: int, stack: str) -> int:
    """The tax of a net base: each part rounded by itself, half away from zero."""
    return sum(divide_half_up(base_minor * part.rate_ppm, MICRO) for part in parts_of(stack))


def share_of_parts(base_minor: int, tax_minor: int, stack: str) -> tuple[int, ...]:
    """The tax of each part, summing to the tax exactly.

    Where the tax is not that of the base (gross prices, the rest of a credit) it is split over the parts by rate.
    """
    parts = parts_of(stack)
    own = tuple(divide_half_up(base_minor * part.rate_ppm, MICRO) for part in parts)
    if not parts or sum(own) == tax_minor:
        return own
    return split_by_largest_remainder(tax_minor, [part.rate_ppm for part in parts])


def within_parts(wanted: Sequence[int], tax_minor: int, left: Sequence[int]) -> tuple[int, ...]:
    """The tax of a credit's parts: no part beyond what is left of it, and together the tax, as far as there is room.

    What one part cannot give goes to the others, in their order.
    """
    sign = 1 if sum(left) >= 0 else -1
    rooms = [max(sign * each, 0) for each in left]
    parts = [min(max(sign * each, 0), room) for each, room in zip(wanted, rooms, strict=True)]
    rest = sign * tax_minor - sum(parts)
    if rest > sum(rooms) - sum(parts) or sum(parts) + rest < 0:
        return tuple(wanted)  # a discount's tax: it has no bound of its own
    for place, room in enumerate(rooms):
        step = min(rest, room - parts[place]) if rest > 0 else max(rest, -parts[place])
        parts[place] += step
        rest -= step
    return tuple(sign * part for part in parts)
