"""The tax mapping with its dated rates, as one immutable value that order desk and invoice ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.jurisdictions import NO_JURISDICTIONS, Jurisdictions, StackedSale
from app.domain.tax import TaxKey, TaxRule, TaxSubject, find_tax_code

TAX_CLASSES = ("standard", "reduced", "zero", "service", "exempt", "outside")
"""The usual ones; a firm's mapping may name more."""


@dataclass(frozen=True, slots=True)
class DatedRate:
    """The rate from a day on, inclusive."""

    valid_from: date
    rate_ppm: int


def rate_on(rates: Sequence[DatedRate], day: date) -> int | None:
    """The rate in ppm on a day, of rates oldest first; None before the first one."""
    valid = [rate.rate_ppm for rate in rates if rate.valid_from <= day]
    return valid[-1] if valid else None


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """A tax: name, EN 16931 category, the text the law asks where no tax is charged, and its rates by day."""

    id: int
    code: str
    name: str
    category: str
    exemption_text: str
    active: bool
    rates: tuple[DatedRate, ...]
    exemption_code: str = ""

    def rate_on(self, day: date) -> int | None:
        """The rate in ppm on a day; None before the first one."""
        return rate_on(self.rates, day)


@dataclass(frozen=True, slots=True)
class TaxRules:
    """Everything that decides the tax of a line. `taxes` by code; rates oldest first.

    Of a country that has jurisdictions these decide, and nothing else. `registered`: the firm's VAT ids by country,
    beside its own.
    """

    rules: tuple[TaxRule, ...]
    taxes: Mapping[str, TaxFacts]
    eu_countries: frozenset[str]
    jurisdictions: Jurisdictions = NO_JURISDICTIONS
    registered: Mapping[str, str] = field(default_factory=dict)

    def is_stacked(self, country: str) -> bool:
        """Whether jurisdictions stack their taxes in a country."""
        return country in self.jurisdictions.countries

    def country_of(self, codes: Collection[str]) -> str:
        """The country abroad that alone charges these taxes by the mapping; "" where home or several do.

        A tax of several countries, such as that of exports, tells nothing of any.
        """
        found: dict[str, set[str]] = {}
        for rule in self.rules:
            found.setdefault(rule.tax_code, set()).add(rule.ship_from or "")
        alone = {next(iter(found[code])) for code in codes if len(found.get(code, ())) == 1}
        return alone.pop() if len(alone) == 1 else ""

    def find(self, subject: TaxSubject, on: date, sale: StackedSale | None = None) -> TaxKey | None:
        """The tax of a line on a day, or None when mapping or rates have no answer; `sale`: with its places."""
        if sale is not None and self.is_stacked(sale.to.country):
            return self.jurisdictions.answer(sale, on).key
        code = find_tax_code(subject, self.rules, self.eu_countries)
        tax = self.taxes.get(code) if code else None
        rate = tax.rate_on(on) if tax else None
        if tax is None or rate is None:
            return None
        return TaxKey(category=tax.category, rate_ppm=rate, code=tax.code)

    def exemption_text(self, code: str) -> str:
        """What the paper must say about a tax; empty for a plain rate."""
        tax = self.taxes.get(code)
        return tax.exemption_text if tax else ""
