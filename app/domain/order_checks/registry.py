"""All checks as values, in the order in which their issues are shown."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.order_checks import (
    address,
    articles,
    configurations,
    contents,
    credit,
    currencies,
    customer,
    dangerous,
    dates,
    exports,
    habits,
    holds,
    kits,
    metals,
    order_limits,
    order_numbers,
    policies,
    price_limits,
    prices,
    promotions,
    quantities,
    regulated,
    screening,
    ship_from,
    stacked_taxes,
    stock,
    taxes,
    vat_proof,
)
from app.domain.order_checks.check import Check, Declared, LineCheck

NO_CUSTOMER = customer.NO_CUSTOMER
CARD_CHECKS: tuple[Check, ...] = (
    *customer.CHECKS,
    *vat_proof.CHECKS,
    *holds.CHECKS,
    *screening.CHECKS,
    *address.CHECKS,
    *dates.CHECKS,
    *order_numbers.CHECKS,
    *habits.CHECKS,
    *dates.QUOTE_CHECKS,
    *credit.CHECKS,
    *currencies.CHECKS,
)
"""Checks of the head; they need a customer."""
HEAD_CHECKS: tuple[Check, ...] = contents.HEAD_CHECKS
LINE_CHECKS: tuple[LineCheck, ...] = (
    *articles.CHECKS,
    *quantities.CHECKS,
    *prices.CHECKS,
    *taxes.LINE_CHECKS,
    *dates.LINE_CHECKS,
    *habits.LINE_CHECKS,
)
WHOLE_CHECKS: tuple[Check, ...] = (
    *contents.CHECKS,
    *kits.CHECKS,
    *configurations.CHECKS,
    *price_limits.CHECKS,
    *order_limits.CHECKS,
    *metals.CHECKS,
    *promotions.CHECKS,
    *policies.CHECKS,
    *dangerous.CHECKS,
    *regulated.CHECKS,
    *exports.CHECKS,
    *stock.CHECKS,
    *taxes.OUTSIDE_CHECKS,
    *taxes.COMING_CHECKS,
    *taxes.MOVED_CHECKS,
    *stacked_taxes.CHECKS,
    *ship_from.CHECKS,
    *prices.MOVED_CHECKS,
)
CHECKS: tuple[Declared, ...] = (NO_CUSTOMER, *CARD_CHECKS, *HEAD_CHECKS, *LINE_CHECKS, *WHOLE_CHECKS)
BY_CODE: Mapping[str, Declared] = {check.code: check for check in CHECKS}
assert len(BY_CODE) == len(CHECKS), "a code is checked by one function"
WITH_THRESHOLD = tuple(check for check in CHECKS if check.threshold is not None)
