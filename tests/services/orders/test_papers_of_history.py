"""Papers of history are made on their first view and frozen then."""

from __future__ import annotations

import pytest

from app.services.orders.confirming import confirm_order
from app.services.orders.papers import ensure_order_paper
from app.services.orders.planning import plan_order
from app.services.papers import read_content, read_papers
from app.services.shipping.papers import ensure_shipment_paper
from app.services.shipping.picking import create_pick_list, read_picked_lines, record_picked
from app.services.shipping.posting import post_shipment
from tests.helpers.order_office import CHAIR, HAMBURG, LAMP, OWNER


@pytest.fixture
def order_id(desk):
    """An order of history: confirmed without its paper."""
    id_ = desk.key((CHAIR, 4), (LAMP, 1))
    with desk.begin() as uow:
        confirm_order(uow, plan_order(uow, id_), with_paper=False)
    return id_


def papers(desk, kind, id_):
    with desk.reading() as view:
        return [(paper.kind, paper.revision) for paper in read_papers(view, kind, id_)]


def ensure(desk, call, id_):
    with desk.begin() as uow:
        return call(uow, id_)


def test_an_order_without_paper_gets_it_when_it_is_asked_for_and_once(desk, order_id):
    assert papers(desk, "order", order_id) == []
    first, second = (ensure(desk, ensure_order_paper, order_id) for _time in range(2))
    assert first == second
    assert papers(desk, "order", order_id) == [("order_confirmation", 0)]
    with desk.reading() as view:
        content = read_content(view, first)
    number, gross = desk.head(order_id)["number"], desk.head(order_id)["gross_minor"]
    assert content.totals is not None
    assert (content.number, content.totals.gross_minor) == (number, gross)
    assert all(line.detail for line in content.lines)


def test_a_paper_made_late_is_the_one_that_would_have_been_made_at_once(desk, order_id):
    late = ensure(desk, ensure_order_paper, order_id)
    at_once = desk.ordered((CHAIR, 4), (LAMP, 1))
    with desk.reading() as view:
        first = read_content(view, late)
        other = read_content(view, read_papers(view, "order", at_once)[0].id)
    assert first.lines == other.lines
    assert (first.totals, first.facts, first.document_date) == (
        other.totals,
        other.facts,
        other.document_date,
    )


def test_changing_an_order_of_history_keeps_its_old_paper_readable(desk, order_id):
    before = desk.read(order_id)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert papers(desk, "order", order_id) == [("order_confirmation", 1), ("order_confirmation", 0)]
    with desk.reading() as view:
        old = read_content(view, read_papers(view, "order", order_id)[1].id)
    assert [line.quantity_text for line in old.lines] == ["4", "1"]
    assert before.revision == old.revision == 0


def test_a_shipment_gets_the_paper_of_its_state(desk, order_id):
    with desk.begin(OWNER) as uow:
        shipment_id = create_pick_list(uow, order_id, HAMBURG, with_paper=False)
    assert papers(desk, "shipment", shipment_id) == []
    pick_list = ensure(desk, ensure_shipment_paper, shipment_id)
    with desk.begin(OWNER) as uow:
        picked = {line.id: line.quantity_micro for line in read_picked_lines(uow, shipment_id)}
        record_picked(uow, shipment_id, picked)
        post_shipment(uow, shipment_id, with_paper=False)
    note = ensure(desk, ensure_shipment_paper, shipment_id)
    assert note != pick_list
    assert ensure(desk, ensure_shipment_paper, shipment_id) == note
    assert papers(desk, "shipment", shipment_id) == [("delivery_note", 0), ("pick_list", 0)]
