"""Names that are pasted into a column of type-ahead: their records are looked for, as if each were chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.models.cells_model import PastedName, Picked
from app.services.unit_of_work import Reading
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context

Find = Callable[[Reading, str], Picked | None]
Found = dict[tuple[str, str], Picked | None]


def find_pasted(context: Context, grid: CellsGrid, find: Mapping[str, Find]) -> None:
    """Let pasted names be found, by column; one that names none, or more than one, stays marked in its cell."""

    def ask(names: Sequence[PastedName]) -> None:
        wanted = {(each.column, each.text) for each in names if each.column in find}

        def read(view: Reading) -> Found:
            return {(column, text): find[column](view, text) for column, text in wanted}

        def done(found: Found) -> None:
            for each in names:
                grid.cells.take_name(each, found.get((each.column, each.text)))
            grid.tell_unread()

        context.jobs.read(grid, read, done)

    grid.find_names = ask
