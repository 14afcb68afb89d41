"""How a price comes about, as bars: the steps of its trace in words, then cost and margin."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from app.domain.bonus import bonus_of
from app.domain.configured import CONFIGURED
from app.domain.costs import AVERAGE
from app.domain.money import margin_ppm
from app.domain.orders.draft import GOAL, Line
from app.domain.pricing import PriceResult, Step
from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.trace import DISCOUNT_CODES
from app.domain.quantity import Unit
from app.domain.rounding import divide_half_up
from app.i18n import (
    _,
    format_count,
    format_date,
    format_micro,
    format_price,
    format_rate,
    format_rate_of_exchange,
)
from app.models.unit_words import quantity_text, unit_word
from app.views.kit.bars import StepKind, WaterfallStep
from app.views.kit.price_shares import share_bars

NO_BREAK = "\u00a0"
MINUS = "\u2212"
DISCOUNT_STEPS = frozenset(DISCOUNT_CODES.values())
_CENT = 10_000  # in millionths
TOLD_MICRO = 1000  # a quantity is told with three decimals at most


def waterfall_steps(
    line: Line, result: PriceResult, *, with_margin: bool, bonus_ppm: int = 0, included_ppm: int = 0
) -> list[WaterfallStep]:
    """The steps as bars, then cost, margin and expected bonus for those who may see them.

    `included_ppm`: the rate of the tax in the price, which comes out before the cost.
    """
    steps = (step for step in result.steps if step.code != "net")
    bars: list[WaterfallStep] = []
    for is_share, some in groupby(steps, lambda step: step.code == "share"):
        told = list(some)
        bars += share_bars(told) if is_share else [_ruled(step, line) for step in told]
    gross, net = line.price_micro, with_tax(line.price_micro, -included_ppm)
    bars.append(
        WaterfallStep(_net_name(line.price_per, included_ppm), 0, gross, format_price(gross), "total")
    )
    if line.has_typed_price and result.auto_micro is not None:
        bars.append(WaterfallStep(_("Rules say"), 0, 0, format_price(result.auto_micro), "quiet"))
    if not with_margin:
        return bars
    if line.cost_micro is None:
        return [*bars, WaterfallStep(_("Cost unknown"), 0, 0, "", "quiet")]
    if included_ppm:
        label = _("VAT {rate} in it").format(rate=format_rate(included_ppm))
        bars.append(WaterfallStep(label, gross, net, MINUS + format_price(gross - net), "cost"))
    cost = _told_cost(line)
    bars.append(WaterfallStep(cost_words(line), net, net - cost, MINUS + format_price(cost), "cost"))
    bars.append(_margin_bar(_("Margin {share}"), net, net - cost))
    bonus = bonus_of(net, bonus_ppm)
    if bonus:
        label = _("Expected bonus {share}").format(share=format_rate(bonus_ppm))
        bars.append(WaterfallStep(label, net - cost, net - cost - bonus, MINUS + format_price(bonus), "cost"))
        bars.append(_margin_bar(_("After bonus {share}"), net, net - cost - bonus))
    return bars


def _told_cost(line: Line) -> int:
    """What the price's units cost; of a configuration, which is added up of many parts, to the cent."""
    assert line.cost_micro is not None, "asked where it is known"
    cost = line.cost_micro * line.price_per
    return divide_half_up(cost, _CENT) * _CENT if line.cost_source == CONFIGURED else cost


def _margin_bar(label: str, net: int, margin: int) -> WaterfallStep:
    ppm = margin_ppm(price_micro=net, cost_micro=net - margin)
    share = format_rate(round(ppm, -3)) if ppm is not None else ""
    kind: StepKind = "gain" if margin >= 0 else "loss"
    return WaterfallStep(label.format(share=share), 0, margin, format_price(margin), kind)


def cost_words(line: Line) -> str:
    """From where the cost of a line is known, and since when; older orders do not say."""
    if not line.cost_source:
        return _("Cost")
    if line.cost_source == CONFIGURED:
        return _("Cost of the configuration")
    if line.cost_source == AVERAGE and line.cost_date is not None:
        return _("Average cost {day}").format(day=format_date(line.cost_date))
    if line.cost_date is not None:
        return _("Cost from {day}").format(day=format_date(line.cost_date))
    return _("Standard cost")


def _net_name(per: int, included_ppm: int) -> str:
    """For how many units the bars are, and whether with tax."""
    if included_ppm:
        return _("Gross / unit") if per == 1 else _("Gross / {count}").format(count=format_count(per))
    return _("Net / unit") if per == 1 else _("Net / {count}").format(count=format_count(per))


def _rule(step: Step) -> str:
    """What made the step, as the price desk names its rules; "" for people and the customer's own discount."""
    if step.code == "formula" and step.list_id is not None:
        return f"list:{step.list_id}"
    kind = "discount" if step.code in DISCOUNT_STEPS else "row"
    return "" if step.rule_id is None else f"{kind}:{step.rule_id}"


def _ruled(step: Step, line: Line) -> WaterfallStep:
    return replace(_bar(step, line), rule=_rule(step))


def _bar(step: Step, line: Line) -> WaterfallStep:
    if step.currency:
        text = f"{format_price(step.after_micro)} {step.currency}"
        name = formula_name(step) if step.code == "formula" else base_name(step)
        return WaterfallStep(name, 0, 0, text, "quiet")
    if step.code in {"base", "converted", "kit_sum"}:
        name = converted_name(step) if step.code == "converted" else base_name(step) or _("Sum of the parts")
        return WaterfallStep(name, 0, step.after_micro, format_price(step.after_micro), "total")
    names = {
        "formula": formula_name(step),
        "break": break_name(step, line),
        "discount": step.name or _("Customer discount"),
        "added_discount": _("{name}, added").format(name=step.name),
        "chained_discount": _("{name}, off the rest").format(name=step.name),
        "manual_price": _("Price by a goal") if line.price_source == GOAL else _("Typed price"),
        "manual_discount": _("Typed discount"),
        "kept": _("Kept price"),
        "tax_added": _("VAT added"),
        "tax_taken": _("VAT taken out"),
        "kit_less": _("Less for the kit"),
    }
    label = names.get(step.code, step.name)
    rate = format_rate(step.rate_ppm) if step.rate_ppm else ""
    if f" {rate}".replace(NO_BREAK, " ") not in f" {label}".replace(
        NO_BREAK, " "
    ):  # many rules are named by their rate
        label = f"{label} {rate}"
    if step.on_micro is not None:
        label = _("{discount} on {part}").format(discount=label, part=format_price(step.on_micro))
    text = format_micro(step.delta_micro, places_min=2).replace("-", MINUS)
    kind: StepKind = "less" if step.delta_micro <= 0 else "more"
    return WaterfallStep(label, step.before_micro, step.after_micro, text, kind)


def base_name(step: Step) -> str:
    """The list, and of a price that is for a further unit alone that unit: `List price · pack`."""
    return f"{step.name} \N{MIDDLE DOT} {unit_word(step.unit)}" if step.unit else step.name


def break_name(step: Step, line: Line) -> str:
    """From which quantity a break holds, in the line's own unit, where that is a number one would say."""
    least = Unit(line.unit, line.factor_num, line.factor_den).from_base(step.min_micro or 0)
    is_said = bool(least) and not least % TOLD_MICRO
    texts = {
        "line": (_("Quantity break"), _("Quantity break {least}+")),
        "article": (_("Break over the article"), _("Break over the article {least}+")),
        "family": (_("Break over the family"), _("Break over the family {least}+")),
    }
    plain, told = texts[step.over or "line"]
    return told.format(least=quantity_text(least)) if is_said else plain


def formula_name(step: Step) -> str:
    """The list that is made of the one before it, and by how much it multiplies."""
    rate = format_rate(step.rate_ppm or 0)
    return _("{name} \N{MULTIPLICATION SIGN} {rate}").format(name=step.name, rate=rate)


def converted_name(step: Step) -> str:
    """By which rate the price of the firm's list became one of the order's currency."""
    return _("Converted at {rate}").format(rate=format_rate_of_exchange(step.rate_nano or 0))
