"""What a customer paid last: of what was bought, not of what was taken out of an order again."""

from __future__ import annotations

from app.domain.orders.draft import delete_line
from app.services.parties import read_customer_context, read_last_prices
from tests.helpers.order_office import CHAIR, LAMP, NORD, micro


def last(desk, sku):
    with desk.reading() as view:
        return read_last_prices(view, desk.ids[NORD], [desk.ids[sku]]).get(desk.ids[sku])


def test_a_line_that_was_taken_out_after_the_confirmation_is_no_purchase(desk):
    desk.ordered((CHAIR, 3))
    second = desk.ordered((CHAIR, 5), (LAMP, 2))
    draft = desk.read(second)
    desk.amend(second, delete_line(draft.lines[0]))
    assert last(desk, CHAIR).last_quantity_micro == micro(3)
    assert last(desk, LAMP).last_quantity_micro == micro(2)
    with desk.reading() as view:
        usual = read_customer_context(view, desk.ids[NORD]).usual_products
    assert {each.sku: (each.count, each.last_quantity_micro) for each in usual} == {
        CHAIR: (1, micro(3)),
        LAMP: (1, micro(2)),
    }
