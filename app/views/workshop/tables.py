"""The tables of a workshop order: components, cut list, operations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject

from app.i18n import _
from app.models.columns import State
from app.models.entry_model import EntryColumn, EntryModel
from app.services.making.lists import SeenComponent
from app.views.kit.keyed import micro_text

Row = Sequence[str]


class Head(NamedTuple):
    """A column: its title, its width in pixels, and whether numbers stand in it."""

    title: str
    width: int
    is_number: bool = False


def component_model(parent: QObject) -> EntryModel[SeenComponent]:
    """What it takes, with what is reserved, used, free and short."""
    return EntryModel(_component_columns(), parent=parent, key=lambda each: each.row.id)


def _told(each: SeenComponent) -> str:
    if each.row.product_id is None:
        return _("no such article")
    return micro_text(each.short_micro, each.row.unit) if each.short_micro else ""


def _level(each: SeenComponent) -> State | None:
    return "bad" if each.row.product_id is None or each.short_micro else None


def _component_columns() -> tuple[EntryColumn[SeenComponent], ...]:
    def quantity(
        name: str, title: str, micro: Any, *, quiet: bool = False, width: int = 68
    ) -> EntryColumn[SeenComponent]:
        return EntryColumn(
            name, title, lambda each: micro_text(micro(each)), align_right=True, width=width, quiet=quiet
        )

    return (
        EntryColumn("sku", _("SKU"), lambda each: each.row.article, width=126),
        EntryColumn("name", _("Name"), lambda each: each.name, width=110, stretch=True),
        EntryColumn("short", _("Short of"), _told, state=_level, align_right=True, width=84),
        EntryColumn(
            "needed",
            _("Needed"),
            lambda each: micro_text(each.row.needed_micro, each.row.unit),
            align_right=True,
            width=84,
        ),
        quantity("reserved", _("Reserved"), lambda each: each.row.reserved_micro),
        quantity("free", _("Free"), lambda each: each.free_micro, quiet=True),
        quantity("used", _("Consumed"), lambda each: each.row.consumed_micro, quiet=True, width=84),
    )


def text_model(heads: Sequence[Head], parent: QObject) -> EntryModel[Row]:
    """Rows of texts under these titles and widths, those of numbers at the right; the widest takes what is left."""

    def text_at(place: int) -> Any:
        return lambda row: row[place]

    widest = max(range(len(heads)), key=lambda place: heads[place].width)
    columns: tuple[EntryColumn[Row], ...] = tuple(
        EntryColumn(
            f"c{place}",
            head.title,
            text_at(place),
            width=head.width,
            stretch=place == widest,
            align_right=head.is_number,
        )
        for place, head in enumerate(heads)
    )
    return EntryModel(columns, parent=parent)


def cut_heads() -> tuple[Head, ...]:
    """The columns of the cut list, as `list_rows` has them."""
    sizes = tuple(
        Head(title, 58, is_number=True) for title in (_("Pieces"), _("Length"), _("Width"), _("Thick"))
    )
    return (
        Head(_("No."), 40),
        Head(_("Part"), 130),
        Head(_("Material"), 124),
        *sizes,
        Head(_("Grain"), 70),
        Head(_("Edges"), 124),
        Head(_("Openings"), 90),
    )


def work_heads() -> tuple[Head, ...]:
    """The columns of the operations."""
    return (
        Head(_("Operation"), 160),
        Head(_("Workplace"), 110),
        Head(_("Set-up, minutes"), 110, is_number=True),
        Head(_("Minutes"), 76, is_number=True),
        Head(_("Cost"), 76, is_number=True),
    )
