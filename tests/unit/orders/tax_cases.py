"""The checks of taxes and of what they rest on, each provoked once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.unit.orders.check_cases import BLOCK, WARN, case
from tests.unit.orders.world import CHAIR, WIEN, context, draft, free, goods

ASKED = date(2025, 3, 1)
UNPROVED = context(replace(WIEN, vat_result="", vat_checked_on=None))
LONG_AGO = context(replace(WIEN, vat_checked_on=ASKED))
NOT_VALID = context(replace(WIEN, vat_result="invalid", vat_checked_on=ASKED))


def to_wien(world):
    return draft([goods("k1", CHAIR)], world, customer_id=2, ship_country="AT")


TAX_CASES = [
    case("order.outside_mixed", draft([goods("k1", CHAIR), free("k2", "9"), free("k3", "5", tax_class="outside")]),
         weighs=BLOCK, where="lines/k3/tax", lines="30"),
    case("order.vat_id_unproved", to_wien(UNPROVED), UNPROVED, weighs=WARN, where="header/customer",
         customer=WIEN.name, vat_id=WIEN.vat_id),
    case("order.vat_proof_old", to_wien(LONG_AGO), LONG_AGO, weighs=WARN, where="header/customer", day=ASKED,
         months=12, customer=WIEN.name, vat_id=WIEN.vat_id),
    case("order.vat_id_invalid", to_wien(NOT_VALID), NOT_VALID, weighs=WARN, where="header/customer", day=ASKED,
         customer=WIEN.name, vat_id=WIEN.vat_id),
]  # fmt: skip
