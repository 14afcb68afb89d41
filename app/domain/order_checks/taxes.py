"""Checks of taxes: that a line has one, that it is today's, and whether it will be another on the day of supply.

The invoice takes the rate of the day of supply (decision 0014).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from app.domain.issues import Remedy, Severity
from app.domain.money import Rate
from app.domain.order_checks.check import Check, Hit, LineCheck, LineSeen, OrderSeen, focus
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.orders.retaxing import changed_taxes
from app.domain.orders.states import OrderState
from app.domain.parties import DeliveryWish
from app.domain.tax import TaxCategory
from app.domain.tax_rules import DatedRate, TaxFacts

TOLD_MOST = 8
OPEN_TAXES = Remedy("remedy.open_taxes", "setup.open", {"page": "tax"})


def has_none(seen: LineSeen) -> Hit | None:
    """Nothing is set up for the class and the address."""
    line = seen.line
    if line.tax_code or (seen.product is None and not line.price_micro):
        return None
    return Hit(seen.at("tax"), {"line": seen.number, "tax_class": line.tax_class}, (OPEN_TAXES,))


def moved(order: OrderSeen) -> Iterator[Hit]:
    """What day or the customer's card gives other than was keyed: a tax is never posted stale (A20)."""
    draft, context = order.draft, order.context
    if draft.state != OrderState.DRAFT or not draft.rules_version or context.customer is None:
        return
    if changed_taxes(draft, context):
        yield Hit("lines", remedies=(Remedy("remedy.take_new_taxes", "order.retax", {}),))


def will_change(order: OrderSeen) -> Iterator[Hit]:
    """One warning for each rate that is known to change before what is taxed with it leaves.

    What is no goods goes with the last of them.
    """
    draft, context = order.draft, order.context
    changing = _changing(draft, context)
    if not changing:
        return
    days = dict(order.around.leaves)
    told: set[tuple[str, date]] = set()
    dated = [line for line in draft.lines if line.key in days]
    others = [line for line in draft.lines if line.has_amount and line.kind != "goods"]
    for line in (*dated, *others):
        tax, day = changing.get(line.tax_code), _supply_day(draft, line, days)
        coming = _coming(tax, line, day, context.today) if tax and day else None
        if tax and coming and (tax.code, coming.valid_from) not in told:
            told.add((tax.code, coming.valid_from))
            yield _hit(line, tax, coming)


def _changing(draft: Draft, context: OrderContext) -> dict[str, TaxFacts]:
    """The taxes of the order that have a rate for later; nearly always none."""
    codes = {line.tax_code for line in draft.lines if line.tax_code}
    taxes = ((code, context.taxes.taxes.get(code)) for code in codes)
    return {
        code: tax for code, tax in taxes if tax and tax.rates and tax.rates[-1].valid_from > context.today
    }


def _supply_day(draft: Draft, line: Line, days: Mapping[str, date]) -> date | None:
    """The day on which a line is supplied as far as it is known."""
    if line.key in days and draft.header.delivery_wish != DeliveryWish.COMPLETE:
        return days[line.key]
    return max(days.values(), default=draft.header.requested_date)


def _coming(tax: TaxFacts, line: Line, day: date, today: date) -> DatedRate | None:
    """The rate of the day of supply, if it is another than the line's and begins after today."""
    begun = [each for each in tax.rates if each.valid_from <= day]  # oldest first
    moved = bool(begun) and begun[-1].valid_from > today and begun[-1].rate_ppm != line.tax_ppm
    return begun[-1] if moved else None


def _hit(line: Line, tax: TaxFacts, coming: DatedRate) -> Hit:
    params = {
        "date": coming.valid_from,
        "tax": tax.name,
        "percent": Rate(coming.rate_ppm).percent,
        "stored": Rate(line.tax_ppm).percent,
    }
    return Hit(f"lines/{line.key}/tax", params, (OPEN_TAXES,))


def mixes_outside(order: OrderSeen) -> Iterator[Hit]:
    """What is outside the scope of VAT stands on papers of its own (EN 16931, BR-O-11 to BR-O-14)."""
    lines = [line for line in order.draft.lines if line.has_amount and line.tax_code]
    outside = [line for line in lines if line.tax_category == TaxCategory.OUT_OF_SCOPE]
    if not outside or len(outside) == len(lines):
        return
    fewer = min(outside, [line for line in lines if line not in outside], key=len)
    numbers = {line.key: (index + 1) * 10 for index, line in enumerate(order.draft.lines)}
    told = ", ".join(str(numbers[line.key]) for line in fewer[:TOLD_MOST])
    where = f"lines/{fewer[0].key}/tax"
    yield Hit(where, {"lines": told}, focus("remedy.look_at_line", where))


LINE_CHECKS = (
    LineCheck(
        code="line.no_tax",
        area="tax",
        severity=Severity.BLOCK,
        held_by="law",
        owner="bookkeeper",
        run=has_none,
    ),
)
OUTSIDE_CHECKS = (
    Check(
        code="order.outside_mixed",
        area="tax",
        severity=Severity.BLOCK,
        owner="bookkeeper",
        run=mixes_outside,
    ),
)
COMING_CHECKS = (
    Check(
        code="order.rate_will_change",
        area="tax",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=will_change,
    ),
)
MOVED_CHECKS = (
    Check(code="order.tax_changed", area="tax", severity=Severity.BLOCK, held_by="law", run=moved),
)
