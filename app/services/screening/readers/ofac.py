"""OFAC's SDN list as csv: `sdn.csv`, `alt.csv` and `add.csv` without titles, "-0-" for nothing, Ctrl-Z at the end.

Source: OFAC, "Specially Designated Nationals and Blocked Persons, Data Specification" (dat_spec.txt).
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.errors import RefusedError
from app.domain.screening.entries import EntryKind, ListAddress, ListEntry, ListKind, ListName, NameKind
from app.services.screening.readers.files import END_OF_FILE, FileText, hash_of
from app.services.screening.readers.listed import (
    FileFindings,
    ReadList,
    check_references,
    country_code,
    tidy_names,
)

_WIDTHS = {12: "sdn.csv", 5: "alt.csv", 6: "add.csv"}
"""Files by their number of columns."""
_NOTHING = "-0-"
_KINDS = {
    "individual": EntryKind.PERSON,
    "vessel": EntryKind.VESSEL,
    "aircraft": EntryKind.AIRCRAFT,
    "": EntryKind.ORGANISATION,
}
_NAME_KINDS = {"fka": NameKind.FORMER}
_WEAK = re.compile(r"a\.k\.a\. '([^']+)'")  # weak names stand in the remarks, in single quotes
_EDITION_LETTERS = 12


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    rows: tuple[_Row, ...]


def read_ofac(files: Sequence[FileText], published: date | None) -> ReadList:
    """The three files as one list; refused when one is missing, cut off or of something else."""
    found = FileFindings()
    parts = _parts(files, found)
    main = next((file.name for file in files), "")
    found.refuse(main)
    missing = [name for width, name in _WIDTHS.items() if width not in parts]
    if missing:
        raise RefusedError("screening.files_missing", file=main, missing=", ".join(missing))
    entries = _entries(parts[12], parts[5], parts[6], found)
    found.refuse(parts[12].name)
    content_hash = hash_of(files)
    return ReadList(
        kind=ListKind.OFAC_SDN,
        edition=content_hash[:_EDITION_LETTERS],  # the files name none
        published=published or max(file.written for file in files),
        content_hash=content_hash,
        file_names=tuple(file.name for file in files),
        entries=entries,
    )


def _parts(files: Sequence[FileText], found: FileFindings) -> dict[int, _Part]:
    parts: dict[int, _Part] = {}
    have_end_marks = any(_has_end_mark(file) for file in files)
    for file in files:
        rows = _rows_of(file)
        width = len(rows[0].cells) if rows else 0
        is_list = width in _WIDTHS and rows[0].cells[0].isdigit()
        found.block(not is_list, "screening.file_unknown", file.name, file=file.name)
        found.block(width in parts, "screening.file_twice", file.name, file=file.name)
        if is_list:
            parts[width] = _Part(file.name, _whole_rows(file, rows, width, found))
            is_short = have_end_marks and not _has_end_mark(file) and not found.issues
            line = rows[-1].line
            found.block(is_short, "screening.file_cut", file.name, file=file.name, line=line)
    return parts


def _has_end_mark(file: FileText) -> bool:
    """Whether the file has the publisher's last byte; where another of the three has it, this one must too."""
    return file.content.rstrip(b" \r\n").endswith(END_OF_FILE.encode())


def _rows_of(file: FileText) -> tuple[_Row, ...]:
    """The file's rows; none of one that is no table, such as a text with a single quote."""
    try:
        return tuple(_rows(file.text))
    except csv.Error:
        return ()


def _rows(text: str) -> Iterator[_Row]:
    """Rows that say something, with the line on which each ends."""
    reader = csv.reader(io.StringIO(text.replace(END_OF_FILE, ""), newline=""), skipinitialspace=True)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _Row(reader.line_num, tuple(_tidy(cell) for cell in cells))


def _tidy(cell: str) -> str:
    bare = cell.strip()
    return "" if bare == _NOTHING else bare


def _whole_rows(file: FileText, rows: tuple[_Row, ...], width: int, found: FileFindings) -> tuple[_Row, ...]:
    """The rows that have every column; the last row of a file that was cut off has fewer, or no end of line."""
    ends = file.text.rstrip(" ").endswith(("\n", "\r", END_OF_FILE))
    last = rows[-1]
    is_cut = not ends or len(last.cells) != width or file.text.count('"') % 2
    found.block(is_cut, "screening.file_cut", file.name, file=file.name, line=last.line)
    for row in rows[: -1 if is_cut else None]:
        is_whole = len(row.cells) == width and row.cells[0].isdigit()
        found.block(
            not is_whole, "screening.row_wrong", f"{file.name}/{row.line}", file=file.name, line=row.line
        )
    return tuple(row for row in rows if len(row.cells) == width)


def _entries(main: _Part, alt: _Part, add: _Part, found: FileFindings) -> tuple[ListEntry, ...]:
    check_references(found, main.name, (row.cells[0] for row in main.rows))
    known = {row.cells[0] for row in main.rows}
    aliases, addresses = _by_entry(alt, known, found), _by_entry(add, known, found)
    return tuple(_entry(row.cells, aliases[row.cells[0]], addresses[row.cells[0]]) for row in main.rows)


def _by_entry(part: _Part, known: set[str], found: FileFindings) -> dict[str, list[tuple[str, ...]]]:
    """Rows by entry; one that names no entry shows that the files are not of one day."""
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in part.rows:
        rows[row.cells[0]].append(row.cells)
        if row.cells[0] not in known:
            where = f"{part.name}/{row.line}"
            found.block(
                True, "screening.entry_missing", where, file=part.name, line=row.line, id=row.cells[0]
            )
    return rows


def _entry(
    cells: tuple[str, ...], aliases: list[tuple[str, ...]], addresses: list[tuple[str, ...]]
) -> ListEntry:
    number, name, kind, programme, remarks = cells[0], cells[1], cells[2], cells[3], cells[11]
    names = [ListName(name)]
    names += [ListName(alias[3], _NAME_KINDS.get(alias[2].casefold(), NameKind.ALIAS)) for alias in aliases]
    names += [ListName(weak, NameKind.ALIAS, is_weak=True) for weak in _WEAK.findall(remarks)]
    return ListEntry(
        id=0,
        list_kind=ListKind.OFAC_SDN,
        reference=number,
        kind=_KINDS.get(kind.casefold(), EntryKind.ORGANISATION),
        names=tidy_names(names),
        addresses=tuple(_address(row) for row in addresses if any(row[2:5])),
        programme=programme[:200],
        remarks=remarks,
    )


def _address(cells: tuple[str, ...]) -> ListAddress:
    return ListAddress(street=cells[2], city=cells[3], country=country_code(cells[4]) if cells[4] else "")
