"""Hands for the grids of the price desk and of the set-up: a part is opened, a row is keyed, a cell is gone to."""

from __future__ import annotations

from typing import Any

from tests.helpers.window import CTRL, KEY


def open_part(window: Any, desk: str, part: str) -> Any:
    """The page of a part of the desk, in front: `open_part(window, "price", "surcharge")`."""
    window.show(f"{desk}s" if desk == "price" else desk)
    window.context.bus.ask(f"{desk}.open", page=part)
    window.idle()
    return window.context.desk().page()


def go_to_cell(grid: Any, row: int, column: str) -> None:
    """Put the cursor on a cell."""
    grid.setFocus()
    grid.select_row(row, grid.cells.column_number(column))


def key_row(window: Any, page: Any, row: int, **values: str) -> None:
    """Key these cells of a row, in the grid or beside it, and save with Ctrl+S."""
    for name, text in values.items():
        if page.grid.isColumnHidden(page.grid.cells.column_number(name)):
            page.grid.select_row(row)
            window.key_field(f"{page.grid.objectName().removesuffix('Grid')}:{name}", text)
        else:
            go_to_cell(page.grid, row, name)
            window.type(f"{text}\n")
    window.press(KEY.Key_S, CTRL)
    window.idle()
