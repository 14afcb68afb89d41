"""A line without a day gets one as soon as goods for it come in."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.orders.draft import Line, apply_edits, edit_header, insert_line
from app.domain.orders.keying import product_line
from app.domain.orders.repricing import reprice_changed
from app.domain.rights import SYSTEM
from app.services.history import read_history
from app.services.orders.confirming import confirm
from app.services.orders.context import read_order_context
from app.services.orders.drafts import read_draft, save_draft, start_draft
from app.services.stock.moves import ProductQuantity
from app.services.stock.receipts import receive_freely
from db.schema.orders import Order, OrderLine
from tests.helpers.small_firm import MICRO, make_small_firm


@pytest.fixture
def ids(work):
    """The small firm."""
    return make_small_firm(work)


def key_order(work, ids, sku: str, quantity: int) -> int:
    """A draft with one line; its id."""
    with work.begin(actor=SYSTEM) as uow:
        order_id = start_draft(uow)
        before = read_draft(uow, order_id)
        context = read_order_context(uow, customer_id=ids["Beringer & Söhne"], product_ids=[ids[sku]])
        head = {"customer_id": ids["Beringer & Söhne"], "customer_name": "Beringer & Söhne", "ship_name": "B"}
        place = {
            "ship_street": "Hauptstr. 12",
            "ship_city": "Köln",
            "ship_postcode": "50667",
            "ship_country": "DE",
        }
        line: Line = product_line(before, "k1", context.products[ids[sku]], quantity_micro=quantity * MICRO)
        after = apply_edits(before, [edit_header(before, **head, **place), insert_line(line)])
        save_draft(uow, before=before, after=reprice_changed(before, after, context))
    return order_id


def promised(work, order_id: int) -> tuple[date | None, date | None]:
    """The promised days of the line and of the order."""
    with work.reading(actor=SYSTEM) as view:
        line = view.db.execute(
            sa.select(OrderLine.promise_date).where(OrderLine.order_id == order_id)
        ).scalar_one()
        order = view.db.execute(sa.select(Order.promise_date).where(Order.id == order_id)).scalar_one()
    return line, order


def test_a_receipt_gives_a_waiting_line_and_its_order_a_day(work, ids):
    order_id = key_order(work, ids, "LMP-DSK-LED", 5)
    confirm(work, order_id, actor=SYSTEM)
    assert promised(work, order_id) == (None, None)
    with work.begin(actor=SYSTEM) as uow:
        report = receive_freely(
            uow, warehouse_id=1, lines=[ProductQuantity(ids["LMP-DSK-LED"], 10 * MICRO)], note="found"
        )
    assert [entry.served_micro for entry in report.served] == [4 * MICRO]
    line_day, order_day = promised(work, order_id)
    assert line_day is not None
    assert line_day == order_day
    with work.reading(actor=SYSTEM) as view:
        newest = read_history(view, "order", order_id)[0]
    told = {change.field: (change.before, change.after) for change in newest.changes}
    assert told["promise_date"][0] is None
    assert str(told["promise_date"][1]) == order_day.isoformat()
    assert "goods_in" in told, "the story says why the day appeared"
