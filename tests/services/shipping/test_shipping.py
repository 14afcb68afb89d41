"""From reserved goods to a shipment that left: partial, repeated, cancelled, held."""

from __future__ import annotations

import io
from datetime import date

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.events import GoodsShipped
from app.domain.holds import HoldKind
from app.domain.money import MICRO
from app.domain.pages import Filter, PageRequest
from app.domain.papers import PaperLineKind
from app.domain.rights import SYSTEM, Actor
from app.messages import text_of_error
from app.services.holds.laying import HoldInput, place_hold
from app.services.papers import newest_paper, read_pdf
from app.services.shipping.papers import delivery_note_content, pick_list_content
from app.services.shipping.picking import cancel_shipment, create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from app.services.shipping.reading import (
    read_shipment,
    read_shipment_page,
    read_shipments_of_order,
    read_shippable_orders,
)
from app.services.stock.fulfilments import LinePart, fulfil_lines
from db.schema.firm import Audit, Firm
from db.schema.orders import Order, OrderLine
from db.schema.papers import Paper
from db.schema.parties import Customer
from db.schema.stock import Bin, Stock, StockMove
from db.statements import insert_row
from tests.helpers.stock_office import HAMBURG, MUNICH, make_stock_office, part


@pytest.fixture
def office(work):
    return make_stock_office(work)


def pick(office, order_id, warehouse_id=HAMBURG, **options):
    with office.begin() as uow:
        return create_pick_list(uow, order_id, warehouse_id, **options)


def record(office, shipment_id, *picked):
    with office.begin() as uow:
        ids = [line.id for line in read_shipment(uow, shipment_id).lines]
        pairs = zip(ids, picked, strict=False)
        record_picked(uow, shipment_id, {id_: quantity * MICRO for id_, quantity in pairs})


def post(office, shipment_id, **options):
    with office.begin() as uow:
        post_shipment(uow, shipment_id, **options)


def delivery_note_text(office, shipment_id):
    """The text of the PDF that goes with the goods."""
    with office.reading() as view:
        paper_id = newest_paper(view, "shipment", shipment_id, ("delivery_note",))
    assert paper_id is not None
    pdf = read_pdf(office.work, paper_id, actor=SYSTEM)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def order_lines(office, order_id):
    with office.reading() as view:
        statement = sa.select(OrderLine.__table__).where(OrderLine.order_id == order_id)
        return list(view.db.execute(statement.order_by(OrderLine.id)))


def refusal(call, *args, **options):
    with pytest.raises(RefusedError) as refused:
        call(*args, **options)
    return refused.value


def ready_order(office, *lines, stock=100, **values):
    for product in {product for product, _quantity in lines if product}:
        office.add_stock(product, HAMBURG, stock)
    order = office.add_order(*lines, **values)
    office.reserve(order)
    return order


def test_goods_go_from_reserved_to_picked_to_shipped(office):
    order = ready_order(office, (1, 5), (2, 3))
    shipment = pick(office, order)
    assert [row.picking_micro for row in office.fulfilments(order)] == [5 * MICRO, 3 * MICRO]
    record(office, shipment, 5, 3)
    post(office, shipment)
    level = office.level(1, HAMBURG)
    assert (level.on_hand_micro, level.reserved_micro) == (95 * MICRO, 0)
    assert [line.shipped_micro for line in order_lines(office, order)] == [5 * MICRO, 3 * MICRO]
    first = office.fulfilments(order)[0]
    assert (first.reserved_micro, first.picking_micro, first.shipped_micro) == (0, 0, 5 * MICRO)
    with office.reading() as view:
        facts = read_shipment(view, shipment)
        moves = view.db.execute(sa.select(StockMove.quantity_micro).where(StockMove.kind == "shipment"))
        assert sorted(moves.scalars()) == [-5 * MICRO, -3 * MICRO]
    assert (facts.number, facts.state, facts.order_number) == ("DN-00001", "shipped", "SO-00001")
    assert facts.ship_date == date(2026, 3, 2)


def test_what_was_not_picked_stays_reserved_and_goes_with_the_next_pick_list(office):
    order = ready_order(office, (1, 5))
    shipment = pick(office, order)
    record(office, shipment, 2)
    post(office, shipment)
    assert office.level(1, HAMBURG).reserved_micro == 3 * MICRO
    assert office.level(1, HAMBURG).on_hand_micro == 98 * MICRO
    second = pick(office, order)
    record(office, second, 3)
    post(office, second)
    assert order_lines(office, order)[0].shipped_micro == 5 * MICRO
    assert office.level(1, HAMBURG).reserved_micro == 0


def test_the_other_flows_hear_of_the_shipment_inside_the_transaction(office):
    heard = []
    office.work._handlers = {GoodsShipped: (lambda uow, event: heard.append((uow.db.closed, event)),)}
    order = ready_order(office, (1, 1))
    shipment = pick(office, order)
    record(office, shipment, 1)
    post(office, shipment)
    assert heard == [(False, GoodsShipped(order_id=order, shipment_id=shipment))]


def test_posting_twice_ships_once(office):
    order = ready_order(office, (1, 5))
    shipment = pick(office, order)
    record(office, shipment, 5)
    post(office, shipment)
    error = refusal(post, office, shipment)
    assert "DN-00001 is shipped already" in text_of_error(error)
    assert office.level(1, HAMBURG).on_hand_micro == 95 * MICRO


def test_picking_twice_leaves_nothing_for_the_second_list(office):
    order = ready_order(office, (1, 5))
    pick(office, order)
    assert refusal(pick, office, order).issues[0].code == "shipping.nothing_to_pick"


def test_no_backorder_keeps_the_delivered_and_cancels_the_rest_with_its_reason(office):
    office.add_stock(1, HAMBURG, 6)
    office.add_stock(2, MUNICH, 4)
    order = office.add_order((1, 10), (2, 4))
    one, two = office.line_ids(order)
    with office.begin() as uow:
        chosen = [
            LinePart(one, part(1, reserve=6)),
            LinePart(one, part(1, wait=4, promise=None)),
            LinePart(two, part(2, MUNICH, reserve=4)),
        ]
        fulfil_lines(uow, chosen)
    shipment = pick(office, order)
    record(office, shipment, 5)
    assert refusal(post, office, shipment, cancel_rest=True).issues[0].code == "shipping.reason_missing"
    post(office, shipment, cancel_rest=True, reason="customer wants no backorder")
    first, second = order_lines(office, order)
    assert (first.base_micro, first.shipped_micro, first.cancelled_micro) == (
        10 * MICRO,
        5 * MICRO,
        5 * MICRO,
    )
    assert second.cancelled_micro == 0, "Munich still brings the other line"
    assert office.level(1, HAMBURG).reserved_micro == 0
    assert office.level(2, MUNICH).reserved_micro == 4 * MICRO
    with office.reading() as view:
        audit = view.db.execute(sa.select(Audit.after, Audit.reason).where(Audit.kind == "order")).one()
    assert (audit.after["cancelled"], audit.reason) == ({"10 P1": "5"}, "customer wants no backorder")


def test_a_cancelled_pick_list_gives_its_goods_back_and_keeps_its_number(office):
    order = ready_order(office, (1, 5))
    shipment = pick(office, order)
    with office.begin() as uow:
        cancel_shipment(uow, shipment, reason="wrong address")
    assert office.fulfilments(order)[0].picking_micro == 0
    assert office.level(1, HAMBURG).reserved_micro == 5 * MICRO
    second = pick(office, order)
    with office.reading() as view:
        rows = read_shipments_of_order(view, order)
    assert [(row.number, row.state) for row in rows] == [("DN-00001", "cancelled"), ("DN-00002", "picking")]
    assert refusal(post, office, shipment).issues[0].params["state"] == "cancelled"
    assert second != shipment


def test_services_ride_along_with_the_first_shipment_only(office):
    order = ready_order(office, (1, 5), (0, 2))
    shipment = pick(office, order)
    with office.reading() as view:
        service = read_shipment(view, shipment).lines[1]
    assert (service.sku, service.picked_micro) == ("SERVICE", 2 * MICRO)
    record(office, shipment, 2)
    post(office, shipment)
    assert order_lines(office, order)[1].shipped_micro == 2 * MICRO
    second = pick(office, order)
    with office.reading() as view:
        assert [line.sku for line in read_shipment(view, second).lines] == ["P1"]


def test_a_pick_list_has_nothing_to_tick_for_a_service_and_the_delivery_note_tells_how_much(office):
    shipment = pick(office, ready_order(office, (1, 5), (0, 2)))
    with office.reading() as view:
        goods, service = sorted(pick_list_content(view, shipment).lines, key=lambda line: line.position)
    assert (goods.kind, goods.quantity_text) == (PaperLineKind.GOODS, "5")
    assert (service.kind, service.text, service.quantity_text, service.unit_text) == (
        PaperLineKind.CHARGE,
        "Assembly on site",
        "",
        "",
    )
    record(office, shipment, 5)
    post(office, shipment)
    with office.reading() as view:
        left = delivery_note_content(view, shipment).lines
    assert [line.quantity_text for line in left if line.sku == service.sku] == ["2"]


def test_an_order_of_services_alone_can_be_shipped(office):
    order = office.add_order((0, 2))
    shipment = pick(office, order)
    post(office, shipment)
    assert order_lines(office, order)[0].shipped_micro == 2 * MICRO


def test_services_do_not_leave_alone_while_goods_wait(office):
    order = office.add_order((1, 2), (0, 1))
    assert refusal(pick, office, order).issues[0].code == "shipping.nothing_to_pick"


def test_a_pick_list_can_be_narrowed_and_never_exceeds_what_is_reserved(office):
    order = ready_order(office, (1, 5), (2, 5))
    one, two = office.line_ids(order)
    error = refusal(pick, office, order, lines={one: 6 * MICRO, two: MICRO})
    assert "P1: 6 wanted, only 5 reserved" in text_of_error(error)
    shipment = pick(office, order, lines={one: 2 * MICRO})
    with office.reading() as view:
        assert [(line.sku, line.quantity_micro) for line in read_shipment(view, shipment).lines] == [
            ("P1", 2 * MICRO)
        ]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_only_a_confirmed_order_is_picked(office, state):
    order = ready_order(office, (1, 1), state=state)
    assert refusal(pick, office, order).issues[0].code == "shipping.order_state"


def test_a_hold_stops_picking_and_shipping(office):
    order, other = ready_order(office, (1, 1)), ready_order(office, (1, 1))
    shipment = pick(office, order)
    record(office, shipment, 1)
    with office.begin() as uow:
        whose = uow.db.execute(sa.select(Order.customer_id).where(Order.id == order)).scalar_one()
        place_hold(uow, HoldInput(kind=HoldKind.MANUAL, customer_id=whose, reason="Wait for the call"))
    assert refusal(pick, office, other).issues[0].code == "hold.stops"
    assert refusal(post, office, shipment).issues[0].remedies[0].command == "hold.open"
    assert office.level(1, HAMBURG).on_hand_micro == 200 * MICRO


def test_a_ship_complete_order_waits_until_told_otherwise(office):
    office.add_stock(1, HAMBURG, 5)
    order = office.add_order((1, 8), delivery_wish="complete")
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        fulfil_lines(uow, [LinePart(line, part(1, reserve=5)), LinePart(line, part(1, wait=3, promise=None))])
    error = refusal(pick, office, order)
    assert error.issues[0].remedies[0].params["even_incomplete"] is True
    assert "P1 still wait" in text_of_error(error)
    pick(office, order, even_incomplete=True)


def test_bad_picked_quantities_are_all_told(office):
    order = ready_order(office, (1, 5))
    shipment = pick(office, order)
    with office.begin() as uow:
        line = read_shipment(uow, shipment).lines[0].id
    with pytest.raises(RefusedError) as refused, office.begin() as uow:
        record_picked(uow, shipment, {line: 6 * MICRO, 9999: MICRO})
    assert {issue.code for issue in refused.value.issues} == {
        "shipping.picked_too_much",
        "shipping.unknown_line",
    }
    assert refusal(post, office, shipment).issues[0].code == "shipping.nothing_picked"


def test_a_stale_version_of_a_pick_list_conflicts(office):
    order = ready_order(office, (1, 5))
    shipment = pick(office, order)
    record(office, shipment, 4)
    with pytest.raises(ConflictError), office.begin() as uow:
        record_picked(uow, shipment, {}, version=1)


def test_what_does_not_exist_is_not_found(office):
    with pytest.raises(NotFoundError), office.begin() as uow:
        post_shipment(uow, 77)
    with pytest.raises(NotFoundError), office.begin() as uow:
        create_pick_list(uow, 77, HAMBURG)


def test_who_may_not_ship_is_refused_by_name(office):
    order = ready_order(office, (1, 1))
    actor = Actor("Bo", frozenset({"bookkeeper"}))
    with pytest.raises(NotAllowedError), office.work.begin(actor=actor) as uow:
        create_pick_list(uow, order, HAMBURG)


def test_two_orders_sharing_stock_ship_independently(office):
    office.add_stock(1, HAMBURG, 10)
    orders = [office.add_order((1, 5)), office.add_order((1, 5))]
    for order in orders:
        office.reserve(order)
    shipments = [pick(office, order) for order in orders]
    for shipment in reversed(shipments):
        record(office, shipment, 5)
        post(office, shipment)
    assert office.level(1, HAMBURG).on_hand_micro == 0


def test_the_lists_show_what_can_be_shipped_and_what_was(office):
    late = ready_order(office, (1, 5), (2, 1))
    with office.reading() as view:
        (row,) = read_shippable_orders(view)
    assert (row.order_id, row.warehouse_name, row.ready_lines, row.waiting_lines) == (late, "Hamburg", 2, 0)
    shipment = pick(office, late)
    with office.reading() as view:
        assert read_shippable_orders(view, warehouse_id=HAMBURG) == ()
        page = read_shipment_page(view, PageRequest(descending=True))
        assert [(entry.id, entry.customer_name) for entry in page.rows] == [(shipment, "Nord Office GmbH")]
        wanted = PageRequest(filters=(Filter("state", "eq", "shipped"),))
        assert read_shipment_page(view, wanted).total == 0


def test_papers_are_frozen_with_the_shipment(office):
    order = ready_order(office, (2, 1), (1, 5))
    with office.begin() as uow:
        bin_id = insert_row(uow.db, Bin, {"warehouse_id": HAMBURG, "code": "A-01"})
        uow.db.execute(sa.update(Stock).where(Stock.product_id == 1).values(bin_id=bin_id))
    shipment = pick(office, order)
    record(office, shipment, 0, 3)
    post(office, shipment)
    with office.reading() as view:
        kinds = view.db.execute(sa.select(Paper.kind, Paper.number).order_by(Paper.id)).all()
        picked = pick_list_content(view, shipment)
        delivered = delivery_note_content(view, shipment)
    assert [tuple(row) for row in kinds] == [("pick_list", "DN-00001"), ("delivery_note", "DN-00001")]
    assert [(line.bin_text, line.sku, line.quantity_text) for line in picked.lines] == [
        ("A-01", "P1", "5"),
        ("", "P2", "1"),
    ]
    line, heading, behind = delivered.lines
    assert (heading.text, behind.sku, behind.quantity_text, behind.open_text) == (
        "Still to come",
        "P2",
        "",
        "1",
    )
    assert (line.sku, line.quantity_text, line.ordered_text, line.open_text) == ("P1", "3", "5", "2")
    assert line.position == "20"  # the order's second line, as its confirmation numbers it
    assert [line.position for line in picked.lines] == ["20", "10"]
    assert ("Your order number", "PO 4711") in [(fact.label, fact.text) for fact in delivered.facts]


@pytest.mark.parametrize(("language", "heading"), [("en", "Still to come"), ("de", "Folgt noch")])
def test_a_delivery_note_names_what_stayed_behind_entirely(office, language, heading):
    with office.begin() as uow:
        uow.db.execute(sa.update(Customer).values(language=language))
    order = ready_order(office, (1, 5), (2, 7), (3, 4))
    first = pick(office, order)
    record(office, first, 3, 7, 0)
    post(office, first)
    printed = delivery_note_text(office, first)
    there, behind = printed.split(heading)
    assert "Product 1" in there
    assert "Product 2" in there
    assert "Product 3" not in there
    unit = "pc" if language == "en" else "Stk."
    assert behind.splitlines()[1] == f"30 P3 Product 3 {unit} 4 4"
    assert "Product 1" not in behind, "its open part stands in its own row"
    rest = pick(office, order)
    record(office, rest, 2, 4)
    post(office, rest)
    assert heading not in delivery_note_text(office, rest)


def test_a_cancelled_rest_is_not_still_to_come(office):
    order = ready_order(office, (1, 5), (2, 7))
    shipment = pick(office, order)
    record(office, shipment, 5, 0)
    post(office, shipment, cancel_rest=True, reason="no backorder")
    assert "Still to come" not in delivery_note_text(office, shipment)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("language", "title", "country"),
    [("de", "Kommissionierliste", "Deutschland"), ("en", "Pick list", "Germany")],
)
def test_the_pick_list_speaks_the_firms_language_and_not_the_customers(office, language, title, country):
    with office.begin() as uow:
        uow.db.execute(sa.update(Firm).values(language=language, country="DE"))
        uow.db.execute(sa.update(Customer).values(language="en" if language == "de" else "de"))
    shipment = pick(office, ready_order(office, (1, 5)))
    with office.reading() as view:
        picked = pick_list_content(view, shipment)
    assert (picked.language, picked.title) == (language, title)
    assert country in picked.sender.address_lines


def test_statements_do_not_grow_with_the_lines(office):
    counts = []
    for lines in (2, 20):
        order = ready_order(office, *[(1 + place % 2, 1) for place in range(lines)])
        with office.begin() as uow:
            seen: list[str] = []
            sa.event.listen(uow.db, "before_cursor_execute", lambda *args, seen=seen: seen.append(args[2]))
            shipment = create_pick_list(uow, order, HAMBURG)
            ids = [line.id for line in read_shipment(uow, shipment).lines]
            record_picked(uow, shipment, dict.fromkeys(ids, MICRO))
            post_shipment(uow, shipment)
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 37


def test_two_lines_of_one_article_are_told_apart_in_the_story(office):
    order = ready_order(office, (1, 2), (1, 3))
    shipment = pick(office, order)
    with office.begin() as uow:
        first, second = read_picked_lines(uow, shipment)
        record_picked(uow, shipment, {first.id: MICRO, second.id: 2 * MICRO})
    with office.begin() as uow:
        post_shipment(uow, shipment, cancel_rest=True, reason="gone")
    with office.reading() as view:
        picked = view.db.execute(
            sa.select(Audit.after).where(Audit.kind == "shipment").order_by(Audit.id).offset(1).limit(1)
        ).scalar_one()
        rest = view.db.execute(sa.select(Audit.after).where(Audit.reason == "gone")).scalar_one()
    assert picked == {"10 P1": "1", "20 P1": "2"}
    assert rest["cancelled"] == {"10 P1": "1", "20 P1": "1"}


def test_a_part_of_a_piece_is_not_picked(office):
    order = ready_order(office, (1, 3))
    with office.begin() as uow, pytest.raises(RefusedError) as asked:
        create_pick_list(uow, order, HAMBURG, {office.line_ids(order)[0]: 1_500_000})
    shipment = pick(office, order)
    with office.begin() as uow:
        line = read_picked_lines(uow, shipment)[0]
        with pytest.raises(RefusedError) as noted:
            record_picked(uow, shipment, {line.id: 1_333_333})
        record_picked(uow, shipment, {line.id: MICRO})
    told = [issue.code for refusal in (asked, noted) for issue in refusal.value.issues]
    assert told == ["stock.part_of_a_unit"] * 2
    assert noted.value.issues[0].where == f"lines/{line.id}/picked"
