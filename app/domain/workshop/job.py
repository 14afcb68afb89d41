"""All that the workshop is told of a piece to make: where it belongs, what it takes, what is cut and in which steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.domain.product_models.results import OperationLine
from app.domain.scene.model import Material, Scene
from app.domain.workshop.cut_list import SHEET, CutRow, cut_list
from app.domain.workshop.sheets import Layout, Panel, lay_out


@dataclass(frozen=True, slots=True)
class JobArticle:
    """An article of the bill of materials: `quantity` is for all pieces of the job."""

    sku: str
    name: str
    quantity: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class Job:
    """So many equal pieces to make.

    Args:
        number: of the workshop order, "" for a preview.
        order_number: of the customer's order, with `position` the place of its line.
        text: what is made, as the order's line says it.
        scene: of one piece.
        rows: the cut list of all pieces.
        layouts: by code of a sheet material how its panels lie on sheets.
    """

    number: str
    order_number: str
    position: str
    customer: str
    text: str
    pieces: int
    due: date | None
    scene: Scene
    articles: tuple[JobArticle, ...]
    operations: tuple[OperationLine, ...]
    rows: tuple[CutRow, ...]
    layouts: Mapping[str, Layout]

    @property
    def minutes(self) -> Fraction:
        """All operations with their setting up."""
        return sum((minutes_of(each, self.pieces) for each in self.operations), Fraction(0))

    @property
    def work_cost(self) -> Fraction:
        """What all operations cost, in the firm's currency."""
        return sum((cost_of(each, self.pieces) for each in self.operations), Fraction(0))


def minutes_of(operation: OperationLine, pieces: int) -> Fraction:
    """Minutes for all pieces, set up once."""
    return operation.setup + operation.minutes * pieces


def cost_of(operation: OperationLine, pieces: int) -> Fraction:
    """What that time costs."""
    return minutes_of(operation, pieces) * operation.hourly / 60


def cut_of(scene: Scene, pieces: int) -> tuple[CutRow, ...]:
    """The cut list of so many equal pieces."""
    return cut_list([scene] * pieces)


def layouts_of(rows: Iterable[CutRow], materials: Mapping[str, Material]) -> dict[str, Layout]:
    """By sheet material how its panels lie; panels are named "row.piece" by their places in the cut list, from 0."""
    panels: dict[str, list[Panel]] = {}
    for number, row in enumerate(rows):
        if row.kind == SHEET:
            panels.setdefault(row.material, []).extend(
                Panel(f"{number}.{piece}", row.length, row.width, can_turn=not row.has_grain)
                for piece in range(row.count)
            )
    return {code: lay_out(found, materials[code].sheet) for code, found in panels.items()}
