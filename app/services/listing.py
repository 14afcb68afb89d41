"""Windowed lists: sorted and filtered by SQL, a fixed number of statements a page, whatever the depth.

The page's ids are taken from the index `(column, id)` alone, from the nearer end, and only then joined to
their rows. Filtered counts are capped at `COUNT_CAP`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.domain.pages import COUNT_CAP, Filter, Page, PageRequest
from app.domain.search_words import sort_key
from app.services.search import typed_words
from app.services.unit_of_work import Reading
from db.search import SearchTable, select_matches

R = TypeVar("R")
Column = sa.ColumnElement[Any]
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class ListSource(Generic[R]):
    """What a list shows. `columns` select in the order of the record's fields, from `table` and its joins.

    `sortable` columns have an index (column, id); `folded` filters compare with a sort key.
    `search_key` is what the full text finds where it is not `key`; `always` holds for the whole list.
    """

    record: type[R]
    statement: sa.Select[*tuple[Any, ...]]
    key: Column
    sortable: Mapping[str, Column]
    usual_sort: str
    filterable: Mapping[str, Column] = field(default_factory=dict)
    folded: frozenset[str] = frozenset()
    search: SearchTable | None = None
    search_key: Column | None = None
    always: tuple[Column, ...] = ()


def read_page(view: Reading, source: ListSource[R], request: PageRequest) -> Page[R]:
    """The rows asked for, in order, with the count of all."""
    conditions = [*source.always, *(_condition(view, source, each) for each in request.filters)]
    conditions += _text_conditions(view, source, request.text)
    total, exact = _count(view, source, conditions, request)
    first = max(0, min(request.first, total))
    count = min(request.count, total - first) if exact or not conditions else request.count
    if count <= 0:
        return Page((), total, exact)
    rows = view.db.execute(_page_statement(source, request, conditions, (first, count, total, exact)))
    return Page(tuple(source.record(*row) for row in rows), total, exact)


def _page_statement(
    source: ListSource[R], request: PageRequest, conditions: list[Column], window: tuple[int, int, int, bool]
) -> sa.Select[*tuple[Any, ...]]:
    first, count, total, exact = window
    column = source.sortable.get(request.sort, source.sortable[source.usual_sort])
    from_end = exact and first > total // 2
    backwards = request.descending != from_end
    skip = total - first - count if from_end else first
    ids = sa.select(source.key.label("id")).where(*conditions).order_by(*_order(source, column, backwards))
    page = ids.limit(count).offset(skip).subquery("page")
    statement = source.statement.join(page, page.c.id == source.key)
    return statement.order_by(*_order(source, column, request.descending))


def _order(source: ListSource[R], column: Column, descending: bool) -> tuple[Any, ...]:
    columns = (column,) if column is source.key else (column, source.key)
    return tuple(each.desc() for each in columns) if descending else columns


def _count(
    view: Reading, source: ListSource[R], conditions: list[Column], request: PageRequest
) -> tuple[int, bool]:
    if request.known_total is not None:
        return request.known_total, not conditions or request.known_total < COUNT_CAP
    if not conditions:
        return int(
            view.db.execute(sa.select(sa.func.count()).select_from(source.key.table)).scalar_one()
        ), True
    capped = sa.select(source.key).where(*conditions).limit(COUNT_CAP + 1).subquery()
    counted = int(view.db.execute(sa.select(sa.func.count()).select_from(capped)).scalar_one())
    return min(counted, COUNT_CAP), counted <= COUNT_CAP


def _text_conditions(view: Reading, source: ListSource[R], text: str) -> list[Column]:
    """Full text, bounded: a word that half of the rows have shows the first ten thousand of them."""
    typed = typed_words(text)
    if not typed.words:
        return []
    assert source.search is not None, "this list has no full text"
    matches = select_matches(view.db, source.search, typed, limit=COUNT_CAP + 1).subquery()
    found = source.key if source.search_key is None else source.search_key
    return [found.in_(sa.select(matches.c.id))]


def _condition(view: Reading, source: ListSource[R], wanted: Filter) -> Column:
    column = source.filterable[wanted.column]
    value = wanted.value
    if wanted.column in source.folded:
        value = sort_key(str(value))
    if wanted.op == "prefix" and wanted.column in source.folded:
        return sa.and_(column >= value, column < str(value) + LAST)
    if wanted.op in {"prefix", "contains"}:
        return _like(view, column, str(value), start="" if wanted.op == "prefix" else "%")
    if wanted.op == "in":
        assert isinstance(value, tuple | list | frozenset), "a set of values to choose from"
        return column.in_(list(value))
    if wanted.op == "empty":
        return sa.or_(column.is_(None), column == "")
    compare = {"eq": column.__eq__, "ne": column.__ne__, "ge": column.__ge__, "le": column.__le__}
    result: Column = compare[wanted.op](value)
    return result


def _like(view: Reading, column: Column, value: str, *, start: str) -> Column:
    """Without regard to case: SQLite's plain LIKE is so for a-z, and twice as fast as lower() on both sides."""
    escaped = value.replace("/", "//").replace("%", "/%").replace("_", "/_")
    compare = column.like if view.db.dialect.name == "sqlite" else column.ilike
    return compare(f"{start}{escaped}%", escape="/")
