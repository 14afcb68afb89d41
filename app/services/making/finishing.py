"""Pieces are finished: their components leave the stock, they come into it and are their line's at once."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Remedy, Severity
from app.domain.making import FINISHED, STARTED, consumed_until, piece_cost_micro
from app.domain.quantity import fits_decimals, shown_quantity
from app.domain.units import Counted
from app.services.configured_lines import read_configured
from app.services.costs import read_costs
from app.services.costs.receipts import ReceivedAtCost, note_receipts
from app.services.making.lines import WaitingPart, parts_for, promise_parts
from app.services.making.releasing import give_back, resolve
from app.services.making.rows import (
    ComponentRow,
    WorkshopRow,
    hold_to_change,
    places_of,
    read_components,
    write_components,
    write_order,
)
from app.services.stock.levels import StockKey, read_levels, shift_reserved
from app.services.stock.moves import post_moves, read_products
from app.services.stock.places import Places
from app.services.stock.serving import lock_supply, serve_waiting
from app.services.unit_of_work import UnitOfWork
from db.schema.orders import Fulfilment
from db.statements import table_of

_PART = table_of(Fulfilment).c
_Used = dict[ComponentRow, int]


def finish(uow: UnitOfWork, id: int, *, version: int, quantity_micro: int) -> int:
    """So much of it is finished now; the new version.

    Components are used up in proportion, all that is left of them with the last piece; the pieces are received at what
    they cost, and reserved for the line. Refused where a component that is used lies neither reserved nor free, or is
    no article at all: what leaves the stock and what the piece costs would be wrong.
    """
    row = hold_to_change(uow, id, version, allowed=(STARTED,))
    _require_pieces(uow, row, quantity_micro)
    components = resolve(uow, row, read_components(uow, id))
    _require_known(row, components)
    lock_supply(uow, {row.place, *places_of(row, components)})
    finished = row.finished_micro + quantity_micro
    used = _used(row, components, finished)
    _consume(uow, row, used)
    _receive(uow, row, used, quantity_micro)
    state = FINISHED if finished == row.quantity_micro else STARTED
    new = write_order(uow, row, {"finished_micro": finished, "state": state})
    _reserve_for_line(uow, row, quantity_micro)
    if state == FINISHED:
        give_back(uow, row, read_components(uow, id))
    serve_waiting(uow, {row.place})
    return new


def _require_pieces(uow: UnitOfWork, row: WorkshopRow, quantity_micro: int) -> None:
    product = read_products(uow, [row.product_id])[row.product_id]
    if not 0 < quantity_micro <= row.left_micro or not fits_decimals(quantity_micro, product.decimals):
        left = Counted(shown_quantity(row.left_micro), product.unit)
        raise RefusedError("workshop.bad_pieces", number=row.number, left=left)


def _used(row: WorkshopRow, components: Iterable[ComponentRow], finished_micro: int) -> _Used:
    """What is used up now of each component that is an article."""
    used = {
        each: consumed_until(each.needed_micro, finished_micro, row.quantity_micro, each.decimals)
        - each.consumed_micro
        for each in components
        if each.product_id is not None
    }
    return {each: micro for each, micro in used.items() if micro > 0}


def _consume(uow: UnitOfWork, row: WorkshopRow, used: _Used) -> None:
    """Take them out of stock: first what is reserved for it, then what lies free."""
    keys = {each: (each.product_id or 0, row.warehouse_id) for each in used}
    levels = read_levels(uow, keys.values())
    own = {each: min(micro, each.reserved_micro) for each, micro in used.items()}
    short = {each: used[each] - own[each] - levels[keys[each]].free_micro for each in used}
    _refuse_short(row, {each: micro for each, micro in short.items() if micro > 0})
    refused = shift_reserved(uow, {keys[each]: -micro for each, micro in own.items() if micro}, held=True)
    assert not refused, "stock holds what workshop orders hold"
    out = {keys[each]: -micro for each, micro in used.items()}
    post_moves(uow, out, kind="consumption", source_kind="workshop", source_id=row.id)
    write_components(
        uow,
        {
            each.id: {
                "reserved_micro": each.reserved_micro - own[each],
                "consumed_micro": each.consumed_micro + micro,
            }
            for each, micro in used.items()
        },
    )


def _require_known(row: WorkshopRow, components: Iterable[ComponentRow]) -> None:
    issues = [
        Issue(
            "workshop.component_unknown",
            Severity.BLOCK,
            f"components/{each.article}",
            {"sku": each.article, "number": row.number},
        )
        for each in components
        if each.product_id is None and each.needed_micro
    ]
    if issues:
        raise RefusedError("workshop.short", number=row.number, issues=issues)


def _refuse_short(row: WorkshopRow, short: _Used) -> None:
    if not short:
        return
    issues = [
        Issue(
            "workshop.component_short",
            Severity.BLOCK,
            f"components/{each.article}",
            {"sku": each.article, "lacks": Counted(shown_quantity(micro), each.unit), "number": row.number},
            (Remedy("workshop.show_stock", "stock.product", {"product_id": each.product_id}),),
        )
        for each, micro in short.items()
    ]
    raise RefusedError("workshop.short", number=row.number, issues=issues)


def _receive(uow: UnitOfWork, row: WorkshopRow, used: _Used, quantity_micro: int) -> None:
    costs = read_costs(uow, {each.product_id for each in used if each.product_id is not None})
    facts = read_configured(uow, [row.configuration])[row.configuration].facts
    cost = piece_cost_micro(
        {each.article: micro for each, micro in used.items()},
        {each.article: costs[each.product_id].cost_micro for each in used if each.product_id in costs},
        facts.operations,
        finished_micro=quantity_micro,
        quantity_micro=row.quantity_micro,
    )
    came = [ReceivedAtCost(row.product_id, quantity_micro, cost)]
    note_receipts(uow, came, source_kind="workshop", source_id=row.id)
    post_moves(uow, {row.place: quantity_micro}, kind="production", source_kind="workshop", source_id=row.id)


def _reserve_for_line(uow: UnitOfWork, row: WorkshopRow, quantity_micro: int) -> None:
    """The pieces are the line's for which they were made, as far as it still waits for them."""
    left, got = quantity_micro, []
    for part in parts_for(uow, row):
        micro = min(left, part.waiting_micro)
        if micro <= 0:
            break
        left -= micro
        got.append(part)
        more = {"reserved_micro": _PART.reserved_micro + micro}
        uow.db.execute(sa.update(Fulfilment).where(_PART.id == part.fulfilment_id).values(more))
    if not got:
        return
    place: StockKey = row.place
    refused = shift_reserved(uow, {place: quantity_micro - left}, held=True)
    assert not refused, "they were received just now"
    if not parts_for(uow, row):
        _promise_finished(uow, row, got)


def _promise_finished(uow: UnitOfWork, row: WorkshopRow, got: Iterable[WaitingPart]) -> None:
    """All of the line is made: it may leave earlier than promised, on the next day on which its customer wants it."""
    places = Places(uow)
    for part in got:
        day = places.ship_day(row.warehouse_id, part.wish)
        if part.promise_date is None or day < part.promise_date:
            promise_parts(uow, row, [part], day)
