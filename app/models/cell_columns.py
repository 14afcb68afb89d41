"""The columns of a small table that is edited as a whole: what a cell shows, and what a pasted text means to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.domain.importing.values import parse_boolean
from app.i18n import _
from app.models.cell_rows import CellRow

CellKind = Literal["text", "number", "date", "choice", "check", "pick"]
UNREAD: Final = object()
"""What a text means that says nothing to its column."""
_DOT = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen by type-ahead: the record's id and what the cell shows; id 0: a text still to be found."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class PastedName:
    """A name that was pasted into a row, for which the record is to be found."""

    row: CellRow
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class CellColumn:
    """One column. `only_new`: may be keyed in new rows only; `usual`: what a new row starts with.

    `beside`: not shown in the grid but keyed beside it, and pasted from a sheet.
    `passed`: Enter and Tab go past it, the arrows reach it.
    `takes_text`: a pick that was typed to the end or pasted is kept as `Picked(0, text)` until it is saved.
    """

    name: str
    title: str
    kind: CellKind = "text"
    width: int = 100
    choices: tuple[tuple[object, str], ...] = ()
    read_only: bool = False
    only_new: bool = False
    stretch: bool = False
    quiet: bool = False
    takes_text: bool = False
    beside: bool = False
    passed: bool = False
    usual: object = None
    help: str = ""
    note: Callable[[Mapping[str, object]], str] | None = (
        None  # of a row's values: told behind the text, not keyed
    )
    joint: str = _DOT  # between the text and its note
    sample: str = ""  # what is read whole in the narrowest window

    @property
    def empty(self) -> object:
        """What stands in a cell into which nothing was keyed."""
        if self.kind == "check":
            return bool(self.usual)
        if self.kind == "choice":
            return self.usual if self.usual is not None or not self.choices else self.choices[0][0]
        return self.usual if self.usual is not None or self.kind == "pick" else ""


Places = tuple[int | None, ...]


# out


def shown_text(column: CellColumn, value: object) -> str:
    """A value as its column shows it."""
    if column.kind == "check":
        return ""
    if column.kind == "choice":
        return next((text for each, text in column.choices if each == value), str(value or ""))
    return value.text if isinstance(value, Picked) else str(value or "")


def told_text(column: CellColumn, value: object, values: Mapping[str, object]) -> str:
    """The cell's text with what is noted behind it."""
    text, note = shown_text(column, value), column.note(values) if column.note else ""
    return column.joint.join(part for part in (text, note) if part)


def copied_text(column: CellColumn, value: object) -> str:
    """A value as it can be pasted again: ticks too, and nothing that is only noted."""
    return str(int(bool(value))) if column.kind == "check" else shown_text(column, value)


# in


def pasted_value(column: CellColumn, text: str) -> object:
    """What a text of a sheet or a file means to its column; `UNREAD`: it says nothing to it, or must be found first."""
    if not text:
        return column.empty
    if column.kind == "pick":
        return Picked(0, text) if column.takes_text else UNREAD
    if column.kind == "check":
        flag = parse_boolean(text)
        return flag if isinstance(flag, bool) else UNREAD
    if column.kind == "choice":
        return chosen_by(column, text)
    return text


def chosen_by(column: CellColumn, text: str) -> object:
    """The choice with this value or word, however it is cased; a code in front of further words is enough.

    None is a choice as any other, where a column has it; `UNREAD`: it is none of them.
    """
    wanted = text.casefold()
    for each, word in column.choices:
        if wanted in {word.casefold(), each.casefold() if isinstance(each, str) else None}:
            return each
    coded = [each for each, word in column.choices if word.casefold().partition(_DOT)[0] == wanted]
    return coded[0] if len(coded) == 1 else UNREAD


def unread_text(column: CellColumn, text: str) -> str:
    """What is told of a text that says nothing to its column."""
    if column.kind == "pick":
        return _("“{text}” names none, or more than one. Choose it here.").format(text=text[:40])
    return _("“{text}” is none of the choices. Choose one.").format(text=text[:40])


def headed_by(columns: Sequence[CellColumn], column: int, heads: Sequence[str]) -> Places | None:
    """Under which column each of the copied cells belongs, if they begin with titles: None for a title of no column.

    Titles in the order of the columns go where they stand so, at the cursor before elsewhere; else each for itself,
    where more than half of them are known: other cells may happen to read like a title.
    """
    titles, wanted = [each.title for each in columns], list(heads)
    fits = [at for at in range(len(titles)) if titles[at : at + len(wanted)] == wanted]
    if column in fits or (fits and len(wanted) > 1):
        first = column if column in fits else fits[0]
        return tuple(range(first, first + len(wanted)))
    places = {title.casefold(): at for at, title in reversed(list(enumerate(titles)))}
    found = tuple(places.get(each.strip().casefold()) if each.strip() else None for each in wanted)
    known = len({each for each in found if each is not None})
    return found if known > 1 and known * 2 > sum(1 for each in wanted if each.strip()) else None
