"""The tables of a workshop order: components, cut list, operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from app.i18n import _
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.models.unit_words import unit_word
from app.services.export_files import Value
from app.services.making.lists import SeenComponent
from app.views.kit.keyed import micro_text

Row = Sequence[str]


def component_model(parent: QObject) -> EntryModel[SeenComponent]:
    """What it takes, with what is reserved, used, free and short."""
    return EntryModel(_component_columns(), parent=parent, key=lambda each: each.row.id)


def _told(each: SeenComponent) -> str:
    if each.row.product_id is None:
        return _("no such article")
    return micro_text(each.row.lacks_micro, each.row.unit) if each.row.lacks_micro else ""


def _level(each: SeenComponent) -> State | None:
    return "bad" if each.row.product_id is None or each.row.lacks_micro > each.free_micro else None


def _component_columns() -> tuple[EntryColumn[SeenComponent], ...]:
    def quantity(name: str, title: str, micro: Any, *, quiet: bool = False) -> EntryColumn[SeenComponent]:
        return EntryColumn(
            name, title, lambda each: micro_text(micro(each)), align_right=True, width=80, quiet=quiet
        )

    return (
        EntryColumn("sku", _("SKU"), lambda each: each.row.article, width=130),
        EntryColumn("name", _("Name"), lambda each: each.name, width=110, stretch=True),
        EntryColumn("short", _("Short of"), _told, state=_level, align_right=True, width=110),
        quantity("needed", _("Needed"), lambda each: each.row.needed_micro),
        quantity("reserved", _("Reserved"), lambda each: each.row.reserved_micro),
        quantity("free", _("Free"), lambda each: each.free_micro, quiet=True),
        quantity("used", _("Consumed"), lambda each: each.row.consumed_micro, quiet=True),
        EntryColumn("unit", _("Unit"), lambda each: unit_word(each.row.unit), width=40, quiet=True),
    )


def text_model(heads: Sequence[tuple[str, int]], parent: QObject) -> EntryModel[Row]:
    """Rows of texts under these titles and widths; the first column takes what is left."""

    def text_at(place: int) -> Any:
        return lambda row: row[place]

    columns: tuple[EntryColumn[Row], ...] = tuple(
        EntryColumn(f"c{place}", head, text_at(place), width=width, stretch=place == 0)
        for place, (head, width) in enumerate(heads)
    )
    return EntryModel(columns, parent=parent)


def texts(rows: Sequence[Sequence[Value]], language: str) -> list[Row]:
    """Rows of a list as people read them."""
    from app.services.workshop.tables import shown

    return [shown(row, language) for row in rows]
