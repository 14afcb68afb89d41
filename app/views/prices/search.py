"""The parts of the price desk in the Ctrl+K palette: who looks for "discounts" need not know where they stand."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.palette import matches
from app.views.kit.searches import Answer, Found, SearchProvider


def price_parts() -> tuple[tuple[str, str], ...]:
    """Page and title of every part, in the order of the tabs."""
    return (
        ("price", _("Price lists")),
        ("contract", _("Contracts")),
        ("discount", _("Discounts")),
        ("promotion", _("Promotions")),
        ("surcharge", _("Surcharges")),
        ("metal", _("Metals")),
        ("bonusRule", _("Bonus agreements")),
        ("bonus", _("Bonus")),
        ("cost", _("Costs")),
        ("calendar", _("Calendar of prices")),
        ("conflict", _("Conflicts of prices")),
        ("simulator", _("Simulation of prices")),
        ("right", _("Rights of roles over prices")),
        ("setting", _("Settings of prices")),
    )


def price_search(context: Context) -> SearchProvider:
    """The search over the tabs of the price desk."""

    def ask(text: str, answer: Answer) -> None:
        parts = (part for part in price_parts() if part[0] != "cost" or context.allowed("margin.see"))
        answer([_found(context, *part) for part in parts if matches(text, part[1])])

    return SearchProvider("prices", _("Prices"), "mdi6.tag-multiple-outline", ask)


def _found(context: Context, page: str, title: str) -> Found:
    return Found(title, partial(context.bus.ask, "price.open", page=page))
