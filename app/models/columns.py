"""A list's columns as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

R = TypeVar("R")
State = Literal["ok", "warn", "bad", "info", "muted"]
Value = str | int | Decimal | date | bool | None


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: how its text is made of a row, and what it may be sorted by ("" = not at all).

    `state` gives the status dot's colour, `width` pixels (0: by its content), `quiet` the muted ink,
    `right` the right without which the column is not shown. `value` is what a file for a spreadsheet gets
    (a number, a day); without it that is the text, and in a right-aligned column the number the text means.
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
