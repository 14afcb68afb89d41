"""A small product model of groups alone, and an article that is configured by it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.domain.rights import SYSTEM
from app.services.product_models import configure_product, release_version, save_model

YAML = """\
product: table
name: {en: Table, de: Tisch}
line_text: {en: "Table {size}, {top}", de: "Tisch {size}, {top}"}
steps:
  - {code: size, name: {en: Size, de: Größe}, asks: [size, frame]}
  - {code: look, name: {en: Look, de: Aussehen}, asks: [top]}
groups:
  size:
    name: {en: Size, de: Größe}
    options:
      small: {name: {en: Small, de: Klein}}
      large: {name: {en: Large, de: Groß}, price: 90, days: 6}
  frame:
    name: {en: Frame, de: Gestell}
    options:
      light: {name: {en: Light, de: Leicht}}
      steel: {name: {en: Steel, de: Stahl}, price: 60}
  top:
    name: {en: Top, de: Platte}
    options:
      white: {name: {en: White, de: Weiß}, material: white}
      oak: {name: {en: Oak, de: Eiche}, price: 130, article: CHR-ERG-BLK, material: oak}
rules:
  R1: {says: "size = large -> frame = steel", message: {en: Large tables stand on steel., de: Große Tische brauchen Stahl.}}
defaults: [{size: small}, {frame: light}, {top: white}]
prices:
  - {code: base, name: {en: Table, de: Tisch}, amount: 200}
lead:
  - {code: make, days: 4}
outer: ["1600", "800", "740"]
materials:
  white: {name: {en: White, de: Weiß}, kind: sheet, thickness: 25, colour: "#e8e8e4"}
  oak: {name: {en: Oak, de: Eiche}, kind: sheet, thickness: 25, colour: "#c79a5b", texture: wood}
parts:
  - code: top
    name: {en: Top, de: Platte}
    shape: box
    material: "material_of(top)"
    size: ["1600", "800", "25"]
    at: ["0", "0", "715"]
    asks: top
"""  # noqa: E501 - as somebody wrote it


def sell_tables(office: Any, sku: str, text: str = YAML) -> int:
    """Save and release the model, and say that this article is configured by it; the article's id."""
    with office.work.begin(actor=SYSTEM) as uow:
        draft = save_model(uow, {"model.yaml": text})
        release_version(uow, draft.id, version=1)
        product_id = uow.db.execute(
            sa.text("select id from product where sku = :sku"), {"sku": sku}
        ).scalar_one()
        configure_product(uow, product_id, draft.model_id)
    return int(product_id)
