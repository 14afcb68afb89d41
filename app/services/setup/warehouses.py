"""Warehouse cards with their bins."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.findings import Findings, refuse_blocked
from app.domain.firm import check_warehouse_code
from app.services import seeds
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, make_card, require_card
from db.held_names import hold_names
from db.rows import fetch, select_as
from db.schema.stock import Bin, Warehouse
from db.statements import insert_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseInput:
    """A warehouse as keyed; the place in millionths of a degree helps to choose the nearest."""

    code: str
    name: str
    country: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    latitude_micro: int | None = None
    longitude_micro: int | None = None
    cutoff: dt.time = dt.time(14, 0)
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WarehouseFacts(WarehouseInput):
    """A warehouse as it stands."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class BinFacts:
    """A shelf place."""

    id: int
    warehouse_id: int
    code: str


@dataclass(frozen=True, slots=True)
class WarehouseCard:
    """A warehouse with its bins."""

    facts: WarehouseFacts
    bins: tuple[BinFacts, ...]


def read_warehouses(view: Reading) -> tuple[WarehouseCard, ...]:
    """Every warehouse by code, with its bins."""
    bins: dict[int, list[BinFacts]] = defaultdict(list)
    for each in fetch(view.db, BinFacts, select_as(BinFacts, Bin).order_by(Bin.code)):
        bins[each.warehouse_id].append(each)
    rows = view.db.execute(sa.select(Warehouse.__table__).order_by(Warehouse.code)).mappings()
    return tuple(WarehouseCard(WarehouseFacts(**row), tuple(bins[row["id"]])) for row in rows)


def create_warehouse(uow: UnitOfWork, data: WarehouseInput) -> int:
    """Make a warehouse; its id."""
    uow.actor.require("setup.edit")
    _check(uow, data, id=0)
    return make_card(uow, "warehouse", Warehouse, data)


def update_warehouse(uow: UnitOfWork, id: int, data: WarehouseInput, *, version: int) -> int:
    """Change a warehouse; the new version."""
    uow.actor.require("setup.edit")
    before = require_card((card.facts for card in read_warehouses(uow)), "warehouse", id)
    _check(uow, data, id=id)
    return change_card(uow, "warehouse", Warehouse, data, before=before, version=version)


def add_bins(uow: UnitOfWork, warehouse_id: int, codes: Sequence[str]) -> None:
    """Add shelf places; those that exist already stay as they are."""
    uow.actor.require("setup.edit")
    known = set(uow.db.execute(sa.select(Bin.code).where(Bin.warehouse_id == warehouse_id)).scalars())
    new = [code for code in dict.fromkeys(code.strip() for code in codes) if code and code not in known]
    found = Findings("warehouse")
    for code in new:
        found.block(len(code) > 40, "bin_too_long", "bins", code=code)
    refuse_blocked("warehouse", found.all)
    insert_rows(uow.db, Bin, [{"warehouse_id": warehouse_id, "code": code} for code in new])
    version = uow.db.execute(sa.select(Warehouse.version).where(Warehouse.id == warehouse_id)).scalar_one()
    uow.audit("warehouse", warehouse_id, before={}, after={"bins": ", ".join(new)})
    uow.changed("warehouse", warehouse_id, version=version)


def _check(uow: UnitOfWork, data: WarehouseInput, *, id: int) -> None:
    hold_names(uow.db, "warehouse", [data.code])
    taken = uow.db.execute(
        sa.select(Warehouse.id).where(Warehouse.code == data.code, Warehouse.id != id)
    ).first()
    found = Findings("warehouse")
    found.block(taken, "code_taken", "code", code=data.code)
    found.block(data.country not in seeds.countries(), "country_unknown", "country", country=data.country)
    refuse_blocked("warehouse", (*check_warehouse_code(data.code, data.name), *found.all))
