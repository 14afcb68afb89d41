"""Why a line stands there that rules added: by which rule, of what, how much of it here, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Line
from app.domain.orders.making import Wanted
from app.domain.pricing import MadeLine, RulesSnapshot, SurchargeRule
from app.domain.pricing.made_lines import METAL, TYPED
from app.domain.pricing.metals import GRAMS, NANOGRAMS
from app.domain.rounding import divide_half_up
from app.i18n import _, format_amount, format_count, format_micro, format_money, format_price, format_rate
from app.models.order_columns import tax_text
from app.views.kit.bars import WaterfallStep

MINUS = "\N{MINUS SIGN}"
PROMOTION = "P"  # the first letter of the origin of a promotion's lines


@dataclass(frozen=True, slots=True)
class MadeFacts:
    """What made a line. `whole_minor`: what its rule comes to over all taxes; `rule`: a surcharge that is known."""

    made: MadeLine
    whole_minor: int
    rule: SurchargeRule | None = None
    may_change: bool = False

    @property
    def percent_minor(self) -> int:
        """How much of it is a percent of the order."""
        return divide_half_up(max(self.made.base_minor, 0) * self.made.rate_ppm, MICRO)


def facts_of(
    line: Line, draft: Draft, rules: RulesSnapshot, why: Wanted | MadeLine, *, may_change: bool
) -> MadeFacts | None:
    """The facts of a line; `why`: what rules want now, or what was stored with this one when it was confirmed."""
    if isinstance(why, MadeLine):
        made: MadeLine | None = why
        whole = sum(each.amount_minor for each in draft.lines if each.origin == line.origin)
    else:
        made = why.get((line.origin, line.tax_class))
        whole = sum(each.amount_minor for each in why.values() if each.origin == line.origin)
    if made is None:
        return None
    rule = next((rule for rule in rules.surcharges if f"S{rule.id}" == line.origin), None)
    return MadeFacts(made, whole, rule, may_change)


def made_bars(facts: MadeFacts, currency: str) -> list[WaterfallStep]:
    """A discount off its base, a surcharge put together of what is fixed and its percent; the last is the rule's."""
    bars = _bars(facts, currency)
    origin = facts.made.origin
    return bars if origin == TYPED else [*bars[:-1], replace(bars[-1], rule=f"origin:{origin}")]


def _bars(facts: MadeFacts, currency: str) -> list[WaterfallStep]:
    made, whole = facts.made, facts.whole_minor
    if made.origin.startswith(PROMOTION):
        return _promotion_bars(made, currency)
    name = made.name or _("Order discount")
    rate = format_rate(made.rate_ppm) if made.rate_ppm else ""
    if whole < 0:
        return [
            WaterfallStep(
                _("Goods and services"), 0, made.base_minor, format_amount(made.base_minor, currency), "total"
            ),
            WaterfallStep(
                _with_rate(name, rate), made.base_minor, made.base_minor + whole, _amount(whole, currency)
            ),
        ]
    total = WaterfallStep(name, 0, whole, _amount(whole, currency), "total")
    share = facts.percent_minor
    if not share or share == whole:
        return [replace(total, label=_with_rate(name, rate if share else ""))]
    base = format_money(made.base_minor, currency)
    told = _("{percent} of {base}").format(percent=rate, base=base)
    return [
        WaterfallStep(_("Fixed amount"), 0, whole - share, _amount(whole - share, currency), "more"),
        WaterfallStep(told, whole - share, whole, _amount(share, currency), "more"),
        total,
    ]


def _promotion_bars(made: MadeLine, currency: str) -> list[WaterfallStep]:
    """What it takes off the articles that it is for, of the tax that this line is of; or what it gives along."""
    if made.product_id is not None:
        return [WaterfallStep(made.name, 0, 0, _("free of charge"), "quiet")]
    base, after = made.base_minor, made.base_minor + made.amount_minor
    name = _with_rate(made.name, format_rate(made.rate_ppm) if made.rate_ppm else "")
    return [
        WaterfallStep(_("Articles of the promotion"), 0, base, format_amount(base, currency), "total"),
        WaterfallStep(name, base, after, _amount(made.amount_minor, currency)),
    ]


def _with_rate(name: str, rate: str) -> str:
    """Many rules are named by their rate."""
    plain = name.replace("\N{NO-BREAK SPACE}", " ")
    return name if not rate or rate.replace("\N{NO-BREAK SPACE}", " ") in plain else f"{name} {rate}"


def _amount(minor: int, currency: str) -> str:
    return format_amount(minor, currency).replace("-", MINUS)


def made_sentences(line: Line, facts: MadeFacts, currency: str) -> list[str]:
    """What the bars do not say."""
    told = [tax_text(line), _who(facts), _of_what(facts, currency), _here(line, facts, currency)]
    if facts.may_change:
        told += [_free_from(facts, currency), _("Ctrl+Del takes it out of this order.")]
    return [text for text in told if text]


def _who(facts: MadeFacts) -> str:
    origin = facts.made.origin
    if origin == TYPED:
        return _("Typed for the order as a whole.")
    if facts.rule is not None and facts.rule.applies == "chosen":
        return _("Chosen for this order (Ctrl+F6).")
    return _("Added by the rules for the whole order.")


def _of_what(facts: MadeFacts, currency: str) -> str:
    made, rule = facts.made, facts.rule
    if made.origin.startswith(METAL) and made.weight_ng:
        told = _(
            "{weight} kg at {price} for {kilos} kg, less the base price that the articles' prices contain."
        )
        if made.contained_micro is not None:
            told = _(
                "{weight} kg at {price} for {kilos} kg, less the {base} that the articles' prices contain."
            )
        return told.format(
            base=format_price(made.contained_micro or 0),
            weight=format_micro(divide_half_up(made.weight_ng, NANOGRAMS * GRAMS // MICRO)),
            price=format_price(made.quote_micro),
            kilos=format_count(made.per_g // GRAMS),
        )
    if rule is None or not rule.each_g or not rule.amount_minor:
        return ""
    times = (facts.whole_minor - facts.percent_minor) // rule.amount_minor
    return _("{amount} for each beginning {kilos} kg: {count} times.").format(
        amount=format_money(rule.amount_minor, currency),
        kilos=format_micro(rule.each_g * GRAMS),
        count=format_count(times),
    )


def _here(line: Line, facts: MadeFacts, currency: str) -> str:
    """Where more than one line stands for the rule: what this one is of them."""
    here, whole = format_amount(line.amount_minor, currency), format_money(facts.whole_minor, currency)
    if line.amount_minor != facts.made.amount_minor:
        told = _("What was confirmed before stands: this line is {here}, all of them come to {whole}.")
        return told.format(here=here, whole=whole)
    if line.amount_minor != facts.whole_minor:
        told = _("Shared out over the taxes of the order: {here} of {whole} stand here.")
        return told.format(here=here, whole=whole)
    return ""


def _free_from(facts: MadeFacts, currency: str) -> str:
    rule = facts.rule
    if rule is None or not rule.free_from_minor or rule.free_from_minor <= facts.made.base_minor:
        return ""
    missing = format_money(rule.free_from_minor - facts.made.base_minor, currency)
    told = _("From {limit} net on nothing is due: {missing} more.")
    return told.format(limit=format_money(rule.free_from_minor, currency), missing=missing)
