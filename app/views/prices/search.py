"""The parts of the price desk in the Ctrl+K palette: who looks for "discounts" need not know where they stand."""

from __future__ import annotations

from functools import partial

from app.i18n import _
from app.views.kit.context import Context
from app.views.kit.palette import matching
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


def other_words() -> dict[str, str]:
    """What people call a part beside its title, by page: looked for, never shown."""
    return {
        "price": _("price list import tariffs"),
        "contract": _("agreed prices customer prices frame agreements"),
        "discount": _("reductions percent off"),
        "promotion": _("offers actions coupons vouchers bundles gifts"),
        "surcharge": _("freight extra charges fees tolls"),
        "metal": _("copper quotations alloy surcharge"),
        "bonusRule": _("rebate agreements turnover bonus"),
        "bonus": _("rebates turnover accruals"),
        "cost": _("purchase prices margin"),
        "conflict": _("overlaps gaps below cost"),
        "simulator": _("what if price change test"),
        "right": _("floors most discount limits"),
        "setting": _("rounding coins channels advances"),
    }


def price_search(context: Context) -> SearchProvider:
    """The search over the tabs of the price desk."""

    def ask(text: str, answer: Answer) -> None:
        parts = [part for part in price_parts() if part[0] != "cost" or context.allowed("margin.see")]
        answer([_found(context, *part) for part in matching(text, parts, other_words())])

    return SearchProvider("prices", _("Prices"), "mdi6.tag-multiple-outline", ask)


def _found(context: Context, page: str, title: str) -> Found:
    return Found(title, partial(context.bus.ask, "price.open", page=page))
