"""What a card says where it was changed here and elsewhere: both values, by the place that they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.i18n import _
from app.models.cells_model import CellClash, CellsModel

LINES_MOST = 5  # in the strip; the cells tell the others
_OUT = "-out"  # behind a grid's name: of a row that does not stand in it


def elsewhere(value: str) -> str:
    """What a field or cell is now in the database."""
    return _("Changed elsewhere meanwhile to: {value}").format(value=value or _("(empty)"))


def cell_texts(grid: str, cells: CellsModel, clashes: Sequence[CellClash]) -> dict[str, str]:
    """The clashes of a grid by "grid/row/column"; those of rows that were taken out here by a place of no grid."""
    return {
        f"{grid}{_OUT if clash.kind == 'taken_out' else ''}/{_row(clash, number)}/{clash.column}": _text(
            cells, clash
        )
        for number, clash in enumerate(clashes)
    }


def standing(grids: Mapping[str, CellsModel]) -> dict[str, str]:
    """What is marked in the cells already: it waits for its answer beside what comes."""
    return {
        f"{name}/{row}/{column}": text
        for name, cells in grids.items()
        for (row, column), text in cells.errors().items()
    }


def _row(clash: CellClash, number: int) -> int:
    return number if clash.kind == "taken_out" else clash.row


def _text(cells: CellsModel, clash: CellClash) -> str:
    value = cells.cell_text(clash.column, clash.theirs) or _("(empty)")
    if clash.kind == "gone":
        return _("Somebody took this row out meanwhile. It said: {value}").format(value=value)
    if clash.kind == "taken_out":
        title = cells.columns[cells.column_number(clash.column)].title
        told = _("A row that you took out was changed elsewhere meanwhile. {column}: {value}")
        return told.format(column=title, value=value)
    return elsewhere(value)


def told_clash(texts: Mapping[str, str], grids: Mapping[str, CellsModel]) -> str:
    """The sentence over the card, with what no field tells under itself."""
    rows = [text for where, text in texts.items() if where.partition("/")[0].endswith(_OUT)]
    cells = [text for each in grids.values() for text in each.told_errors()]
    lines = [*rows, *cells]
    told = _("Somebody changed the same fields meanwhile. Nothing of yours was overwritten.")
    more = ["…"] if len(lines) > LINES_MOST else []
    return "\n".join([told, *lines[:LINES_MOST], *more])
