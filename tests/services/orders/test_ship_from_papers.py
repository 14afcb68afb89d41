"""Papers of what ships from abroad show the firm's VAT id there, and keep it; orders of two countries stay apart."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.registrations import Registration
from app.domain.rounding import divide_half_up
from app.services import setup
from app.services.invoicing.advances import AdvanceWish, post_advance
from app.services.invoicing.credits import credit_whole_invoice
from app.services.invoicing.free_credits import FreeCredit, FreeCreditLine, post_free_credit
from app.services.invoicing.shipped import post_invoice, preview_invoice_for_order
from app.services.orders.papers import read_paper_surroundings
from app.services.papers import read_content
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.verify import verify
from db.schema.invoicing import Invoice
from db.schema.papers import Paper
from db.statements import table_of
from tests.helpers.order_office import CHAIR, HAMBURG, OWNER, WIEN
from tests.helpers.vienna import AUSTRIAN_ID, open_vienna
from tests.services.orders.test_foreign_orders import run, seen

OWN_ID = "DE136695976"


@pytest.fixture
def vienna(desk):
    return open_vienna(desk)


def ship(desk, order_id, warehouse_id):
    """Everything of it leaves that warehouse; the shipment."""
    with desk.begin(OWNER) as uow:
        shipment = create_pick_list(uow, order_id, warehouse_id, None, with_paper=False)
        lines = {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment)}
        record_picked(uow, shipment, lines)
        post_shipment(uow, shipment, with_paper=False)
    return shipment


def invoiced(desk, order_id, warehouse_id):
    shipment = ship(desk, order_id, warehouse_id)
    return run(desk, lambda uow: post_invoice(uow, shipment_ids=[shipment]))


def seller(desk, invoice_id):
    return desk.row(Invoice, invoice_id)["seller"]


def paper_id(desk, invoice_id):
    """The VAT id that stands on the paper."""
    paper = table_of(Paper)
    wanted = (paper.c.document_id == invoice_id, paper.c.kind.in_(("invoice", "credit_note")))
    (row,) = desk.rows(sa.select(paper.c.id).where(*wanted))
    return seen(desk, lambda view: read_content(view, row["id"])).sender.vat_id


def order_paper_id(desk, order_id, kind):
    """The VAT id that stands on the order's paper."""
    paper = table_of(Paper)
    (row,) = desk.rows(sa.select(paper.c.id).where(paper.c.document_id == order_id, paper.c.kind == kind))
    return seen(desk, lambda view: read_content(view, row["id"])).sender.vat_id


def preview(desk, order_id):
    with desk.reading() as view:
        draft = preview_invoice_for_order(view, order_id=order_id, date=view.clock.today())
    return {issue.code: issue.params for issue in draft.issues if issue.code != "invoice.firm_no_iban"}


def test_invoice_and_credit_show_the_id_of_the_country_that_shipped(desk, vienna):
    invoice_id = invoiced(desk, desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=vienna), vienna)
    assert (seller(desk, invoice_id)["vat_id"], seller(desk, invoice_id)["ships_from"]) == (AUSTRIAN_ID, "AT")
    assert paper_id(desk, invoice_id) == AUSTRIAN_ID
    (card,) = seen(desk, setup.read_registrations)
    other = Registration("AT", "ATU62895905")
    run(desk, lambda uow: setup.update_registration(uow, card.id, other, version=card.version))
    credit = run(desk, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Returned"))
    assert paper_id(desk, credit) == AUSTRIAN_ID, "a credit note says what its invoice said"
    home = invoiced(desk, desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=HAMBURG), HAMBURG)
    assert paper_id(desk, home) == OWN_ID
    assert "ships_from" not in seller(desk, home)
    assert seen(desk, verify) == ()


def test_a_quote_and_a_confirmation_show_the_id_that_their_invoice_will_have(desk, vienna):
    order_id = desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=vienna)
    assert order_paper_id(desk, order_id, "order_confirmation") == AUSTRIAN_ID
    at_home = desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=HAMBURG)
    assert order_paper_id(desk, at_home, "order_confirmation") == OWN_ID
    draft = desk.read(desk.key((CHAIR, 1), customer=WIEN, warehouse_id=vienna))
    around = seen(desk, lambda view: read_paper_surroundings(view, draft))
    assert around.letterhead.sender.vat_id == AUSTRIAN_ID, "printed later, without the order's context"


@pytest.mark.parametrize(
    ("codes", "vat_id"),
    [(("S-AT",), AUSTRIAN_ID), (("S",), OWN_ID), (("S", "S-AT"), OWN_ID), (("S-AT", "AE"), AUSTRIAN_ID)],
)
def test_a_credit_without_an_invoice_shows_the_id_of_the_country_whose_taxes_alone_it_has(
    desk, vienna, codes, vat_id
):
    """A bonus is credited the same way. Of two countries it is the firm's own."""
    lines = tuple(FreeCreditLine("Bonus", MICRO, 10 * MICRO, code) for code in codes)
    credit = run(desk, lambda uow: post_free_credit(uow, FreeCredit(desk.ids[WIEN], lines, "Bonus")))
    assert paper_id(desk, credit) == vat_id
    assert seen(desk, verify) == ()


def test_a_firm_that_moved_to_the_country_of_its_other_id_credits_that_countrys_taxes_at_home(desk, vienna):
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.text("update firm set country = 'AT'"))
    line = FreeCreditLine("Bonus", MICRO, 10 * MICRO, "S-AT")
    credit = run(desk, lambda uow: post_free_credit(uow, FreeCredit(desk.ids[WIEN], (line,), "Bonus")))
    assert "ships_from" not in seller(desk, credit)
    assert paper_id(desk, credit) == OWN_ID


def test_an_advance_shows_the_id_of_the_country_that_will_ship(desk, vienna):
    order_id = desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=vienna)
    wish = AdvanceWish(percent_ppm=300_000)
    advance = run(desk, lambda uow: post_advance(uow, order_id=order_id, wish=wish))
    assert paper_id(desk, advance) == AUSTRIAN_ID
    row = desk.row(Invoice, advance)
    assert row["tax_minor"] == divide_half_up(row["net_minor"], 5)
    invoiced(desk, order_id, vienna)
    assert seen(desk, verify) == ()


def test_orders_that_ship_from_two_countries_are_not_billed_together(desk, vienna):
    orders = {vienna: desk.ordered((CHAIR, 1), customer=WIEN, warehouse_id=vienna)}
    orders |= {HAMBURG: desk.ordered((CHAIR, 1), customer=WIEN, warehouse_id=HAMBURG)}
    shipments = [ship(desk, order_id, place) for place, order_id in orders.items()]
    with pytest.raises(RefusedError) as refused:
        run(desk, lambda uow: post_invoice(uow, shipment_ids=shipments))
    assert [issue.code for issue in refused.value.issues] == ["invoice.two_countries"]


def test_two_warehouses_of_one_country_are_billed_together(desk):
    orders = (desk.ordered((CHAIR, 1), warehouse_id=HAMBURG), desk.ordered((CHAIR, 1)))
    shipments = [ship(desk, order_id, HAMBURG) for order_id in orders]
    assert seller(desk, run(desk, lambda uow: post_invoice(uow, shipment_ids=shipments)))["vat_id"] == OWN_ID


def test_goods_that_left_another_country_are_told_before_the_invoice(desk, vienna):
    order_id = desk.ordered((CHAIR, 52), customer=WIEN)  # Hamburg has 50, Vienna the others
    ship(desk, order_id, HAMBURG)
    assert "invoice.shipped_elsewhere" not in preview(desk, order_id)
    shipment = ship(desk, order_id, vienna)
    number = desk.rows(sa.text("select number from shipment where id = :id").bindparams(id=shipment))[0][
        "number"
    ]
    assert preview(desk, order_id)["invoice.shipped_elsewhere"] == {
        "number": number, "warehouse": "Wien", "country": "AT", "ship_from": "DE",
    }  # fmt: skip


def test_an_invoice_from_a_country_without_an_id_says_so(desk, vienna):
    order_id = desk.ordered((CHAIR, 1), customer=WIEN, warehouse_id=vienna)
    ship(desk, order_id, vienna)
    assert preview(desk, order_id) == {}
    (card,) = seen(desk, setup.read_registrations)
    run(desk, lambda uow: setup.remove_registration(uow, card.id))
    assert preview(desk, order_id) == {"invoice.no_vat_id_there": {"country": "AT"}}


def test_a_credit_note_of_a_paper_without_an_id_there_keeps_the_tax_number_of_the_firm(desk, vienna):
    with desk.begin(OWNER) as uow:
        uow.db.execute(sa.text("update firm set tax_number = '22/815/08154'"))
    order_id = desk.ordered((CHAIR, 1), customer=WIEN, warehouse_id=vienna)
    (card,) = seen(desk, setup.read_registrations)
    run(desk, lambda uow: setup.remove_registration(uow, card.id))
    invoice_id = invoiced(desk, order_id, vienna)
    credit = run(desk, lambda uow: credit_whole_invoice(uow, invoice_id=invoice_id, reason="Returned"))
    assert seller(desk, credit) == seller(desk, invoice_id)
    assert (seller(desk, credit)["ships_from"], seller(desk, credit)["tax_number"]) == ("AT", "22/815/08154")
