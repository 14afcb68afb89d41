"""The fields of a product's card, and how they become what the service takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from app.domain.money import decimal_of_micro, micro_of
from app.domain.products import KINDS, ProductInput, UnitInput
from app.domain.units import same_unit, unit_code
from app.i18n import _
from app.models.cell_rows import NO_ID
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.models.tax_words import tax_class_word
from app.models.unit_words import unit_word
from app.services.goods.licence_kinds import read_licence_kinds
from app.services.prices import PriceListCard, read_price_lists
from app.services.products import ProductCardFacts
from app.services.products.cards import read_tax_classes
from app.services.setup import read_firm
from app.services.unit_of_work import Reading
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.forms import Field
from app.views.products import goods_fields


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """What every card offers to choose from."""

    currency: str
    tax_classes: tuple[str, ...]
    price_lists: tuple[PriceListCard, ...]
    licence_kinds: tuple[tuple[str, str], ...] = ()  # code and name


def read_desk_facts(view: Reading) -> DeskFacts:
    """Tax classes, price lists and the firm's currency."""
    firm = read_firm(view)
    kinds = tuple((card.code, card.name) for card in read_licence_kinds(view))
    return DeskFacts(firm.currency if firm else "EUR", read_tax_classes(view), read_price_lists(view), kinds)


def head_fields(facts: DeskFacts) -> tuple[Field, ...]:
    """What it is."""
    kinds = tuple((kind, kind_words().get(kind, kind)) for kind in KINDS)
    classes = tuple((name, tax_class_word(name)) for name in facts.tax_classes)
    return (
        Field("sku", _("&SKU"), required=True, max_length=40),
        Field("name", _("&Name"), required=True, span=2, max_length=200),
        Field("family", _("&Family"), max_length=40),
        Field(
            "kind",
            _("&Kind"),
            "choice",
            choices=kinds,
            help=_("Goods have stock and are shipped; a service has none."),
        ),
        Field("tax_class", _("&Tax class"), "choice", choices=classes),
        Field("gtin", _("&GTIN"), help=_("8, 12, 13 or 14 digits; the check digit is proved.")),
        Field("weight", _("&Weight"), "number", suffix="g", decimals=0, whole=True),
        Field("unit", _("&Base unit"), required=True, max_length=40, help=_("What stock is counted in.")),
        Field(
            "unit_decimals",
            _("&Decimals"),
            "number",
            decimals=0,
            whole=True,
            help=_("Of quantities, 0 to 6."),
        ),
        Field("min_quantity", _("&Minimum quantity"), "number", decimals=0),
        Field("step", _("In ste&ps of"), "number", decimals=0),
        Field("active", _("Active"), "check"),
        Field("discontinued", _("Discontinued"), "check"),
        Field(
            "successor",
            _("Su&ccessor"),
            max_length=40,
            placeholder=_("none"),
            help=_("What is offered in its place once it is discontinued: type a number or name."),
        ),
        Field(
            "metals",
            _("Metals"),
            span=3,
            max_length=200,
            placeholder=_("none"),
            help=_(
                "Grams in a base unit, and the price for 100 kg that the article's price contains:"
                " CU 43.2 @ 150; AG 0.005 @ 900 / 1"
            ),
        ),
        Field("description", _("Description"), "multiline", span=4),
    )


def kind_words() -> dict[str, str]:
    """Goods and services in words."""
    return {"goods": _("goods"), "service": _("service")}


_FRACTION = re.compile(r"\d+\.\d+")
_PLAIN = (
    "sku",
    "name",
    "family",
    "kind",
    "tax_class",
    "gtin",
    "unit",
    "active",
    "discontinued",
    "description",
    "metals",
)


def form_values(product: ProductInput, successor: str = "") -> dict[str, object]:
    """A product's values by field name; the successor by its SKU."""
    values: dict[str, object] = {name: getattr(product, name) for name in _PLAIN}
    values |= {
        "unit": unit_word(product.unit),
        "successor": successor,
        "metals": _FRACTION.sub(lambda found: shown_number(Decimal(found[0])), product.metals),
        "weight": Decimal(product.weight_g) if product.weight_g else None,
        "unit_decimals": Decimal(product.unit_decimals),
        "min_quantity": _some(product.min_quantity_micro),
        "step": _some(product.step_micro),
    }
    values |= goods_fields.law_values(product)
    return values


def _some(micro: int) -> Decimal | None:
    return decimal_of_micro(micro) if micro else None


def product_input(
    values: Mapping[str, Any], units: tuple[UnitInput, ...], before: ProductCardFacts | None
) -> ProductInput:
    """The keyed values as the service takes them, save for the successor, whose SKU is looked up when saving."""
    known = (before.unit, *(unit.code for unit in before.units)) if before else ()
    return ProductInput(
        **({name: values[name] for name in _PLAIN} | {"unit": kept_code(values["unit"], known)}),
        weight_g=int(values["weight"] or 0),
        unit_decimals=int(values["unit_decimals"] or 0),
        min_quantity_micro=micro_of(values["min_quantity"] or Decimal(0)),
        step_micro=micro_of(values["step"] or Decimal(0)),
        units=tuple(replace(unit, code=kept_code(unit.code, known)) for unit in units),
        **goods_fields.law_input(values),
    )


def kept_code(text: str, known: Iterable[str]) -> str:
    """The code that a keyed unit means: the one that the product has already, else the usual one."""
    return next((code for code in known if same_unit(code, text)), unit_code(text))


FIELD_OF = {
    "min_quantity_micro": "min_quantity",
    "step_micro": "step",
    "weight_g": "weight",
    "successor_id": "successor",
    "less_ppm": "kit_less",
}
"""Fields that the service calls by another name."""


def unit_columns() -> tuple[CellColumn, ...]:
    """The columns of further units."""
    return (
        CellColumn("code", _("Unit"), width=110, stretch=True),
        CellColumn("factor_num", _("Holds"), "number", width=90, help=_("How many base units")),
        CellColumn(
            "factor_den", _("Per"), "number", width=70, usual="1", help=_("Such as 1, or 3 for a third")
        ),
        CellColumn("decimals", _("Decimals"), "number", width=80, usual="0"),
        CellColumn("gtin", _("GTIN"), width=150),
    )


def unit_row(unit: UnitInput, product_version: int) -> CellRow:
    """A unit as a row; units have no ids and are written with their product, their code says which is which."""
    return CellRow(
        NO_ID,
        {
            "code": unit_word(unit.code),
            "factor_num": str(unit.factor_num),
            "factor_den": str(unit.factor_den),
            "decimals": str(unit.decimals),
            "gtin": unit.gtin,
        },
        version=product_version,
        same=unit.code,
    )


def note_units(rows: Sequence[CellRow], units: Sequence[UnitInput], product_version: int) -> None:
    """Note that the units of these rows are written, in the same order."""
    for row, unit in zip(rows, units, strict=True):
        row.saved = SavedRow(NO_ID, product_version, unit.code)


def unit_input(read: CellReader) -> UnitInput:
    """A keyed unit."""
    return UnitInput(
        code=read.text("code"),
        factor_num=read.whole("factor_num"),
        factor_den=read.whole("factor_den", usual=1),
        decimals=read.whole("decimals"),
        gtin=read.text("gtin"),
    )


def number_text(micro: int) -> str:
    """Millionths as a cell shows them."""
    return shown_number(decimal_of_micro(micro))
