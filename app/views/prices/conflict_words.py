"""What is wrong with the prices, in words: what it is, where, and what to do about it."""

from __future__ import annotations

import datetime as dt

from app.i18n import _, format_count, format_date, format_price, n_
from app.models.columns import State
from app.models.unit_words import quantity_text, unit_word
from app.services.prices.conflicts import AnyConflict, NamedConflict
from app.services.prices.rule_conflicts import NamedRuleConflict
from app.views.prices.rule_conflict_words import rule_place, rule_remedy, rule_told

STATES: dict[str, State] = {
    "parent_circle": "bad", "parent_missing": "bad", "parent_ended": "warn", "same_rank": "warn", "gap": "warn",
    "below_cost": "bad", "list_never_wins": "warn", "never_wins": "warn", "used_up": "warn", "overlap": "warn",
    "coupon_twice": "warn", "below_floor": "bad", "gift_kit": "bad",
}  # fmt: skip
"""How much it matters; the others are only told."""


def kinds() -> dict[str, str]:
    """Every kind of conflict in a few words."""
    return {
        "parent_circle": _("In a circle"),
        "parent_missing": _("Made of nothing"),
        "parent_ended": _("Made of an ended list"),
        "same_rank": _("Same rank"),
        "gift_kit": _("Gives a kit"),
        "overlap": _("Overlap"),
        "coupon_twice": _("Coupon twice"),
        "list_never_wins": _("List never wins"),
        "list_ended": _("List has ended"),
        "gap": _("Gap"),
        "below_cost": _("Below cost"),
        "below_floor": _("Below the floor"),
        "never_wins": _("Never wins"),
        "used_up": _("Used up"),
        "ended": _("Has ended"),
        "ran_out": _("No further price"),
    }


def told(named: AnyConflict) -> str:
    """What is wrong."""
    return rule_told(named) if isinstance(named, NamedRuleConflict) else _list_told(named)


def where(named: AnyConflict) -> str:
    """The list, or the rule with its kind."""
    return rule_place(named) if isinstance(named, NamedRuleConflict) else named.list_code


def what_to_do(named: AnyConflict) -> str:
    """The next step."""
    return rule_remedy(named) if isinstance(named, NamedRuleConflict) else _list_remedy(named)


def article(named: AnyConflict) -> str:
    """`CHR-1 Chair, from 12 pc`; "" where it is about a whole list."""
    if not named.sku:
        return ""
    name = f"{named.sku} {named.product_name}"
    if isinstance(named, NamedRuleConflict):
        return name
    if named.conflict.unit:
        name = f"{name} \N{MIDDLE DOT} {unit_word(named.conflict.unit)}"
    if not named.conflict.min_micro:
        return name
    least = quantity_text(named.conflict.min_micro, named.unit)
    return _("{article}, from {quantity}").format(article=name, quantity=least)


def _list_told(named: NamedConflict) -> str:
    conflict = named.conflict
    values = {
        "other": named.other_code,
        "first": _day(conflict.first),
        "last": _day(conflict.last),
        "price": format_price(conflict.price_micro or 0, conflict.per),
        "cost": format_price(conflict.cost_micro or 0, conflict.per),
    }
    if conflict.code == "same_rank":
        return _same_rank(conflict.rows, values)
    if conflict.code == "list_never_wins":
        return _all_beaten(conflict.rows, values)
    texts = {
        "parent_circle": _(
            "It is made of {other}, which is made of this list over whatever way: it has its own prices alone."
        ),
        "parent_missing": _("The list of which it is made is not active, or has another currency."),
        "parent_ended": _("It is made of {other}, which ended {last}."),
        "list_ended": _("It ended {last} and is still active."),
        "gap": _("From {first} to {last} it has no price here."),
        "below_cost": _("{price} is below the cost of {cost}."),
        "never_wins": _("{other} comes first on all its days."),
        "used_up": _("Nothing is left of the agreed quantity."),
        "ran_out": _("Its last price here ended {last}."),
    }
    return texts[conflict.code].format(**values)


def _same_rank(count: int, values: dict[str, str]) -> str:
    text = n_(
        "{count} article has a price here and in {other}, which wins: it was made later.",
        "{count} articles have a price here and in {other}, which wins: it was made later.",
        count,
    )
    return text.format(**values, count=format_count(count))


def _all_beaten(count: int, values: dict[str, str]) -> str:
    text = n_(
        "{other} comes first for its {count} price, on all days.",
        "Others, {other} before all, come first for its {count} prices, on all days.",
        count,
    )
    return text.format(**values, count=format_count(count))


def _list_remedy(named: NamedConflict) -> str:
    texts = {
        "parent_circle": _("Make one of them of no list."),
        "parent_missing": _("Make it of another list, or that one active."),
        "parent_ended": _("Make it of another list, or let that one go on."),
        "same_rank": _("Give one of them a higher priority, or other days."),
        "list_never_wins": _("Give it a higher priority, or untick it."),
        "list_ended": _("Untick it, or let it go on."),
        "gap": _("Let one of the prices begin earlier or end later."),
        "below_cost": _("Raise the price, or look at the cost."),
        "never_wins": _("Take it out, or change its days."),
        "used_up": _("Agree on more, or end the contract's price."),
        "ran_out": _("Add the next price, if there is one."),
    }
    return texts[named.conflict.code]


def _day(day: dt.date | None) -> str:
    return "" if day is None else format_date(day)
