"""Checks of taxes that will be others on the day of supply: the invoice takes the rate of that day (decision 0014)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.domain.issues import Issue, Remedy, Severity
from app.domain.money import Rate
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft, Line
from app.domain.parties import DeliveryWish
from app.domain.tax_rules import DatedRate, TaxFacts


def check_coming_rates(
    draft: Draft, context: OrderContext, leaves: Sequence[tuple[str, date]]
) -> Iterator[Issue]:
    """One warning for each rate that is known to change before what is taxed with it leaves.

    `leaves`: the day of each line's goods. What is no goods goes with the last of them.
    """
    changing = _changing(draft, context)
    if not changing:
        return
    days = dict(leaves)
    told: set[tuple[str, date]] = set()
    dated = [line for line in draft.lines if line.key in days]
    others = [line for line in draft.lines if line.has_amount and line.kind != "goods"]
    for line in (*dated, *others):
        tax, day = changing.get(line.tax_code), _supply_day(draft, line, days)
        coming = _coming(tax, line, day, context.today) if tax and day else None
        if tax and coming and (tax.code, coming.valid_from) not in told:
            told.add((tax.code, coming.valid_from))
            yield _issue(line, tax, coming)


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


def _issue(line: Line, tax: TaxFacts, coming: DatedRate) -> Issue:
    params = {
        "date": coming.valid_from,
        "tax": tax.name,
        "percent": Rate(coming.rate_ppm).percent,
        "stored": Rate(line.tax_ppm).percent,
    }
    remedy = Remedy("remedy.open_taxes", "setup.open", {"page": "tax"})
    return Issue("order.rate_will_change", Severity.WARN, f"lines/{line.key}/tax", params, (remedy,))
