"""What is wrong with discounts, promotions and surcharges, in words."""

from __future__ import annotations

import datetime as dt

from app.i18n import _, format_count, format_date, format_money, n_
from app.models.unit_words import quantity_text
from app.services.prices.rule_conflicts import NamedRuleConflict


def rule_kinds() -> dict[str, str]:
    """What a rule is."""
    return {"discount": _("Discount"), "promotion": _("Promotion"), "surcharge": _("Surcharge")}


def rule_place(named: NamedRuleConflict) -> str:
    """`Promotion · Summer`."""
    return f"{rule_kinds()[named.conflict.kind]} \N{MIDDLE DOT} {named.name}"


def rule_told(named: NamedRuleConflict) -> str:
    """What is wrong."""
    conflict = named.conflict
    if conflict.code in {"below_cost", "below_floor"}:
        return _below(named)
    values = {
        "sku": named.sku,
        "other": named.other_name,
        "first": _day(conflict.first),
        "last": _day(conflict.last),
    }
    return _texts(named)[conflict.code].format(**values)


def _texts(named: NamedRuleConflict) -> dict[str, str]:
    return {
        "gift_kit": _("{sku} is a kit by now: nobody can ship it as it is."),
        "overlap": _overlap(named),
        "coupon_twice": _with_days(
            named,
            _("The same code brings {other}, too."),
            _("From {first} to {last} the same code brings {other}, too."),
        ),
        "gap": _("Between it and the one before it lie days without one: {first} to {last}."),
        "never_wins": _never(named),
        "used_up": _("Nothing is left of its uses or its budget: no order gets it any more."),
        "ended": _("It ended {last} and still stands here."),
    }


def _overlap(named: NamedRuleConflict) -> str:
    reason = named.conflict.reason
    if reason == "newer":
        return _with_days(
            named,
            _("{other} is of the same kind for the same buyers, and comes instead: it was made later."),
            _("From {first} to {last} {other} comes instead, for the same buyers: it was made later."),
        )
    if reason == "both":
        return _with_days(
            named,
            _("{other} is for the same, and an order has both."),
            _("From {first} to {last} {other} is for the same, and an order has both."),
        )
    return _with_days(
        named,
        _(
            "{other} stands alone as well. An order gets the one that leaves less to pay; where it is the same, this."
        ),
        _(
            "From {first} to {last} {other} stands alone as well. An order gets the one that leaves less to pay;"
            " where it is the same, this."
        ),
    )


def _with_days(named: NamedRuleConflict, always: str, between: str) -> str:
    """Both days are told where both are known; today is the first where it began before."""
    return between if named.conflict.first and named.conflict.last else always


def _never(named: NamedRuleConflict) -> str:
    if named.conflict.reason == "newer":
        return _("{other} comes instead on all its days, for the same buyers: it was made later.")
    return _("{other} takes off as much at least, on all its days, for all whom it is for.")


def _below(named: NamedRuleConflict) -> str:
    conflict, currency = named.conflict, named.currency
    one = _("{paid} for {quantity}, the cost is {least}.")
    if conflict.reason == "set":
        one = _("The smallest order that has it pays {paid}, and its goods cost {least}.")
    elif conflict.code == "below_floor":
        one = _("{paid} for {quantity}, the floor is {least}.")
    text = one.format(
        quantity=quantity_text(conflict.base_micro, named.unit),
        paid=format_money(conflict.paid_minor, currency),
        least=format_money(conflict.least_minor, currency),
    )
    more = conflict.rows - 1
    if not more:
        return text
    others = n_("{count} further article, too.", "{count} further articles, too.", more)
    return f"{text} {others.format(count=format_count(more))}"


def rule_remedy(named: NamedRuleConflict) -> str:
    """The next step."""
    texts = {
        "gift_kit": _("Let it give another article, or take it out."),
        "overlap": _("Change the days of one, or whom it is for."),
        "coupon_twice": _("Give one of them another code, if that is not meant."),
        "gap": _("Let one of them begin earlier or end later."),
        "below_cost": _("Give less, or ask for a larger quantity."),
        "below_floor": _("Give less, or lower the floor."),
        "never_wins": _("Take it out, or let it give more."),
        "used_up": _("Raise the limit, or take it out."),
        "ended": _("Take it out, or let it go on."),
    }
    return texts[named.conflict.code]


def _day(day: dt.date | None) -> str:
    return "" if day is None else format_date(day)
