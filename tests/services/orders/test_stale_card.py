"""What card and price lists change under an open draft: told, and never confirmed unseen (A20)."""

from __future__ import annotations

import pytest

from app.domain.errors import ConflictError, RefusedError
from app.domain.issues import Severity
from app.domain.orders.draft import edit_line
from app.services.orders.confirming import confirm_ready
from tests.helpers.order_office import CHAIR, NORD, WIEN, change_price, micro
from tests.services.orders.test_confirm import change_customer, plan, series


def codes(desk, order_id):
    return {issue.code: issue for issue in plan(desk, order_id).plan.issues}


def test_a_tax_that_the_customers_card_no_longer_gives_is_never_confirmed(desk):
    order_id = desk.key((CHAIR, 1), customer=WIEN)
    ready = plan(desk, order_id)
    change_customer(desk, WIEN, vat_id="")
    issue = codes(desk, order_id)["order.tax_changed"]
    assert (issue.severity, issue.remedies[0].command) == (Severity.BLOCK, "order.retax")
    for confirm_it in (
        lambda: desk.confirm(order_id),
        lambda: confirm_planned(desk, ready),  # planned before the card was changed
    ):
        with pytest.raises(RefusedError) as refused:
            confirm_it()
        assert [issue.code for issue in refused.value.issues] == ["order.tax_changed"]
    assert desk.head(order_id)["number"] is None


def test_changed_terms_of_the_customer_are_told_and_not_confirmed_unseen(desk):
    order_id = desk.key((CHAIR, 1), customer=NORD)
    ready = plan(desk, order_id)
    change_customer(desk, NORD, discount_ppm=500_000)
    assert codes(desk, order_id)["order.prices_changed"].remedies[0].command == "order.reprice"
    with pytest.raises(ConflictError) as conflict:
        confirm_planned(desk, ready)
    assert conflict.value.code == "order.prices_moved"
    assert desk.confirm(order_id).number == "SO-000001", "what was seen may be kept"


def confirm_planned(desk, ready):
    with desk.begin() as uow:
        return confirm_ready(uow, ready)


def test_prices_that_moved_meanwhile_are_shown_before_anything_is_written(desk):
    order_id = desk.key((CHAIR, 1))
    ready = plan(desk, order_id)
    change_price(desk, CHAIR, "400")
    with pytest.raises(ConflictError) as conflict, desk.begin() as uow:
        confirm_ready(uow, ready)
    assert conflict.value.code == "order.prices_moved"
    assert (desk.head(order_id)["number"], desk.reserved(), series(desk)) == (None, {}, 1)
    fresh = plan(desk, order_id).plan
    assert "order.prices_changed" in {issue.code for issue in fresh.issues}
    done = desk.confirm(order_id)
    line = desk.lines(order_id)[0]
    assert (line["price_micro"], done.number) == (micro("348.35"), "SO-000001")
    assert line["trace"]["steps"][-1] == {
        "code": "kept",
        "name": "",
        "before_micro": micro("400"),
        "after_micro": micro("348.35"),
    }


def test_a_typed_price_is_confirmed_as_typed(desk):
    order_id = desk.key((CHAIR, "1 dz"))
    line = desk.read(order_id).lines[0]
    desk.edit(order_id, edit_line(line, price_source="manual", list_price_micro=micro("3800")))
    change_price(desk, CHAIR, "500")
    desk.confirm(order_id)
    stored = desk.lines(order_id)[0]
    assert (stored["price_micro"], stored["price_source"], stored["amount_minor"]) == (
        micro("3800"),
        "manual",
        380000,
    )
