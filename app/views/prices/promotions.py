"""The promotions as a grid: what they give, to whom, from what on, how often, and what is used of them so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.money import decimal_of_micro
from app.domain.promotion_inputs import PromotionInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.models.tax_words import tax_class_word
from app.services.prices.promotions import PROMOTION_BOOK, PromotionCard
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, Words, chosen, money, percent, quantity
from app.views.prices.rule_grid import (
    NamedRule,
    RuleWords,
    Today,
    days_columns,
    read_amount,
    read_share,
    rules_spec,
    shown_amount,
    shown_days,
    shown_share,
)

PROMOTION_KEY = ("name", "effect", "coupon", "since")
"""By which a row of a file is taken for one of the grid."""
_TEXTS = (
    "name", "effect", "gift", "articles", "families", "counts", "coupon", "customers", "groups", "channels",
    "countries", "slot", "tax_class",
)  # fmt: skip
_QUANTITIES = {"buy": "buy_micro", "get": "get_micro", "least": "least_micro"}
_AMOUNTS = {
    "amount": "amount_minor", "least_amount": "least_minor", "order_least": "order_least_minor",
    "budget": "budget_minor",
}  # fmt: skip
_COUNTS = {"times": "max_times", "uses": "max_uses", "customer_uses": "max_customer_uses"}


def effect_words() -> dict[str, str]:
    """What a promotion gives."""
    return {
        "percent": _("percent off"),
        "each": _("amount off each unit"),
        "amount": _("amount off"),
        "cheapest": _("buy and get, the cheapest"),
        "named": _("buy and get, an article"),
        "gift": _("free goods"),
        "bundle": _("set at a price"),
        "freight": _("no freight"),
    }


def counts_words() -> dict[str, str]:
    """Of what a promotion asks quantity and amount."""
    return {"lines": _("its lines together"), "line": _("each line")}


def promotions_spec(
    currency: str, tax_classes: Sequence[str], today: Today
) -> GridSpec[NamedRule[PromotionCard], PromotionInput]:
    """The promotions; what is empty means any, and limits nothing."""
    hint = _(
        "What is left empty means any. Those that can be combined give what each gives by itself; one that stands"
        " alone comes instead of all others where it saves more. Articles by number, with a comma between two; of a"
        " set with their quantity: 2 x CH-100, LA-10. Prices typed by hand and of contracts take none."
    )
    return rules_spec(
        PROMOTION_BOOK,
        RuleWords(_("Promotions"), hint, _story(currency)),
        columns=(*_giving(), *_asking(), *_meant_for(tax_classes), *_limits(), *days_columns(), *_used()),
        row=lambda named: _row(named, currency),
        parse=lambda read: _input(read, today(), currency),
        names={"rate_ppm": "percent", **{field: name for name, field in _fields().items()}},
    )


def _fields() -> dict[str, str]:
    return {**_QUANTITIES, **_AMOUNTS, **_COUNTS}


def _giving() -> tuple[CellColumn, ...]:
    return (
        CellColumn("name", _("Name"), width=210),
        CellColumn("effect", _("Gives"), "choice", width=200, choices=tuple(effect_words().items())),
        CellColumn("percent", _("%"), "number", width=56),
        CellColumn("amount", _("Amount"), "number", width=98, help=_("Off, or of a set its price")),
        CellColumn("buy", _("Buy"), "number", width=64, help=_("So many base units bring so many more")),
        CellColumn("get", _("Get"), "number", width=76),
        CellColumn("gift", _("Article given"), width=130),
        CellColumn("times", _("At most"), "number", width=92, help=_("So many times in one order")),
        CellColumn("slot", _("Surcharge"), width=92, help=_("The kind of surcharge that does not come")),
    )


def _asking() -> tuple[CellColumn, ...]:
    return (
        CellColumn("articles", _("Articles"), width=180),
        CellColumn("families", _("Product families"), width=150),
        CellColumn("counts", _("Asks"), "choice", width=190, choices=tuple(counts_words().items())),
        CellColumn("least", _("From units"), "number", width=92),
        CellColumn("least_amount", _("From amount"), "number", width=104),
        CellColumn("order_least", _("Order from"), "number", width=96),
        CellColumn("coupon", _("Coupon"), width=90),
        CellColumn("exclusive", _("Stands alone"), "check", width=108),
    )


def _meant_for(tax_classes: Sequence[str]) -> tuple[CellColumn, ...]:
    taxes = (("", _("as the article")), *((name, tax_class_word(name)) for name in tax_classes))
    return (
        CellColumn("customers", _("Customers"), width=110, help=_("Their numbers, with a comma between two")),
        CellColumn("groups", _("Price groups"), width=110),
        CellColumn("channels", _("Channels"), width=110),
        CellColumn("countries", _("Countries"), width=80),
        CellColumn("tax_class", _("Tax of a gift"), "choice", width=150, choices=taxes, usual=""),
    )


def _limits() -> tuple[CellColumn, ...]:
    return (
        CellColumn("uses", _("Orders"), "number", width=80, help=_("How many orders may have it")),
        CellColumn("customer_uses", _("a customer"), "number", width=80, help=_("How many of one customer")),
        CellColumn("budget", _("Budget"), "number", width=80, help=_("What it may take off in all")),
    )


def _used() -> tuple[CellColumn, ...]:
    return (
        CellColumn("used", _("Used"), "number", width=84, read_only=True, quiet=True),
        CellColumn("spent", _("Taken off"), "number", width=96, read_only=True, quiet=True),
        CellColumn("left", _("Budget left"), "number", width=104, read_only=True, quiet=True),
    )


def _row(named: NamedRule[PromotionCard], currency: str) -> CellRow:
    card = named.card
    values: dict[str, object] = {name: getattr(card, name) for name in (*_TEXTS, "exclusive")}
    values |= {name: _shown_quantity(getattr(card, field)) for name, field in _QUANTITIES.items()}
    values |= {name: shown_amount(getattr(card, field), currency) for name, field in _AMOUNTS.items()}
    values |= {name: str(getattr(card, field) or "") for name, field in _COUNTS.items()}
    values |= {
        "percent": shown_share(card.rate_ppm) if card.rate_ppm else "",
        "used": str(card.uses or ""),
        "spent": shown_amount(card.spent_minor, currency),
        "left": _left(card, currency),
    }
    return named.row(values | shown_days(card))


def _shown_quantity(micro: int) -> str:
    return shown_number(decimal_of_micro(micro)) if micro else ""


def _left(card: PromotionCard, currency: str) -> str:
    """What is left of a budget; nothing said where there is none."""
    if not card.budget_minor:
        return ""
    return shown_amount(max(card.budget_minor - card.spent_minor, 0), currency) or "0"


def _input(read: CellReader, today: date, currency: str) -> PromotionInput:
    values: dict[str, Any] = {name: read.text(name) for name in _TEXTS}
    values["countries"] = values["countries"].upper()
    values |= {field: read.micro(name) for name, field in _QUANTITIES.items()}
    values |= {field: read_amount(read, name, currency) for name, field in _AMOUNTS.items()}
    values |= {field: read.whole(name) for name, field in _COUNTS.items()}
    return PromotionInput(
        **values,
        currency=currency,
        rate_ppm=read_share(read, "percent"),
        exclusive=read.flag("exclusive"),
        valid_from=read.day("since", today),
        valid_to=read.day("until", today),
    )


def _story(currency: str) -> Words:
    """The fields of a promotion in its story."""
    units, amount = quantity(), money(currency)
    return {
        "name": _("Name"), "effect": Word(_("Gives"), chosen(effect_words().items())),
        "rate_ppm": Word(_("%"), percent), "amount_minor": Word(_("Amount"), amount),
        "buy_micro": Word(_("Buy"), units), "get_micro": Word(_("Get"), units),
        "gift": _("Article given"), "max_times": _("At most"), "slot": _("Surcharge"), "articles": _("Articles"),
        "families": _("Product families"), "counts": Word(_("Asks"), chosen(counts_words().items())),
        "least_micro": Word(_("From units"), units), "least_minor": Word(_("From amount"), amount),
        "order_least_minor": Word(_("Order from"), amount), "coupon": _("Coupon"), "exclusive": _("Stands alone"),
        "customers": _("Customers"), "groups": _("Price groups"), "channels": _("Channels"),
        "countries": _("Countries"), "tax_class": _("Tax of a gift"), "max_uses": _("Orders"),
        "max_customer_uses": _("a customer"), "budget_minor": Word(_("Budget"), amount), "currency": _("Currency"),
        "valid_from": _("Valid from"), "valid_to": _("Valid to"), "draft": _("Draft"),
    }  # fmt: skip
