"""What customers own: recorded by hand, or ours by themselves once they were shipped."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.owned import OwnedInput, known_text
from app.domain.rights import Actor
from app.messages import text_of_error
from app.services.history import read_history
from app.services.owned import (
    change_item,
    find_by_serial,
    read_owned,
    read_owned_items,
    record_item,
    retire_item,
)
from app.services.owned.configured import record_configured
from db.schema.owned import OwnedItem
from db.statements import table_of
from tests.helpers.making import make_all
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, WIEN
from tests.helpers.shelf_model import shelf
from tests.services.orders.test_amending import ship
from tests.services.orders.test_configured_orders import configured_line, ordered, version  # noqa: F401

FRAME = OwnedInput(" Frame  F2 ", "frame = f2, width = 1600", "hall 3", "SN-47_11", date(2019, 5, 1))


def record(desk, data=FRAME, customer=NORD, actor=CLERK):
    with desk.begin(actor) as uow:
        return record_item(uow, desk.ids[customer], data)


def owned(desk, customer=NORD, **options):
    with desk.reading() as view:
        return read_owned(view, desk.ids[customer], **options)


def test_what_was_bought_elsewhere_is_recorded_changed_and_retired(desk):
    id_ = record(desk)
    (item,) = owned(desk)
    assert (item.text, item.place, item.choices) == (
        "Frame F2", "hall 3", {"frame.f2": True, "width": "1600"},
    )  # fmt: skip
    assert item.origin == "Frame F2, hall 3, SN-47_11"
    assert known_text(item.choices) == FRAME.choices
    with desk.begin() as uow:
        newer = change_item(uow, id_, OwnedInput("Frame F4", "frame = f4", "hall 4"), version=item.version)
    with desk.begin() as uow, pytest.raises(ConflictError):
        change_item(uow, id_, FRAME, version=item.version)
    with desk.begin() as uow:
        retire_item(uow, id_, version=newer)
    assert [(each.text, each.active) for each in owned(desk)] == [("Frame F4", False)]
    assert owned(desk, only_active=True) == ()
    assert owned(desk, WIEN) == ()


def test_the_customers_story_tells_of_it(desk):
    id_ = record(desk)
    with desk.reading(OWNER) as view:
        newest = read_history(view, "customer", desk.ids[NORD])[0]
    told = {change.field: change.after for change in newest.changes}
    assert told[f"owned.{id_}.choices"] == "frame = f2, width = 1600"
    assert newest.actor == CLERK.name


def test_who_may_not_keep_customers_records_nothing(desk):
    with pytest.raises(NotAllowedError):
        record(desk, actor=Actor("willi", frozenset({"warehouse"})))


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (OwnedInput(" "), "What is it? Enter it in words, such as “Frame F2”."),
        (OwnedInput("F" * 201), "This is too long: at most 200 characters. Shorten it."),
        (
            OwnedInput("Frame", "frame f2"),
            "“frame f2” says nothing of it. Key it like “frame = f2, width = 1600”.",
        ),
    ],
)
def test_what_is_wrong_is_said(desk, data, told):
    with pytest.raises(RefusedError) as refused:
        record(desk, data)
    assert refused.value.code == "owned.refused"
    assert told in text_of_error(refused.value)
    assert owned(desk) == ()


def test_what_is_not_there_is_not_changed(desk):
    with desk.begin() as uow, pytest.raises(NotFoundError, match=r"document\.not_found"):
        change_item(uow, 99, FRAME, version=1)


def test_it_is_found_by_its_serial_number(desk):
    id_ = record(desk)
    record(desk, OwnedInput("Frame", serial="SN-4X11"), WIEN)
    for typed, found in (("sn-47_", [id_]), ("SN-4", [id_, id_ + 1]), ("s", []), ("%%", []), ("9", [])):
        with desk.reading() as view:
            rows = find_by_serial(view, typed)
        assert sorted(row.id for row in rows) == found, typed
    with desk.reading() as view:
        assert [each.customer for each in read_owned_items(view, [id_, 999])] == [NORD]
        assert read_owned_items(view, []) == ()


def test_configured_goods_are_the_customers_once_they_left_each_line_once(desk, version):  # noqa: F811
    order_id = ordered(desk, configured_line(desk, version, 800, "oak", quantity=3))
    assert owned(desk) == ()
    make_all(desk, order_id)
    ship(desk, order_id, {CHAIR: 1})
    ship(desk, order_id)
    (item,) = owned(desk)
    assert (item.model, item.text, item.since) == ("shelf", "Shelf", date(2026, 3, 2))
    assert item.choices == {"board.oak": True, "width": "800"}
    assert item.quantity_micro == 3_000_000
    assert item.order == desk.read(order_id).number
    assert item.origin == f"Shelf, {item.order}"


def test_goods_that_are_sold_as_they_are_stay_unrecorded(desk):
    ship(desk, desk.ordered((CHAIR, 1)))
    assert desk.rows(sa.select(table_of(OwnedItem))) == []


def test_what_is_recorded_by_configuring_is_tidied_as_what_is_keyed(desk, version):  # noqa: F811
    with desk.begin() as uow:
        record_configured(
            uow, desk.ids[NORD], desk.ids[CHAIR], version.id, shelf(), "  Shelf \n 800 mm " + "x" * 300
        )
    (item,) = owned(desk)
    assert (item.text[:14], len(item.text)) == ("Shelf 800 mm x", 200)
