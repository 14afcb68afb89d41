"""What an empty firm starts with: countries, tax rates by country, the tax mapping, and the words it is given."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from app.domain.tax import EXEMPTION_CODES
from app.i18n import LANGUAGES, N_, _, speaking


@dataclass(frozen=True, slots=True)
class SeedRate:
    """The rate of a country's tax class from a day on."""

    country: str
    tax_class: str
    valid_from: date
    rate_ppm: int


@dataclass(frozen=True, slots=True)
class SeedMapping:
    """One row of the usual tax mapping; `tax` is a key of `TAX_NAMES`."""

    product_class: str | None
    ship_to: str | None
    business: bool | None
    has_vat_id: bool | None
    tax: str


@dataclass(frozen=True, slots=True)
class SeedTax:
    """A tax as the mapping names it: its code, name, EN 16931 category, and the text that the law asks."""

    code: str
    name: str
    category: str
    exemption_text: str = ""
    exemption_code: str = ""
    country: str = ""  # where the firm ships from there beside its own

    @property
    def said_name(self) -> str:
        """Its name in the language in force."""
        name = _(self.name)
        return _("{tax} ({country})").format(tax=name, country=self.country) if self.country else name


TAXES: dict[str, SeedTax] = {
    "standard": SeedTax("S", N_("Standard rate"), "S"),
    "reduced": SeedTax("R", N_("Reduced rate"), "S"),
    "zero": SeedTax("Z", N_("Zero rate"), "Z"),
    "intra_community": SeedTax(
        "K",
        N_("Intra-Community supply"),
        "K",
        N_("Tax-free intra-Community supply of goods."),
        EXEMPTION_CODES["K"],
    ),
    "reverse_charge": SeedTax(
        "AE",
        N_("Reverse charge"),
        "AE",
        N_("Reverse charge: the recipient owes the tax."),
        EXEMPTION_CODES["AE"],
    ),
    "export": SeedTax("G", N_("Export"), "G", N_("Tax-free export delivery."), EXEMPTION_CODES["G"]),
    "exempt": SeedTax("E", N_("Exempt"), "E", N_("This supply is exempt from VAT.")),
    "outside": SeedTax("O", N_("Out of scope"), "O", N_("Not subject to VAT."), EXEMPTION_CODES["O"]),
}


def tax_abroad(tax_class: str, country: str) -> SeedTax:
    """The tax of another country from which the firm ships."""
    usual = TAXES[tax_class]
    return replace(usual, code=f"{usual.code}-{country}", country=country)


TERM_NAMES = {
    "immediate": N_("Payable at once"),
    "14days": N_("14 days net"),
    "30days": N_("30 days net"),
    "30eom": N_("30 days, end of month"),
    "eom10": N_("End of month + 10 days"),
}
OUTSIDE_RATES = ("intra_community", "reverse_charge", "export", "exempt", "outside")
FIRST_DAY = date(1970, 1, 1)


@cache
def countries() -> frozenset[str]:
    """Every ISO 3166 code that an address may carry."""
    return frozenset(row["country"] for row in _rows("countries.csv"))


@cache
def eu_countries() -> frozenset[str]:
    """The member states of the European Union."""
    return frozenset(row["country"] for row in _rows("countries.csv") if row["eu"] == "1")


@cache
def tax_countries() -> frozenset[str]:
    """The countries whose tax rates are known here."""
    return frozenset(row["country"] for row in _rows("tax/rates.csv"))


def rates_of(country: str) -> tuple[SeedRate, ...]:
    """A country's rates by tax class and day, oldest first."""
    return tuple(
        SeedRate(
            country,
            row["tax_class"],
            date.fromisoformat(row["valid_from"]),
            int(Decimal(row["percent"]) * 10_000),
        )
        for row in _rows("tax/rates.csv")
        if row["country"] == country
    )


def mapping() -> tuple[SeedMapping, ...]:
    """The usual mapping, for a firm anywhere."""
    return tuple(
        SeedMapping(
            product_class=row["product_class"] or None,
            ship_to=row["ship_to"] or None,
            business=_flag(row["business"]),
            has_vat_id=_flag(row["has_vat_id"]),
            tax=row["tax"],
        )
        for row in _rows("tax/mapping.csv")
    )


def reworded(text: str) -> str:
    """A text that a new firm was given, in the language in force; any other as it is.

    A firm keeps these texts in its own language, and its papers speak the reader's.
    """
    source = _sources().get(text)
    return text if source is None else _(source)


@cache
def _sources() -> dict[str, str]:
    """The English text by its wording in each language, of all that a paper may say."""
    texts = (*TERM_NAMES.values(), *(tax.exemption_text for tax in TAXES.values() if tax.exemption_text))
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            found.update((_(text), text) for text in texts)
    return found


def _flag(text: str) -> bool | None:
    return None if text == "" else text == "1"


def _rows(name: str) -> list[dict[str, str]]:
    text = files("db").joinpath("seeds", *name.split("/")).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
