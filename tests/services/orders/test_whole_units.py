"""Nobody cuts a piece, a pack or a set in two, on lines without an article neither."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_line
from db.schema.orders import OrderLine
from db.statements import table_of
from tests.helpers.order_office import CHAIR


def test_half_a_piece_of_what_is_no_article_is_refused_half_an_hour_is_not(desk):
    order_id = desk.key((CHAIR, 1))
    desk.edit(order_id, desk.free("Name plate", "9", quantity="0.5"))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    (issue,) = refused.value.issues
    key = desk.read(order_id).lines[1].key
    assert (issue.code, issue.where) == ("line.part_of_a_whole", f"lines/{key}/quantity")
    desk.edit(order_id, edit_line(desk.read(order_id).lines[1], unit="h"))
    assert desk.confirm(order_id).number == "SO-000001"


def test_an_older_order_with_half_a_piece_may_still_be_changed_elsewhere(desk):
    """The line as it was confirmed is not held against the change of another."""
    order_id = desk.key((CHAIR, 1))
    desk.edit(order_id, desk.free("Name plate", "9", quantity="2"))
    desk.confirm(order_id)
    with desk.begin() as uow:
        half = {"quantity_micro": MICRO // 2, "base_micro": MICRO // 2, "amount_minor": 450}
        line = table_of(OrderLine)
        uow.db.execute(
            sa.update(line).where(line.c.order_id == order_id, line.c.kind == "free").values(**half)
        )
    after = desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert [line.quantity_micro for line in after.lines] == [3 * MICRO, MICRO // 2]
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, desk.set_quantity(order_id, 1, "1.5"))
    assert [issue.code for issue in refused.value.issues] == ["line.part_of_a_whole"]
