"""Further units that prices are for: they stay as they are while there are such prices."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.products import ProductInput
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import UnitOfWork
from db.schema.prices import PriceList, PriceRow
from db.statements import table_of

_ROW = table_of(PriceRow).c


def priced_unit_issues(
    uow: UnitOfWork, id: int, before: ProductInput, data: ProductInput
) -> tuple[Issue, ...]:
    """Units that are taken out or hold something else now, although prices in force or to come are for them."""
    left = {(unit.code, unit.factor_num, unit.factor_den) for unit in data.units}
    lost = [unit for unit in before.units if (unit.code, unit.factor_num, unit.factor_den) not in left]
    if not lost:
        return ()
    bump_rules_version(uow)  # first: it holds off whoever writes a price for the unit at the same moment
    priced = _read_priced(uow, id)
    found = Findings("product")
    for unit in lost:
        count, code = priced.get(unit.code, (0, ""))
        found.block(count, "unit_priced", "units", sku=before.sku, unit=unit.code, count=count, code=code)
    return found.all


def _read_priced(uow: UnitOfWork, product_id: int) -> Mapping[str, tuple[int, str]]:
    """How many prices there are for each unit, and the first list that has one."""
    statement = (
        sa.select(_ROW.unit, sa.func.count(), sa.func.min(PriceList.code))
        .join(PriceList, PriceList.id == _ROW.price_list_id)
        .where(_ROW.product_id == product_id, _ROW.unit != "", _ROW.replaced_at_version.is_(None))
        .group_by(_ROW.unit)
    )
    return {unit: (int(count), code) for unit, count, code in uow.db.execute(statement)}
