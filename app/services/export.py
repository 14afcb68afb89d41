"""Lists as files for a spreadsheet: CSV and XLSX, row by row, complete or not there at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar

from app.domain.errors import OutsideError
from app.domain.pages import Page, PageRequest
from app.domain.rights import Actor
from app.services.export_files import Head, ProcessSink, Sink, Value, open_sink
from app.services.unit_of_work import Reading

R = TypeVar("R")
PAGE_ROWS = 2000
TOLD_EVERY = 500


@dataclass(frozen=True, slots=True)
class ExportColumn(Generic[R]):
    """A column of the file; `right` is the one without which nobody gets it (F95)."""

    title: str
    value: Callable[[R], Value]
    width: int = 0  # pixels on the screen, 0: as wide as its title
    right: str = ""


def read_all(
    view: Reading, read: Callable[[Reading, PageRequest], Page[R]], request: PageRequest
) -> Iterator[R]:
    """Every row of a list, page by page in one state of the database; a capped count does not end it."""
    first, known, mark = 0, None, None
    while True:
        page = read(view, replace(request, first=first, count=PAGE_ROWS, known_total=known, near=mark))
        yield from page.rows
        first += len(page.rows)
        mark = page.marks[-1] if page.marks else None
        is_counted = page.exact and known is None
        if len(page.rows) < PAGE_ROWS or (is_counted and first >= page.total):
            return
        if known is None:
            known = page.total if page.exact else sys.maxsize


def export_rows(
    path: Path,
    columns: Sequence[ExportColumn[R]],
    rows: Iterable[R],
    *,
    title: str,
    actor: Actor,
    told: Callable[[int], None] = lambda _count: None,
    beside: bool = False,
) -> int:
    """Write the rows to a .csv or .xlsx file; how many they are.

    Columns that the actor may not see are left out. `told` hears the count now and then; what it raises
    stops the export. Until the last row is safe the file's old content stays as it was. `beside`: a process
    of its own makes the file, so that a window beside a long export does not stutter.
    """
    allowed = [column for column in columns if not column.right or actor.can(column.right)]
    head = Head([column.title for column in allowed], [column.width for column in allowed], title)
    with written_whole(path) as part:
        sink = ProcessSink(part, head) if beside else open_sink(part, head)
        return _write(sink, allowed, rows, told)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """The place to write a file to, which takes the path's when it is whole; until then what was there stays.

    OutsideError `export.cannot_write` where the path is refused, or the disk is full.
    """
    try:
        with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.", suffix=".part") as folder:
            part = Path(folder) / path.name
            yield part
            _settle(part, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutsideError("export.cannot_write", file=path, detail=reason) from error


def _write(
    sink: Sink, columns: Sequence[ExportColumn[R]], rows: Iterable[R], told: Callable[[int], None]
) -> int:
    count = 0
    try:
        for row in rows:
            sink.put([column.value(row) for column in columns])
            count += 1
            if count % TOLD_EVERY == 0:
                told(count)
    except BaseException:
        with suppress(Exception):  # the reason why it ended is told, not that of tidying up
            sink.drop()
        raise
    sink.close()
    return count


def _settle(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
