"""Writing the changed rows of a grid in one unit of work; refusals are told by the row that they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.models.cells_model import CellRow, CellsModel, SavedRow
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader

D = TypeVar("D")
D_contra = TypeVar("D_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class KeyedRow(Generic[D]):
    """A changed row with what it means; `number` is its place among the grid's rows."""

    grid: str
    number: int
    row: CellRow
    data: D


def keyed_rows(
    grid: str, cells: CellsModel, read: Callable[[CellReader], D], texts: dict[str, str]
) -> list[KeyedRow[D]]:
    """The rows to be written; what cannot be read goes into `texts`."""
    changed = {id(row) for row in cells.changed_rows()}
    return [
        KeyedRow(grid, number, row, read(CellReader(grid, number, row, texts)))
        for number, row in enumerate(cells.rows())
        if id(row) in changed
    ]


WriteRow = Callable[[UnitOfWork, CellRow, D], SavedRow]


def save_rows(uow: UnitOfWork, rows: Sequence[KeyedRow[D]], write: WriteRow[D]) -> None:
    """Write every row and note what became of it; all refusals together, with `where` as "grid/row/field"."""
    issues: list[Issue] = []
    code = ""
    for each in rows:
        try:
            with uow.savepoint():
                each.row.saved = write(uow, each.row, each.data)
        except RefusedError as error:
            code = error.code
            place = f"{each.grid}/{each.number}/"
            found = error.issues or (Issue(error.code, severity=Severity.BLOCK, params=dict(error.params)),)
            issues += [replace(issue, where=place + issue.where) for issue in found]
    if issues:
        raise RefusedError(code, issues=issues)


def write_versioned(row: CellRow, create: Callable[[], int], update: Callable[[int, int], int]) -> SavedRow:
    """Make the record of a new row, or change that of a stored one; `update(id, version)` gives the new version."""
    if row.key is None:
        return SavedRow(create(), version=1)
    return SavedRow(row.key, version=update(row.key, row.version))


class Changes(Protocol[D_contra]):
    """Changes a stored record: the new version."""

    def __call__(self, uow: UnitOfWork, id: int, data: D_contra, /, *, version: int) -> int:
        """Refused where it was changed elsewhere."""
        ...


def versioned_writer(create: Callable[[UnitOfWork, D], int], update: Changes[D]) -> WriteRow[D]:
    """What writes the rows of a grid whose records are made and changed by these two."""

    def write(uow: UnitOfWork, row: CellRow, data: D) -> SavedRow:
        def change(id_: int, version: int) -> int:
            return update(uow, id_, data, version=version)

        return write_versioned(row, lambda: create(uow, data), change)

    return write
