"""A file of few rows, read whole: for a grid that takes in what was written out of it, or made in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import RefusedError
from app.domain.importing.decisions import decide
from app.domain.importing.dialect import Confidence, Dialect
from app.domain.importing.problems import RowProblem, placed_text
from app.i18n import current_speech
from app.services.importing.preparing import open_file, sniff_file
from app.services.importing.sheets import is_sheet, sheet_as_text

ROWS_MOST = 2_000


@dataclass(frozen=True, slots=True)
class SmallTable:
    """The column names, the texts of each row, and how they are written."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    dialect: Dialect


def read_small_table(path: str) -> SmallTable:
    """The rows of a CSV file or of a workbook's first sheet; refused whole where one of them cannot be read.

    Where the file does not show its decimal mark it is the one of the language in force.
    """
    text = sheet_as_text(path) if is_sheet(path) else path
    dialect = sniff_file(text)
    _refuse_unsure_letters(path, dialect)
    mark = dialect.finding("decimal_mark")
    if text is path and mark is not None and mark.confidence is Confidence.LOW:
        dialect = decide(dialect, "decimal_mark", current_speech().decimal)
    table = open_file(text, dialect)
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        if isinstance(row, RowProblem):
            raise RefusedError("import.bad_row", file=path, reason=placed_text(row))
        rows.append(row.cells)
        if len(rows) > ROWS_MOST:
            raise RefusedError("import.too_many_rows", file=path, most=ROWS_MOST)
    if not rows:
        raise RefusedError("import.no_rows", file=path)
    return SmallTable(table.header, tuple(rows), dialect)


def _refuse_unsure_letters(path: str, dialect: Dialect) -> None:
    """Nobody is asked here how a file is encoded, as the import does."""
    page = next((doubt for doubt in dialect.doubts() if doubt.name == "encoding"), None)
    if page is not None:
        raise RefusedError("import.letters_unsure", file=path, page=page.value)
