"""Checks of taxes that jurisdictions stack: a place that nobody has, a missing rate, a certificate that is over."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.issues import Remedy, Severity
from app.domain.jurisdictions import StackAnswer, untaxed_of
from app.domain.order_checks.address import ENTER, SHIP_TO
from app.domain.order_checks.check import Check, Hit, OrderSeen

OPEN_PLACES = Remedy("remedy.open_tax_places", "setup.open", {"page": "tax_place"})
OPEN_RATES = Remedy("remedy.open_tax_areas", "setup.open", {"page": "tax_jurisdiction_rate"})
OPEN_AREAS = Remedy("remedy.open_tax_areas", "setup.open", {"page": "tax_jurisdiction"})
OPEN_CERTIFICATES = Remedy("remedy.open_certificates", "setup.open", {"page": "tax_certificate"})


def has_no_place(order: OrderSeen) -> Iterator[Hit]:
    """Nobody is recorded who taxes where the goods go: that is not the same as no tax."""
    if not _is_stacked(order):
        return
    answers = _answers(order)
    if any(answer.problem == "no_place" for answer in answers.values()):
        header = order.draft.header
        params = {"postcode": header.ship_postcode.strip() or "?", "city": header.ship_city.strip() or "?"}
        yield Hit(SHIP_TO, params, (OPEN_PLACES, *ENTER))


def has_no_rate(order: OrderSeen) -> Iterator[Hit]:
    """A jurisdiction that has the place has no rate on the day for what is sold."""
    if not _is_stacked(order):
        return
    told: set[str] = set()
    for product_class, answer in _answers(order).items():
        if answer.problem == "no_rate" and answer.who not in told:
            told.add(answer.who)
            names = order.context.taxes.jurisdictions.names
            params = {
                "name": names.get(answer.who, answer.who),
                "tax_class": product_class,
                "date": order.draft.order_date,
            }
            yield Hit("lines", params, (OPEN_RATES,))


def certificate_is_over(order: OrderSeen) -> Iterator[Hit]:
    """The customer had an exemption for the state: by now the sale is taxed."""
    context, day = order.context, order.draft.order_date
    if not _is_stacked(order) or not context.certificates:
        return
    there = context.taxes.jurisdictions.at(order.draft.header.place)
    state = there[0] if there else None
    mine = [each for each in context.certificates if state is not None and each.is_for(state)]
    if state is None or not mine or not state.is_registered_on(day):
        return
    if any(each.holds_on(day) for each in mine):
        return
    over = max(mine, key=lambda each: (each.valid_until or day, each.number))
    params = {
        "number": over.number,
        "state": state.name,
        "customer": order.customer.name,
        "until": over.valid_until,
    }
    yield Hit("header/customer", params, (OPEN_CERTIFICATES,))


def is_not_registered(order: OrderSeen) -> Iterator[Hit]:
    """No tax is charged because the firm is not registered in the state."""
    for line in order.draft.lines:
        untaxed = untaxed_of(line.tax_stack)
        if untaxed is not None and untaxed.reason == "unregistered":
            names = order.context.taxes.jurisdictions.names
            yield Hit("lines", {"state": names.get(untaxed.state, untaxed.state)}, (OPEN_AREAS,))
            return


def _is_stacked(order: OrderSeen) -> bool:
    taxes, header = order.context.taxes, order.draft.header
    return bool(taxes.jurisdictions.countries) and taxes.is_stacked(header.place.country)


def _answers(order: OrderSeen) -> dict[str, StackAnswer]:
    """What jurisdictions answer for each class of the order's lines that has no tax."""
    draft, context = order.draft, order.context
    classes = {line.tax_class for line in draft.lines if line.has_amount and not line.tax_code}
    return {
        name: context.taxes.jurisdictions.answer(
            context.stacked_sale(name, context.way_of(draft.header)), draft.order_date
        )
        for name in sorted(classes)
    }


CHECKS = (
    Check(
        code="order.no_jurisdiction",
        area="tax",
        severity=Severity.BLOCK,
        held_by="law",
        owner="bookkeeper",
        run=has_no_place,
    ),
    Check(
        code="order.no_jurisdiction_rate",
        area="tax",
        severity=Severity.BLOCK,
        held_by="law",
        owner="bookkeeper",
        run=has_no_rate,
    ),
    Check(
        code="order.certificate_over",
        area="tax",
        severity=Severity.WARN,
        owner="bookkeeper",
        run=certificate_is_over,
    ),
    Check(
        code="order.not_registered",
        area="tax",
        severity=Severity.INFO,
        owner="bookkeeper",
        run=is_not_registered,
    ),
)
