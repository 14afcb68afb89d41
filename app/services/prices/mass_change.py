"""Changing many prices of a list at once: looked at first, then written as one unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.findings import refuse_blocked
from app.domain.price_inputs import PriceRowInput
from app.domain.pricing.derived_rows import with_tax
from app.domain.pricing.mass_change import ChangedRow, PriceChange, change_rows, check_change
from app.domain.rounding import divide_half_up
from app.services.costs import Cost, read_costs
from app.services.prices.included import read_included_rates
from app.services.prices.rows import is_found, replace_price_rows
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.prices import PriceList, PriceRow
from db.schema.products import Product
from db.statements import table_of

_ROW, _PRODUCT = table_of(PriceRow).c, table_of(Product).c


@dataclass(frozen=True, slots=True)
class Selection:
    """Which prices of a list: of a family, of what a search finds; "" is all."""

    list_id: int
    family: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A price with what becomes of it, and its unit.

    `cost_micro` is for as many units as the price, None if unknown or not seen.
    `included_ppm`: the rate of the tax that it includes.
    """

    change: ChangedRow
    sku: str
    name: str
    unit: str
    cost_micro: int | None
    included_ppm: int = 0

    @property
    def net_micro(self) -> int:
        """What would become of it, without the tax that its list includes."""
        return with_tax(self.change.new_micro, -self.included_ppm)


def read_families(view: Reading, list_id: int) -> tuple[str, ...]:
    """The families of the articles that have prices in a list."""
    found = (
        sa.select(_PRODUCT.family)
        .join(PriceRow, _ROW.product_id == _PRODUCT.id)
        .where(_ROW.price_list_id == list_id, _ROW.replaced_at_version.is_(None), _PRODUCT.family != "")
        .distinct()
        .order_by(_PRODUCT.family)
    )
    return tuple(view.db.execute(found).scalars())


def read_made_of(view: Reading, list_id: int) -> str:
    """The code of the list of which this one is made, "" for none."""
    lists = table_of(PriceList).c
    parent = sa.select(lists.parent_id).where(lists.id == list_id).scalar_subquery()
    return view.db.execute(sa.select(lists.code).where(lists.id == parent)).scalar_one_or_none() or ""


def preview_change(view: Reading, selection: Selection, change: PriceChange) -> tuple[PreviewRow, ...]:
    """What would become of each price, by SKU and break; nothing is written. Refused where the change is wrong."""
    refuse_blocked("price", check_change(change))
    rows: list[Sequence[Any]] = [
        tuple(row) for row in view.db.execute(_select(view, selection))
    ]  # attributes of a row take their time
    changed = change_rows(((row[0], _input_of(row), (row[9], row[10])) for row in rows), change)
    costs = read_costs(view, {row[1] for row in rows}) if view.actor.can("margin.see") else {}
    rates = _included(view, selection.list_id) if costs else {}
    return tuple(
        PreviewRow(
            each,
            sku,
            name,
            each.old.unit or unit,
            _cost(costs.get(each.old.product_id), each),
            rates.get(each.old.product_id, 0),
        )
        for (*_price, sku, name, unit), each in zip(rows, changed, strict=True)
    )


def _included(view: Reading, list_id: int) -> dict[int, int]:
    """By product the rate of the tax that the list's prices include."""
    found = view.db.execute(
        sa.select(PriceList.country).where(PriceList.id == list_id, PriceList.includes_tax)
    )
    countries = found.scalars().all()
    return {product_id: rate for (product_id, _country), rate in read_included_rates(view, countries).items()}


def _cost(cost: Cost | None, row: ChangedRow) -> int | None:
    num, den = row.content
    return None if cost is None else divide_half_up(cost.cost_micro * row.old.per * num, den)


def apply_change(uow: UnitOfWork, list_id: int, rows: Sequence[ChangedRow]) -> int:
    """Put what was looked at into effect, all of it or nothing; how many prices were changed.

    A price that somebody else changed since it was looked at: ConflictError.
    """
    wanted = [row for row in rows if row.is_changed]
    assert wanted, "nothing to change"
    fresh = [each for row in wanted for each in row.fresh]
    replace_price_rows(uow, list_id, fresh, closing=[row.row_id for row in wanted])
    return len(wanted)


def _select(view: Reading, selection: Selection) -> sa.Select[*tuple[object, ...]]:
    statement = (
        sa.select(
            _ROW.id, _ROW.product_id, _ROW.price_micro, _ROW.min_quantity_micro, _ROW.per, _ROW.valid_from,
            _ROW.valid_to, _ROW.agreed_micro, _ROW.unit, _ROW.unit_num, _ROW.unit_den, _PRODUCT.sku, _PRODUCT.name,
            _PRODUCT.unit,
        )
        .join(Product, _PRODUCT.id == _ROW.product_id)
        .where(_ROW.price_list_id == selection.list_id, _ROW.replaced_at_version.is_(None))
        .order_by(_PRODUCT.sku, _ROW.unit, _ROW.min_quantity_micro, _ROW.valid_from, _ROW.id)
    )  # fmt: skip
    if selection.family:
        statement = statement.where(_PRODUCT.family == selection.family)
    return statement.where(is_found(view, selection.text)) if selection.text.strip() else statement


def _input_of(row: Sequence[Any]) -> PriceRowInput:
    _id, product_id, price, least, per, first, last, agreed, unit = row[:9]
    return PriceRowInput(
        product_id=product_id, price_micro=price, min_quantity_micro=least, per=per, valid_from=first,
        valid_to=last, agreed_micro=agreed, unit=unit,
    )  # fmt: skip
