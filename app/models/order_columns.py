"""The columns of an order's lines: what each shows, and on which kinds of line it is keyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.money import Rate
from app.domain.orders.draft import KIT, TYPED_SIGN, Line
from app.domain.quantity import shown_quantity
from app.domain.tax import TaxCategory
from app.domain.tax_parts import parts_of
from app.domain.units import told_unit
from app.i18n import _, format_amount, format_decimal, format_micro, format_price, format_rate
from app.messages import spoken
from app.models.tax_words import category_word, tax_class_word
from app.models.unit_words import unit_word

LOCK = TYPED_SIGN
_INDENT = "\N{EM SPACE}"  # before a part of a kit


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of the grid. `keyed`: the clerk may type into it on these kinds of line.

    `width` is the least; a longer text gets more.
    """

    name: str
    title: str
    text: Callable[[Line, str], str]
    align_right: bool = True
    keyed: frozenset[str] = field(default_factory=frozenset)
    width: int = 80


_PRICED = frozenset({"goods", "service", KIT, "charge", "free", "discount"})
_ALL = _PRICED | {"section", "note"}


def price_text(micro: int | None, per: int = 1) -> str:
    """A price for so many units; nothing where there is none."""
    return "" if micro is None else format_price(micro, per)


def _quantity(line: Line, _currency: str) -> str:
    return format_micro(line.quantity_micro) if line.has_price else ""


def _unit(line: Line, _currency: str) -> str:
    if not line.has_price:
        return ""
    return unit_word(told_unit(line.unit, line.kind), shown_quantity(line.quantity_micro))


def _amount(line: Line, currency: str) -> str:
    return format_amount(line.amount_minor, currency) if line.has_price else ""


def _text(line: Line, _currency: str) -> str:
    text = spoken(line.text)
    return _INDENT + text if line.is_part else text


def _nothing(_line: Line, _currency: str) -> str:
    return ""  # comes from the plan or the price lists


def _discount(line: Line, _currency: str) -> str:
    if (
        not line.has_price
        or line.is_made
        or (line.discount_source == "manual" and line.has_typed_price and not line.discount_ppm)
    ):
        return ""
    text = format_decimal(Rate(line.discount_ppm).percent)
    return f"{LOCK} {text}" if line.discount_source == "manual" else text


def _net(line: Line, _currency: str) -> str:
    if not line.has_price:
        return ""
    locked = line.has_typed_price and line.product_id is not None
    text = price_text(line.price_micro, line.price_per)
    return f"{LOCK} {text}" if locked else text


def tax_text(line: Line) -> str:
    """The tax class of a line with the rate that it gets here and now; empty where there is no money."""
    if not line.has_amount:
        return ""
    name, rate = tax_class_word(line.tax_class), format_rate(line.tax_ppm)
    parts = [f"{part.code} {format_rate(part.rate_ppm)}" for part in parts_of(line.tax_stack)]
    if len(parts) > 1:
        rate = f"{rate} ({', '.join(parts)})"
    elif not line.tax_stack and line.tax_category != TaxCategory.STANDARD:  # why it is nothing
        why = category_word(line.tax)
        rate = f"{rate} ({why})" if why and why != name else rate
    return _("Tax: {name}, {rate}").format(name=name, rate=rate) if line.tax_code else name


def discount_words(line: Line) -> str:
    """On which part of its price the discount of a configured line counts, and what that takes off."""
    per, listed = line.price_per, line.list_price_micro or 0
    return _("{percent} on {part} of {whole} = {off}").format(
        percent=format_rate(line.discount_ppm),
        part=format_price(line.discount_part_micro or 0, per),
        whole=format_price(listed, per),
        off=format_price(listed - line.price_micro, per),
    )


def grid_columns() -> tuple[GridColumn, ...]:
    """The columns from left to right, titles in the language in force."""
    return (
        GridColumn("sku", _("SKU"), lambda line, _c: line.sku, align_right=False, keyed=_ALL, width=112),
        GridColumn("text", _("Description"), _text, align_right=False, keyed=_ALL, width=190),
        GridColumn("quantity", _("Qty"), _quantity, keyed=_PRICED, width=46),
        GridColumn("unit", _("Unit"), _unit, align_right=False, width=40),
        GridColumn("list", _("List"), _nothing, width=64),
        GridColumn("discount", _("Disc %"), _discount, keyed=_PRICED, width=52),
        GridColumn("price", _("Net"), _net, keyed=_PRICED, width=72),
        GridColumn("amount", _("Amount"), _amount, width=74),
        GridColumn("available", _("ATP"), _nothing, width=56),
        GridColumn("date", _("Ship"), _nothing, align_right=False, keyed=frozenset({"goods", KIT}), width=76),
    )
