"""Components are reserved for a workshop order, as far as they lie free, and given back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.making import NOT_BEGUN, RELEASED, STARTED
from app.domain.quantity import step_micro
from app.domain.rounding import divide_up
from app.services.making.rows import (
    ComponentRow,
    WorkshopRow,
    hold_to_change,
    read_components,
    read_goods_by_sku,
    write_components,
    write_order,
)
from app.services.stock.levels import StockKey, lock_stock, read_levels, shift_reserved
from app.services.stock.serving import lock_supply, serve_waiting
from app.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Short:
    """An article of which something is missing; `is_known`: whether there is such an article at all."""

    article: str
    lacks_micro: int
    unit: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Released:
    """A released workshop order, and what it lacks."""

    version: int
    short: tuple[Short, ...]


def release(uow: UnitOfWork, id: int, *, version: int) -> Released:
    """Reserve its components as far as they lie free; pressed again it takes what came since.

    What is short is told, an article that nobody has by its SKU; it stops the finish, not the start.
    """
    row = hold_to_change(uow, id, version, allowed=(*NOT_BEGUN, STARTED))
    components = resolve(uow, row, read_components(uow, id))
    _reserve(uow, row, components)
    state = STARTED if row.state == STARTED else RELEASED
    new = write_order(uow, row, {"state": state})
    return Released(new, shortages(read_components(uow, id)))


def shortages(components: Iterable[ComponentRow]) -> tuple[Short, ...]:
    """What of the components is neither reserved nor used up."""
    return tuple(
        Short(each.article, each.lacks_micro, each.unit, each.product_id is not None)
        for each in components
        if each.lacks_micro
    )


def resolve(
    uow: UnitOfWork, row: WorkshopRow, components: tuple[ComponentRow, ...]
) -> tuple[ComponentRow, ...]:
    """Its components; articles that were made since get their ids."""
    unknown = {each.article for each in components if each.product_id is None}
    found = read_goods_by_sku(uow, unknown) if unknown else {}
    if not found:
        return components
    write_components(
        uow, {each.id: _counted(each, *found[each.article]) for each in components if each.article in found}
    )
    return read_components(uow, row.id)


def _counted(component: ComponentRow, product_id: int, decimals: int, kind: str) -> dict[str, int]:
    """The article, and what is needed of it in its own whole quantities: none of a service."""
    step = step_micro(decimals)
    needed = divide_up(component.needed_micro, step) * step if kind == "goods" else 0
    return {"product_id": product_id, "needed_micro": needed}


def _reserve(uow: UnitOfWork, row: WorkshopRow, components: Iterable[ComponentRow]) -> None:
    wanted = {
        (each.product_id, row.warehouse_id): each
        for each in components
        if each.product_id is not None and each.lacks_micro
    }
    lock_stock(uow, wanted, ensure=True)
    levels = read_levels(uow, wanted)
    taken = {key: min(each.lacks_micro, max(0, levels[key].free_micro)) for key, each in wanted.items()}
    refused = shift_reserved(uow, taken, held=True)
    assert not refused, "the rows are held, and what is free in them was read"
    write_components(
        uow,
        {
            wanted[key].id: {"reserved_micro": wanted[key].reserved_micro + micro}
            for key, micro in taken.items()
            if micro
        },
    )
    _tell(uow, taken)


def give_back(uow: UnitOfWork, row: WorkshopRow, components: Iterable[ComponentRow]) -> None:
    """Give back what is reserved beyond what is still needed; who waits gets it. The caller holds their orders."""
    needed = {each: max(0, each.needed_micro - each.consumed_micro) for each in components}
    _give(uow, row, {each: max(0, each.reserved_micro - micro) for each, micro in needed.items()})


def give_reserved_back(uow: UnitOfWork, row: WorkshopRow) -> None:
    """Give back all that is reserved, which is needed all the same. The caller holds who waits for it."""
    _give(uow, row, {each: each.reserved_micro for each in read_components(uow, row.id)})


def _give(uow: UnitOfWork, row: WorkshopRow, back: Mapping[ComponentRow, int]) -> None:
    sums = {
        (each.product_id, row.warehouse_id): -micro
        for each, micro in back.items()
        if micro and each.product_id is not None
    }
    if not sums:
        return
    lock_supply(uow, sums)
    refused = shift_reserved(uow, sums, held=True)
    assert not refused, "stock holds what workshop orders hold"
    write_components(
        uow,
        {each.id: {"reserved_micro": each.reserved_micro - micro} for each, micro in back.items() if micro},
    )
    serve_waiting(uow, sums)
    _tell(uow, sums)


def give_all_back(uow: UnitOfWork, row: WorkshopRow) -> None:
    """What was not used up is needed no more."""
    components = read_components(uow, row.id)
    write_components(uow, {each.id: {"needed_micro": each.consumed_micro} for each in components})
    give_back(uow, row, read_components(uow, row.id))


def _tell(uow: UnitOfWork, keys: Iterable[StockKey]) -> None:
    for product_id in sorted({key[0] for key in keys}):
        uow.changed("stock", product_id, version=0)


__all__ = [
    "Released",
    "Short",
    "give_all_back",
    "give_back",
    "give_reserved_back",
    "release",
    "resolve",
    "shortages",
]
