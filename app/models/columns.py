"""A list's columns as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, Protocol, TypeVar

from app.i18n import format_date

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
State = Literal["ok", "warn", "bad", "info", "muted"]
Value = str | int | Decimal | date | bool | None


class ListedColumn(Protocol[R_contra]):
    """What saved views and files want to know of a column, of a long list or of one that may be keyed into."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> Callable[[R_contra], str]: ...
    @property
    def align_right(self) -> bool: ...
    @property
    def sort_key(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def value(self) -> Callable[[R_contra], Value] | None: ...


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: how its text is made of a row, and what it may be sorted by ("" = not at all).

    `state` gives the status dot's colour, `width` pixels (0: by its content), `quiet` the muted ink,
    `right` the right without which the column is not shown. `value` is what a file for a spreadsheet gets
    (a number, a day); without it that is the text, and in a right-aligned column the number the text means.
    `hint` is what the mouse is told beside a text that is cut off.
    """

    name: str
    title: str
    text: Callable[[R], str]
    align_right: bool = False
    sort_key: str = ""
    right: str = ""
    state: Callable[[R], State | None] | None = None
    width: int = 0
    quiet: bool = False
    stretch: bool = False
    value: Callable[[R], Value] | None = None
    hint: Callable[[R], str] | None = None


def day_column(
    name: str,
    title: str,
    day: Callable[[R], date | None],
    *,
    width: int = 100,
    sort_key: str = "",
    state: Callable[[R], State | None] | None = None,
) -> Column[R]:
    """A column of days: written as people do, empty without one, and a day in a file."""

    def text(row: R) -> str:
        found = day(row)
        return format_date(found) if found else ""

    return Column(name, title, text, sort_key=sort_key, state=state, width=width, value=day)
