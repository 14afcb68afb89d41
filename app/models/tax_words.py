"""Tax classes and groups in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.tax import TaxCategory, TaxKey
from app.i18n import _, format_rate


def tax_class_word(name: str) -> str:
    """The word for a tax class; classes that a firm made itself keep their own name."""
    words = {
        "standard": _("standard rate"),
        "reduced": _("reduced rate"),
        "zero": _("zero rate"),
        "service": _("service"),
    }
    return words.get(name, name)


def tax_labels(keys: Sequence[TaxKey]) -> list[str]:
    """A title for each group of taxes: its rate; where two share one, what makes them two as well."""
    rates = [_("VAT {rate}").format(rate=format_rate(key.rate_ppm)) for key in keys]
    told = [
        f"{rate} {_category_word(key)}".rstrip() if rates.count(rate) > 1 else rate
        for key, rate in zip(keys, rates, strict=True)
    ]
    return [
        f"{rate} {key.code}" if told.count(label) > 1 else label
        for key, rate, label in zip(keys, rates, told, strict=True)
    ]


def _category_word(key: TaxKey) -> str:
    words: dict[str, str] = {
        TaxCategory.STANDARD: key.code,
        TaxCategory.ZERO: _("zero rate"),
        TaxCategory.EXEMPT: _("exempt"),
        TaxCategory.REVERSE_CHARGE: _("reverse charge"),
        TaxCategory.INTRA_COMMUNITY: _("EU supply"),
        TaxCategory.EXPORT: _("export"),
        TaxCategory.OUT_OF_SCOPE: _("out of scope"),
    }
    return words.get(key.category, key.category)
