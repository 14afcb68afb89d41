"""What people chose of a line's configuration stays with the line, also in the orders that are made of its order."""

from __future__ import annotations

import sqlalchemy as sa

from app.services.line_choices import ChosenThen, copy_choices, keep_choices, read_choices
from app.services.orders.drafts import throw_away_draft
from db.schema.configurator import LineChoices
from db.statements import table_of
from tests.helpers.order_office import CHAIR, CLERK, LAMP

OAK, WHITE = ChosenThen('{"chosen":{"top.oak":true}}', (3,)), ChosenThen('{"chosen":{}}', ())


def keep(desk, order_id, key, chosen, configuration="table-1"):
    with desk.begin(CLERK) as uow:
        keep_choices(uow, order_id, key, configuration, chosen)


def read(desk, order_id, key, configuration="table-1"):
    with desk.reading() as view:
        return read_choices(view, order_id, key, configuration)


def test_two_lines_with_one_configuration_have_choices_of_their_own(desk):
    order_id = desk.key((CHAIR, 1), (LAMP, 2))
    first, second = (line.key for line in desk.read(order_id).lines)
    for key, chosen in ((first, WHITE), (second, WHITE), (first, OAK)):
        keep(desk, order_id, key, chosen)
    assert read(desk, order_id, first) == OAK
    assert read(desk, order_id, second) == WHITE
    assert read(desk, order_id, first, "table-2") is None
    assert read(desk, order_id, "copied") == WHITE, "a line that was copied in its order"
    assert read(desk, order_id + 1, first) is None
    keep(desk, order_id + 1, first, OAK)
    assert read(desk, order_id + 1, first) is None, "the order was thrown away meanwhile"


def test_orders_made_of_an_order_open_their_lines_with_its_choices(desk):
    source, target = desk.key((CHAIR, 1)), desk.key((CHAIR, 1))
    keep(desk, source, "k1", OAK)
    with desk.begin(CLERK) as uow:
        copy_choices(uow, source=source, target=target)
    assert read(desk, target, "k1") == OAK


def test_with_a_draft_its_choices_are_deleted(desk):
    order_id = desk.key((CHAIR, 1))
    keep(desk, order_id, "k1", OAK)
    with desk.begin(CLERK) as uow:
        throw_away_draft(uow, order_id)
    assert desk.rows(sa.select(table_of(LineChoices))) == []
