"""Which tests run on which kind of database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest


def rows_not_wanted(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """The rows on PostgreSQL of tests marked `rows_on_sqlite`, but for the first of each test, or the first `but`.

    Such rows differ in what a rule says before anything is read or after everything is: the first shows that the
    way to the database and back holds, the others would show it again (0.1 s of the processor each). Rows that a
    statement decides stand first, and `but` counts them.
    """
    seen: Counter[object] = Counter()
    for item in items:
        mark = item.get_closest_marker("rows_on_sqlite")
        if mark is None or not _is_on_postgres(item):
            continue
        test = getattr(item, "function", None)
        seen[test] += 1
        if seen[test] > mark.kwargs.get("but", 1):
            yield item


def _is_on_postgres(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and "postgres" in callspec.params.values()
