"""What can be done with the list in front, whatever desk it is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import _
from app.views.kit.commands import Command
from app.views.kit.context import Context
from app.views.kit.list_keys import COLUMNS_KEYS, EXPORT_KEYS, VIEWS_KEYS

if TYPE_CHECKING:
    from app.views.kit.list_bar import ListBar


def list_commands() -> list[Command]:
    """Saved views, columns and export."""
    menu = _("View")
    named: list[tuple[str, str, str, Callable[[ListBar[Any]], None]]] = [
        ("list.views", _("Saved views"), VIEWS_KEYS, lambda bar: bar.open_views()),
        ("list.columns", _("Columns"), COLUMNS_KEYS, lambda bar: bar.open_columns()),
        ("list.export", _("Export list"), EXPORT_KEYS, lambda bar: bar.export()),
    ]
    return [
        Command(id, title, _on_bar(run), keys, menu, enabled=_has_bar, why=no_list)
        for id, title, keys, run in named
    ]


def no_list(_context: Context) -> str:
    """There is nothing to filter or export."""
    return _("No list is in front.")


def front_bar(context: Context) -> ListBar[Any] | None:
    """The line of the list that is seen, of two that of the one being worked in; None where there is none."""
    from app.views.kit.list_bar import ListBar

    desk = context.desk()
    bars = desk.findChildren(ListBar) if desk is not None else []
    seen = [bar for bar in bars if bar.isVisible()]
    focus = QApplication.focusWidget()
    mine = (bar for bar in seen if _is_beside(bar, focus))
    return next(mine, seen[0] if seen else None)


def _is_beside(bar: QWidget, widget: QWidget | None) -> bool:
    page = bar.parentWidget()
    return widget is not None and page is not None and page.isAncestorOf(widget)


def _has_bar(context: Context) -> bool:
    return front_bar(context) is not None


def _on_bar(run: Callable[[ListBar[Any]], None]) -> Callable[[Context], None]:
    def call(context: Context) -> None:
        bar = front_bar(context)
        if bar is not None:
            run(bar)

    return call
