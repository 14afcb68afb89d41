"""Arrivals, receipts and what people do to stock: who is served, who still waits, what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.money import MICRO
from app.domain.pages import Filter, PageRequest
from app.domain.promise import available_on
from app.domain.rights import Actor
from app.messages import text_of_error, text_of_issue
from app.services.stock.arrivals import (
    ExpectedLine,
    cancel_arrival,
    change_due_date,
    create_arrival,
    read_arrival,
)
from app.services.stock.availability import first_ship_days, read_availability, read_warehouses
from app.services.stock.card import read_stock_card
from app.services.stock.changes import adjust_stock, count_stock, open_stock, transfer_stock
from app.services.stock.fulfilments import LinePart, fulfil_lines
from app.services.stock.lists import read_arrival_page, read_move_page, read_stock_page, read_waiting_lines
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import ReceivedLine, receive_arrival, receive_freely
from db.schema.firm import Audit
from db.schema.products import Product
from db.schema.stock import StockMove
from tests.helpers.stock_office import HAMBURG, MUNICH, VIENNA, make_stock_office, part

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def office(work):
    return make_stock_office(work)


def announce(office, *lines, warehouse_id=HAMBURG):
    with office.begin() as uow:
        expected = [ExpectedLine(product, quantity * MICRO, due) for product, quantity, due in lines]
        arrival_id = create_arrival(uow, warehouse_id=warehouse_id, supplier="Mill", lines=expected)
        return read_arrival(uow, arrival_id)


def receive(office, arrival, *quantities, version=None, unannounced=()):
    with office.begin() as uow:
        received = [
            ReceivedLine(line.id, quantity * MICRO)
            for line, quantity in zip(arrival.lines, quantities, strict=False)
            if quantity
        ]
        return receive_arrival(
            uow,
            arrival_id=arrival.id,
            version=version or arrival.version,
            received=received,
            unannounced=[ProductQuantity(product, quantity * MICRO) for product, quantity in unannounced],
        )


def wait(office, quantity, promise, *, product=1, arrival_line_id=None):
    """An order that waits for so much in Hamburg; its id."""
    order = office.add_order((product, quantity))
    (line,) = office.line_ids(order)
    with office.begin() as uow:
        chosen = part(product, wait=quantity, promise=promise, arrival_line_id=arrival_line_id)
        fulfil_lines(uow, [LinePart(line, chosen)])
    return order


def reserved(office, order):
    return sum(row.reserved_micro for row in office.fulfilments(order)) // MICRO


def test_a_receipt_serves_who_was_promised_first_and_tells_who_still_waits(office):
    arrival = announce(office, (1, 20, FRIDAY))
    line = arrival.lines[0].id
    third = wait(office, 5, None)
    second = wait(office, 6, NEXT_MONDAY, arrival_line_id=line)
    first = wait(office, 4, FRIDAY, arrival_line_id=line)
    report = receive(office, arrival, 8)
    assert [(entry.line.order_id, entry.served_micro // MICRO) for entry in report.served] == [
        (first, 4),
        (second, 4),
    ]
    assert [
        (left.order_id, left.quantity_micro // MICRO, left.arrival_number) for left in report.waiting
    ] == [
        (second, 2, "AR-00001"),
        (third, 5, "AR-00001"),
    ]
    assert [reserved(office, order) for order in (first, second, third)] == [4, 4, 0]
    assert office.level(1, HAMBURG).free_micro == 0


def test_a_partial_receipt_leaves_what_can_be_promised_unchanged(office):
    arrival = announce(office, (1, 20, FRIDAY))
    wait(office, 4, FRIDAY, arrival_line_id=arrival.lines[0].id)

    def available():
        with office.reading() as view:
            return available_on(read_availability(view, [1])[1].at(HAMBURG), FRIDAY) // MICRO

    assert available() == 16
    receive(office, arrival, 7)
    assert available() == 16


def test_an_arrival_is_received_when_all_its_lines_came_over_and_short(office):
    arrival = announce(office, (1, 10, FRIDAY), (2, 10, FRIDAY))
    receive(office, arrival, 13, 4)
    with office.begin() as uow:
        half = read_arrival(uow, arrival.id)
        assert (half.state, half.version) == ("open", 2)
        assert [line.open_micro // MICRO for line in half.lines] == [0, 6]
        closing = [ReceivedLine(half.lines[1].id, 0, close=True)]
        receive_arrival(uow, arrival_id=arrival.id, version=2, received=closing)
    with office.reading() as view:
        done = read_arrival(view, arrival.id)
    assert (done.state, [line.closed for line in done.lines]) == ("received", [True, True])
    assert office.level(1, HAMBURG).on_hand_micro == 13 * MICRO
    assert office.level(2, HAMBURG).on_hand_micro == 4 * MICRO


def test_receiving_twice_books_once(office):
    arrival = announce(office, (1, 10, FRIDAY))
    receive(office, arrival, 4)
    with pytest.raises(ConflictError):
        receive(office, arrival, 4)
    assert office.level(1, HAMBURG).on_hand_micro == 4 * MICRO
    receive(office, arrival, 6, version=2)
    with pytest.raises(RefusedError) as refused:
        receive(office, arrival, 1, version=3)
    assert "Arrival AR-00001 is received" in text_of_error(refused.value)


def test_goods_that_nobody_announced_come_in_too(office):
    arrival = announce(office, (1, 10, FRIDAY))
    receive(office, arrival, 10, unannounced=[(3, 2)])
    with office.begin() as uow:
        receive_freely(uow, warehouse_id=MUNICH, lines=[ProductQuantity(3, 5 * MICRO)], note="fair leftovers")
    assert office.level(3, HAMBURG).on_hand_micro == 2 * MICRO
    assert office.level(3, MUNICH).on_hand_micro == 5 * MICRO


def test_bad_receipts_are_refused_line_by_line(office):
    with office.begin() as uow:
        uow.db.execute(sa.update(Product).where(Product.id == 2).values(kind="service"))
    lines = [ProductQuantity(1, 0), ProductQuantity(2, MICRO), ProductQuantity(99, MICRO)]
    with pytest.raises(RefusedError) as refused, office.begin() as uow:
        receive_freely(uow, warehouse_id=HAMBURG, lines=lines)
    assert [(issue.code, issue.where) for issue in refused.value.issues] == [
        ("stock.bad_quantity", "lines/0/quantity"),
        ("stock.has_no_stock", "lines/1"),
        ("stock.unknown_product", "lines/2"),
    ]
    assert not any(text_of_issue(issue).startswith("stock.") for issue in refused.value.issues)
    with pytest.raises(RefusedError, match=r"stock\.refused"), office.begin() as uow:
        receive_freely(uow, warehouse_id=HAMBURG, lines=[])
    with pytest.raises(NotFoundError), office.begin() as uow:
        receive_freely(uow, warehouse_id=77, lines=[ProductQuantity(1, MICRO)])
    with pytest.raises(NotAllowedError), office.work.begin(actor=Actor("Sam", frozenset({"sales"}))) as uow:
        receive_freely(uow, warehouse_id=HAMBURG, lines=[ProductQuantity(1, MICRO)])


def test_half_a_piece_is_never_booked(office):
    half = [ProductQuantity(1, MICRO // 2)]
    for book in (
        lambda uow: receive_freely(uow, warehouse_id=HAMBURG, lines=half),
        lambda uow: count_stock(uow, warehouse_id=HAMBURG, counted=half, reason="count"),
    ):
        with pytest.raises(RefusedError) as refused, office.begin() as uow:
            book(uow)
        assert [issue.code for issue in refused.value.issues] == ["stock.part_of_a_unit"]


def test_bad_arrival_lines_are_refused(office):
    arrival = announce(office, (1, 10, FRIDAY))
    line = arrival.lines[0].id
    cases = {
        "stock.unknown_arrival_line": [ReceivedLine(999, MICRO)],
        "stock.bad_quantity": [ReceivedLine(line, -MICRO)],
        "stock.line_twice": [ReceivedLine(line, MICRO), ReceivedLine(line, MICRO)],
        "stock.no_lines": [],
    }
    for code, received in cases.items():
        with pytest.raises(RefusedError) as refused, office.begin() as uow:
            receive_arrival(uow, arrival_id=arrival.id, version=1, received=received)
        assert [issue.code for issue in refused.value.issues] == [code]
    with pytest.raises(RefusedError) as late, office.begin() as uow:
        gone = [ExpectedLine(1, MICRO, MONDAY - timedelta(days=1))]
        create_arrival(uow, warehouse_id=HAMBURG, supplier="Mill", lines=gone)
    assert late.value.issues[0].code == "stock.due_in_past"


def test_a_later_due_date_names_the_promises_it_endangers(office):
    arrival = announce(office, (1, 20, FRIDAY))
    line = arrival.lines[0].id
    first = wait(office, 4, FRIDAY, arrival_line_id=line)
    wait(office, 4, NEXT_MONDAY + timedelta(days=2), arrival_line_id=line)
    with office.begin() as uow:
        late = change_due_date(uow, arrival_id=arrival.id, version=1, due_date=NEXT_MONDAY, reason="strike")
    assert [entry.order_id for entry in late] == [first]
    with office.reading() as view:
        stock = read_availability(view, [1])[1].at(HAMBURG)
    assert available_on(stock, FRIDAY) == 0
    assert available_on(stock, NEXT_MONDAY) == 12 * MICRO


def test_an_overdue_arrival_counts_from_tomorrow_on(office, clock):
    announce(office, (1, 20, FRIDAY))
    clock.advance(days=10)
    with office.reading() as view:
        stock = read_availability(view, [1])[1].at(HAMBURG)
    assert [arrival.due for arrival in stock.arrivals] == [MONDAY + timedelta(days=11)]


def test_a_cancelled_arrival_brings_nothing_and_names_who_is_left_waiting(office):
    arrival = announce(office, (1, 20, FRIDAY))
    order = wait(office, 4, FRIDAY, arrival_line_id=arrival.lines[0].id)
    with pytest.raises(RefusedError), office.begin() as uow:
        cancel_arrival(uow, arrival_id=arrival.id, version=1, reason=" ")
    with office.begin() as uow:
        left = cancel_arrival(uow, arrival_id=arrival.id, version=1, reason="supplier is bankrupt")
    assert [entry.order_id for entry in left.waiting] == [order]
    with office.reading() as view:
        assert read_availability(view, [1])[1].at(HAMBURG).arrivals == ()
        assert read_arrival(view, arrival.id).state == "cancelled"


def test_an_adjustment_needs_a_reason_and_leaves_what_orders_hold(office):
    office.add_stock(1, HAMBURG, 10)
    order = office.add_order((1, 7))
    office.reserve(order)

    def adjust(change, reason="broken"):
        with office.begin() as uow:
            return adjust_stock(
                uow, warehouse_id=HAMBURG, product_id=1, change_micro=change * MICRO, reason=reason
            )

    with pytest.raises(RefusedError) as unreasoned:
        adjust(-1, " ")
    assert unreasoned.value.issues[0].code == "stock.reason_missing"
    with pytest.raises(RefusedError) as held:
        adjust(-4)
    (issue,) = held.value.issues
    assert (issue.params["orders"], issue.params["reserved"]) == ("SO-00001", Decimal(7))
    assert issue.remedies[0].command == "stock.product"
    adjust(-3)
    assert office.level(1, HAMBURG).free_micro == 0
    with office.reading() as view:
        record = view.db.execute(sa.select(Audit.before, Audit.after, Audit.reason)).all()[-1]
    assert record == (
        {"warehouse_id": 1, "on_hand": "10"},
        {"warehouse_id": 1, "on_hand": "7"},
        "broken",
    )


def test_nothing_can_be_taken_where_nothing_is(office):
    with pytest.raises(RefusedError) as refused, office.begin() as uow:
        adjust_stock(uow, warehouse_id=VIENNA, product_id=1, change_micro=-MICRO, reason="theft")
    assert "only 0 on hand" in text_of_error(refused.value)


def test_found_goods_serve_who_waits(office):
    order = wait(office, 5, None)
    with office.begin() as uow:
        report = adjust_stock(uow, warehouse_id=HAMBURG, product_id=1, change_micro=3 * MICRO, reason="found")
    assert [entry.served_micro for entry in report.served] == [3 * MICRO]
    assert reserved(office, order) == 3


def test_a_count_books_the_differences_with_its_reason(office):
    for product, quantity in ((1, 10), (2, 5), (3, 2)):
        office.add_stock(product, HAMBURG, quantity)
    found = [ProductQuantity(1, 8 * MICRO), ProductQuantity(2, 5 * MICRO), ProductQuantity(3, 4 * MICRO)]
    with office.begin() as uow:
        report = count_stock(uow, warehouse_id=HAMBURG, counted=found, reason="yearly count")
    assert [(entry.sku, entry.difference_micro // MICRO) for entry in report.differences] == [
        ("P1", -2),
        ("P3", 2),
    ]
    assert office.level(1, HAMBURG).on_hand_micro == 8 * MICRO
    with office.begin() as uow:
        again = count_stock(uow, warehouse_id=HAMBURG, counted=found, reason="yearly count")
    assert again.differences == ()


def test_a_count_below_what_is_reserved_is_refused(office):
    office.add_stock(1, HAMBURG, 10)
    office.reserve(office.add_order((1, 7)))
    with pytest.raises(RefusedError) as refused, office.begin() as uow:
        count_stock(uow, warehouse_id=HAMBURG, counted=[ProductQuantity(1, 6 * MICRO)], reason="yearly count")
    assert refused.value.issues[0].code == "stock.held_by_orders"


def test_a_transfer_moves_free_stock_and_serves_at_the_other_end(office):
    office.add_stock(1, MUNICH, 10)
    office.reserve(office.add_order((1, 4)), MUNICH)
    order = wait(office, 2, None)

    def transfer(quantity, to=HAMBURG):
        with office.begin() as uow:
            return transfer_stock(
                uow,
                from_warehouse_id=MUNICH,
                to_warehouse_id=to,
                lines=[ProductQuantity(1, quantity * MICRO)],
            )

    with pytest.raises(RefusedError):
        transfer(7)
    with pytest.raises(RefusedError) as same:
        transfer(1, MUNICH)
    assert same.value.issues[0].code == "stock.same_warehouse"
    transfer(5)
    assert office.level(1, MUNICH).on_hand_micro == 5 * MICRO
    assert (office.level(1, HAMBURG).on_hand_micro, reserved(office, order)) == (5 * MICRO, 2)


def test_stock_equals_the_sum_of_its_moves_and_moves_never_change(office):
    with office.begin() as uow:
        lines = [ProductQuantity(1, 5 * MICRO), ProductQuantity(1, 2 * MICRO), ProductQuantity(2, MICRO)]
        open_stock(uow, warehouse_id=HAMBURG, lines=lines, reason="take-over")
    assert office.level(1, HAMBURG).on_hand_micro == 7 * MICRO
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), office.begin() as uow:
        uow.db.execute(sa.update(StockMove).values(quantity_micro=1))


def test_the_lists_and_the_card_show_the_same_stock(office):
    office.add_stock(1, HAMBURG, 10)
    office.add_stock(1, MUNICH, 5)
    office.reserve(office.add_order((1, 7)))
    arrival = announce(office, (1, 20, FRIDAY), (2, 1, NEXT_MONDAY))
    wait(office, 4, FRIDAY, arrival_line_id=arrival.lines[0].id)
    with office.reading() as view:
        page = read_stock_page(view, PageRequest(sort="sku"))
        card = read_stock_card(view, 1)
        arrivals = read_arrival_page(view, PageRequest())
        waiting = read_waiting_lines(view, warehouse_id=HAMBURG)
        narrowed = read_stock_page(view, PageRequest(filters=(Filter("sku", "eq", "P3"),)))
    row = page.rows[0]
    figures = (row.on_hand_micro, row.reserved_micro, row.waiting_micro, row.arriving_micro)
    assert [figure // MICRO for figure in figures] == [15, 7, 4, 20]
    assert (page.total, page.exact, row.free_micro, row.next_due) == (5, True, 8 * MICRO, FRIDAY)
    assert [(place.name, place.stock.on_hand_micro // MICRO) for place in card.places] == [
        ("Hamburg", 10),
        ("Munich", 5),
        ("Vienna", 0),
    ]
    assert card.places[0].timeline == ((MONDAY, 3 * MICRO), (FRIDAY, 19 * MICRO))
    assert [(line.order_number, line.reserved_micro // MICRO) for line in card.holders] == [("SO-00001", 7)]
    assert [line.order_number for line in card.waiting] == ["SO-00002"] == [w.order_number for w in waiting]
    assert [move.quantity_micro // MICRO for move in card.moves] == [5, 10]
    (entry,) = arrivals.rows
    assert (entry.number, entry.lines, entry.open_lines, entry.next_due) == ("AR-00001", 2, 2, FRIDAY)
    assert [row.sku for row in narrowed.rows] == ["P3"]


def test_moves_are_paged_from_the_newest(office):
    for _ in range(3):
        office.add_stock(1, HAMBURG, 1)
    with office.reading() as view:
        newest = read_move_page(view, 1, count=2)
        rest = read_move_page(view, 1, before_id=newest[-1].id, count=2)
    assert [len(newest), len(rest)] == [2, 1]
    assert newest[0].id > newest[1].id > rest[0].id


def test_the_first_shipping_day_knows_cut_off_and_the_countrys_holidays(office, clock):
    def days():
        with office.reading() as view:
            return dict(first_ship_days(view, read_warehouses(view)))

    assert days() == dict.fromkeys((1, 2, 3), MONDAY)
    clock.advance(hours=3, minutes=30)  # 12:30 in Berlin: Munich's cut-off is over
    assert days() == {HAMBURG: MONDAY, MUNICH: date(2026, 3, 3), VIENNA: MONDAY}
    clock.advance(days=(date(2026, 4, 3) - MONDAY).days)  # Good Friday: a holiday in Germany, not in Austria
    assert days() == {HAMBURG: date(2026, 4, 7), MUNICH: date(2026, 4, 7), VIENNA: date(2026, 4, 3)}
