"""A kit on its card: what it is made of, as a grid; how it is priced, split and taxed, as fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.kits import BY_COST, BY_LIST, FIXED, OF_KIT, OF_PARTS, OWN, SUM, KitInput, KitPartInput
from app.domain.money import decimal_of_micro
from app.domain.orders.keying import ppm_of
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, CellsModel, Picked
from app.services.products.kits import (
    KitFacts,
    KitPartFacts,
    create_part,
    remove_parts,
    set_kit,
    unset_kit,
    update_part,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import VALIDITY, CellReader, shown_fields, shown_number
from app.views.kit.forms import Field
from app.views.kit.row_saving import keyed_rows, save_rows
from app.views.products.article_rows import ArticleRows, KeyedArticle, keyed_article

GRID = "kit"
_PERCENT = Decimal(10_000)


def kit_choices() -> dict[str, tuple[tuple[object, str], ...]]:
    """The choices of the fields, in words."""
    return {
        "kit_price": ((OWN, _("its own list price")), (SUM, _("sum of its parts"))),
        "kit_split": (
            (BY_LIST, _("by list prices")),
            (BY_COST, _("by costs")),
            (FIXED, _("by the shares below")),
        ),
        "kit_tax": ((OF_PARTS, _("of each part")), (OF_KIT, _("of the kit"))),
    }


def kit_fields() -> tuple[Field, ...]:
    """How a kit is priced, split and taxed; they matter once it has parts."""
    choices = kit_choices()
    return (
        Field("kit_price", _("Kit's price"), "choice", choices=choices["kit_price"]),
        Field("kit_less", _("Less"), "number", suffix="%", decimals=0, help=_("What the sum of its parts is less.")),
        Field(
            "kit_split", _("Split"), "choice", choices=choices["kit_split"],
            help=_("By what its price is shared out over its parts, to the cent."),
        ),
        Field("kit_tax", _("Tax class"), "choice", choices=choices["kit_tax"]),
    )  # fmt: skip


def kit_values(kit: KitInput | None) -> dict[str, object]:
    """The fields of a kit, or of what may become one."""
    kit = kit or KitInput()
    less = Decimal(kit.less_ppm) / _PERCENT if kit.less_ppm else None
    return {"kit_price": kit.price, "kit_less": less, "kit_split": kit.split, "kit_tax": kit.tax}


def kit_input(values: Mapping[str, Any]) -> KitInput:
    """The keyed fields as the service takes them."""
    less = ppm_of(values["kit_less"] or Decimal(0))
    return KitInput(values["kit_price"], less, values["kit_split"], values["kit_tax"])


def kit_columns() -> tuple[CellColumn, ...]:
    """The columns of the parts."""
    return (
        CellColumn("part", _("Part"), "pick", width=150, stretch=True, takes_text=True),
        CellColumn(
            "quantity", _("Pieces"), "number", width=84, usual="1", help=_("Base units of it in one kit")
        ),
        CellColumn(
            "share", _("Share"), "number", width=72, usual="0", help=_("Weighs where shares are fixed")
        ),
        CellColumn("valid_from", _("Valid from"), "date", width=110),
        CellColumn("valid_until", _("Valid until"), "date", width=110),
    )


def part_row(facts: KitPartFacts) -> CellRow:
    """A stored part as a row."""
    values: dict[str, object] = {
        "part": Picked(facts.part_id, facts.sku),
        "quantity": shown_number(decimal_of_micro(facts.quantity_micro)),
        "share": str(facts.share),
    }
    return CellRow(facts.id, values | shown_fields(facts, days=VALIDITY), facts.version)


def read_part(read: CellReader, today: date) -> KeyedArticle[KitPartInput]:
    """A keyed part."""
    data = KitPartInput(
        part_id=read.picked("part") or 0,
        quantity_micro=read.micro("quantity"),
        share=read.whole("share"),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
    )
    return keyed_article(read, "part", data)


_ROWS: ArticleRows[KitPartInput] = ArticleRows(
    "part", "kit.refused", lambda data, id_: replace(data, part_id=id_), create_part, update_part
)


def make_save(
    cells: CellsModel, values: Mapping[str, Any], was: KitFacts | None, texts: dict[str, str], today: date
) -> Callable[[UnitOfWork, int], None]:
    """What saves parts and fields for the product of an id; what cannot be read goes into `texts`."""
    keyed = keyed_rows(GRID, cells, lambda read: read_part(read, today), texts)
    removed = [row.key for row in cells.removed_rows() if row.key is not None]
    is_kit, data = bool(cells.rows()), kit_input(values)

    def save(uow: UnitOfWork, product_id: int) -> None:
        if removed:
            remove_parts(uow, removed)
        save_rows(uow, keyed, lambda unit, row, each: _ROWS.save(unit, product_id, row, each))
        if is_kit:
            set_kit(uow, product_id, data)
        elif was is not None:
            unset_kit(uow, product_id)

    return save


def rows_of(parts: Sequence[KitPartFacts]) -> list[CellRow]:
    """What is stored, as rows."""
    return [part_row(each) for each in parts]


CELL_OF = {"quantity_micro": "quantity"}
"""Cells that the service calls by another name."""
