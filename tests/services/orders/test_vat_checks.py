"""Proofs of VAT ids on both databases: noted once, never changed, asked for by orders, and heard by the taxes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.domain.errors import NotAllowedError, NotFoundError, RefusedError
from app.domain.parties import CustomerInput
from app.domain.rights import Actor
from app.domain.vat_checks import VatCheckInput
from app.services.history import read_history
from app.services.invoicing.shipped import preview_invoice_for_order
from app.services.orders.context import read_customer_facts
from app.services.orders.planning import plan_order
from app.services.parties.cards import read_customer, update_customer
from app.services.parties.vat_checks import note_vat_check, read_vat_checks
from app.services.verify import verify
from db.schema.parties import VatCheck
from db.statements import table_of
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, WIEN
from tests.services.orders.test_gross_orders import ship_all

MONDAY = date(2026, 3, 2)


def asked(desk, result="valid", *, day=MONDAY, customer=WIEN, **values):
    vat_id = card(desk, customer).vat_id
    data = VatCheckInput(**{"vat_id": vat_id, "day": day, "result": result, "asked_by": "anna", **values})
    with desk.begin() as uow:
        return note_vat_check(uow, desk.ids[customer], data)


def card(desk, customer=WIEN):
    with desk.reading() as view:
        return read_customer(view, desk.ids[customer])


def stored(desk, customer=WIEN):
    with desk.reading() as view:
        return read_vat_checks(view, desk.ids[customer])


def facts(desk, customer=WIEN):
    with desk.reading() as view:
        return read_customer_facts(view, desk.ids[customer])


def give_vat_id(desk, customer, vat_id):
    now = card(desk, customer)
    data = {name: getattr(now, name) for name in CustomerInput.__slots__}
    with desk.begin(OWNER) as uow:
        update_customer(uow, now.id, CustomerInput(**{**data, "vat_id": vat_id}), version=now.version)


def codes(desk, order_id):
    with desk.reading(OWNER) as view:
        return {issue.code for issue in plan_order(view, order_id).issues}


def test_what_was_answered_is_kept_with_who_asked_and_who_noted_it(desk):
    asked(
        desk,
        vat_id="atu 135 856 27",
        reference=" WAPIAAAA1 ",
        name="Wien Büro GmbH",
        address="Ring 2, 1010 Wien",
    )
    (check,) = stored(desk)
    assert (check.vat_id, check.reference, check.address) == ("ATU13585627", "WAPIAAAA1", "Ring 2, 1010 Wien")
    assert (check.asked_by, check.entered_by) == ("anna", CLERK.name)
    with desk.reading() as view:
        act = read_history(view, "customer", desk.ids[WIEN])[0]
    assert f"vat_check.{check.id}.reference" in {change.field for change in act.changes}


def test_the_newest_answer_holds_and_no_answer_takes_nothing_back(desk):
    asked(desk, "valid", day=date(2026, 1, 5))
    asked(desk, "unavailable", day=MONDAY)
    assert (facts(desk).vat_result, facts(desk).vat_checked_on) == ("valid", date(2026, 1, 5))
    asked(desk, "invalid", day=date(2026, 2, 1))
    assert facts(desk).vat_result == "invalid"
    asked(desk, "valid", day=date(2025, 12, 1))  # noted later, asked earlier
    assert facts(desk).vat_result == "invalid"
    asked(desk, "valid", day=date(2026, 2, 1))  # the other entry of that day was a slip
    assert facts(desk).vat_result == "valid"
    assert [check.day for check in stored(desk)][:2] == [MONDAY, date(2026, 2, 1)]


def test_a_proof_belongs_to_its_vat_id_not_to_the_card(desk):
    asked(desk)
    before = card(desk)
    give_vat_id(desk, WIEN, "ATU12345675")
    assert facts(desk).vat_result == ""
    assert len(stored(desk)) == 1
    give_vat_id(desk, NORD, before.vat_id)
    assert facts(desk, NORD).vat_result == "valid"
    assert len(stored(desk, NORD)) == 1


def test_an_order_without_tax_asks_for_the_proof_and_is_content_with_it(desk):
    order_id = desk.key((CHAIR, 1), customer=WIEN)
    assert {line["tax_category"] for line in desk.lines(order_id)} == {"K"}
    assert "order.vat_id_unproved" in codes(desk, order_id)
    asked(desk)
    assert not {code for code in codes(desk, order_id) if "vat" in code}
    asked(desk, day=date(2024, 5, 1))
    assert not {code for code in codes(desk, order_id) if "vat" in code}


def test_an_id_that_was_not_valid_counts_as_none_for_old_and_new_lines(desk):
    order_id = desk.key((CHAIR, 1), customer=WIEN)
    asked(desk, "invalid")
    assert {"order.vat_id_invalid", "order.tax_changed"} <= codes(desk, order_id)
    new = desk.key((CHAIR, 1), customer=WIEN)
    assert [(line["tax_category"], line["tax_ppm"]) for line in desk.lines(new)] == [("S", 190_000)]


def test_an_invoice_says_that_an_id_found_wrong_since_gives_another_tax(desk):
    order_id = desk.ordered((CHAIR, 1), customer=WIEN)
    ship_all(desk, order_id)
    asked(desk, "invalid")
    with desk.reading(OWNER) as view:
        draft = preview_invoice_for_order(view, order_id=order_id, date=MONDAY)
    assert "invoice.other_tax" in {issue.code for issue in draft.issues}
    with desk.reading(OWNER) as view:
        assert verify(view) == ()


def test_proofs_are_not_changed_and_not_taken_out(desk):
    id_ = asked(desk)
    table = table_of(VatCheck)
    for statement in (sa.update(table).values(result="invalid"), sa.delete(table)):
        with pytest.raises(DatabaseError, match="append-only"), desk.begin() as uow:
            uow.db.execute(statement.where(table.c.id == id_))
    assert facts(desk).vat_result == "valid"


def test_only_who_may_edit_customers_notes_a_check_and_only_a_right_one(desk):
    data = VatCheckInput("ATU13585627", MONDAY, "valid", "anna")
    with pytest.raises(NotAllowedError), desk.begin(Actor("lea", frozenset({"warehouse"}))) as uow:
        note_vat_check(uow, desk.ids[WIEN], data)
    with pytest.raises(RefusedError) as refused, desk.begin() as uow:
        note_vat_check(uow, desk.ids[WIEN], replace(data, day=date(2026, 3, 3), result="?"))
    assert [issue.code for issue in refused.value.issues] == [
        "vat_check.day_ahead",
        "vat_check.result_missing",
    ]
    with pytest.raises(NotFoundError), desk.begin() as uow:
        note_vat_check(uow, 999_999, data)
    assert stored(desk) == ()
