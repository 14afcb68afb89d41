"""Metal surcharges: what the metal in an order costs above the price that its articles' prices contain.

The trade's rule: weight of the metal x (quotation of the day - base price in the article's price), never below zero.
Weights are whole nanograms and prices whole micros for `per_g` grams, so that nothing is rounded before the sum of a
metal is (docs/pricing.md, step 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import lcm

from app.domain.exchange import NANO
from app.domain.money import MICRO, decimal_of_micro, micro_of, minor_per_major
from app.domain.rounding import divide_half_up, split_by_largest_remainder
from app.domain.tax import TaxKey

_CONTENT = re.compile(
    r"(?P<metal>[A-Z0-9]{1,10})\s+(?P<grams>\d{1,9}(?:[.,]\d{1,3})?)\s*(?:g\s*)?"
    r"(?:@\s*(?P<base>\d{1,9}(?:[.,]\d{1,6})?)\s*(?:/\s*(?P<kilos>\d{1,5}))?)?",
    re.IGNORECASE,
)
"""As a card says it: `CU 43.2 @ 150 / 100`: grams in a base unit, the base price for so many kilograms."""
GRAMS = 1000  # of a kilogram
NANOGRAMS = 1_000_000_000  # of a gram
HUNDRED_KILOS = 100_000
"""The grams for which copper and aluminium are quoted."""


@dataclass(frozen=True, slots=True)
class MetalQuote:
    """A metal's price from a day on, inclusive, until the next one: `price_micro` for `per_g` grams."""

    id: int
    metal: str
    name: str
    price_micro: int
    valid_from: date
    per_g: int = HUNDRED_KILOS


@dataclass(frozen=True, slots=True)
class MetalContent:
    """The metal in a base unit of an article; its price contains it at `base_micro` for `per_g` grams."""

    metal: str
    weight_mg: int
    base_micro: int = 0
    per_g: int = HUNDRED_KILOS

    def of(self, base_micro: int) -> MetalPart:
        """The same of so many millionths of a base unit; of nothing where something comes back."""
        return MetalPart(self.metal, max(base_micro, 0) * self.weight_mg, self.base_micro, self.per_g)


@dataclass(frozen=True, slots=True)
class MetalPart:
    """The metal of a line, in nanograms (a millionth of a unit times a milligram)."""

    metal: str
    weight_ng: int
    base_micro: int
    per_g: int


@dataclass(frozen=True, slots=True)
class MetalDue:
    """What is due for a metal, in minor units, by tax class; `weight_ng` is all of it that costs more.

    `contained_micro`: what the articles' prices contain it at, for as many grams as the quotation; of several base
    prices their mean by weight.
    """

    quote: MetalQuote
    weight_ng: int
    contained_micro: int
    shares: tuple[tuple[str, int], ...]


Quotes = Mapping[str, tuple[MetalQuote, ...]]
"""The quotations of each metal, the latest first; of two from one day the newer first."""
Taxed = tuple[TaxKey, str, MetalPart]


def is_metal(text: str) -> bool:
    """Whether a text can name a metal: one to ten capital letters and digits."""
    return re.fullmatch("[A-Z0-9]{1,10}", text) is not None


def read_contents(text: str) -> tuple[MetalContent, ...] | None:
    """The metals that a card names, parted by semicolons; None for what is none, or names one twice."""
    found: list[MetalContent] = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        content = _read_content(part)
        if content is None or content.metal in {each.metal for each in found}:
            return None
        found.append(content)
    return tuple(found)


def _read_content(text: str) -> MetalContent | None:
    match = _CONTENT.fullmatch(text)
    if match is None:
        return None
    weight_mg = int(_decimal(match["grams"]) * 1000)  # three decimals
    per_g = int(match["kilos"]) * GRAMS if match["kilos"] else HUNDRED_KILOS
    if not weight_mg or not per_g:
        return None
    return MetalContent(match["metal"].upper(), weight_mg, micro_of(_decimal(match["base"] or "0")), per_g)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def written_contents(contents: Iterable[MetalContent]) -> str:
    """The one way in which a card keeps its metals: by metal, with a point and the kilograms."""
    return "; ".join(
        f"{each.metal} {_plain(Decimal(each.weight_mg) / 1000)}"
        + (
            f" @ {_plain(decimal_of_micro(each.base_micro))} / {each.per_g // GRAMS}"
            if each.base_micro
            else ""
        )
        for each in sorted(contents, key=lambda each: each.metal)
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def by_metal(quotes: Iterable[MetalQuote]) -> dict[str, tuple[MetalQuote, ...]]:
    """The quotations in the order in which they are looked up."""
    found: dict[str, list[MetalQuote]] = {}
    for quote in quotes:
        found.setdefault(quote.metal, []).append(quote)
    return {
        metal: tuple(sorted(each, key=lambda quote: (quote.valid_from, quote.id), reverse=True))
        for metal, each in sorted(found.items())
    }


def quote_on(quotes: Quotes, metal: str, on: date) -> MetalQuote | None:
    """The last quotation on or before a day."""
    return next((quote for quote in quotes.get(metal, ()) if quote.valid_from <= on), None)


def metals_due(
    parts: Iterable[Taxed],
    quotes: Quotes,
    on: date,
    currency: str,
    rate_nano: int = NANO,
    *,
    with_tax: bool = False,
) -> Iterator[MetalDue]:
    """What is due for each metal with a quotation, by metal: rounded once, then split by tax and tax class.

    `rate_nano`: how much of the currency one unit of the firm's is, in which metals are quoted. `with_tax`: what is due
    includes the tax of each line, as the document's prices do.
    """
    weights: dict[str, dict[Taxed, int]] = {}
    for tax, tax_class, part in parts:
        key = (tax, tax_class, MetalPart(part.metal, 0, part.base_micro, part.per_g))
        of_metal = weights.setdefault(part.metal, {})
        of_metal[key] = of_metal.get(key, 0) + part.weight_ng
    for metal in sorted(weights):
        quote = quote_on(quotes, metal, on)
        if quote is not None:
            due = _due(quote, weights[metal], minor_per_major(currency) * rate_nano, with_tax=with_tax)
            if due.shares:
                yield due


def _due(quote: MetalQuote, weights: Mapping[Taxed, int], minor_nano: int, *, with_tax: bool) -> MetalDue:
    """All parts over one denominator, so that their sum is a whole number until it is rounded."""
    per_g = lcm(quote.per_g, *(part.per_g for _tax, _name, part in weights))
    values: dict[TaxKey, dict[str, int]] = {}
    dear = contained = 0
    for (tax, name, part), weight in sorted(weights.items(), key=lambda each: each[0][:2]):
        above = quote.price_micro * (per_g // quote.per_g) - part.base_micro * (per_g // part.per_g)
        if above <= 0 or not weight:
            continue
        dear += weight
        contained += weight * part.base_micro * (per_g // part.per_g)
        classes = values.setdefault(tax, {})
        taxed = MICRO + (tax.rate_ppm if with_tax else 0)
        classes[name] = classes.get(name, 0) + weight * above * taxed
    total = sum(sum(classes.values()) for classes in values.values())
    minor = divide_half_up(total * minor_nano, per_g * NANOGRAMS * MICRO * NANO * MICRO)
    mean = divide_half_up(contained * quote.per_g, dear * per_g) if dear else 0
    return MetalDue(quote, dear, mean, tuple(_shares(minor, values)))


def _shares(minor: int, values: Mapping[TaxKey, Mapping[str, int]]) -> Iterator[tuple[str, int]]:
    """By tax first, then within a tax over its classes; none of 0."""
    if not minor:
        return
    sums = [sum(classes.values()) for classes in values.values()]
    for classes, share in zip(values.values(), split_by_largest_remainder(minor, sums), strict=True):
        parts = split_by_largest_remainder(share, list(classes.values()))
        yield from ((name, part) for name, part in zip(classes, parts, strict=True) if part)
