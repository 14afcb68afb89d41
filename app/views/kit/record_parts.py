"""What a card consists of, and one try to save it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.models.cell_rows import SentRows
from app.models.cells_model import CellsModel
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.forms import Field, Form
from app.views.kit.record_texts import cells_of


@dataclass(frozen=True, slots=True)
class FormPart:
    """A form with its fields as declared."""

    form: Form
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class SaveTry:
    """What is sent to be saved, under the key that it keeps until it is answered: nothing is made twice."""

    write: Callable[[UnitOfWork], int]
    values: dict[str, object]
    cells: tuple[tuple[CellsModel, SentRows], ...]
    key: str

    def accept(self) -> None:
        """It is saved; what was keyed or taken out since is not."""
        for model, rows in self.cells:
            model.accept(rows)

    def give_up(self) -> None:
        """It is not saved. What has no answer yet is not given up: it may be."""
        for model, rows in self.cells:
            model.give_up(rows)


def save_try(
    kind: str, write: Callable[[UnitOfWork], int], values: dict[str, object], models: Iterable[CellsModel]
) -> SaveTry:
    """What stands there now, about to be sent."""
    cells = tuple((model, model.sent()) for model in models)
    return SaveTry(write, values, cells, f"{kind}-{uuid.uuid4().hex}")


def mark_parts(
    parts: Iterable[FormPart], grids: Mapping[str, CellsGrid], texts: Mapping[str, str], *, go: bool
) -> list[str]:
    """Mark fields ("name") and cells ("grid/row/column"); what is to be told of the cells, and of the rest."""
    rest = dict(texts)
    for part in parts:
        mine = {field.name: rest.pop(field.name) for field in part.fields if field.name in rest}
        part.form.show_errors(mine, go=go)
    for name, grid in grids.items():
        grid.cells.show_errors(cells_of(name, rest))
    told = [text for where, text in rest.items() if where.partition("/")[0] not in grids]
    return [*told, *(text for grid in grids.values() for text in grid.cells.told_errors())]


def go_to_first_error(parts: Iterable[FormPart], grids: Iterable[CellsGrid]) -> None:
    """Put the cursor where something is wrong: the fields first, then the cells."""
    for part in parts:
        wrong = next(iter(part.form.errors()), "")
        if wrong:
            part.form.focus(wrong)
            return
    for grid in grids:
        place = next(iter(grid.cells.errors()), None)
        if place is not None:
            grid.go_to(*place)
            return
