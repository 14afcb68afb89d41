"""Rows of a small table that is edited as a whole: what was read, what was keyed, what others made of it meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Same = int | str
NO_ID = 0  # the key of a stored row that has no id of its own: its parent is written as a whole
ClashKind = Literal["changed", "gone", "taken_out"]


@dataclass(frozen=True, slots=True)
class SavedRow:
    """What became of a row when it was written: its id, version and `same`."""

    key: int
    version: int = 0
    same: Same | None = None


@dataclass(slots=True)
class CellRow:
    """One row: `key` is the record's id, None for a new one; `version` for the optimistic lock.

    `same` says what the row is about: it stays when the record gets another id with each change, or has none.
    `unread`: texts by column that were to be put there and say nothing to it; what stands there is not meant.
    `saved` is noted by the write, whose answer the row waits for; `stood` is the row before a reading that was
    taken for what that write made. `made_of` is the row that was sent, in whose place a reading put this one.
    """

    key: int | None
    values: dict[str, object]
    version: int = 0
    base: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    same: Same | None = None
    saved: SavedRow | None = None
    stood: CellRow | None = None
    made_of: CellRow | None = None

    def __post_init__(self) -> None:
        if self.same is None:
            self.same = self.key

    @property
    def is_changed(self) -> bool:
        """Whether anything was keyed here since it was read."""
        return self.values != self.base

    def settle(self, values: Mapping[str, object]) -> None:
        """These values were written; what was keyed since is not."""
        self.base = dict(values)
        if self.saved is not None:
            self.key, self.version = self.saved.key, self.saved.version
            self.same = next(each for each in (self.saved.same, self.same, self.key) if each is not None)

    def wrote(self, other: CellRow) -> bool:
        """Whether the other one is what this row's own write made, however its texts are spelt."""
        saved = self.saved
        is_told = saved is not None and bool(saved.key or saved.version)
        return is_told and saved is not None and (saved.key, saved.version) == (other.key, other.version)

    @property
    def abouts(self) -> tuple[Same | None, ...]:
        """What the row is about: as it was read, and as it was sent last, whether or not that is written."""
        saved = self.saved.same if self.saved is not None else None
        return (self.same,) if saved in (None, self.same) else (saved, self.same)

    def stands_on(self, other: CellRow) -> bool:
        """Whether nobody else changed anything between what was read for both."""
        return (self.key, self.version, self.base) == (other.key, other.version, other.base)

    def became(self, other: CellRow) -> bool:
        """Whether the other one may be what this new row became by a write that has no answer yet."""
        saved = self.saved
        if self.key is not None or saved is None:
            return False
        return saved.same == other.same is not None or (saved.key == other.key and saved.key != NO_ID)

    def fall_back(self) -> None:
        """What was read was not our own: what is keyed stands over what was read before, as it did."""
        before, self.stood = self.stood, None
        if before is None:
            return
        keyed = {
            name: value
            for name, value in self.values.items()
            if value != self.base[name] or before.values[name] != before.base[name]
        }
        if self.same != before.same:  # that row is another one
            self.base, self.values = dict(before.base), before.base | keyed
        self.base |= {name: before.base[name] for name in keyed}
        self.key, self.version, self.same = before.key, before.version, before.same


@dataclass(frozen=True, slots=True)
class CellClash:
    """What was done here and elsewhere; `theirs` is the cell's value there.

    "changed": a cell that both changed. "gone": a row keyed into here and taken out there, whose cell said
    `theirs`. "taken_out": a row that was taken out here and changed there; it has no place, `row` is -1.
    """

    row: int
    column: str
    theirs: object
    kind: ClashKind = "changed"


@dataclass(frozen=True, slots=True)
class SentRows:
    """What is being written: the rows with the values they had, which of them are changed, what was taken out."""

    rows: tuple[CellRow, ...]
    values: tuple[dict[str, object], ...]
    changed: frozenset[int]
    removed: tuple[CellRow, ...]

    def has(self, row: CellRow) -> bool:
        """Whether the row is being written as one that is changed or new."""
        return id(row) in self.changed

    def settle(self, standing: Iterable[CellRow]) -> None:
        """All of it is written. A row that was not changed has nothing noted by this write.

        A row of the `standing` ones that was read before the write is what became of the one that was sent.
        """
        sent = {id(row): (row, values) for row, values in zip(self.rows, self.values, strict=True)}
        read = [(row, *sent[id(row.made_of)]) for row in standing if id(row.made_of) in sent]
        read = [(row, made_of, values) for row, made_of, values in read if row.stands_on(made_of)]
        for row, values in zip(self.rows, self.values, strict=True):
            if not self.has(row):
                row.saved = None
            row.settle(values)
        for row, made_of, values in read:
            row.saved = made_of.saved
            row.settle(values)

    def give_up(self) -> None:
        """None of it is written: what was noted is undone."""
        for row in self.rows:
            row.saved = None


@dataclass(slots=True)
class Laid:
    """Rows from the database with what was keyed here on top."""

    rows: list[CellRow]
    removed: list[CellRow]
    clashes: list[CellClash]


def fresh_row(row: CellRow) -> CellRow:
    """A row as it was read, nothing keyed."""
    row.base = dict(row.values)
    return row


def _by_about(rows: Iterable[CellRow]) -> dict[Same | None, CellRow]:
    return {row.same: row for row in rows if row.key is not None}


def lay_over(here: Sequence[CellRow], removed: Iterable[CellRow], fresh: Iterable[CellRow]) -> Laid:
    """What is in the database now under what was keyed and taken out here, and what was done on both sides.

    What a new row may have become is not shown beside it: the answer to its write says whether it is the same.
    """
    removed = list(removed)
    mine, out = _by_about(here), _by_about(removed)
    new = [row for row in here if row.key is None]
    unsure = [row for row in (*new, *removed) if row.key is None]
    laid = Laid([], [row for row in removed if row.key is None], [])
    written = {row.abouts[0]: row for row in (*mine.values(), *out.values()) if len(row.abouts) > 1}
    for theirs in fresh:
        own = written.get(theirs.same)
        same = own.same if own is not None and own.wrote(theirs) else theirs.same
        if same in out:
            _keep_out(laid, out[same], theirs)
            continue
        if same not in mine and any(row.became(theirs) for row in unsure):
            continue
        merged, fought = _merge(mine.pop(same, None), theirs)
        laid.clashes += [CellClash(len(laid.rows), name, theirs.base[name]) for name in fought]
        laid.rows.append(merged)
    for row in mine.values():
        if row.is_changed:
            _keep_gone(laid, row)
    laid.rows += new
    return laid


def _keep_out(laid: Laid, mine: CellRow, theirs: CellRow) -> None:
    """It stays taken out, by the id that it has now; one that was changed meanwhile is told first."""
    is_own = mine.wrote(theirs)
    is_same = is_own or theirs.values == mine.base
    theirs.stood = mine if is_own and mine.stood is None else mine.stood
    theirs.made_of = mine.made_of or mine
    laid.removed.append(fresh_row(theirs))
    if not is_same:
        changed = [name for name, value in theirs.values.items() if mine.base.get(name) != value]
        laid.clashes += [CellClash(-1, name, theirs.values[name], "taken_out") for name in changed]


def _keep_gone(laid: Laid, row: CellRow) -> None:
    """What was keyed into it stays, as a new row."""
    keyed = [name for name, value in row.values.items() if value != row.base.get(name)]
    laid.clashes += [CellClash(len(laid.rows), name, row.base.get(name), "gone") for name in keyed]
    row.key, row.same, row.saved, row.stood, row.version, row.base = None, None, None, None, 0, {}
    laid.rows.append(row)


def _merge(mine: CellRow | None, theirs: CellRow) -> tuple[CellRow, list[str]]:
    """Their row with what was keyed here on top; the names of the cells that both changed."""
    fresh = fresh_row(theirs)
    if mine is None:
        return fresh, []
    is_own, fought = mine.wrote(theirs), []
    fresh.stood = mine if is_own and mine.stood is None else mine.stood
    fresh.made_of = mine.made_of or mine
    fresh.unread = dict(mine.unread)
    fresh.errors = {name: mine.errors[name] for name in mine.unread if name in mine.errors}
    for name, value in mine.values.items():
        if value == mine.base.get(name) or value == fresh.base[name]:
            continue
        if not is_own and mine.base.get(name) != fresh.base[name]:
            fought.append(name)
        fresh.values[name] = value
        if name in mine.errors:
            fresh.errors[name] = mine.errors[name]
    return fresh, fought
