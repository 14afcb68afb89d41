"""The three grids of the taxes: their columns, and what is stored as their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.domain.money import Rate
from app.domain.tax import TaxCategory, TaxRule
from app.i18n import _
from app.models.cell_rows import NO_ID
from app.models.cells_model import CellColumn, CellRow
from app.services.setup import DatedRate, TaxCard
from app.views.kit.cell_values import shown_day, shown_number
from app.views.kit.history_words import Group, Words, number_text, plain


def history_words() -> Words:
    """What the history of a tax tells beside its columns: the rates by their first days."""
    return {"rate.": Group(_rate_word, number_text)}


def _rate_word(day: str) -> str:
    return _("Rate from {day}").format(day=plain(day))


def tax_columns() -> tuple[CellColumn, ...]:
    """The columns of a tax."""
    words = {
        "S": _("S standard"), "Z": _("Z zero rate"), "E": _("E exempt"), "AE": _("AE reverse charge"),
        "K": _("K delivery in the EU"), "G": _("G export"), "O": _("O out of scope"),
    }  # fmt: skip
    categories = tuple((each.value, words.get(each.value, each.value)) for each in TaxCategory)
    return (
        CellColumn("code", _("Code"), width=110),
        CellColumn("name", _("Name"), width=220),
        CellColumn("category", _("Category (EN 16931)"), "choice", width=180, choices=categories),
        CellColumn("exemption_text", _("Text on the invoice"), width=260, stretch=True),
        CellColumn(
            "exemption_code", _("VATEX code"), width=130, help=_("Such as VATEX-EU-IC, for e-invoices")
        ),
        CellColumn("active", _("Active"), "check", width=70, usual=True),
    )


def rate_columns() -> tuple[CellColumn, ...]:
    """The columns of a rate of a tax."""
    return (
        CellColumn("code", _("Tax"), width=65),
        CellColumn("since", _("Valid from"), "date", width=100),
        CellColumn("rate", _("Rate %"), "number", width=70),
        CellColumn("none", "", width=30, read_only=True, stretch=True),
    )


def mapping_columns() -> tuple[CellColumn, ...]:
    """The columns of a row that says which sale has which tax."""
    places = (
        (None, _("anywhere")),
        ("domestic", _("at home")),
        ("eu", _("in the EU")),
        ("export", _("outside the EU")),
    )
    flags = ((None, _("any")), (True, _("yes")), (False, _("no")))
    return (
        CellColumn("product_class", _("Tax class of the product"), width=190),
        CellColumn("ship_from", _("Ships from"), width=110, help=_("The country's two letters, such as AT")),
        CellColumn("ship_to", _("Goes to"), "choice", width=140, choices=places),
        CellColumn("business", _("Business"), "choice", width=110, choices=flags),
        CellColumn("has_vat_id", _("Has a VAT id"), "choice", width=120, choices=flags),
        CellColumn("tax_code", _("Tax"), width=70, stretch=True),
    )


def tax_row(card: TaxCard) -> CellRow:
    """A tax as a row."""
    names = ("code", "name", "category", "exemption_text", "exemption_code", "active")
    return CellRow(card.facts.id, {name: getattr(card.facts, name) for name in names}, card.version)


def rate_row(card: TaxCard, rate: DatedRate) -> CellRow:
    """A rate has no id: its tax and its first day say which it is."""
    percent, code = shown_number(Rate(rate.rate_ppm).percent), card.facts.code
    values: dict[str, object] = {"code": code, "since": shown_day(rate.valid_from), "rate": percent}
    return CellRow(NO_ID, values, card.version, same=rate_name(code, rate))


def rate_name(code: str, rate: DatedRate) -> str:
    """What tells a rate from the others: its tax and its first day."""
    return f"{code}/{rate.valid_from}"


def names_of_rules(rules: Sequence[TaxRule]) -> list[str]:
    """What each row of the mapping is about; the second of the same says so."""
    found: Counter[tuple[object, ...]] = Counter()
    names = []
    for rule in rules:
        about = (rule.product_class, rule.ship_from, rule.ship_to, rule.business, rule.has_vat_id)
        found[about] += 1
        names.append(f"{about}/{found[about]}")
    return names


def rule_row(rule: TaxRule, same: str) -> CellRow:
    """A row of the mapping; `same` tells what it is about."""
    return CellRow(
        NO_ID,
        {
            "product_class": rule.product_class or "",
            "ship_from": rule.ship_from or "",
            "ship_to": rule.ship_to,
            "business": rule.business,
            "has_vat_id": rule.has_vat_id,
            "tax_code": rule.tax_code,
        },
        same=same,
    )
