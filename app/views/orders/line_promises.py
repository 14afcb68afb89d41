"""What the plan of an order says of each line: what it can have, when it ships, and why, in colour and words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache

from app.domain.orders.context import ProductFacts
from app.domain.orders.draft import Line
from app.domain.orders.states import OrderState
from app.domain.parties import DeliveryWish
from app.domain.promise import available_now, latest_promise
from app.domain.promise import line_promises as promised_days
from app.domain.quantity import shown_quantity
from app.domain.routing.sources import SourcePart
from app.i18n import _, current_language, format_day, format_decimal
from app.messages import text_of
from app.models.columns import State
from app.models.order_lines_model import LinePromise
from app.models.unit_words import counted_text
from app.services.orders.planning import OrderPlan
from app.views.orders.words import state_word

_STILL_PLANNED = frozenset({OrderState.DRAFT, OrderState.QUOTED})
_OVER = frozenset({OrderState.CANCELLED, OrderState.CLOSED, OrderState.ORDERED})


def line_promises(
    plan: OrderPlan, products: Mapping[int, ProductFacts], today: dt.date
) -> dict[str, LinePromise]:
    """By line key, what the grid and the panel tell of the goods of the plan's draft."""
    told = _Told(plan, products, today)
    return {
        line.key: told.of(line, products[line.product_id])
        for line in plan.draft.lines
        if line.kind == "goods" and line.product_id is not None and line.product_id in products
    }


class _Told:
    """Goes through the lines from top to bottom: what a line takes is gone for those below it."""

    def __init__(self, plan: OrderPlan, products: Mapping[int, ProductFacts], today: dt.date) -> None:
        self._state = plan.draft.state
        self._left = {
            product_id: sum(available_now(stock, today) for stock in product.warehouses)
            for product_id, product in plan.availability.items()
        }
        self._parts: defaultdict[str, list[SourcePart]] = defaultdict(list)
        for part in plan.parts:
            self._parts[part.line_key].append(part)
        self._held: defaultdict[str, int] = defaultdict(int)
        self._shipped: defaultdict[str, int] = defaultdict(int)
        for each in plan.held:
            self._held[each.part.line_key] += each.reserved_micro
            self._shipped[each.part.line_key] += each.shipped_micro
        days = {key: [part.promise_date for part in parts] for key, parts in self._parts.items()}
        is_complete = plan.draft.header.delivery_wish == DeliveryWish.COMPLETE
        self._days = promised_days(days, complete=is_complete)

    def of(self, line: Line, product: ProductFacts) -> LinePromise:
        """What is told of the line; the lines above it were asked before."""
        parts, unit = self._parts[line.key], unit_to_say(line, product)
        held, shipped = self._held[line.key], self._shipped[line.key]
        own = self._left.get(product.id, 0) + held
        reserved = sum(part.reserve_micro for part in parts) - shipped
        waiting = sum(part.wait_micro for part in parts)
        self._left[product.id] = own - reserved
        if not parts:
            return self._without_parts(line, _count([own], unit))
        if not reserved and not waiting:
            is_whole = shipped >= line.base_micro
            reason = _("All of it was shipped.") if is_whole else _rest_cancelled()
            return LinePromise("", "muted", _("shipped"), reason)
        if product.model_id is not None and not line.configuration:
            return LinePromise(
                _("made"), "warn", _("open"), _("Made to order: configure it, and it has its day.")
            )
        text = _count([reserved, waiting] if reserved and waiting else [own], unit)
        if not reserved and all(part.is_made for part in parts):
            text = _("made")
        day = self._days[line.key]
        return LinePromise(
            text, _state(parts, day), format_day(day) if day else _("open"), self._reason(parts)
        )

    def _without_parts(self, line: Line, text: str) -> LinePromise:
        if self._state in _OVER:
            word = state_word(self._state)
            reason = _("The order is {state}: nothing is held for this line.").format(state=word)
            return LinePromise("", "muted", word, reason)
        if line.base_micro <= 0:
            return LinePromise(text, "muted", "", _("This quantity takes nothing from stock."))
        if self._state in _STILL_PLANNED:
            return LinePromise(text, "bad", _("open"), _("No warehouse can ship it."))
        return LinePromise("", "muted", _("cancelled"), _rest_cancelled())

    def _reason(self, parts: Iterable[SourcePart]) -> str:
        sentences = dict.fromkeys(part_text(part) for part in parts)
        if self._state == OrderState.QUOTED:
            sentences = {_("A quote holds nothing. If it were ordered now:"): None, **sentences}
        return "\n".join(sentences)


def _rest_cancelled() -> str:
    return _("The rest was cancelled: nothing is held for it.")


def unit_to_say(line: Line, product: ProductFacts) -> str:
    """The unit in which stock is told, where it is another than the line's own, which stands beside it."""
    return product.units[0].code if (line.factor_num, line.factor_den) != (1, 1) else ""


def part_text(part: SourcePart) -> str:
    """Why a part comes from there, in one sentence."""
    params = tuple(part.reason.params.items())
    if all(isinstance(value, Hashable) for _name, value in params):
        return _sentence(part.reason.code, params, current_language())
    return text_of(part.reason.code, part.reason.params)


@lru_cache(maxsize=256)
def _sentence(code: str, params: tuple[tuple[str, object], ...], _language: str) -> str:
    """Every plan of an order says the same of the lines that were not touched."""
    return text_of(code, dict(params))


def _state(parts: Iterable[SourcePart], day: dt.date | None) -> State:
    """Red: a part of it comes nobody knows when. Amber: it waits, for itself or for the rest of the order."""
    own = latest_promise(part.promise_date for part in parts)
    if own is None:
        return "bad"
    return "warn" if day != own or any(part.wait_micro for part in parts) else "ok"


def _count(micros: Iterable[int], unit: str) -> str:
    """`205`, `176 + 3,424`; with the unit where it is another than the line's own: `205 pc`."""
    values = [shown_quantity(micro) for micro in micros]
    plain = " + ".join(format_decimal(value) for value in values[:-1])
    last = counted_text(values[-1], unit) if unit else format_decimal(values[-1])
    return f"{plain} + {last}" if plain else last
