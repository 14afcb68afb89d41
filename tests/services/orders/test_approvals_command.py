"""`main.py approvals` on a server without a window: what waits, told again, and goods set free."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.cli.main import run
from app.services.orders.approvals import ask_approval
from app.services.orders.planning import plan_order
from app.services.people import UserInput, create_user
from db.schema.approvals import ApprovalRequest
from db.schema.orders import Fulfilment
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER


def no_window(url):
    pytest.fail(f"a window on {url}")


def test_it_lists_what_waits_and_does_what_is_due_once(desk, firm_url, capsys):
    with desk.begin(OWNER) as uow:
        for actor, role in ((OWNER, "owner"), (CLERK, "sales")):
            create_user(uow, UserInput(name=actor.name, roles=(role,)))
        limit = {"limit": 50_000, "id": desk.ids[NORD]}
        uow.db.execute(sa.text("update customer set credit_limit_minor = :limit where id = :id"), limit)
    order_id = desk.key((CHAIR, 2))
    with desk.begin() as uow:
        ask_approval(uow, plan_order(uow, order_id))
    for due in ("1 request told again, 1 hold ended", "0 requests told again, 0 holds ended"):
        assert run(["approvals", "--db", firm_url[0]], open_window=no_window) == 0
        told = capsys.readouterr().out.splitlines()
        assert told[0].startswith("Nord Office GmbH, ")
        assert told[0].endswith("waits for: Bookkeeping")
        assert told[1] == due  # asked at the clock of the test, which is long ago
    assert desk.rows(sa.select(Fulfilment.id)) == []
    assert desk.rows(sa.select(ApprovalRequest.state))[0]["state"] == "open"
