"""A window into a long list: what a screen asks for and what it gets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

R = TypeVar("R")
COUNT_CAP = 10_000
"""Filtered lists are counted up to here; beyond it a screen shows "10,000+"."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `op`: eq, ne, ge, le, in, prefix, contains, empty."""

    column: str
    op: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A row at a known place of a sorted list: the next page is found from here, not from the list's end."""

    position: int
    value: object
    key: int


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which rows: `sort` is a column name of the list ("" = its usual order); `text` is type-to-search.

    A caller that knows the total of the unchanged list passes it in `known_total` and saves the counting;
    `near` is the mark that it knows next to `first`. Both are no part of the question itself.
    """

    first: int = 0
    count: int = 200
    sort: str = ""
    descending: bool = False
    text: str = ""
    filters: tuple[Filter, ...] = ()
    known_total: int | None = field(default=None, compare=False)
    near: Mark | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """A stretch of rows and how many there are in all; `exact` is False when counting was capped.

    `marks` are places in it from which other pages are found.
    """

    rows: tuple[R, ...]
    total: int
    exact: bool = True
    marks: tuple[Mark, ...] = ()
