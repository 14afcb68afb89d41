"""A goal in words: what may be wanted, what holds a line back, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.money import micro_of, minor_digits, minor_of
from app.domain.number_input import decimals_of, parse_decimal
from app.domain.orders.goals import Goal, GoalFound, GoalLine
from app.i18n import _, format_amount, format_money, format_rate
from app.messages import spoken
from app.models.entry_model import EntryColumn
from app.models.order_columns import price_text
from app.views.kit.field_state import PERCENT_PLACES, decimal_mark

LARGEST_MINOR = 10**14


def kind_words() -> dict[str, str]:
    """What may be wanted."""
    return {
        "net": _("Net total"),
        "gross": _("Gross total"),
        "net_down": _("Net rounded down to a multiple of"),
        "gross_down": _("Gross rounded down to a multiple of"),
        "margin": _("Margin %"),
    }


def held_words() -> dict[str, str]:
    """Why a line gives no more, or nothing."""
    return {
        "": "",
        "floor": _("at its floor price"),
        "discount": _("no more discount without an approval"),
        "margin": _("no less margin without an approval"),
        "zero": _("costs nothing any more"),
        "typed": _("typed price"),
        "contract": _("contract price"),
        "not_chosen": _("not chosen"),
        "no_article": _("no article"),
        "nothing": _("nothing to give"),
    }


def read_value(kind: str, text: str, currency: str) -> int | None:
    """The keyed value as a goal has it; None for what is none, too fine or below zero."""
    value = parse_decimal(text.strip().removesuffix("%").strip(), decimal_mark())
    is_margin = kind == "margin"
    places = PERCENT_PLACES if is_margin else minor_digits(currency)
    if value is None or decimals_of(value) > places or (value < 0 and not is_margin):
        return None
    if is_margin:
        return micro_of(value / 100) if abs(value) <= 100 else None
    minor = minor_of(value, currency)
    is_step = kind.endswith("_down")
    return minor if minor <= LARGEST_MINOR and (minor or not is_step) else None


def shown_value(kind: str, value: int, currency: str) -> str:
    """A total or a margin as people read it."""
    return format_rate(round(value, -2)) if kind == "margin" else format_money(value, currency)


def found_text(goal: Goal, found: GoalFound, currency: str) -> str:
    """What comes of it, in a sentence or two."""
    if found.problem:
        return _problem(found)
    shown = {
        name: shown_value(goal.kind, value, currency)
        for name, value in (("wanted", found.wanted), ("reached", found.reached), ("now", found.now))
    }
    totals = _lost_text(found) + _("{net} net, {gross} gross.").format(
        net=format_amount(found.totals.net_minor, currency),
        gross=format_money(found.totals.gross_minor, currency),
    )
    if found.is_exact:
        return _("{wanted} is reached; it was {now}. {totals}").format(**shown, totals=totals)
    told = _("{wanted} cannot be reached: {reached} is the nearest. {totals}")
    return told.format(**shown, totals=totals)


def _lost_text(found: GoalFound) -> str:
    """What the order has no more once its prices are typed, with a blank behind it."""
    names = ", ".join(dict.fromkeys(spoken(line.text) for line in found.lost))
    return _("Typed prices have no more: {names}.").format(names=names) + " " if names else ""


def _problem(found: GoalFound) -> str:
    if found.problem == "cost_unknown":
        told = _("The cost of line {numbers} is unknown: what margin the order has, nobody can say.")
        return told.format(numbers=", ".join(map(str, found.numbers)))
    if found.problem == "margin_all":
        return _("A margin of 100 % has no price. Key a smaller one.")
    return _("No line may give anything. Choose lines, or let typed and contract prices change, too.")


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A line of the table, and whether it is chosen."""

    found: GoalLine
    is_chosen: bool


def goal_columns(currency: str, *, with_margin: bool) -> tuple[EntryColumn[GoalRow], ...]:
    """Line, before, after, margin, and why it gives no more."""

    def column(
        name: str, title: str, text: Callable[[GoalLine], str], width: int, *, right: bool = True
    ) -> EntryColumn[GoalRow]:
        return EntryColumn(name, title, lambda row: text(row.found), align_right=right, width=width)

    margin = (
        column("margin", _("Margin"), lambda each: _margin(each.margin_after_ppm), 64),
        column("margin_before", _("was"), lambda each: _margin(each.margin_before_ppm), 64),
    )
    return (
        EntryColumn("chosen", "", lambda row: "✓" if row.is_chosen else "", width=24),
        column("line", _("Line"), lambda each: str(each.number), 44),
        EntryColumn("article", _("Article"), _article, width=90, stretch=True),
        column("before", _("Before"), lambda each: format_amount(each.line.amount_minor, currency), 76),
        column("after", _("After"), lambda each: format_amount(each.amount_minor, currency), 76),
        column("price", _("Net price"), lambda each: price_text(each.after.price_micro, each.after.per), 86),
        *(margin if with_margin else ()),
        column("held", _("Gives no more"), lambda each: held_words()[each.held_by], 200, right=False),
    )  # fmt: skip


def _article(row: GoalRow) -> str:
    return row.found.line.sku or spoken(row.found.line.text)


def _margin(ppm: int | None) -> str:
    return _("unknown") if ppm is None else format_rate(round(ppm, -3))
