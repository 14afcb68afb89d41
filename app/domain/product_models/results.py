"""What follows from a configuration: its price, lead time, articles, work and text, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole configuration of a product model that was flattened.

    Args:
        options: codes of the chosen options: "top.oak", "modules.2/front.doors".
        numbers: values of the numbers that are asked: "width", "modules.2/width", "modules.count".
    """

    options: frozenset[str]
    numbers: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PriceShare:
    """What one row adds to the price of a piece.

    Args:
        code: of the row ("top.oak" for that of an option), with the path of the sub-product before it.
        name: in the language of who asked.
        amount: in `currency`; exact, may be below zero.
        cost: what it costs the firm, None where articles and operations tell.
        currency: of amount and cost, "" for the firm's.
    """

    code: str
    name: str
    amount: Fraction
    discountable: bool = True
    cost: Fraction | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class BomLine:
    """So many of an article for one piece. `parts`: keys of the parts of the scene that it was counted from."""

    article: str
    quantity: Fraction
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OperationLine:
    """A step of work: minutes to set up once, minutes for a piece, and what an hour costs."""

    code: str
    name: str
    setup: Fraction
    minutes: Fraction
    hourly: Fraction
    workplace: str = ""
