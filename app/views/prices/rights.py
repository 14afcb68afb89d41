"""What each role may give away, as a grid: by role, and by product family where that differs."""

from __future__ import annotations

from app.domain.money import micro_of
from app.domain.pricing import PriceRight
from app.domain.rights import ROLES
from app.i18n import _
from app.messages import text_of
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.prices.rights import (
    PriceRightCard,
    change_price_right,
    create_price_right,
    read_price_right_history,
    read_price_rights,
    remove_price_right,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, chosen, percent
from app.views.prices.rule_grid import shown_share

RIGHT_KEY = ("role", "family")
"""By which a row of a file is taken for one of the grid."""


def rights_spec() -> GridSpec[PriceRightCard, PriceRight]:
    """The rights; what is empty has no limit."""
    columns = _columns()
    return GridSpec(
        kind="price",
        story=read_price_right_history,
        words={
            "role": Word(_("Role"), chosen(columns[0].choices)),
            "family": _("Product family"),
            "max_discount_ppm": Word(_("Largest discount %"), percent),
            "min_margin_ppm": Word(_("Smallest margin %"), percent),
            "floor_ppm": Word(_("Down to % of the floor"), percent),
        },
        title=_("Rights"),
        hint=_(
            "What a role may type without an approval: the largest discount off the list price, and the smallest"
            " margin over the cost. A family's own row goes before the role's row for all; empty means no limit, as"
            " does a role without a row. Of several roles the widest counts. Price floors are lists, on the tab"
            " “Lists”: below one everybody asks, unless the role may go to a part of it here; above 100 the role asks"
            " before it."
        ),
        columns=columns,
        read=read_price_rights,
        row=_row,
        parse=_right,
        write=_write,
        remove=remove_price_right,
        names={"max_discount_ppm": "discount", "min_margin_ppm": "margin", "floor_ppm": "floor"},
        right="price.edit",
        desk="prices",
    )


def _columns() -> tuple[CellColumn, ...]:
    roles = tuple((role, text_of(f"role.{role}", {})) for role in ROLES)
    off = _("Off the list price of the quantity; also off the order as a whole, where no family stands here")
    left = _("Of the price, over the cost; says nothing where the cost is unknown")
    down = _("Of the floor price: 90 may go a tenth below it, 110 asks a tenth above it for what is typed")
    return (
        CellColumn("role", _("Role"), "choice", width=180, choices=roles, usual="sales"),
        CellColumn("family", _("Product family"), width=200, stretch=True, help=_("Empty: all")),
        CellColumn("discount", _("Largest discount %"), "number", width=160, help=off),
        CellColumn("margin", _("Smallest margin %"), "number", width=160, help=left),
        CellColumn("floor", _("Down to % of the floor"), "number", width=180, help=down),
    )


def _row(card: PriceRightCard) -> CellRow:
    right = card.right
    values: dict[str, object] = {
        "role": right.role,
        "family": right.family,
        "discount": _shown(right.max_discount_ppm),
        "margin": _shown(right.min_margin_ppm),
        "floor": _shown(right.floor_ppm),
    }
    return CellRow(card.id, values)


def _shown(ppm: int | None) -> str:
    return "" if ppm is None else shown_share(ppm)


def _right(read: CellReader) -> PriceRight:
    return PriceRight(
        read.text("role"),
        read.text("family"),
        _limit(read, "discount"),
        _limit(read, "margin"),
        _limit(read, "floor"),
    )


def _limit(read: CellReader, name: str) -> int | None:
    keyed = read.number(name, PERCENT_PLACES)
    return None if keyed is None else micro_of(keyed / 100)


def _write(uow: UnitOfWork, row: CellRow, data: PriceRight) -> SavedRow:
    if row.key is None:
        return SavedRow(create_price_right(uow, data))
    as_read = _right(CellReader("", 0, CellRow(row.key, row.base), {}))
    change_price_right(uow, row.key, data, before=as_read)
    return SavedRow(row.key)
