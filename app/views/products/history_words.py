"""How the history of a product says its fields."""

from __future__ import annotations

from app.i18n import _
from app.models.tax_words import tax_class_word
from app.models.unit_words import unit_word
from app.views.kit.history_words import (
    Group,
    Word,
    Words,
    chosen,
    counted,
    country,
    percent,
    plain,
    price,
    quantity,
)
from app.views.products.fields import kind_words
from app.views.products.kit_grid import kit_choices


def field_words(currency: str, unit: str) -> Words:
    """The fields as the history calls them, and how it shows them."""
    return {
        "sku": _("SKU"), "name": _("Name"), "family": _("Family"), "gtin": _("GTIN"),
        "unit": Word(_("Base unit"), lambda value: unit_word(plain(value))),
        "unit_decimals": _("Decimals"), "active": _("Active"), "discontinued": _("Discontinued"),
        "description": _("Description"), "metals": _("Metals"), "successor_id": _("Successor"),
        "product_model_id": _("Product model"),
        "kind": Word(_("Kind"), chosen(kind_words().items())),
        "tax_class": Word(_("Tax class"), lambda value: tax_class_word(plain(value))),
        "weight_g": Word(_("Weight"), counted("g")),
        "min_quantity_micro": Word(_("Minimum quantity"), quantity(unit)),
        "step_micro": Word(_("In steps of"), quantity(unit)),
        "standard_cost_micro": Word(_("Standard cost"), price(currency)),
        "un_number": _("UN number"), "hazard_class": _("Hazard class"), "packing_group": _("Packing group"),
        "shipping_name": _("Proper shipping name"), "limited_amount": Word(_("Limited quantity"), counted("g/ml")),
        "licence_kind": _("Licence of the customer"), "age_least": _("From the age of"),
        "commodity_code": _("Commodity code"), "origin_country": Word(_("Country of origin"), country),
        "eccn": _("ECCN"),
        "inner_amount": Word(_("Inner packing"), counted("g/ml")),
        "cost.": Group(_cost_name, price(currency)),
        "receipt_cost.": Group(lambda _id: _("Cost of a receipt"), price(currency)),
        "unit.": Group(_unit_name, _unit),
        "customer_part.": Group(_part_name),
        "substitute.": Group(_substitute_name),
        "kit_part.": Group(_kit_part_name),
        "kit.price": Word(_("Kit's price"), chosen(kit_choices()["kit_price"])),
        "kit.less_ppm": Word(_("Less"), percent),
        "kit.split": Word(_("Split"), chosen(kit_choices()["kit_split"])),
        "kit.tax": Word(_("Tax class of the kit"), chosen(kit_choices()["kit_tax"])),
    }  # fmt: skip


def _cost_name(day: str) -> str:
    return _("Cost from {day}").format(day=plain(day)) if day != "beginning" else _("Cost from the beginning")


def _unit_name(code: str) -> str:
    return _("Unit {code}").format(code=unit_word(code))


def _part_name(customer: str) -> str:
    return _("Number of {customer}").format(customer=customer)


def _kit_part_name(sku: str) -> str:
    return _("Part {sku}").format(sku=sku)


def _substitute_name(sku: str) -> str:
    return _("Substitute {sku}").format(sku=sku)


def _unit(value: object) -> str:
    """`12/1 4260123504700`: twelve base units, and the GTIN."""
    share, _space, gtin = plain(value).partition(" ")
    factor = share.removesuffix("/1")
    return " · ".join(part for part in (factor, gtin) if part)
