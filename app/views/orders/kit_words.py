"""Why a part of a kit stands at its amount: what the kit costs, who shares it, and by what it was split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.kits import BY_COST, BY_LIST
from app.domain.money import MICRO
from app.domain.orders.draft import Draft, Line
from app.domain.orders.kits import weights_of
from app.domain.orders.repricing import DraftPrices
from app.domain.rounding import divide_half_up
from app.i18n import _, format_amount, format_count, format_price, format_rate
from app.models.order_columns import tax_text
from app.views.kit.bars import WaterfallStep

TENTH_OF_A_PERCENT = 1000  # of a millionth


@dataclass(frozen=True, slots=True)
class PartFacts:
    """A kit's line with all its parts; `weights` by article, None where the order keeps how it was split."""

    kit: Line
    parts: tuple[Line, ...]
    split: str = ""
    weights: Mapping[int, int] | None = None


def part_facts(line: Line, prices: DraftPrices) -> PartFacts | None:
    """The facts of a part; None where its kit is gone."""
    draft: Draft = prices.draft
    kit = draft.line(line.kit_key)
    if kit is None:
        return None
    parts = tuple(each for each in draft.lines if each.kit_key == kit.key)
    found = weights_of(kit, prices)
    return PartFacts(kit, parts) if found is None else PartFacts(kit, parts, *found)


def part_bars(line: Line, facts: PartFacts, currency: str) -> list[WaterfallStep]:
    """The kit's amount, then what each part has of it; the part itself stands out."""
    whole, before = facts.kit.amount_minor, 0
    bars = [WaterfallStep(facts.kit.sku, 0, whole, format_amount(whole, currency), "total")]
    for part in facts.parts:
        share = divide_half_up(part.amount_minor * MICRO, whole) if whole else 0
        tenth = divide_half_up(share, TENTH_OF_A_PERCENT) * TENTH_OF_A_PERCENT
        label = f"{part.sku} {format_rate(tenth)}"
        after, text = before + part.amount_minor, format_amount(part.amount_minor, currency)
        bars.append(WaterfallStep(label, before, after, text, "gain" if part.key == line.key else "cost"))
        before = after
    return bars


def part_sentences(line: Line, facts: PartFacts, *, with_margin: bool) -> list[str]:
    """What the bars do not say."""
    return [tax_text(line), _by_what(line, facts, with_margin=with_margin)]


def _by_what(line: Line, facts: PartFacts, *, with_margin: bool) -> str:
    if facts.weights is None:
        return _("Split as it was when the order was confirmed.")
    own, whole = facts.weights.get(line.product_id or 0, 0), sum(facts.weights.values())
    if not whole:
        return _("Split by the quantities of the parts, to the cent: nothing else is known of all of them.")
    if facts.split == BY_LIST:
        told = _("Split by the prices of the parts by themselves, to the cent: {own} of {whole}.")
        return told.format(own=_price(own), whole=_price(whole))
    if facts.split == BY_COST:
        told = _("Split by the costs of the parts, to the cent: {own}.")
        return told.format(own=_share(own, whole)) if with_margin else _("Split by the costs of the parts.")
    told = _("Split by the shares on the kit's card, to the cent: {own} of {whole}.")
    return told.format(own=format_count(own), whole=format_count(whole))


def _price(weight: int) -> str:
    """A price times a quantity, both in millionths."""
    return format_price(divide_half_up(weight, MICRO))


def _share(own: int, whole: int) -> str:
    return format_rate(divide_half_up(own * MICRO, whole * TENTH_OF_A_PERCENT) * TENTH_OF_A_PERCENT)
