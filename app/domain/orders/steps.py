"""Steps of an order's keying, each of which can be taken back: edits of fields, and prices taken anew. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.orders.context import OrderContext
from app.domain.orders.draft import DERIVED, Draft, Edit, Line, apply_edits, line_inputs
from app.domain.orders.kits import in_order, with_parts
from app.domain.orders.repricing import DraftPrices, reprice_all, reprice_changed, with_made
from app.domain.orders.retaxing import retax_all


@dataclass(frozen=True, slots=True)
class PriceStep:
    """Prices taken anew: the order before and after it, of which only what is derived counts."""

    before: Draft
    after: Draft


Step = tuple[Edit, ...] | PriceStep


def take_prices(draft: Draft, context: OrderContext) -> PriceStep | None:
    """The step to the prices that the rules give today; None where nothing would change."""
    after = reprice_all(draft, context)
    return None if after == draft else PriceStep(draft, after)


def take_taxes(draft: Draft, context: OrderContext) -> PriceStep | None:
    """The step to today's taxes on all lines, at the prices that they have; None where nothing would change."""
    after = retax_all(draft, context)
    return None if after == draft else PriceStep(draft, after)


def undo_of(step: Step) -> Step:
    """The step that takes this one back."""
    if isinstance(step, PriceStep):
        return PriceStep(before=step.after, after=step.before)
    return tuple(edit.inverse for edit in reversed(step))


def keyed_part(draft: Draft, step: Step) -> Draft:
    """The draft with what was keyed in the step, its prices not followed yet."""
    return draft if isinstance(step, PriceStep) else apply_edits(draft, step)


def apply_step(draft: Draft, step: Step, context: OrderContext) -> Draft:
    """The draft after the step, every line multiplied."""
    if isinstance(step, PriceStep):
        return _with_prices(draft, step, context)
    return reprice_changed(draft, apply_edits(draft, step), context)


def price_step_between(before: Draft, after: Draft) -> PriceStep | None:
    """The prices that were taken between two states of one draft, beside what was keyed; None if none were."""
    old = {line.key: line for line in before.lines}
    is_taken = after.order_date != before.order_date or any(
        line.key in old and _is_keyed_alike(old[line.key], line) and not _is_priced_alike(old[line.key], line)
        for line in after.keyed_lines
    )
    return PriceStep(before, after) if is_taken else None


def _with_prices(draft: Draft, step: PriceStep, context: OrderContext) -> Draft:
    """Each line with the price that the step gave it; one that somebody changed since is derived anew."""
    dated = replace(draft, order_date=step.after.order_date, rules_version=step.after.rules_version)
    old, new = _by_key(step.before), _by_key(step.after)
    prices = DraftPrices(dated, context)
    as_then = {
        line.key for line in dated.keyed_lines if _is_as_then(line, old.get(line.key), new.get(line.key))
    }
    lines = tuple(
        _with_price_of(new[line.key], line) if line.key in as_then else prices.derived(line)
        for line in dated.keyed_lines
    )
    if len(as_then) == len(lines) and dated.header == step.after.header:
        return replace(dated, lines=in_order([*lines, *(line for line in step.after.lines if line.is_made)]))
    parts = (line for line in step.after.lines if line.is_part and line.kit_key in as_then)
    others = (line for line in dated.lines if line.is_made and line.kit_key not in as_then)
    settled = replace(dated, lines=in_order([*lines, *parts, *others]))
    return with_made(with_parts(step.after, settled, prices), prices)


def _by_key(draft: Draft) -> Mapping[str, Line]:
    return {line.key: line for line in draft.lines}


def _is_as_then(line: Line, old: Line | None, new: Line | None) -> bool:
    """Whether the line is still what the step was made of."""
    if old is None or new is None:
        return False
    return _is_keyed_alike(old, line) and _is_keyed_alike(new, line) and _is_priced_alike(old, line)


def _is_keyed_alike(one: Line, other: Line) -> bool:
    names = {*line_inputs(one), *line_inputs(other)} - {"position", "text"}
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _is_priced_alike(one: Line, other: Line) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in DERIVED)


def _with_price_of(priced: Line, line: Line) -> Line:
    return replace(line, **{name: getattr(priced, name) for name in DERIVED})
