"""Taxes: which one applies, and the totals of a document by rate.

One function, `document_totals`, serves quote, order, invoice, credit note and e-invoice.
Source: EN 16931 (BT-106, BG-23): line nets are rounded first, the VAT of a group is computed on the
sum of its rounded nets. Gross-priced documents: VAT = gross x r / (100 + r) (cases A1, A2, A5, A6).
A firm may round the tax of each line instead; a document keeps how its own was rounded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.money import MICRO
from app.domain.rounding import divide_half_up
from app.domain.tax_parts import PartTax, parts_of, share_of_parts, stacked_tax


class TaxCategory(StrEnum):
    """UNCL 5305 codes that this house uses."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


EXEMPTION_CODES = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
"""Categories with one reason why no tax is charged (CEF VATEX code list); E has many, and names its own."""
VAT_ID_CATEGORIES = frozenset({TaxCategory.INTRA_COMMUNITY.value, TaxCategory.REVERSE_CHARGE.value})
"""Sales without tax that rest on the buyer's VAT id."""


class PriceMode(StrEnum):
    """Whether the prices of a document are net or include tax; stored on the document (A6)."""

    NET = "net"
    GROSS = "gross"


class TaxRounding(StrEnum):
    """Where the tax of a document is rounded: once for each VAT group (EN 16931), or on each line; stored on it."""

    GROUP = "group"
    LINE = "line"


@dataclass(frozen=True, slots=True, order=True)
class TaxKey:
    """What makes a VAT group: category, rate, and the code of the tax that names it.

    `stack`: the parts of a tax that several jurisdictions make up (`app.domain.tax_parts`); `rate_ppm` is their sum.
    """

    category: str
    rate_ppm: int
    code: str = ""
    stack: str = ""

    @property
    def family(self) -> str:
        """The code without what tells one stack of a place from another: its other rates have other codes."""
        return self.code.partition("/")[0] if self.stack else self.code


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """One VAT group of a document, in minor units. `base_minor` is net of tax.

    `parts`: the tax of each jurisdiction in the order of the key's stack, where it is not what the rates say.
    """

    key: TaxKey
    base_minor: int
    tax_minor: int
    parts: tuple[int, ...] = ()

    @property
    def by_part(self) -> tuple[PartTax, ...]:
        """What each jurisdiction takes, summing to the tax; none for a plain tax."""
        taxes = self.parts or share_of_parts(self.base_minor, self.tax_minor, self.key.stack)
        parts = parts_of(self.key.stack)
        return tuple(PartTax(part.code, part.rate_ppm, tax) for part, tax in zip(parts, taxes, strict=True))


@dataclass(frozen=True, slots=True)
class Totals:
    """A document's sums in minor units; `groups` are sorted by key."""

    net_minor: int
    tax_minor: int
    gross_minor: int
    groups: tuple[TaxGroup, ...]


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """A rounded line amount in minor units (in the document's price mode) with its tax."""

    amount_minor: int
    key: TaxKey


def tax_on_net(base_minor: int, rate_ppm: int) -> int:
    """The tax on a net base, rounded half away from zero (A3)."""
    return divide_half_up(base_minor * rate_ppm, MICRO)


def net_tax(base_minor: int, key: TaxKey) -> int:
    """The tax of a group on its net base; of a stack the sum of its rounded parts."""
    return stacked_tax(base_minor, key.stack) if key.stack else tax_on_net(base_minor, key.rate_ppm)


def tax_in_gross(gross_minor: int, rate_ppm: int) -> int:
    """The tax contained in a gross amount: gross x r / (100 + r)."""
    return divide_half_up(gross_minor * rate_ppm, MICRO + rate_ppm)


def document_totals(
    amounts: Iterable[TaxedAmount],
    mode: PriceMode = PriceMode.NET,
    rounding: TaxRounding = TaxRounding.GROUP,
) -> Totals:
    """Net, tax by group and gross of a document from its rounded line amounts."""
    parts: dict[TaxKey, list[int]] = {}
    for amount in amounts:
        parts.setdefault(amount.key, []).append(amount.amount_minor)
    if rounding is TaxRounding.GROUP:
        parts = {key: [sum(minors)] for key, minors in parts.items()}
    groups = tuple(_together(key, minors, mode) for key, minors in sorted(parts.items()))
    net = sum(group.base_minor for group in groups)
    tax = sum(group.tax_minor for group in groups)
    return Totals(net_minor=net, tax_minor=tax, gross_minor=net + tax, groups=groups)


def _together(key: TaxKey, minors: list[int], mode: PriceMode) -> TaxGroup:
    """The VAT group of these amounts, the tax of each rounded by itself."""
    shown, tax = sum(minors), sum(_tax_of(key, minor, mode) for minor in minors)
    base = shown - tax if mode is PriceMode.GROSS else shown
    is_split = key.stack != "" and len(minors) > 1
    return TaxGroup(key, base, tax, _parts_of_amounts(key, minors, mode) if is_split else ())


def _tax_of(key: TaxKey, minor: int, mode: PriceMode) -> int:
    return tax_in_gross(minor, key.rate_ppm) if mode is PriceMode.GROSS else net_tax(minor, key)


def _parts_of_amounts(key: TaxKey, minors: list[int], mode: PriceMode) -> tuple[int, ...]:
    """What each jurisdiction takes of amounts whose taxes are rounded one by one."""
    taxes = [_tax_of(key, minor, mode) for minor in minors]
    bases = [
        minor - tax if mode is PriceMode.GROSS else minor for minor, tax in zip(minors, taxes, strict=True)
    ]
    each = (share_of_parts(base, tax, key.stack) for base, tax in zip(bases, taxes, strict=True))
    return tuple(map(sum, zip(*each, strict=True)))


@dataclass(frozen=True, slots=True)
class TaxRule:
    """One row of the tax mapping: None means "any". The most specific matching row wins.

    `ship_to`: "domestic", "eu" or "export", seen from the country that ships; `business`: True, False or None;
    `ship_from`: the country that ships, and a row that names it goes before all that do not.
    """

    product_class: str | None
    ship_to: str | None
    business: bool | None
    has_vat_id: bool | None
    tax_code: str
    ship_from: str | None = None


@dataclass(frozen=True, slots=True)
class TaxSubject:
    """What the mapping looks at: the product's class, the place and the buyer."""

    product_class: str
    ship_from: str
    ship_to: str
    business: bool
    has_vat_id: bool


def place_of(ship_from: str, ship_to: str, eu_countries: frozenset[str]) -> str:
    """One of "domestic", "eu" and "export", seen from the country that ships."""
    if ship_from == ship_to:
        return "domestic"
    return "eu" if ship_from in eu_countries and ship_to in eu_countries else "export"


def find_tax_code(subject: TaxSubject, rules: Iterable[TaxRule], eu_countries: frozenset[str]) -> str | None:
    """The code of the tax for a line, or None when the mapping has no answer."""
    rule = find_rule(subject, rules, eu_countries)
    return rule.tax_code if rule else None


def find_rule(subject: TaxSubject, rules: Iterable[TaxRule], eu_countries: frozenset[str]) -> TaxRule | None:
    """The row of the mapping that speaks of a line, or None: the country that ships first, then what says most."""
    place = place_of(subject.ship_from, subject.ship_to, eu_countries)
    best: tuple[tuple[bool, int], TaxRule] | None = None
    for rule in rules:
        wanted = (
            (rule.product_class, subject.product_class),
            (rule.ship_to, place),
            (rule.business, subject.business),
            (rule.has_vat_id, subject.has_vat_id),
            (rule.ship_from, subject.ship_from),
        )
        if any(want is not None and want != have for want, have in wanted):
            continue
        weight = rule.ship_from is not None, sum(1 for want, _ in wanted if want is not None)
        if best is None or weight > best[0]:
            best = (weight, rule)
    return best[1] if best else None
