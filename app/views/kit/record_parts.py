"""What a card consists of, and one try to save it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.models.cell_rows import SentRows
from app.models.cells_model import CellsModel
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.forms import Field, Form


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
