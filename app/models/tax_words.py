"""Tax classes and groups in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.tax import TaxCategory, TaxGroup, TaxKey
from app.i18n import _, format_amount, format_rate
from app.services.jurisdictions.words import untaxed_text


def tax_class_word(name: str) -> str:
    """The word for a tax class; classes that a firm made itself keep their own name."""
    words = {
        "standard": _("standard rate"),
        "reduced": _("reduced rate"),
        "zero": _("zero rate"),
        "service": _("service"),
        "freight": _("freight"),
        "exempt": _("exempt"),
        "outside": _("out of scope"),
    }
    return words.get(name, name)


def tax_labels(keys: Sequence[TaxKey]) -> list[str]:
    """A title for each group of taxes: its rate; where two share one, what makes them two as well."""
    rates = [_title(key).format(rate=format_rate(key.rate_ppm)) for key in keys]
    told = [
        f"{rate} {category_word(key)}".rstrip() if rates.count(rate) > 1 else rate
        for key, rate in zip(keys, rates, strict=True)
    ]
    return [
        f"{rate} {key.family}" if told.count(label) > 1 else label
        for key, rate, label in zip(keys, rates, told, strict=True)
    ]


def _title(key: TaxKey) -> str:
    return _("Sales tax {rate}") if key.stack else _("VAT {rate}")


def parts_hint(group: TaxGroup, names: Mapping[str, str], currency: str) -> str:
    """What each jurisdiction takes of a group, a line each; why nothing is taxed; empty for a plain tax."""
    rows = (
        f"{names.get(part.code, part.code)} {format_rate(part.rate_ppm)}: {format_amount(part.tax_minor, currency)}"
        for part in group.by_part
    )
    return "\n".join(rows) or untaxed_text(group.key.stack)


def category_word(key: TaxKey) -> str:
    """Why a tax is as it is: "export", "reverse charge"; of a usual rate the name of its family."""
    words: dict[str, str] = {
        TaxCategory.STANDARD: key.family,
        TaxCategory.ZERO: _("zero rate"),
        TaxCategory.EXEMPT: _("exempt"),
        TaxCategory.REVERSE_CHARGE: _("reverse charge"),
        TaxCategory.INTRA_COMMUNITY: _("EU supply"),
        TaxCategory.EXPORT: _("export"),
        TaxCategory.OUT_OF_SCOPE: _("out of scope"),
    }
    return words.get(key.category, key.category)
