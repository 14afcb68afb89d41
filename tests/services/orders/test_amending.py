"""After confirmation: what may change does, what is shipped, picked or invoiced stays (C45, C46, B29)."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from app.domain.errors import ConflictError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import delete_line, edit_header, edit_line
from app.domain.orders.repricing import draft_totals
from app.domain.paper_bytes import content_from_bytes
from app.domain.units import Counted
from app.services.credit import read_credit
from app.services.invoicing.shipped import post_invoice_for_order
from app.services.orders.amending import amend_order, cancel_order
from app.services.orders.previewing import preview_amendment
from app.services.papers import read_content, read_papers, read_pdf
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.stock.arrivals import ExpectedLine, create_arrival
from db.schema.firm import Audit
from db.schema.papers import Paper
from db.schema.parties import Customer
from db.statements import table_of
from tests.helpers.order_office import ANNA, CABLE, CHAIR, CLERK, HAMBURG, LAMP, NORD, OWNER, WIEN, micro
from tests.services.orders.test_confirm import change_customer

MONDAY, NEXT_MONDAY = date(2026, 3, 2), date(2026, 3, 9)
AUDIT = table_of(Audit)


def pick(desk, order_id, quantities=None):
    """A pick list over everything reserved, or so much of each SKU; its id."""
    with desk.begin(OWNER) as uow:
        ids = {row["sku"]: row["id"] for row in desk.lines(order_id)}
        lines = {ids[sku]: n * MICRO for sku, n in quantities.items()} if quantities else None
        return create_pick_list(uow, order_id, HAMBURG, lines=lines)


def ship(desk, order_id, quantities=None, **options):
    shipment_id = pick(desk, order_id, quantities)
    with desk.begin(OWNER) as uow:
        lines = read_picked_lines(uow, shipment_id)
        record_picked(uow, shipment_id, {line.id: line.quantity_micro for line in lines})
        post_shipment(uow, shipment_id, **options)


def invoice(desk, order_id):
    with desk.begin(OWNER) as uow:
        return post_invoice_for_order(uow, order_id=order_id)


def printed(desk, paper_id):
    """The text of the PDF, in one line."""
    pdf = read_pdf(desk.work, paper_id, actor=CLERK)
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def refusal(call):
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value


def codes(error):
    return [issue.code for issue in error.issues]


def holds_what_it_needs(desk, order_id):
    """Stock, fulfilments and lines tell the same; compared with a recomputation from the lines."""
    assert desk.reserved() == desk.held()
    open_lines = {
        row["line_key"]: (row["base_micro"] - row["cancelled_micro"]) // MICRO
        for row in desk.lines(order_id)
        if row["kind"] == "goods" and row["base_micro"] > row["cancelled_micro"]
    }
    assert desk.needed(order_id) == open_lines
    return True


@pytest.mark.parametrize(("before", "after"), [(5, 9), (9, 5), (5, 50), (50, 1), (5, 5), (12, 11)])
def test_a_quantity_changes_and_the_reservation_follows(desk, before, after):
    order_id = desk.ordered((CHAIR, before), (LAMP, 3))
    stored = desk.amend(order_id, desk.set_quantity(order_id, 0, after))
    assert desk.reserved() == {(CHAIR, HAMBURG): after, (LAMP, HAMBURG): 3}
    assert holds_what_it_needs(desk, order_id)
    price = "330" if after >= 12 else "348.35"
    assert stored.lines[0].price_micro == micro(price)
    assert desk.head(order_id)["gross_minor"] == draft_totals(stored).gross_minor


def test_more_than_there_is_waits_without_a_date_and_less_gets_its_date_back(desk):
    order_id = desk.ordered((CHAIR, 10))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 60))
    assert (desk.reserved(), desk.needed(order_id)) == (
        {(CHAIR, HAMBURG): 50},
        {desk.read(order_id).lines[0].key: 60},
    )
    assert (desk.lines(order_id)[0]["promise_date"], desk.head(order_id)["promise_date"]) == (None, None)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 20))
    assert desk.reserved() == {(CHAIR, HAMBURG): 20}
    assert (desk.lines(order_id)[0]["promise_date"], desk.head(order_id)["promise_date"]) == (MONDAY, MONDAY)
    assert holds_what_it_needs(desk, order_id)


def test_what_waits_is_given_back_before_what_is_reserved(desk):
    with desk.begin(OWNER) as uow:
        lines = [ExpectedLine(desk.ids[CHAIR], 20 * MICRO, NEXT_MONDAY)]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Works", lines=lines)
    order_id = desk.ordered((CHAIR, 60))
    assert desk.lines(order_id)[0]["promise_date"] >= NEXT_MONDAY
    desk.amend(order_id, desk.set_quantity(order_id, 0, 45))
    assert desk.reserved() == {(CHAIR, HAMBURG): 45}
    assert desk.lines(order_id)[0]["promise_date"] == MONDAY


def test_freed_stock_serves_who_waits(desk):
    first, second = desk.ordered((CHAIR, 50)), desk.ordered((CHAIR, 10))
    desk.amend(first, desk.set_quantity(first, 0, 42))
    assert desk.reserved() == desk.held() == {(CHAIR, HAMBURG): 50}
    with desk.begin() as uow:
        cancel_order(uow, first, version=desk.head(first)["version"], reason="changed their mind")
    assert desk.reserved() == desk.held() == {(CHAIR, HAMBURG): 10}
    assert holds_what_it_needs(desk, second)


def test_parts_given_back_leave_the_promises_alone(desk):
    order_id = desk.ordered((CHAIR, 60), (LAMP, 250))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 45))
    assert [row["promise_date"] for row in desk.lines(order_id)] == [MONDAY, None]
    desk.receive(LAMP, 60)
    assert [row["promise_date"] for row in desk.lines(order_id)] == [MONDAY, MONDAY]
    assert desk.head(order_id)["promise_date"] == MONDAY


def test_an_order_shipped_complete_gets_one_day_when_its_goods_come(desk, clock):
    order_id = desk.ordered((CHAIR, 10), (LAMP, 250), delivery_wish="complete")
    assert {row["promise_date"] for row in desk.lines(order_id)} == {None}
    clock.advance(days=3)
    desk.receive(LAMP, 50)
    days = {row["promise_date"] for row in desk.lines(order_id)}
    assert days == {date(2026, 3, 5)} == {desk.head(order_id)["promise_date"]}


def test_a_line_is_added(desk):
    order_id = desk.ordered((CHAIR, 1))
    stored = desk.amend(order_id, desk.line(LAMP, "2 pk"), desk.free("Freight", "9.90", kind="charge"))
    assert desk.reserved() == {(CHAIR, HAMBURG): 1, (LAMP, HAMBURG): 20}
    assert [line.kind for line in stored.lines] == ["goods", "goods", "charge"]
    assert desk.lines(order_id)[1]["promise_date"] == MONDAY
    assert desk.head(order_id)["net_minor"] == 34835 + 90000 + 990


def test_a_line_is_removed_and_the_order_goes_on(desk):
    order_id = desk.ordered((CHAIR, 1), (LAMP, 5), (CABLE, 2))
    stored = desk.amend(order_id, delete_line(desk.read(order_id).lines[1]))
    assert [line.sku for line in stored.lines] == [CHAIR, CABLE]
    assert desk.reserved() == {(CHAIR, HAMBURG): 1, (CABLE, HAMBURG): 2}
    assert [row["quantity_micro"] for row in desk.lines(order_id)][1] == 0, "it stays in the table"
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2), reason="and again")
    assert desk.head(order_id)["revision"] == 2
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"


def test_another_product_on_a_line_swaps_its_stock(desk):
    order_id = desk.ordered((CHAIR, 4))
    new = desk.line(LAMP, 4)
    line = desk.read(order_id).lines[0]
    desk.amend(order_id, edit_line(line, product_id=new.product_id, sku=new.sku, text=new.text))
    assert desk.reserved() == desk.held() == {(LAMP, HAMBURG): 4}


def test_price_date_and_address_change_without_touching_stock(desk):
    order_id = desk.ordered((CHAIR, 2))
    line, before = desk.read(order_id).lines[0], desk.reserved()
    stored = desk.amend(
        order_id, edit_line(line, price_source="manual", list_price_micro=micro(300)),
        edit_header(desk.read(order_id), ship_street="Elbe 9", requested_date=NEXT_MONDAY),
    )  # fmt: skip
    head = desk.head(order_id)
    assert (stored.lines[0].amount_minor, head["gross_minor"]) == (60000, 71400)
    assert (head["ship_street"], head["requested_date"], desk.reserved()) == ("Elbe 9", NEXT_MONDAY, before)


def test_another_country_maps_the_tax_of_all_lines_and_keeps_net_prices(desk):
    order_id = desk.ordered((CHAIR, 1), (LAMP, 2), customer=WIEN)
    desk.amend(
        order_id, desk.free("Freight", "9.90", kind="charge"), desk.free("Rebate", "-5", kind="discount")
    )
    before = desk.read(order_id)
    stored = desk.amend(order_id, edit_header(before, ship_country="DE"))
    assert {line.tax_code for line in before.lines} == {"K"}
    assert {line.tax_code for line in stored.lines} == {"S"}
    assert [line.amount_minor for line in stored.lines] == [line.amount_minor for line in before.lines]
    assert desk.head(order_id)["tax_minor"] == draft_totals(stored).tax_minor > 0


def test_each_amendment_has_its_own_paper_and_the_old_ones_stay_readable(desk):
    order_id = desk.ordered((CHAIR, 2))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 4), desk.line(LAMP, 1))
    with desk.reading() as view:
        papers = read_papers(view, "order", order_id)
    assert [paper.revision for paper in papers] == [2, 1, 0]
    contents = [content_from_bytes(desk.row(Paper, paper.id)["content"].encode()) for paper in papers]
    assert [content.kind.value for content in contents] == [
        "revised_confirmation",
        "revised_confirmation",
        "order_confirmation",
    ]
    assert [content.totals.gross_minor for content in contents if content.totals] == [171753, 124361, 82907]
    assert {content.number for content in contents} == {"SO-000001"}
    assert read_pdf(desk.work, papers[-1].id, actor=CLERK).startswith(b"%PDF")


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("language", "revised"), [("en", "Revision 1 of 14 Mar 2026"), ("de", "Revision 1 vom 14.03.2026")]
)
def test_a_revised_confirmation_says_the_day_of_its_revision(desk, clock, language, revised):
    with desk.begin() as uow:
        uow.db.execute(sa.update(Customer).values(language=language))
    order_id = desk.ordered((CHAIR, 2))
    clock.advance(days=12)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    with desk.reading() as view:
        newest, first = read_papers(view, "order", order_id)
    assert revised in printed(desk, newest.id)
    assert revised.split(" ", 1)[1] not in printed(desk, first.id)


def test_freight_and_a_rebate_have_no_unit_on_paper(desk):
    order_id = desk.ordered((CHAIR, 1))
    freight, rebate = desk.free("Freight", "9.90", kind="charge"), desk.free("Rebate", "-5", kind="discount")
    desk.amend(order_id, freight, rebate)
    with desk.reading() as view:
        content = read_content(view, read_papers(view, "order", order_id)[0].id)
    assert [(line.text, line.quantity_text, line.unit_text) for line in content.lines[1:]] == [
        ("Freight", "1", ""),
        ("Rebate", "1", ""),
    ]
    assert content.lines[0].unit_text == "Stk."


def test_an_amendment_is_told_once_with_before_and_after(desk):
    order_id = desk.ordered((CHAIR, 2))
    desk.amend(
        order_id,
        desk.set_quantity(order_id, 0, 3),
        edit_header(desk.read(order_id), note="x"),
        reason="called",
    )
    mine = (AUDIT.c.kind == "order", AUDIT.c.entity_id == order_id)
    entry = desk.rows(sa.select(AUDIT).where(*mine).order_by(AUDIT.c.id))[-1]
    label = f"line {desk.read(order_id).lines[0].key}"
    assert (entry["actor"], entry["reason"]) == ("anna", "called")
    assert (entry["before"]["note"], entry["after"]["note"]) == ("", "x")
    assert (entry["before"][label]["quantity_micro"], entry["after"][label]["quantity_micro"]) == (
        micro(2),
        micro(3),
    )


def test_the_consequences_are_shown_before(desk):
    order_id = desk.ordered((CHAIR, 10))
    before = desk.read(order_id)
    after = desk.edited(before, desk.set_quantity(order_id, 0, 60))
    with desk.reading() as view:
        preview = preview_amendment(view, before, after)
    assert [(part.reserve_micro // MICRO, part.wait_micro // MICRO) for part in preview.parts] == [
        (40, 0),
        (0, 10),
    ]
    assert preview.gross_before_minor == draft_totals(before).gross_minor < preview.gross_after_minor
    assert desk.reserved() == {(CHAIR, HAMBURG): 10}


def test_what_is_shipped_or_picked_stays(desk):
    order_id = desk.ordered((CHAIR, 10), (LAMP, 5))
    ship(desk, order_id, {CHAIR: 4})
    pick(desk, order_id, {CHAIR: 2})
    chair = desk.read(order_id).lines[0]
    less = refusal(lambda: desk.amend(order_id, desk.set_quantity(order_id, 0, 5)))
    assert (codes(less), less.issues[0].params["shipped"]) == (
        ["order.shipped_already"],
        Counted(Decimal(6), "pc"),
    )
    assert codes(refusal(lambda: desk.amend(order_id, delete_line(chair)))) == ["order.line_picked"]
    street = edit_header(desk.read(order_id), ship_street="Elbe 9")
    assert codes(refusal(lambda: desk.amend(order_id, street))) == ["order.address_picking"]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 6), delete_line(desk.read(order_id).lines[1]))
    assert desk.reserved() == desk.held() == {(CHAIR, HAMBURG): 2}


def test_a_refused_amendment_writes_nothing(desk):
    order_id = desk.ordered((CHAIR, 10), (LAMP, 5))
    ship(desk, order_id, {CHAIR: 4})
    before = desk.head(order_id), desk.lines(order_id), desk.reserved()
    refusal(
        lambda: desk.amend(order_id, desk.set_quantity(order_id, 0, 3), desk.set_quantity(order_id, 1, 50))
    )
    assert (desk.head(order_id), desk.lines(order_id), desk.reserved()) == before


def test_what_is_invoiced_keeps_its_price_and_tax(desk):
    order_id = desk.ordered((CHAIR, 10), (LAMP, 5))
    ship(desk, order_id, {CHAIR: 4})
    invoice(desk, order_id)
    line = desk.read(order_id).lines[0]
    dearer = edit_line(line, price_source="manual", list_price_micro=micro(400))
    assert codes(refusal(lambda: desk.amend(order_id, dearer))) == ["order.line_invoiced"]
    abroad = edit_header(desk.read(order_id), ship_country="CH")
    assert codes(refusal(lambda: desk.amend(order_id, abroad))) == ["order.line_invoiced"]
    lamp = desk.read(order_id).lines[1]
    desk.amend(order_id, edit_line(lamp, price_source="manual", list_price_micro=micro(40)))
    ship(desk, order_id)
    invoice(desk, order_id)
    head = desk.head(order_id)
    assert (head["state"], head["net_minor"]) == ("closed", 348350 + 20000)


def test_an_order_belongs_to_its_customer_for_good(desk):
    order_id = desk.ordered((CHAIR, 1))
    other = edit_header(desk.read(order_id), customer_id=desk.ids[ANNA], customer_name=ANNA)
    assert codes(refusal(lambda: desk.amend(order_id, other))) == ["order.customer_fixed"]


def test_a_line_left_alone_is_not_held_against_the_amendment(desk):
    order_id = desk.ordered((CHAIR, 1), (LAMP, 5))
    retire(desk, CHAIR, active=False)
    desk.amend(order_id, desk.set_quantity(order_id, 1, 6))
    blocked = refusal(lambda: desk.amend(order_id, desk.set_quantity(order_id, 0, 2)))
    assert codes(blocked) == ["line.product_inactive"]


def retire(desk, sku: str, **changes: Any) -> None:
    """The article's card says that it is sold no more."""
    from app.services import products

    with desk.begin(OWNER) as uow:
        facts = products.read_product(uow, desk.ids[sku])
        names = [name for cls in products.ProductInput.__mro__ for name in getattr(cls, "__slots__", ())]
        data = products.ProductInput(**{name: getattr(facts, name) for name in names})
        products.update_product(uow, facts.id, replace(data, **changes), version=facts.version)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("changes", [{"active": False}, {"discontinued": True}])
def test_less_of_an_article_that_is_sold_no_more_is_taken_and_another_price_too(desk, changes):
    order_id = desk.ordered((CHAIR, 3), (LAMP, 5))
    retire(desk, CHAIR, **changes)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 2))
    line = desk.read(order_id).lines[0]
    cheaper = edit_line(line, list_price_micro=100 * MICRO, price_source="manual")
    desk.amend(order_id, cheaper, actor=OWNER, approve=True)
    assert desk.read(order_id).lines[0].quantity_micro == 2 * MICRO
    assert desk.needed(order_id)[line.key] == 2
    with desk.reading() as view:
        before = desk.read(order_id)
        more = preview_amendment(view, before, desk.edited(before, desk.set_quantity(order_id, 0, 3)))
    assert {"line.discontinued", "line.product_inactive"} & {issue.code for issue in more.issues}


def test_a_raised_amount_asks_for_credit_again_and_counts_each_euro_once(desk):
    change_customer(desk, NORD, credit_limit_minor=100000)
    order_id = desk.ordered((CHAIR, 2))
    desk.amend(order_id, edit_header(desk.read(order_id), note="no new money"))
    more = desk.set_quantity(order_id, 0, 3)
    assert codes(refusal(lambda: desk.amend(order_id, more))) == ["order.credit_exceeded"]
    assert codes(refusal(lambda: desk.amend(order_id, more, approve=True))) == ["order.credit_exceeded"]
    desk.amend(order_id, more, approve=True, actor=OWNER)
    with desk.reading() as view:
        assert read_credit(view, desk.ids[NORD]).used_minor == desk.head(order_id)["gross_minor"] == 124361
    desk.amend(order_id, desk.set_quantity(order_id, 0, 1))


def test_a_partly_invoiced_order_counts_each_euro_once_too(desk):
    order_id = desk.ordered((CHAIR, 4))
    ship(desk, order_id, {CHAIR: 2})
    invoice(desk, order_id)
    change_customer(desk, NORD, credit_limit_minor=41454 * 5)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 5))
    more = desk.set_quantity(order_id, 0, 6)
    assert codes(refusal(lambda: desk.amend(order_id, more))) == ["order.credit_exceeded"]


def test_a_cancelled_rest_is_lowered_before_stock_is(desk):
    order_id = desk.ordered((CHAIR, 10))
    ship(desk, order_id, {CHAIR: 8}, cancel_rest=True, reason="no backorder")
    assert (desk.head(order_id)["state"], desk.reserved()) == ("shipped", {})
    desk.amend(order_id, desk.set_quantity(order_id, 0, 9))
    assert [row["cancelled_micro"] // MICRO for row in desk.lines(order_id)] == [1]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 8))
    assert [row["cancelled_micro"] for row in desk.lines(order_id)] == [0]
    desk.amend(order_id, desk.set_quantity(order_id, 0, 11))
    assert (desk.head(order_id)["state"], desk.reserved()) == ("confirmed", {(CHAIR, HAMBURG): 3})
    ship(desk, order_id)
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"


def test_a_closed_order_opens_again_when_a_line_is_added(desk):
    order_id = desk.ordered((CHAIR, 1))
    ship(desk, order_id)
    assert desk.head(order_id)["state"] == "shipped"
    invoice(desk, order_id)
    assert desk.head(order_id)["state"] == "closed"
    desk.amend(order_id, desk.line(LAMP, 2))
    assert (desk.head(order_id)["state"], desk.reserved()) == ("confirmed", {(LAMP, HAMBURG): 2})


def test_two_clerks_amending_one_order_do_not_overwrite_each_other(desk):
    order_id = desk.ordered((CHAIR, 2))
    seen = desk.read(order_id)
    mine = desk.edited(seen, desk.set_quantity(order_id, 0, 9))
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    with pytest.raises(ConflictError) as conflict, desk.begin() as uow:
        amend_order(uow, before=seen, after=mine)
    assert conflict.value.code == "document.changed_elsewhere"
    assert desk.reserved() == {(CHAIR, HAMBURG): 3}


def test_a_draft_is_not_amended(desk):
    order_id = desk.key((CHAIR, 2))
    assert (
        refusal(lambda: desk.amend(order_id, desk.set_quantity(order_id, 0, 3))).code == "order.wrong_state"
    )
