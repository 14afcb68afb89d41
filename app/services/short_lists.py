"""Lists that are read whole (what is to ship today, who owes) asked like long ones: search, filters, sort, page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from app.domain.pages import Filter, Page, PageRequest
from app.domain.search_words import sort_key

R = TypeVar("R")


def page_of(
    rows: Sequence[R],
    request: PageRequest,
    *,
    texts: Callable[[R], Sequence[str]],
    sorts: Mapping[str, Callable[[R], Any]],
) -> Page[R]:
    """The rows asked for. Each typed word must stand in one of `texts`; without a sort the rows keep their order.

    Filters are `eq` on a field of the row. Rows without a value (None) come last, either way round.
    """
    words = sort_key(request.text).split()
    found = [row for row in rows if _fits(row, request.filters) and _has_words(texts(row), words)]
    key = sorts.get(request.sort)
    if key is not None:
        known = [row for row in found if key(row) is not None]
        known.sort(key=key, reverse=request.descending)
        found = [*known, *(row for row in found if key(row) is None)]
    return Page(tuple(found[request.first : request.first + request.count]), len(found))


def _has_words(texts: Sequence[str], words: Sequence[str]) -> bool:
    if not words:
        return True
    keys = [sort_key(text) for text in texts]
    return all(any(word in key for key in keys) for word in words)


def _fits(row: object, filters: Sequence[Filter]) -> bool:
    return all(getattr(row, each.column) == each.value for each in filters)
