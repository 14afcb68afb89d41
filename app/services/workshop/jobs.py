"""What is made of a configuration, as the workshop is told of it: a preview that a workshop order fills in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.product_models.results import BomLine, OperationLine
from app.domain.scene.model import Scene
from app.domain.workshop.job import Job, JobArticle, cut_of, layouts_of
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product
from db.statements import table_of

_PRODUCT = table_of(Product).c


@dataclass(frozen=True, slots=True)
class Made:
    """One piece: what it is, its parts, its articles and its work."""

    text: str
    scene: Scene
    bom: tuple[BomLine, ...]
    operations: tuple[OperationLine, ...]


def preview_job(view: Reading, made: Made, pieces: int) -> Job:
    """So many pieces, of no order yet: number, order, customer and day are empty.

    One query, for the names and units of the articles; those that nobody keeps have neither.
    """
    rows = cut_of(made.scene, pieces)
    return Job(
        number="",
        order_number="",
        position="",
        customer="",
        text=made.text,
        pieces=pieces,
        due=None,
        scene=made.scene,
        articles=_articles(view, made.bom, pieces),
        operations=made.operations,
        rows=rows,
        layouts=layouts_of(rows, made.scene.materials),
    )


def read_named(view: Reading, skus: Collection[str]) -> Mapping[str, Any]:
    """SKU, name and unit of the articles that there are, by SKU; services as well, which no stock knows."""
    if not skus:
        return {}
    columns = (_PRODUCT.sku, _PRODUCT.name, _PRODUCT.unit)
    rows = view.db.execute(sa.select(*columns).where(among(view.db, _PRODUCT.sku, sorted(skus))))
    return {row.sku: row for row in rows}


def _articles(view: Reading, bom: tuple[BomLine, ...], pieces: int) -> tuple[JobArticle, ...]:
    found = read_named(view, {line.article for line in bom})
    return tuple(
        JobArticle(
            line.article,
            found[line.article].name if line.article in found else "",
            line.quantity * pieces,
            found[line.article].unit if line.article in found else "",
        )
        for line in bom
    )
