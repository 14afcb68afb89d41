"""The units that prices are for: keyed words become the codes of the article's card, with what each unit holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.price_inputs import PriceRowInput
from app.domain.units import same_unit
from app.services.unit_of_work import Reading
from db.rows import among
from db.schema.products import Product, ProductUnit
from db.statements import table_of

_UNIT, _PRODUCT = table_of(ProductUnit).c, table_of(Product).c


@dataclass(frozen=True, slots=True)
class RowUnits:
    """Prices with their units by code, "" for the base unit; `contents`: base units in one, as (num, den)."""

    rows: tuple[PriceRowInput, ...]
    contents: tuple[tuple[int, int], ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Units:
    sku: str
    base: str
    further: tuple[tuple[str, int, int], ...]

    def find(self, keyed: str) -> tuple[str, int, int] | None:
        """Its code and content; the base unit has none. A unit of the very code comes first."""
        if same_unit(keyed, self.base):
            return "", 1, 1
        exact = (unit for unit in self.further if unit[0] == keyed)
        alike = (unit for unit in self.further if same_unit(unit[0], keyed))
        return next(exact, None) or next(alike, None)


def read_row_units(view: Reading, rows: Sequence[PriceRowInput]) -> RowUnits:
    """The rows in units of their articles; no query where all are for base units."""
    wanted = {row.product_id for row in rows if row.unit}
    if not wanted:
        return RowUnits(tuple(rows), ((1, 1),) * len(rows))
    known = _read_units(view, wanted)
    found = Findings("price")
    fresh, contents = [], []
    for number, row in enumerate(rows):
        units = known.get(row.product_id)
        unit = units.find(row.unit) if units and row.unit else ("", 1, 1)
        if unit is None:
            assert units is not None, "an unknown product is told elsewhere"
            told = [units.base, *(code for code, _num, _den in units.further)]
            found.block(
                True,
                "unit_unknown",
                f"rows/{number}/unit",
                sku=units.sku,
                unit=row.unit,
                units=", ".join(told),
            )
            unit = row.unit, 1, 1
        fresh.append(replace(row, unit=unit[0]))
        contents.append(unit[1:])
    return RowUnits(tuple(fresh), tuple(contents), found.all)


def _read_units(view: Reading, product_ids: Collection[int]) -> Mapping[int, _Units]:
    ids = sorted(product_ids)
    further: dict[int, list[tuple[str, int, int]]] = {}
    units = sa.select(_UNIT.product_id, _UNIT.code, _UNIT.factor_num, _UNIT.factor_den)
    of_ids = units.where(among(view.db, _UNIT.product_id, ids)).order_by(_UNIT.id)
    for product_id, code, num, den in view.db.execute(of_ids):
        further.setdefault(product_id, []).append((code, int(num), int(den)))
    products = sa.select(_PRODUCT.id, _PRODUCT.sku, _PRODUCT.unit).where(among(view.db, _PRODUCT.id, ids))
    return {
        id_: _Units(sku, base, tuple(further.get(id_, ()))) for id_, sku, base in view.db.execute(products)
    }
