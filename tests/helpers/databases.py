"""Which tests run on which kind of database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest


def rows_not_wanted(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """The rows on PostgreSQL of tests marked `rows_on_sqlite`, but for the first of each test.

    Such rows differ in what a rule says before anything is read or after everything is: the first shows that the
    way to the database and back holds, the others would show it again (0.2 s each).
    """
    seen: set[object] = set()
    for item in items:
        if item.get_closest_marker("rows_on_sqlite") is None or not _is_on_postgres(item):
            continue
        test = getattr(item, "function", None)
        if test in seen:
            yield item
        seen.add(test)


def _is_on_postgres(item: pytest.Item) -> bool:
    callspec = getattr(item, "callspec", None)
    return callspec is not None and "postgres" in callspec.params.values()
