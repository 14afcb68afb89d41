"""The lines of a paper as a table: which columns each kind of paper shows, and its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from reportlab.lib.units import mm

from app.domain.papers import (
    COUNTED_LINE_KINDS,
    CellAlign,
    PaperContent,
    PaperKind,
    PaperLine,
    PaperLineKind,
    PaperTable,
)
from app.services.documents.figures import amount_text
from app.services.documents.grid import Cell, Column, Grid, Row, place_columns, text_cell
from app.services.documents.pen import LEFT, RIGHT
from app.services.documents.text import clean_text
from app.services.documents.words import PaperWords, words_for

_LEFT, _RIGHT = CellAlign.LEFT, CellAlign.RIGHT
_ONLY_TEXT = frozenset({PaperLineKind.SECTION, PaperLineKind.NOTE})
_PERCENT_LENGTH = 7
"""A discount in percent has room in the usual column; what is taken off in money needs a wider one (decision 0057)."""


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of a line table: its label, width in mm, edge, and the text it takes from a line."""

    label: str
    width_mm: float
    align: CellAlign
    text: Callable[[PaperLine], str]
    is_description: bool = False
    is_tick_box: bool = False
    is_sku: bool = False


def line_grid(content: PaperContent) -> Grid:
    """Return the table of the paper's lines, with carried-over sums when it shows amounts."""
    words = words_for(content.language)
    fields = _fields_of(content, words)
    described = next(index for index, field in enumerate(fields) if field.is_description)
    shares = tuple((field.label, field.width_mm, field.align) for field in fields)
    columns = place_columns(shares, flexible=described)
    shown = [line for line in content.lines if content.is_priced or line.kind is not PaperLineKind.SUBTOTAL]
    rows = tuple(_row_of(line, fields, columns, described) for line in shown)
    carries = content.is_priced and any(row.carried is not None for row in rows)
    return Grid(
        columns=columns,
        rows=rows,
        carried_words=(words.carried_forward, words.brought_forward),
        amount_text=_amounts(content) if carries else None,
    )


def table_grid(content: PaperContent, table: PaperTable) -> Grid:
    """Return a free table of a statement or reminder; integers are written as amounts."""
    words = words_for(content.language)
    all_shares = sum(column.share for column in table.columns)
    usable_mm = (RIGHT - LEFT) / mm - 2 * (len(table.columns) - 1)
    shares = tuple((clean_text(c.label), usable_mm * c.share / all_shares, c.align) for c in table.columns)
    columns = place_columns(shares, flexible=0)
    write = _amounts(content)
    rows = [_free_row(cells, columns, write, is_total=False) for cells in table.rows]
    carried = table.carried_column
    if carried is not None:
        rows = [_carried_from(row, cells[carried]) for row, cells in zip(rows, table.rows, strict=True)]
    if table.total_row is not None:
        rows.append(_free_row(table.total_row, columns, write, is_total=True))
    return Grid(
        columns=columns,
        rows=tuple(rows),
        carried_words=(words.carried_forward, words.brought_forward),
        amount_text=None if carried is None else write,
        carried_column=-1 if carried is None else carried,
    )


def _amounts(content: PaperContent) -> Callable[[int], str]:
    return partial(amount_text, currency=content.currency, language=content.language)


def _fields_of(content: PaperContent, words: PaperWords) -> tuple[_Field, ...]:
    if content.kind is PaperKind.PICK_LIST:
        return _pick_fields(words)
    if content.kind is PaperKind.DELIVERY_NOTE:
        return _delivery_fields(words, content.lines)
    return _priced_fields(content, words)


def _pick_fields(words: PaperWords) -> tuple[_Field, ...]:
    return (
        _Field("", 5, _LEFT, lambda _: "", is_tick_box=True),
        _Field(words.bin, 17, _LEFT, lambda line: line.bin_text),
        _Field(words.sku, 24, _LEFT, lambda line: line.sku, is_sku=True),
        _Field(words.description, 0, _LEFT, lambda line: line.text, is_description=True),
        _Field(words.quantity, 13, _RIGHT, lambda line: line.quantity_text),
        _Field(words.unit, 11, _LEFT, lambda line: line.unit_text),
        _Field(words.picked, 19, _RIGHT, lambda line: "_" * 10 if line.kind is PaperLineKind.GOODS else ""),
    )


def _delivery_fields(words: PaperWords, lines: tuple[PaperLine, ...]) -> tuple[_Field, ...]:
    optional = (
        (
            _Field(words.ordered, 15, _RIGHT, lambda line: line.ordered_text),
            any(x.ordered_text for x in lines),
        ),
        (_Field(words.still_open, 17, _RIGHT, lambda line: line.open_text), any(x.open_text for x in lines)),
    )
    return (
        _Field(words.position, 7, _LEFT, lambda line: line.position),
        _Field(words.sku, 24, _LEFT, lambda line: line.sku, is_sku=True),
        _Field(words.description, 0, _LEFT, lambda line: line.text, is_description=True),
        _Field(words.quantity, 16, _RIGHT, lambda line: line.quantity_text),
        _Field(words.unit, 13, _LEFT, lambda line: line.unit_text),
        *(field for field, is_used in optional if is_used),
    )


def _priced_fields(content: PaperContent, words: PaperWords) -> tuple[_Field, ...]:
    longest = max((len(line.discount_text) for line in content.lines), default=0)
    wide = 11 if longest <= _PERCENT_LENGTH else 16
    discount = (_Field(words.discount, wide, _RIGHT, lambda line: line.discount_text),) if longest else ()
    write = _amounts(content)
    return (
        _Field(words.position, 7, _LEFT, lambda line: line.position),
        _Field(words.description, 0, _LEFT, lambda line: line.text, is_description=True),
        _Field(words.quantity, 13, _RIGHT, lambda line: line.quantity_text),
        _Field(words.unit, 10, _LEFT, lambda line: line.unit_text),
        _Field(words.unit_price, 19, _RIGHT, lambda line: line.unit_price_text),
        *discount,
        _Field(words.tax, 10, _RIGHT, lambda line: line.tax_label),
        _Field(
            f"{words.amount} {content.currency}",
            22,
            _RIGHT,
            lambda line: "" if line.amount_minor is None else write(line.amount_minor),
        ),
    )


def _row_of(line: PaperLine, fields: tuple[_Field, ...], columns: tuple[Column, ...], described: int) -> Row:
    if line.kind in _ONLY_TEXT:
        return _text_row(line, columns, described)
    strong = line.kind is PaperLineKind.SUBTOTAL
    shows_sku = any(field.is_sku for field in fields)
    quiet = "  ·  ".join(text for text in ("" if shows_sku else line.sku, line.detail) if text)
    cells = tuple(
        _line_cell(line, field, column, quiet if field.is_description else "", strong=strong)
        for field, column in zip(fields, columns, strict=True)
    )
    carried = line.amount_minor if line.kind in COUNTED_LINE_KINDS else None
    return Row(cells, carried=carried, is_strong=strong)


def _line_cell(line: PaperLine, field: _Field, column: Column, quiet: str, *, strong: bool) -> Cell:
    if field.is_tick_box:
        return Cell(tick_box=line.kind is PaperLineKind.GOODS)
    text = field.text(line)
    if field.align is _RIGHT:  # a number keeps to one line and is shrunk rather than broken
        cleaned = clean_text(text).replace("\n", " ")
        return Cell((cleaned,)) if cleaned else Cell()
    return text_cell(text, column.width, small=(quiet,), strong=strong)


def _text_row(line: PaperLine, columns: tuple[Column, ...], described: int) -> Row:
    """Return a section or note, which runs from its column to the right edge."""
    is_section = line.kind is PaperLineKind.SECTION
    start = 0 if is_section else described
    width = RIGHT - columns[start].left
    details = (line.detail,) if line.detail else ()
    cell = (
        text_cell(line.text, width, small=details, strong=True)
        if is_section
        else text_cell("", width, small=(line.text, *details))
    )
    cells = tuple(cell if index == start else Cell() for index in range(len(columns)))
    return Row(cells, is_strong=is_section, is_heading=is_section)


def _free_row(
    cells: tuple[str | int, ...], columns: tuple[Column, ...], write: Callable[[int], str], *, is_total: bool
) -> Row:
    drawn = tuple(
        text_cell(write(cell) if isinstance(cell, int) else cell, column.width, strong=is_total)
        for cell, column in zip(cells, columns, strict=True)
    )
    return Row(drawn, is_strong=is_total)


def _carried_from(row: Row, cell: str | int) -> Row:
    return replace(row, carried=cell) if isinstance(cell, int) else row
