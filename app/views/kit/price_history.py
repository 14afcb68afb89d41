"""How the history of prices says its fields: on the list's own page, and beside the lists and discounts."""

from __future__ import annotations

from decimal import Decimal

from app.i18n import _, format_decimal
from app.models.unit_words import unit_word
from app.views.kit.history_words import (
    Group,
    Word,
    Words,
    chosen,
    country,
    money,
    number_text,
    percent,
    plain,
    price,
)


def price_words(currency: str) -> Words:
    """The fields of a price list: its head, and its prices by product, break and first day."""
    return {
        "code": _("Code"), "name": _("Name"), "kind": Word(_("Kind"), chosen(list_kinds().items())),
        "currency": _("Currency"), "price_group": _("Price group"), "customer_id": _("Customer"),
        "priority": _("Priority"), "valid_from": _("Valid from"), "valid_to": _("Valid to"),
        "active": _("Active"), "includes_tax": _("Prices include VAT"), "draft": _("Draft"), "channel": _("Channel"),
        "country": Word(_("Ship-to country"), country),
        "breaks_over": Word(_("Breaks count"), chosen(break_bases().items())),
        "counts": Word(_("In"), chosen(count_spans().items())), "parent_id": _("Made of list"),
        "purpose": Word(_("For"), chosen(list_purposes().items())),
        "factor_ppm": Word(_("Factor"), percent), "add_micro": Word(_("Plus"), price(currency)),
        "step_micro": Word(_("Step"), price(currency)), "ending_micro": Word(_("Ending"), price(currency)),
        "product.": Group(_price_name, lambda value: _price(value, currency)),
    }  # fmt: skip


def _price_name(place: str) -> str:
    """`DSK-1/5 pk/2026-01-01`: the product, from five packs on, from New Year's Day on."""
    rest, _slash, day = place.rpartition("/")
    sku, _slash, least = rest.rpartition("/")
    least, _space, unit = least.partition(" ")
    told = [sku, unit_word(unit)] if unit else [sku]
    if least not in {"", "0"}:
        told.append(_("from {quantity}").format(quantity=number_text(least).strip()))
    if day:
        told.append(_("from {day}").format(day=plain(day)))
    return ", ".join(told)


def _price(value: object, currency: str) -> str:
    """`537.5 / 100`: the price, and for how many."""
    amount, _slash, per = plain(value).partition(" / ")
    if not amount:
        return ""
    shown = f"{format_decimal(Decimal(amount), places_min=2)}\N{NO-BREAK SPACE}{currency}"
    return shown if per in {"", "1"} else _("{price} per {count}").format(price=shown, count=per)


def list_kinds() -> dict[str, str]:
    """Whom a list is for, by kind."""
    return {"general": _("general"), "group": _("price group"), "contract": _("contract")}


def break_bases() -> dict[str, str]:
    """Of what a list counts the quantity for its breaks."""
    return {"line": _("the line"), "article": _("the article"), "family": _("the family")}


def count_spans() -> dict[str, str]:
    """In what it counts it."""
    return {"order": _("the order"), "period": _("the list's period")}


def discount_kinds() -> dict[str, str]:
    """How a discount rule meets other discounts, in the order in which they are taken off."""
    return {"best": _("best counts"), "added": _("added to it"), "chained": _("off the rest")}


def discount_scopes() -> dict[str, str]:
    """What a discount is taken off."""
    return {"line": _("each line"), "order": _("the whole order")}


def list_purposes() -> dict[str, str]:
    """What a list is for."""
    return {"sell": _("selling"), "floor": _("price floor")}


def discount_words(currency: str) -> Words:
    """The fields of a discount rule."""
    return {
        "name": _("Name"), "discount_ppm": Word(_("Discount"), percent),
        "kind": Word(_("Kind"), chosen(discount_kinds().items())), "customer_id": _("Customer"),
        "price_group": _("Price group"), "family": _("Product family"), "valid_from": _("Valid from"),
        "valid_to": _("Valid to"), "scope": Word(_("Off"), chosen(discount_scopes().items())),
        "least_minor": Word(_("From net"), money(currency)), "draft": _("Draft"),
    }  # fmt: skip
