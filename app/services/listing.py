"""Windowed lists: sorted and filtered by SQL, a fixed number of statements a page, whatever the depth.

A page's ids are taken from the index `(column, id)` alone and only then joined to their rows: from the mark
that the caller knows beside the page, else from the nearer end. Filtered counts are capped at `COUNT_CAP`:
what is found in few rows is gathered and sorted, what is found in many is met soon on a walk along the sort.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from app.domain.pages import COUNT_CAP, Filter, Mark, Page, PageRequest
from app.domain.search_words import sort_key
from app.services.search import typed_words
from app.services.unit_of_work import Reading
from db.search import SearchTable, select_matches

R = TypeVar("R")
Column = sa.ColumnElement[Any]
LAST = "\U0010ffff"
_PLUS = custom_op[Any]("+")


@dataclass(frozen=True, slots=True)
class ListSource(Generic[R]):
    """What a list shows. `columns` select in the order of the record's fields, from `table` and its joins.

    `sortable` columns have an index (column, id), but for those in `reckoned`: each page sorts what the filter leaves,
    which suits lists of some ten thousand rows. `folded` filters compare with a sort key.
    `codes` are numbers and the like, whose beginnings the index finds.
    `search_key` is what the full text finds where it is not `key`; `always` holds for the whole list.
    `always_leads`: the sorts' indexes begin with the columns of `always`, so that the list is one stretch of
    them and is counted and walked like a list without a filter. `leaves_out_few`: so is one that `always` hardly
    narrows.
    """

    record: type[R]
    statement: sa.Select[*tuple[Any, ...]]
    key: Column
    sortable: Mapping[str, Column]
    usual_sort: str
    filterable: Mapping[str, Column] = field(default_factory=dict)
    folded: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset({"number", "sku"})
    search: SearchTable | None = None
    search_key: Column | None = None
    always: tuple[Column, ...] = ()
    always_leads: bool = False
    leaves_out_few: bool = False
    reckoned: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Question(Generic[R]):
    """A request in SQL terms: what must hold, what it is sorted by."""

    source: ListSource[R]
    request: PageRequest
    conditions: tuple[Column, ...]
    column: Column

    def order(self, *, backwards: bool) -> tuple[Any, ...]:
        """The order of the list, or its reverse."""
        return self._ordered(self.column, self.source.key, backwards=backwards)

    def _ordered(self, column: Any, key: Any, *, backwards: bool = False) -> tuple[Any, ...]:
        columns = (key,) if self.column is self.source.key else (column, key)
        is_falling = self.request.descending != backwards
        return tuple(each.desc() for each in columns) if is_falling else columns

    def ids(self, *more: Column) -> sa.Select[*tuple[Any, ...]]:
        """The keys with what they are sorted by."""
        chosen = sa.select(self.source.key.label("id"), self.column.label("value"))
        return chosen.where(*self.conditions, *more)

    def rows(self, page: Any, *others: Column) -> sa.Select[*tuple[Any, ...]]:
        """The records of a page of ids; their place in the sort and `others` stand behind them.

        Sorted by the page's own columns: by the table's, SQLite may read that along its index, and whole.
        """
        statement = self.source.statement.join(page, page.c.id == self.source.key)
        return statement.add_columns(page.c.value, page.c.id, *others).order_by(
            *self._ordered(page.c.value, page.c.id)
        )


def read_page(view: Reading, source: ListSource[R], request: PageRequest) -> Page[R]:
    """The rows asked for, in order, with the count of all."""
    column = source.sortable.get(request.sort, source.sortable[source.usual_sort])
    wanted = _conditions(view, source, request)
    question = _Question(source, request, (*source.always, *wanted), column)
    is_walked = source.always_leads or source.leaves_out_few or not source.always
    is_whole = not wanted and is_walked
    return _read_whole(view, question) if is_whole else _read_found(view, question)


def _read_whole(view: Reading, question: _Question[R]) -> Page[R]:
    """A page of the list that nobody has narrowed."""
    source, request = question.source, question.request
    total = request.known_total
    if total is None:
        counted = sa.select(sa.func.count()).select_from(source.key.table).where(*source.always)
        total = int(view.db.execute(counted).scalar_one())
    return _walk(view, question, total, exact=True)


def _read_found(view: Reading, question: _Question[R]) -> Page[R]:
    """A page of a filtered list: gathered where few are found, on the walk along the sort where many are."""
    known = question.request.known_total
    if known is None or known < COUNT_CAP:
        gathered = _gather(view, question)
        if gathered is not None:
            return gathered
        known = COUNT_CAP
    source = question.source
    loose = _conditions(view, source, question.request, walked=question.column)
    return _walk(view, replace(question, conditions=(*source.always, *loose)), known, exact=False)


def _gather(view: Reading, question: _Question[R]) -> Page[R] | None:
    """The page with its count in one statement; None where more are found than are counted.

    The filter decides alone what is read first: a walk along another index would look up every row.
    """
    request, key = question.request, question.source.key
    found = sa.select(key.label("id")).where(*question.conditions).limit(COUNT_CAP + 1).cte("found")
    found = found.prefix_with("materialized")
    first = max(0, request.first)
    ids = sa.select(key.label("id"), question.column.label("value")).join(found, found.c.id == key)
    page = ids.order_by(*question.order(backwards=False)).limit(request.count).offset(first).subquery("page")
    total = sa.select(sa.func.count()).select_from(found).scalar_subquery()
    rows = view.db.execute(question.rows(page, total)).all()
    if rows or first == 0:  # nothing on the first page is nothing at all: no second search for the count
        counted = int(rows[0][-1]) if rows else 0
    else:
        counted = int(view.db.execute(sa.select(total)).scalar_one())
    return _page(question, [row[:-1] for row in rows], first, counted) if counted <= COUNT_CAP else None


def _walk(view: Reading, question: _Question[R], total: int, *, exact: bool) -> Page[R]:
    """The page along the sort's index."""
    request = question.request
    first = max(0, request.first)
    if exact:
        first = min(first, total)
    count = min(request.count, total - first) if exact else request.count
    if count <= 0:
        return Page((), total, exact)
    found = None
    if request.near is not None:
        found = _from_mark(view, question, first, count, request.near, total if exact else None)
    if found is None:
        from_end = exact and first > total // 2
        skip = total - first - count if from_end else first
        page = question.ids().order_by(*question.order(backwards=from_end)).limit(count).offset(skip)
        found = view.db.execute(question.rows(page.subquery("page"))).all()
    return _page(question, found, first, total, exact=exact)


def _from_mark(
    view: Reading, question: _Question[R], first: int, count: int, mark: Mark, total: int | None
) -> Sequence[Any] | None:
    """The page by the way from a known row; None if an end is nearer, or rows without a value lie between."""
    ahead = first >= mark.position
    skip = first - mark.position if ahead else mark.position - first - count
    nearest = first if total is None else min(first, total - first - count)
    if skip < 0 or skip > nearest:
        return None
    beyond = _beyond(question, mark, ahead=ahead)
    page = question.ids(beyond).order_by(*question.order(backwards=not ahead)).limit(count).offset(skip)
    found = view.db.execute(question.rows(page.subquery("page"))).all()
    is_whole = len(found) == count or (total is None and ahead and not _may_be_empty(question.column))
    return found if is_whole else None


def _may_be_empty(column: Column) -> bool:
    """Whether rows may have no value in it: they lie beyond every mark and meet no comparison with one."""
    return bool(getattr(column, "nullable", True))


def _beyond(question: _Question[R], mark: Mark, *, ahead: bool) -> Column:
    """From the mark on (with its row), or what lies before it."""
    column, key = question.column, question.source.key
    here = sa.literal(mark.key, key.type)
    left: Any = key
    right: Any = here
    if column is not key:
        left, right = sa.tuple_(column, key), sa.tuple_(sa.literal(mark.value, column.type), here)
    is_falling = question.request.descending
    if ahead:
        found: Column = left <= right if is_falling else left >= right
    else:
        found = left > right if is_falling else left < right
    return found


def _page(
    question: _Question[R], rows: Sequence[Any], first: int, total: int, *, exact: bool = True
) -> Page[R]:
    ends = {0, len(rows) - 1} if rows else set()
    marks = (Mark(first + at, rows[at][-2], rows[at][-1]) for at in sorted(ends))
    known = tuple(mark for mark in marks if mark.value is not None)  # nothing compares with NULL
    return Page(tuple(question.source.record(*row[:-2]) for row in rows), total, exact, known)


def _conditions(
    view: Reading, source: ListSource[R], request: PageRequest, *, walked: Column | None = None
) -> list[Column]:
    """What the request asks for. `walked`: the list is walked along this column's index, and no other.

    SQLite without statistics takes any equality for rare and would then sort what it finds; a plus before the
    column keeps it from that. An index (column, id) gives the order by id as well.
    """
    is_loose = walked is not None and walked is not source.key and view.db.dialect.name == "sqlite"

    def shown(column: Column) -> Column:
        is_free = is_loose and column is not walked
        return UnaryExpression(column, operator=_PLUS, type_=column.type) if is_free else column

    found = [
        _condition(view, source, each, shown(source.filterable[each.column])) for each in request.filters
    ]
    key = source.key if source.search_key is None else source.search_key
    return found + _text_conditions(view, source, request.text, shown(key))


def _text_conditions(view: Reading, source: ListSource[R], text: str, found: Column) -> list[Column]:
    """Full text, bounded: a word that half of the rows have shows the first ten thousand of them."""
    typed = typed_words(text)
    if not typed.words:
        return []
    assert source.search is not None, "this list has no full text"
    matches = select_matches(view.db, source.search, typed, limit=COUNT_CAP + 1).subquery()
    return [found.in_(sa.select(matches.c.id))]


def _condition(view: Reading, source: ListSource[R], wanted: Filter, column: Column) -> Column:
    value = wanted.value
    if wanted.column in source.folded:
        value = sort_key(str(value))
        if wanted.op == "contains":  # letters, digits and blanks in small letters: as they are
            return column.like(f"%{value}%")
    if wanted.op == "prefix" and wanted.column in source.folded:
        return sa.and_(column >= value, column < str(value) + LAST)
    if wanted.op == "prefix" and wanted.column in source.codes:
        return _code_begins(view, column, str(value))
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


def _code_begins(view: Reading, column: Column, value: str) -> Column:
    """A code begins so, in capitals, small letters or as it was typed: each a stretch of the index."""
    forms = sorted({value, value.upper(), value.lower()})
    if view.db.dialect.name == "sqlite":
        return sa.or_(*(sa.and_(column >= form, column < form + LAST) for form in forms))
    return sa.or_(*(column.startswith(form, autoescape=True) for form in forms))


def _like(view: Reading, column: Column, value: str, *, start: str) -> Column:
    """Without regard to case: SQLite's plain LIKE is so for a-z, and twice as fast as lower() on both sides."""
    escaped = value.replace("/", "//").replace("%", "/%").replace("_", "/_")
    compare = column.like if view.db.dialect.name == "sqlite" else column.ilike
    return compare(f"{start}{escaped}%", escape="/")
