"""A table over many pages: repeated header, whole rows, sums carried over from page to page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from reportlab.lib.units import mm

from app.domain.papers import CellAlign
from app.services.documents.flow import BODY_BOTTOM, FOLLOWING_TOP, Flow
from app.services.documents.pen import (
    ACCENT,
    BODY,
    HAIR,
    LABEL,
    LEFT,
    RIGHT,
    SMALL,
    STRONG,
    TINT,
    Pen,
    TextStyle,
)
from app.services.documents.text import wrap_text

HEADER_HEIGHT = 19.0
CARRY_HEIGHT = 17.0
_GAP = 2 * mm
_PADDING = 3.6
_LEADING = 11.6
_SMALL_LEADING = 9.8
_MOST_LINES = 40  # a row longer than that goes on as a further row

_PAGE_ROOM = BODY_BOTTOM - FOLLOWING_TOP


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its place on the page, in points."""

    label: str
    left: float
    width: float
    align: CellAlign = CellAlign.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """Wrapped lines: the main ones, then small quiet ones below."""

    lines: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    tick_box: bool = False

    @property
    def height(self) -> float:
        """The points the lines take."""
        return len(self.lines) * _LEADING + len(self.small) * _SMALL_LEADING

    @property
    def line_count(self) -> int:
        """All lines, main and small."""
        return len(self.lines) + len(self.small)

    def top(self, count: int) -> Cell:
        """Return the first `count` lines."""
        return replace(self, lines=self.lines[:count], small=self.small[: max(0, count - len(self.lines))])

    def below(self, count: int) -> Cell:
        """Return what is left after the first `count` lines."""
        return Cell(self.lines[count:], self.small[max(0, count - len(self.lines)) :])


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by column; `carried` counts in the carried-over sum; a `heading` stays with the next row."""

    cells: tuple[Cell, ...]
    carried: int | None = None
    is_strong: bool = False
    is_heading: bool = False

    @property
    def height(self) -> float:
        """The points the row takes, padding included."""
        inner = max((cell.height for cell in self.cells), default=0.0)
        return max(inner, _LEADING) + 2 * _PADDING


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to be placed. `amount_text` writes the carried sum; None carries nothing."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    carried_words: tuple[str, str] = ("", "")
    amount_text: Callable[[int], str] | None = None
    carried_column: int = -1


def place_columns(shares: tuple[tuple[str, float, CellAlign], ...], *, flexible: int) -> tuple[Column, ...]:
    """Return columns side by side from (label, width in mm, align); the flexible one takes the rest."""
    fixed = sum(width * mm for index, (_, width, _) in enumerate(shares) if index != flexible)
    rest = RIGHT - LEFT - fixed - _GAP * (len(shares) - 1)
    columns: list[Column] = []
    left = LEFT
    for index, (label, width_mm, align) in enumerate(shares):
        width = rest if index == flexible else width_mm * mm
        columns.append(Column(label, left, width, align))
        left += width + _GAP
    return tuple(columns)


def text_cell(text: str, width: float, *, small: tuple[str, ...] = (), strong: bool = False) -> Cell:
    """Return a cell wrapped to its column's width in points."""
    style = STRONG if strong else BODY
    quiet = tuple(line for part in small for line in wrap_text(part, width, size=SMALL.size))
    return Cell(wrap_text(text, width, font=style.font, size=style.size), quiet)


def place_grid(flow: Flow, grid: Grid, *, keep_below: float = 0.0) -> None:
    """Place the table; its last row stays with the `keep_below` points that follow (the totals)."""
    rows = tuple(part for row in grid.rows for part in _split_tall(row))
    if not rows:
        return
    carried = 0
    _start_table(flow, grid, first_row=rows[0])
    placed_here = 0
    for row, following in pairwise((*rows, None)):
        assert row is not None
        if placed_here and _wanted(row, following, grid, keep_below) > flow.room():
            _place_carry(flow, grid, grid.carried_words[0], carried, above=False)
            flow.open_page()
            _place_header(flow, grid)
            _place_carry(flow, grid, grid.carried_words[1], carried, above=True)
            placed_here = 0
        _place_row(flow, grid, row)
        carried += row.carried or 0
        placed_here += 1


def _start_table(flow: Flow, grid: Grid, *, first_row: Row) -> None:
    if HEADER_HEIGHT + first_row.height + CARRY_HEIGHT > flow.room() and not flow.is_fresh():
        flow.open_page()
    _place_header(flow, grid)


def _wanted(row: Row, following: Row | None, grid: Grid, keep_below: float) -> float:
    """Return the room a row needs below it to stand here."""
    if following is None:
        together = row.height + keep_below
        fits_one_page = together + HEADER_HEIGHT + CARRY_HEIGHT <= _PAGE_ROOM
        return together if fits_one_page else row.height
    carry = CARRY_HEIGHT if grid.amount_text else 0.0
    return row.height + carry + (following.height if row.is_heading else 0.0)


def _split_tall(row: Row) -> list[Row]:
    """Return the row, or pieces of it when its text would not fit on one page."""
    pieces: list[Row] = []
    rest = row
    while any(cell.line_count > _MOST_LINES for cell in rest.cells):
        pieces.append(replace(rest, cells=tuple(cell.top(_MOST_LINES) for cell in rest.cells)))
        rest = replace(rest, cells=tuple(cell.below(_MOST_LINES) for cell in rest.cells), carried=None)
    return [*pieces, rest]


def _place_header(flow: Flow, grid: Grid) -> None:
    def draw(pen: Pen, y: float) -> None:
        for column in grid.columns:
            _write(pen, column, y + 11.5, column.label, LABEL)
        pen.rule(y + HEADER_HEIGHT - 2, LEFT, RIGHT, color=ACCENT, weight=0.9)

    flow.place(HEADER_HEIGHT, draw)


def _place_carry(flow: Flow, grid: Grid, words: str, carried: int, *, above: bool) -> None:
    if grid.amount_text is None:
        return
    amount = grid.amount_text(carried)
    column = grid.columns[grid.carried_column]

    def draw(pen: Pen, y: float) -> None:
        pen.text(column.left - _GAP, y + 11, words, SMALL, align="right")
        _write(pen, column, y + 11, amount, STRONG)
        if above:
            pen.rule(y + CARRY_HEIGHT - 1, LEFT, RIGHT, color=HAIR)

    flow.place(CARRY_HEIGHT, draw)


def _place_row(flow: Flow, grid: Grid, row: Row) -> None:
    height = row.height

    def draw(pen: Pen, y: float) -> None:
        if row.is_heading:
            pen.panel(LEFT - 4, y + 1.5, RIGHT - LEFT + 8, height - 3, color=TINT)
        for column, cell in zip(grid.columns, row.cells, strict=True):
            _draw_cell(pen, column, cell, y + _PADDING, strong=row.is_strong)
        if not row.is_heading:
            pen.rule(y + height, LEFT, RIGHT)

    flow.place(height, draw)


def _draw_cell(pen: Pen, column: Column, cell: Cell, top: float, *, strong: bool) -> None:
    style = STRONG if strong else BODY
    base = top + 8.8
    if cell.tick_box:
        pen.frame(column.left + 1, top + 1, 9, 9)
    for line in cell.lines:
        _write(pen, column, base, line, style)
        base += _LEADING
    base -= 0.9
    for line in cell.small:
        _write(pen, column, base, line, SMALL)
        base += _SMALL_LEADING


def _write(pen: Pen, column: Column, base: float, text: str, style: TextStyle) -> None:
    if column.align is CellAlign.RIGHT:
        pen.fitted(column.left + column.width, base, text, style, width=column.width)
    else:
        pen.text(column.left, base, text, style)
