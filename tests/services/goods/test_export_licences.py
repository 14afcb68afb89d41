"""Export licences are drawn on at confirm, given back at cancel, never overdrawn, on both databases."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.export_control import ExportRule, LicenceTerms, Use
from app.domain.orders.draft import delete_line, edit_header
from app.domain.rights import SYSTEM
from app.services import parties
from app.services.goods.export_licences import (
    create_export_licence,
    draw_on_licences,
    read_export_licences,
    read_uses,
    update_export_licence,
)
from app.services.goods.export_rules import create_export_rule
from app.services.history import read_history
from app.services.orders.amending import cancel_order
from app.services.orders.confirming import confirm_ready, prepare
from app.services.orders.planning import plan_order
from app.services.papers import newest_paper, read_content
from app.services.shipping.papers import delivery_note_content
from app.services.shipping.reading import read_shipments_of_order
from app.services.verify import verify
from tests.helpers.goods import change_product, refused_codes
from tests.helpers.order_office import CHAIR, HEADS, LAMP, micro
from tests.services.orders.test_amending import invoice, ship

ZURICH = "Zürich Labor AG"
HEADS[ZURICH] = {
    "ship_country": "CH",
    "ship_street": "Gasse 1",
    "ship_postcode": "8001",
    "ship_city": "Zürich",
}
PERMIT = LicenceTerms("DE/2026/17", ("5A",), ("CH",), quantity_micro=micro(10))


@pytest.fixture
def desk(desk):
    """Chairs are controlled, lamps are not, and a Swiss customer wants both."""
    data = parties.CustomerInput(
        name=ZURICH, country="CH", city="Zürich", postcode="8001", email="z@labor.example"
    )
    with desk.begin(SYSTEM) as uow:
        desk.ids[ZURICH] = parties.create_customers(uow, [data])[0]
        create_export_rule(uow, ExportRule("5A002", "CH", "licence", "EU 2021/821"))
    change_product(desk, CHAIR, eccn="5A002", commodity_code="84713000", origin_country="DE")
    change_product(desk, LAMP, commodity_code="940542", origin_country="DE")
    return desk


def licence(desk, data=PERMIT):
    with desk.begin(SYSTEM) as uow:
        return create_export_licence(uow, data)


def card(desk):
    with desk.reading() as view:
        (found,) = read_export_licences(view)
    return found


def used(desk):
    return card(desk).used_micro // 1_000_000


def is_sound(desk):
    with desk.reading(SYSTEM) as view:
        return verify(view) == ()


def codes(desk, order_id):
    with desk.reading() as view:
        return [issue.code for issue in plan_order(view, order_id).issues]


def to_zurich(desk, *lines):
    return desk.key(*(lines or ((CHAIR, 4),)), customer=ZURICH)


def refusal(call, *args):
    with pytest.raises(RefusedError) as refused:
        call(*args)
    return refused_codes(refused.value)


def cancel(desk, order_id):
    with desk.begin(SYSTEM) as uow:
        cancel_order(uow, order_id, version=desk.head(order_id)["version"], reason="called off")


def test_an_order_draws_on_its_licence_and_gives_back_what_is_cancelled(desk):
    order_id = to_zurich(desk)
    assert refusal(desk.confirm, order_id) == {"export.licence_missing"}
    licence(desk)
    assert codes(desk, order_id) == []
    desk.confirm(order_id)
    assert (used(desk), card(desk).left_micro) == (4, micro(6))
    assert card(desk).used_minor == sum(line["amount_minor"] for line in desk.lines(order_id))
    assert is_sound(desk)
    desk.confirm(order_id)
    assert used(desk) == 4, "a second press of the key takes nothing more"
    cancel(desk, order_id)
    assert (used(desk), card(desk).used_minor) == (0, 0)
    assert is_sound(desk)


def test_a_licence_is_used_up_to_its_last_piece_and_no_further(desk):
    licence(desk)
    desk.confirm(to_zurich(desk, (CHAIR, 6)))
    late = to_zurich(desk, (CHAIR, 5))
    assert refusal(desk.confirm, late) == {"export.licence_short"}
    desk.edit(late, desk.set_quantity(late, 0, 4))
    desk.confirm(late)
    assert card(desk).left_micro == 0
    assert is_sound(desk)


def test_orders_at_home_and_harmless_goods_draw_on_nothing(desk):
    licence(desk)
    desk.ordered((CHAIR, 3))
    desk.confirm(to_zurich(desk, (LAMP, 3)))
    assert used(desk) == 0


def test_two_desks_at_once_never_overdraw_a_licence(desk):
    licence(desk)
    orders = [to_zurich(desk, (CHAIR, 6)), to_zurich(desk, (CHAIR, 6))]
    with desk.reading() as view:
        ready = [prepare(view, plan_order(view, order_id)) for order_id in orders]
    assert [each.plan.issues for each in ready] == [(), ()]
    barrier = threading.Barrier(2)
    won, refused, errors = [], [], []

    def press(each):
        try:
            barrier.wait(60)
            with desk.begin() as uow:
                won.append(confirm_ready(uow, each))
        except RefusedError as error:
            refused.append(refused_codes(error))
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)

    threads = [threading.Thread(target=press, args=(each,)) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert (len(won), refused) == (1, [{"export.licence_short"}])
    assert used(desk) == 6
    assert is_sound(desk)


def test_an_amendment_draws_the_difference(desk):
    licence(desk)
    order_id = to_zurich(desk, (CHAIR, 4), (LAMP, 1))
    desk.confirm(order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 9))
    assert used(desk) == 9
    assert refusal(desk.amend, order_id, desk.set_quantity(order_id, 0, 11)) == {"export.licence_short"}
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    assert used(desk) == 2
    desk.amend(order_id, desk.set_quantity(order_id, 1, 2))
    assert used(desk) == 2
    assert is_sound(desk)
    desk.amend(order_id, delete_line(desk.read(order_id).lines[0]))
    assert used(desk) == 0
    assert is_sound(desk)


def test_another_country_is_looked_at_and_the_own_one_gives_back(desk):
    licence(desk)
    order_id = to_zurich(desk, (CHAIR, 4))
    desk.confirm(order_id)
    with desk.begin(SYSTEM) as uow:
        create_export_rule(uow, ExportRule("5A", "NO", "prohibited", "List X"))
    to_oslo = edit_header(desk.read(order_id), ship_country="NO")
    assert refusal(desk.amend, order_id, to_oslo) == {"export.prohibited"}
    home = edit_header(desk.read(order_id), ship_country="DE", ship_postcode="20457")
    desk.amend(order_id, home)
    assert used(desk) == 0
    assert is_sound(desk)


def test_a_licence_that_ended_meanwhile_leaves_alone_what_was_sold(desk):
    id_ = licence(desk)
    order_id = to_zurich(desk, (CHAIR, 4), (LAMP, 1))
    desk.confirm(order_id)
    with desk.begin(SYSTEM) as uow:
        update_export_licence(uow, id_, replace(PERMIT, valid_until=date(2026, 1, 1)), version=1)
    desk.amend(order_id, desk.set_quantity(order_id, 1, 2))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert used(desk) == 3
    assert refusal(desk.amend, order_id, desk.set_quantity(order_id, 0, 5)) == {"export.licence_over"}
    assert is_sound(desk)


def test_the_rest_that_is_cancelled_is_given_back(desk):
    licence(desk)
    order_id = to_zurich(desk, (CHAIR, 10))
    desk.confirm(order_id)
    worth = card(desk).used_minor
    ship(desk, order_id, {CHAIR: 3}, cancel_rest=True, reason="out of the range")
    assert used(desk) == 3
    assert card(desk).used_minor * 10 == worth * 3
    assert is_sound(desk)


def test_delivery_note_and_invoice_say_the_licence(desk):
    licence(desk)
    order_id = to_zurich(desk, (CHAIR, 2), (LAMP, 1))
    desk.confirm(order_id)
    ship(desk, order_id)
    invoice_id = invoice(desk, order_id)
    with desk.reading(SYSTEM) as view:
        (shipment,) = read_shipments_of_order(view, order_id)
        note = delivery_note_content(view, shipment.id)
        paper = newest_paper(view, "invoice", invoice_id)
        assert paper is not None
        bill = read_content(view, paper)
    assert note.notes == ("Export licence DE/2026/17: CH-1",)
    assert bill.notes[-1] == "Export licence DE/2026/17: CH-1"


def test_a_licence_is_changed_but_never_below_what_orders_took(desk):
    id_ = licence(desk)
    desk.confirm(to_zurich(desk))
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        update_export_licence(uow, id_, replace(PERMIT, quantity_micro=micro(3), value_minor=1), version=1)
    assert refused_codes(refused.value) == {"export_licence.below_used"}
    with desk.begin(SYSTEM) as uow:
        update_export_licence(
            uow, id_, replace(PERMIT, quantity_micro=micro(4), eccns=("5a002", "5A002")), version=1
        )
    assert (card(desk).terms.eccns, card(desk).version) == (("5A002",), 2)
    with pytest.raises(ConflictError), desk.begin(SYSTEM) as uow:
        update_export_licence(uow, id_, PERMIT, version=1)
    with pytest.raises(NotFoundError), desk.begin(SYSTEM) as uow:
        update_export_licence(uow, 99, PERMIT, version=1)
    with desk.reading(SYSTEM) as view:
        told = [{change.field for change in act.changes} for act in read_history(view, "export_licence", id_)]
    assert told[:2] == [{"eccns", "quantity_micro"}, {"used_micro", "used_minor"}]


def test_what_is_wrong_with_a_licence_is_refused(desk):
    licence(desk)
    wrong = LicenceTerms("DE/2026/17", ("X",), ("XX",), customer="C-none", quantity_micro=-1)
    assert refusal(licence, desk, wrong) == {
        "export_licence.number_taken", "export_licence.eccn_wrong", "export_licence.country_unknown",
        "export_licence.customer_unknown", "export_licence.limit_negative",
    }  # fmt: skip
    wrong = LicenceTerms("N" * 201, valid_from=date(2026, 2, 2), valid_until=date(2026, 2, 1))
    assert refusal(licence, desk, wrong) == {
        "export_licence.too_long", "export_licence.eccn_missing", "export_licence.days_backwards",
    }  # fmt: skip
    assert refusal(licence, desk, LicenceTerms(" ", ("5A",))) == {"export_licence.number_missing"}


def test_a_licence_of_one_customer_is_for_nobody_else(desk):
    number = _number(desk)
    licence(desk, replace(PERMIT, customer=number))
    assert card(desk).terms.customer == number
    assert codes(desk, to_zurich(desk)) == []
    other = desk.key((CHAIR, 1), **HEADS[ZURICH])
    assert codes(desk, other) == ["export.licence_missing"]


def _number(desk):
    statement = sa.text("select number from customer where id = :id").bindparams(id=desk.ids[ZURICH])
    return desk.rows(statement)[0]["number"]


def test_even_past_all_checks_the_database_lets_nobody_overdraw(desk):
    id_ = licence(desk)
    order_id = to_zurich(desk)
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        draw_on_licences(uow, order_id, [Use(desk.read(order_id).lines[0].key, id_, micro(11), 0)])
    assert refused.value.code == "export_licence.used_up"
    with desk.reading() as view:
        assert read_uses(view, order_id) == ()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        ("update export_licence set used_micro = 3000000", "verify.export_licence_used"),
        ("update export_licence set used_minor = 1", "verify.export_licence_used"),
        ("update export_licence_use set line_key = 'gone'", "verify.export_licence_use"),
    ],
)
def test_verify_finds_a_licence_that_does_not_add_up(desk, damage, code):
    licence(desk)
    desk.confirm(to_zurich(desk))
    with desk.begin(SYSTEM) as uow:
        uow.db.execute(sa.text(damage))
    with desk.reading(SYSTEM) as view:
        assert [finding.code for finding in verify(view)] == [code]
