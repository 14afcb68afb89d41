"""Which finished piece of a configurable article a line takes: two cabinets of one SKU are different things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from db.schema.making import WorkshopOrder
from db.schema.orders import Fulfilment, OrderLine
from db.schema.products import Product
from db.statements import table_of

_MADE, _PART, _LINE = table_of(WorkshopOrder).c, table_of(Fulfilment).c, table_of(OrderLine).c
PIECE = table_of(Product).alias("piece")
IS_PIECE = sa.and_(PIECE.c.id == _PART.product_id, PIECE.c.variant_of_id.is_not(None))
"""Joins the article of the piece to what a line takes; nothing to what is bought."""

PIECE_SKU = sa.func.coalesce(PIECE.c.sku, "")
MADE_BY = sa.func.coalesce(
    sa.select(sa.func.aggregate_strings(_MADE.number, ", "))
    .where(_MADE.order_line_id == _LINE.id, _MADE.product_id == PIECE.c.id, _MADE.finished_micro > 0)
    .correlate(OrderLine, PIECE)
    .scalar_subquery(),
    "",
)
"""The numbers of the workshop orders that finished pieces for the line; "" where they came from the shelf."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The SKU of a finished piece, "" of what is bought, and the workshop orders that made it for its line."""

    sku: str = ""
    workshop: str = ""

    @property
    def numbers(self) -> str:
        """The workshop orders, the first one first."""
        return ", ".join(sorted(self.workshop.split(", ")))

    @property
    def words(self) -> str:
        """What is written on the piece and on its papers: "DESK-CONF-1A2B3C4D · WO-000012"."""
        return " · ".join(filter(None, (self.sku, self.numbers)))


NO_PIECE = Piece()


def with_piece(row: Sequence[Any]) -> tuple[Any, ...]:
    """A row whose last two columns are `PIECE_SKU` and `MADE_BY`, with the piece in their place."""
    return (*row[:-2], Piece(*row[-2:]))
