"""Shift+F9 on the price desk: the versions of the rule under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.views.kit.grid_page import GridPage
from app.views.kit.list_pane import ListPane
from app.views.kit.tab_desk import DeskPage


def show_versions_of(page: DeskPage, rule_of: Callable[[], str]) -> None:
    """Let the page's key open the rule that `rule_of` names; "" for a row that is not kept yet."""

    def show() -> None:
        if rule := rule_of():
            page.context.bus.ask("price.versions", rule=rule)

    page.can_do["versions"] = show


def versions_of_rows(page: GridPage[Any, Any], kind: str) -> None:
    """The rows of a grid are rules of this kind."""

    def rule() -> str:
        row = page.grid.cells.row_at(page.grid.current_row())
        return f"{kind}:{row.key}" if row is not None and row.key is not None else ""

    show_versions_of(page, rule)


def versions_of_list(page: ListPane[Any], kind: str) -> None:
    """The rows of a list are rules of this kind, by their ids."""

    def rule() -> str:
        row = page.model.row(page.table.current_row())
        return "" if row is None else f"{kind}:{row.id}"

    show_versions_of(page, rule)
