"""A confirmed order is cancelled with a reason while nothing of it is on its way (C45, C46)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.rights import Actor
from app.messages import text_of_issue
from app.services.credit import read_credit
from app.services.orders.amending import cancel_order
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, NORD
from tests.services.orders.test_amending import AUDIT, invoice, pick, ship


def test_an_order_is_cancelled_with_a_reason_and_gives_everything_back(desk):
    order_id = desk.ordered((CHAIR, 60), (LAMP, 5))
    version = desk.head(order_id)["version"]
    for empty in ("", "   "):
        with pytest.raises(RefusedError) as refused, desk.begin() as uow:
            cancel_order(uow, order_id, version=version, reason=empty)
        assert (refused.value.code, refused.value.params["number"]) == ("order.reason_missing", "SO-000001")
    with desk.begin() as uow:
        cancel_order(uow, order_id, version=version, reason=" keyed twice ")
    head = desk.head(order_id)
    assert (head["state"], head["number"], head["cancel_reason"]) == ("cancelled", "SO-000001", "keyed twice")
    assert (desk.reserved(), desk.held(), desk.needed(order_id)) == ({}, {}, {})
    entry = desk.rows(sa.select(AUDIT).where(AUDIT.c.kind == "order").order_by(AUDIT.c.id))[-1]
    assert (entry["after"], entry["reason"]) == ({"state": "cancelled"}, "keyed twice")
    with desk.reading() as view:
        assert read_credit(view, desk.ids[NORD]).used_minor == 0


@pytest.mark.parametrize("step", ["picked", "shipped"])
def test_an_order_that_is_on_its_way_is_not_cancelled(desk, step):
    order_id = desk.ordered((CHAIR, 5))
    (pick if step == "picked" else ship)(desk, order_id, {CHAIR: 2})
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="too late")
    code, command = {
        "picked": ("order.has_pick_list", "shipping.open"),
        "shipped": ("order.has_shipments", "shipping.start"),
    }[step]
    assert refused.value.code == code
    (issue,) = refused.value.issues
    assert issue.remedies[0].command == command
    assert ("DN-" in text_of_issue(issue)) is (step == "picked"), "the pick list is named"
    assert desk.head(order_id)["state"] == "confirmed"


def test_an_invoiced_service_is_not_cancelled_and_closes_without_a_shipment(desk):
    order_id = desk.start()
    desk.edit(order_id, desk.free("Consulting", "100"))
    desk.confirm(order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="no")
    assert refused.value.code in {"order.wrong_state", "order.has_invoices"}


def test_a_stale_cancel_is_a_conflict(desk):
    order_id = desk.ordered((CHAIR, 5))
    version = desk.head(order_id)["version"]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 6))
    with pytest.raises(ConflictError), desk.begin() as uow:
        cancel_order(uow, order_id, version=version, reason="stale")
    assert desk.reserved() == {(CHAIR, HAMBURG): 6}


def test_cancelling_needs_the_right(desk):
    order_id = desk.ordered((CHAIR, 5))
    with pytest.raises(NotAllowedError), desk.begin(Actor("paul", frozenset({"warehouse"}))) as uow:
        cancel_order(uow, order_id, version=1, reason="no")
