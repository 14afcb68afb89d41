"""Why the prices of a confirmed order are what they are: written with it, read years later.

Stored are the applied steps and at most eight near misses of the buyer's own rules, without what they leave open;
of a line that rules added, by which rule, of what and how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from app.domain.orders.draft import Line
from app.domain.orders.making import made_because
from app.domain.orders.repricing import DraftPrices
from app.domain.pricing import MadeLine, NearMiss, PriceResult, PromotionPart, Step
from app.services.unit_of_work import Reading, UnitOfWork
from db.bulk import RowUpdate
from db.schema.orders import OrderLine
from db.statements import table_of

_LINE = table_of(OrderLine)
_NAMES = {
    kind: tuple(each.name for each in fields(kind)) for kind in (Step, NearMiss, PromotionPart, MadeLine)
}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}
_DAYS = ("starts", "ended")
_WRITE = RowUpdate(_LINE, sets=("trace",))
_READ = sa.select(_LINE.c.line_key, _LINE.c.trace).where(
    _LINE.c.order_id == sa.bindparam("id", type_=sa.BigInteger), _LINE.c.trace.is_not(None)
)
Trace = Mapping[str, Any]


def traces_of(prices: DraftPrices, lines: Iterable[Line]) -> dict[str, dict[str, Any] | None]:
    """The traces of these lines by key; None for one that nothing but a person made."""
    made = made_because(prices.draft, prices.context)
    return {
        line.key: _made_trace(made.get((line.origin, line.tax_class)))
        if line.is_made
        else _trace(prices, line)
        for line in lines
    }


def made_at(
    traces: Mapping[str, dict[str, Any] | None], moment: datetime
) -> dict[str, dict[str, Any] | None]:
    """The traces with the moment of the amendment that made them; without one they were made by the confirm."""
    told = {"at": moment.isoformat()}
    return {key: None if trace is None else trace | told for key, trace in traces.items()}


def _trace(prices: DraftPrices, line: Line) -> dict[str, Any] | None:
    """The waterfall as F9 shows it; a price kept from a quote or an earlier day ends with the step "kept"."""
    result = prices.explained(line, with_unfit=False)
    if result is None:
        return None
    steps = result.steps
    if result.net_micro != line.price_micro:
        steps = (*steps, Step("kept", "", result.net_micro, line.price_micro))
    found: dict[str, Any] = {
        "rules_version": prices.context.rules.version,
        "steps": [_said(step) for step in steps],
        "near_misses": [_said(miss) for miss in result.near_misses],
    }
    if result.promoted:
        found["promoted"] = [_said(part) for part in result.promoted]
    if line.has_typed_price and result.auto_micro is not None:
        found["auto_micro"] = result.auto_micro
    return found


def _made_trace(made: MadeLine | None) -> dict[str, Any] | None:
    return None if made is None else {"made": _said(made)}


def _said(told: Step | NearMiss | MadeLine | PromotionPart) -> dict[str, Any]:
    """What it says, without what it leaves open."""
    kind = type(told)
    values = zip(_NAMES[kind], _VALUES[kind](told), strict=True)
    return {name: value for name, value in values if value is not None}


def write_traces(uow: UnitOfWork, ids: Mapping[str, int], traces: Mapping[str, object]) -> None:
    """Write the traces of lines by key."""
    if traces:
        _WRITE.run(uow.db, [{"id": ids[key], "trace": trace} for key, trace in traces.items()])


def read_traces(view: Reading, order_id: int) -> dict[str, Trace]:
    """The stored traces of an order by line key; one query."""
    return {row.line_key: row.trace for row in view.db.execute(_READ, {"id": order_id}).all()}


def stored_price(trace: Trace, line: Line) -> PriceResult | None:
    """A stored trace as the result that the price panel shows; None where it holds no steps."""
    if "steps" not in trace:
        return None
    return PriceResult(
        list_micro=line.list_price_micro,
        discount_ppm=line.discount_ppm,
        net_micro=line.price_micro,
        amount_minor=line.amount_minor,
        auto_micro=trace.get("auto_micro"),
        steps=tuple(Step(**step) for step in trace["steps"]),
        near_misses=tuple(NearMiss(**_with_days(miss)) for miss in trace["near_misses"]),
        per=line.price_per,
        promoted=tuple(PromotionPart(**part) for part in trace.get("promoted", ())),
    )


def stored_made(trace: Trace) -> MadeLine | None:
    """By which rule a stored line was added; None where the trace is another one."""
    return MadeLine(**trace["made"]) if "made" in trace else None


def _with_days(miss: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value
        for name, value in miss.items()
    }
