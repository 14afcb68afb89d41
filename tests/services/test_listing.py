"""Long lists: a page found from a known place is the page counted from an end; the shape of what SQL is asked."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import app.services
from app.bootstrap import open_office
from app.domain.pages import Filter, Mark, PageRequest
from app.domain.rights import SYSTEM
from app.services import listing
from app.services.export import read_all
from app.services.listing import ListSource
from app.services.orders.rows import _SOURCE as ORDERS
from app.services.orders.rows import OrderRow, read_orders_page
from app.services.shipping.reading import _shipment_list
from app.services.unit_of_work import Reading
from db.schema.orders import Order

STATES = ("closed", "closed", "closed", "confirmed", "draft")
NAMES = ("adler ag", "berg kg", "berg und sohn", "zorn")
ROWS = 500


@pytest.fixture
def many(work: Any) -> Any:
    """Five hundred orders with equal and missing values in every sort."""
    source = random.Random(5)
    rows = []
    for number in range(ROWS):
        state, name = source.choice(STATES), source.choice(NAMES)
        is_draft = state == "draft"
        rows.append(
            {
                "state": state,
                "number": None if is_draft else f"SO-{number % 7}-{number:05d}",
                "customer_name": name.title(),
                "customer_sort": name,
                "currency": "EUR",
                "order_date": date(2026, 1, 1) + timedelta(days=source.randrange(20)),
                "promise_date": None if is_draft else date(2026, 2, 1) + timedelta(days=source.randrange(9)),
                "gross_minor": source.randrange(50) * 100,
                "created_by": "x",
                "created_at": datetime(2026, 1, 1, tzinfo=UTC),
                "note": "",
                "cancel_reason": "",
            }
        )
    with work.begin(actor=SYSTEM) as uow:
        uow.db.execute(sa.insert(Order), rows)
    return work


def sources() -> list[Any]:
    """Every list of the services."""
    found: dict[int, Any] = {id(_shipment_list): _shipment_list()}
    for module in pkgutil.walk_packages(app.services.__path__, "app.services."):
        if not module.ispkg:
            values = vars(importlib.import_module(module.name)).values()
            found |= {id(value): value for value in values if isinstance(value, ListSource)}
    return list(found.values())


def test_every_sort_of_every_list_has_its_index():
    lists = sources()
    assert len(lists) >= 8
    for source in lists:
        table = source.key.table
        unique = {column.name for column in table.c if column.unique}
        indexes = [tuple(column.name for column in index.columns) for index in table.indexes]
        led = {columns[1:] if source.always_leads else columns for columns in indexes}
        for name, column in source.sortable.items():
            is_led = (column.name, source.key.name) in {columns[:2] for columns in led}
            has_index = column is source.key or column.name in unique or is_led
            assert has_index != (name in source.reckoned), f"{table.name} by {name}"


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("sort", sorted(ORDERS.sortable))
def test_a_page_from_any_mark_is_the_page_from_the_end(many, sort, falling):
    asked = PageRequest(sort=sort, descending=falling, count=50)
    with many.reading(actor=SYSTEM) as view:
        whole = read_orders_page(view, PageRequest(sort=sort, descending=falling, count=ROWS)).rows
        pages = {first: read_page(view, asked, first) for first in range(0, ROWS, 50)}
        marks = [mark for page in pages.values() for mark in page.marks]
        assert len(marks) > 10
        for first in pages:
            for mark in marks:
                page = read_page(view, asked, first, near=mark)
                assert page.rows == whole[first : first + 50], (first, mark)
                assert (page.total, page.exact) == (ROWS, True)


def read_page(view: Reading, asked: PageRequest, first: int, **more: Any) -> Any:
    """One page of the orders; the total is known as in a window."""
    return read_orders_page(view, PageRequest(
        sort=asked.sort, descending=asked.descending, count=asked.count, first=first, known_total=ROWS, **more
    ))  # fmt: skip


FILTERS = (
    (Filter("state", "eq", "closed"),),
    (Filter("state", "eq", "quoted"),),
    (Filter("customer", "prefix", "Berg"), Filter("state", "in", ("closed", "draft"))),
    (Filter("customer", "contains", "ER"),),
    (Filter("number", "prefix", "so-3"),),
    (Filter("order_date", "ge", date(2026, 1, 11)),),
)


def fits(row: OrderRow, wanted: Filter) -> bool:
    """The filter by our own reading."""
    value: Any = getattr(row, {"customer": "customer_name"}.get(wanted.column, wanted.column))
    if wanted.column in {"customer", "number"}:
        text, typed = (value or "").casefold(), str(wanted.value).casefold()
        return text.startswith(typed) if wanted.op == "prefix" else typed in text
    several: Any = wanted.value
    return {
        "eq": lambda: value == wanted.value,
        "in": lambda: value in several,
        "ge": lambda: value >= several,
    }[wanted.op]()


@pytest.mark.parametrize("cap", [60, 10_000])  # found in many, and in few
@pytest.mark.parametrize("filters", FILTERS)
def test_a_filtered_list_shows_the_same_whether_few_or_many_are_found(many, filters, cap, monkeypatch):
    monkeypatch.setattr(listing, "COUNT_CAP", cap)
    with many.reading(actor=SYSTEM) as view:
        for sort in ("id", "customer", "gross_minor", "promise_date"):
            whole = read_orders_page(view, PageRequest(sort=sort, descending=True, count=ROWS)).rows
            wanted = [row for row in whole if all(fits(row, each) for each in filters)]
            asked = PageRequest(sort=sort, descending=True, filters=filters, first=10, count=20)
            page = read_orders_page(view, asked)
            assert list(page.rows) == wanted[10:30]
            assert (page.total, page.exact) == (min(len(wanted), cap), len(wanted) <= cap)
            everything = list(read_all(view, read_orders_page, asked))
            assert everything == wanted, "an export is complete beyond the cap"


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("sort", sorted(ORDERS.sortable))
def test_rows_without_a_value_are_found_from_a_mark_in_a_list_that_is_not_counted(
    many, sort, falling, monkeypatch
):
    monkeypatch.setattr(listing, "COUNT_CAP", 60)
    chosen = (Filter("state", "in", ("closed", "draft")),)
    asked = PageRequest(sort=sort, descending=falling, count=50, filters=chosen, known_total=60)
    with many.reading(actor=SYSTEM) as view:
        whole = read_orders_page(view, PageRequest(sort=sort, descending=falling, count=ROWS)).rows
        wanted = tuple(row for row in whole if row.state in {"closed", "draft"})
        marks = [
            mark
            for first in range(0, ROWS, 50)
            for mark in read_orders_page(view, replace(asked, first=first)).marks
        ]
        for first in range(0, ROWS, 50):
            for mark in marks:
                page = read_orders_page(view, replace(asked, first=first, near=mark))
                assert page.rows == wanted[first : first + 50], (first, mark)


def plans(view: Reading, request: PageRequest) -> list[str]:
    """How SQLite reads the page: the lines of all its statements' plans."""
    asked: list[tuple[str, Any]] = []
    sa.event.listen(
        view.db, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values))
    )
    read_orders_page(view, request)
    found = [
        view.db.exec_driver_sql(f"explain query plan {sql}", values).all() for sql, values in list(asked)
    ]
    return [row[3] for plan in found for row in plan]


@pytest.fixture
def file(sqlite_url: str, clock: Any) -> Iterator[Reading]:
    """A view of a SQLite file; its planner goes by the shape alone, there are no statistics."""
    office = open_office(sqlite_url, clock=clock)
    with office.work.reading(actor=SYSTEM) as view:
        yield view
    office.close()


@pytest.mark.parametrize("sort", sorted(ORDERS.sortable))
def test_a_page_is_read_from_covering_indexes(sort, file):
    plan = plans(file, PageRequest(sort=sort, count=200))
    filtered = plans(file, PageRequest(sort=sort, filters=(Filter("state", "eq", "closed"),)))
    assert "SCAN sales_order" not in plan, "neither the count nor the page reads whole rows"
    assert any("USING COVERING INDEX" in line for line in plan)
    assert not any(line.startswith("SCAN sales_order") for line in filtered)


def test_a_page_by_a_mark_begins_at_the_mark_and_counts_nothing(file):
    near = PageRequest(sort="customer", first=250, known_total=ROWS, near=Mark(200, "berg kg", 356))
    plan = plans(file, near)
    found = [line for line in plan if "sales_order" in line]
    assert (
        found[0]
        == "SEARCH sales_order USING COVERING INDEX ix_sales_order_customer_sort_id (customer_sort>?)"
    )
    assert not any("ids" in line for line in plan), "what is known is not counted again"


def test_marks_and_totals_are_no_part_of_the_question(many):
    with many.reading(actor=SYSTEM) as view:
        page = read_orders_page(view, PageRequest(count=10))
    assert PageRequest(known_total=7, near=page.marks[0]) == PageRequest()


@pytest.mark.parametrize("first", [0, 100])
def test_a_filter_that_finds_nothing_searches_once_for_its_first_page(many, first):
    asked: list[str] = []
    nothing = Filter("customer", "contains", "no customer has this")
    with many.reading(actor=SYSTEM) as view:
        sa.event.listen(view.db, "before_cursor_execute", lambda *event: asked.append(event[2]))
        page = read_orders_page(view, PageRequest(first=first, filters=(nothing,)))
    assert (page.rows, page.total, page.exact) == ((), 0, True)
    assert len(asked) == (2 if first else 1)
