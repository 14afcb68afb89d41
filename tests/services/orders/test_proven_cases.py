"""Cases proved once more with other numbers: credit when a closed order opens again (C46), order numbers (C49)."""

from __future__ import annotations

import pytest

from app.domain.errors import RefusedError
from app.services.check_settings import CheckInput, check_id, update_check
from app.services.orders.planning import plan_order
from tests.helpers.order_office import CHAIR, LAMP, NORD, OWNER
from tests.services.orders.test_amending import invoice, ship
from tests.services.orders.test_confirm import change_customer


def codes(desk, order_id):
    with desk.reading() as view:
        return [issue.code for issue in plan_order(view, order_id).issues]


@pytest.mark.parametrize(("limit", "is_over"), [(41_454 + 11_876, False), (41_454 + 11_875, True)])
def test_a_closed_order_that_opens_again_asks_for_credit_with_what_is_owed_already(desk, limit, is_over):
    """A chair of 414.54 is owed, two lamps of 118.76 come: to the cent."""
    order_id = desk.ordered((CHAIR, 1))
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    change_customer(desk, NORD, credit_limit_minor=limit)
    if is_over:
        with pytest.raises(RefusedError) as caught:
            desk.amend(order_id, desk.line(LAMP, 2))
        assert [issue.code for issue in caught.value.issues] == ["order.credit_exceeded"]
        assert desk.head(order_id)["state"] == "closed"
        return
    desk.amend(order_id, desk.line(LAMP, 2))
    assert desk.head(order_id)["state"] == "confirmed"


@pytest.mark.parametrize(("first", "again"), [("4711", " 4711 "), ("PO-7", "PO-7")])
def test_a_number_is_known_again_with_blanks_around_it(desk, first, again):
    desk.ordered((CHAIR, 1), po_number=first)
    assert "order.po_twice" in codes(desk, desk.key((CHAIR, 1), po_number=again))


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("number", "is_told"), [("R-2026/1", False), ("r-2026/99", False), ("R-2025/1", True), ("77", True)]
)
def test_a_blanket_orders_number_is_used_on_each_call_off(desk, number, is_told):
    with desk.begin(OWNER) as uow:
        data = CheckInput(is_on=True, severity="warn", owner="sales", threshold=None, exempt=("R-2026*",))
        update_check(uow, check_id("order.po_twice"), data, version=0)
    desk.ordered((CHAIR, 1), po_number=number)
    assert ("order.po_twice" in codes(desk, desk.key((CHAIR, 1), po_number=number))) is is_told
