"""What may be sold instead of a product, as a grid of its card; rows of a sheet are pasted into it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from app.domain.substitutes import SubstituteInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked
from app.services.products.substitutes import (
    SubstituteFacts,
    create_substitute,
    remove_substitutes,
    update_substitute,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import VALIDITY, CellReader, shown_fields
from app.views.kit.row_saving import keyed_rows, save_rows
from app.views.products.article_rows import ArticleRows, KeyedArticle, keyed_article

GRID = "substitutes"


def substitute_columns() -> tuple[CellColumn, ...]:
    """The columns."""
    return (
        CellColumn("substitute", _("Article"), "pick", width=126, stretch=True, takes_text=True),
        CellColumn("takes", _("Takes"), "number", width=64, usual="1", help=_("So many base units of it …")),
        CellColumn(
            "instead_of",
            _("Replaces"),
            "number",
            width=76,
            usual="1",
            help=_("… replace so many of this article"),
        ),
        CellColumn(
            "both_ways", _("Both ways"), "check", width=84, help=_("This article replaces it in turn")
        ),
        CellColumn("rank", _("Rank"), "number", width=60, usual="0", help=_("The lowest is offered first")),
        CellColumn("valid_from", _("Valid from"), "date", width=100),
        CellColumn("valid_until", _("Valid until"), "date", width=100),
        CellColumn("note", _("Note"), width=104, help=_("Such as: another colour")),
    )


def substitute_row(facts: SubstituteFacts) -> CellRow:
    """A stored substitute as a row."""
    values = shown_fields(facts, "both_ways", "note", days=VALIDITY)
    values |= {"substitute": Picked(facts.substitute_id, facts.sku)}
    values |= {name: str(getattr(facts, name)) for name in ("takes", "instead_of", "rank")}
    return CellRow(facts.id, values, facts.version)


def substitute_input(read: CellReader, today: date) -> KeyedArticle[SubstituteInput]:
    """A keyed substitute."""
    data = SubstituteInput(
        substitute_id=read.picked("substitute") or 0,
        takes=read.whole("takes", 1),
        instead_of=read.whole("instead_of", 1),
        both_ways=read.flag("both_ways"),
        rank=read.whole("rank", 0),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
        note=read.text("note"),
    )
    return keyed_article(read, "substitute", data)


_ROWS: ArticleRows[SubstituteInput] = ArticleRows(
    "substitute",
    "substitute.refused",
    lambda data, id_: replace(data, substitute_id=id_),
    create_substitute,
    update_substitute,
)


def make_save(cells: CellsModel, texts: dict[str, str], today: date) -> Callable[[UnitOfWork, int], None]:
    """What saves the grid for the product of an id; what cannot be read goes into `texts`."""
    keyed = keyed_rows(GRID, cells, lambda read: substitute_input(read, today), texts)
    removed = [row.key for row in cells.removed_rows() if row.key is not None]

    def save(uow: UnitOfWork, product_id: int) -> None:
        if removed:
            remove_substitutes(uow, removed)
        save_rows(uow, keyed, lambda unit, row, data: _ROWS.save(unit, product_id, row, data))

    return save
