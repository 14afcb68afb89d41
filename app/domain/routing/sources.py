"""Source choice: one warehouse if it can ship all on the wished day, else the nearest with most, else split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from app.domain.promise import NO_DATE, ArrivalSupply, ProductAvailability
from app.domain.quantity import shown_quantity
from app.domain.routing.book import Book, Piece
from app.domain.routing.facts import Demand, SourcePart, SourceReason, WarehouseFacts, by_nearness

__all__ = ["Demand", "SourcePart", "SourceReason", "WarehouseFacts", "arrival_reason", "choose_sources"]

_Plan = list[tuple[Demand, Piece]]


@dataclass(slots=True)
class _Trial:
    """What one warehouse ships whole and on time, and what is left after it."""

    book: Book
    plan: _Plan = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def choose_sources(
    demands: Sequence[Demand],
    availability: Mapping[int, ProductAvailability],
    warehouses: Sequence[WarehouseFacts],
    *,
    ship_to_country: str,
    ship_to_postcode: str,
    delivery_wish: str,
    today: date,
    first_ship_day: Mapping[int, date],
) -> tuple[SourcePart, ...]:
    """The parts that cover every demand to the last unit, in the demands' order, each with its reason.

    `delivery_wish`: "partial", or "complete" (one warehouse may then wait for an arrival if that is not
    later than the parts of several). What nothing covers waits without a date at the first choice.
    """
    if not demands or not warehouses:
        return ()
    near = by_nearness(tuple(warehouses), country=ship_to_country, postcode=ship_to_postcode)
    book = Book(availability, today=today, first_ship_day=first_ship_day)
    trials: dict[int, _Trial] = {}
    for warehouse in near:  # all of it on time from the nearest that can
        trial = trials[warehouse.id] = _try_alone(demands, warehouse, book)
        if len(trial.keys) == len(demands):
            return _parts(demands, trial.plan, lambda _demand, piece: _all_reason(demands, piece))
    main = max(near, key=lambda warehouse: len(trials[warehouse.id].keys))
    on_time = trials[main.id].keys
    split = _split(demands, main, trials[main.id], near)
    if delivery_wish == "complete":
        together = _find_together(demands, near, book, not_after=_last_day(split))
        if together is not None:
            return _parts(
                demands, together, lambda _demand, piece: _all_reason(demands, piece, together=True)
            )
    return _parts(demands, split, lambda demand, piece: _split_reason(demands, demand, piece, main, on_time))


def _try_alone(demands: Sequence[Demand], warehouse: WarehouseFacts, book: Book) -> _Trial:
    """The lines that the warehouse ships whole and on time, one after the other."""
    trial = _Trial(book.copy())
    for demand in demands:
        pieces = trial.book.find_pieces(demand, warehouse)
        if _covers(trial.book, demand, pieces, demand.base_micro):
            trial.plan += _take(trial.book, demand, pieces)
            trial.keys.add(demand.line_key)
    return trial


def _find_together(
    demands: Sequence[Demand], near: Iterable[WarehouseFacts], book: Book, *, not_after: date
) -> _Plan | None:
    """All of it from one warehouse, though later than wished: the earliest, if it beats the split."""
    plans = (_plan_alone(demands, warehouse, book) for warehouse in near)
    best = min((plan for plan in plans if plan is not None), key=_last_day, default=None)
    return best if best is not None and _last_day(best) <= not_after else None


def _plan_alone(demands: Sequence[Demand], warehouse: WarehouseFacts, book: Book) -> _Plan | None:
    trial = book.copy()
    plan: _Plan = []
    for demand in demands:
        pieces = trial.find_pieces(demand, warehouse)
        if sum(piece.quantity_micro for piece in pieces) < demand.base_micro:
            return None
        plan += _take(trial, demand, pieces)
    return plan


def _covers(book: Book, demand: Demand, pieces: Sequence[Piece], quantity_micro: int) -> bool:
    on_time = (piece.quantity_micro for piece in pieces if book.is_on_time(piece, demand.wish))
    return sum(on_time) >= quantity_micro


def _split(
    demands: Sequence[Demand], main: WarehouseFacts, trial: _Trial, near: Sequence[WarehouseFacts]
) -> _Plan:
    """What the first choice ships whole comes from there; the other lines from where they come soonest."""
    order = (main, *(warehouse for warehouse in near if warehouse.id != main.id))
    book = trial.book.copy()
    plan = list(trial.plan)
    for demand in demands:
        if demand.line_key not in trial.keys:
            plan += _split_line(book, demand, order)
    return plan


def _split_line(book: Book, demand: Demand, order: Sequence[WarehouseFacts]) -> _Plan:
    for warehouse in order:
        pieces = book.find_pieces(demand, warehouse)
        if _covers(book, demand, pieces, demand.base_micro):
            return _take(book, demand, pieces)
    plan: _Plan = []
    left = demand.base_micro
    while left > 0:
        piece = _soonest(book, demand, order, left)
        if piece is None:
            return [*plan, (demand, Piece(order[0], left, NO_DATE))]
        plan += _take(book, demand, (piece,))
        left -= piece.quantity_micro
    return plan


def _soonest(book: Book, demand: Demand, order: Sequence[WarehouseFacts], left: int) -> Piece | None:
    """The next piece: on the earliest day, preferably all that is left, preferably from the first choice."""
    firsts = (book.find_pieces(demand, warehouse, left)[:1] for warehouse in order)
    pieces = [piece for found in firsts for piece in found]
    return min(pieces, key=lambda piece: (piece.ship_day, piece.quantity_micro < left), default=None)


def _take(book: Book, demand: Demand, pieces: Iterable[Piece]) -> _Plan:
    plan: _Plan = []
    for piece in pieces:
        book.take(demand.product_id, piece)
        plan.append((demand, piece))
    return plan


def _last_day(plan: _Plan) -> date:
    return max(piece.ship_day for _demand, piece in plan)


def _parts(
    demands: Sequence[Demand], plan: _Plan, reason: Callable[[Demand, Piece], SourceReason]
) -> tuple[SourcePart, ...]:
    """The plan as parts, in the order of the lines."""
    place = {demand.line_key: index for index, demand in enumerate(demands)}
    ordered = sorted(plan, key=lambda entry: place[entry[0].line_key])
    parts = tuple(_part(demand, piece, reason(demand, piece)) for demand, piece in ordered)
    assert sum(part.quantity_micro for part in parts) == sum(demand.base_micro for demand in demands)
    return parts


def _part(demand: Demand, piece: Piece, why: SourceReason) -> SourcePart:
    return SourcePart(
        line_key=demand.line_key,
        product_id=demand.product_id,
        warehouse_id=piece.warehouse.id,
        reserve_micro=0 if piece.waits else piece.quantity_micro,
        wait_micro=piece.quantity_micro if piece.waits else 0,
        arrival_line_id=piece.arrival.arrival_line_id if piece.arrival else None,
        promise_date=None if piece.ship_day == NO_DATE else piece.ship_day,
        reason=why,
    )


def _all_reason(demands: Sequence[Demand], piece: Piece, *, together: bool = False) -> SourceReason:
    if piece.arrival is not None:
        return arrival_reason(piece, piece.arrival)
    code = "source.all_from_one" if len(demands) > 1 else "source.only_line"
    params = {"count": len(demands), "warehouse": piece.warehouse.name, "date": piece.ship_day}
    return SourceReason("source.together" if together else code, params)


def _split_reason(
    demands: Sequence[Demand], demand: Demand, piece: Piece, main: WarehouseFacts, on_time: AbstractSet[str]
) -> SourceReason:
    if piece.arrival is not None:
        return arrival_reason(piece, piece.arrival)
    part = {"part": shown_quantity(piece.quantity_micro), "whole": shown_quantity(demand.base_micro)}
    if piece.waits:
        return SourceReason("source.uncovered", {**part, "warehouse": piece.warehouse.name})
    shared = {"warehouse": piece.warehouse.name, "date": piece.ship_day}
    if demand.line_key in on_time:
        return SourceReason("source.most", {**shared, "lines": len(on_time), "count": len(demands)})
    if piece.quantity_micro == demand.base_micro:
        return SourceReason("source.has_it", {**shared, "main": main.name})
    return SourceReason("source.split", {**shared, **part})


def arrival_reason(piece: Piece, arrival: ArrivalSupply) -> SourceReason:
    """Why a part waits: for what comes with that arrival."""
    return waits_for(arrival, piece.quantity_micro, where=piece.warehouse.name, leaves=piece.ship_day)


def waits_for(arrival: ArrivalSupply, quantity_micro: int, *, where: str, leaves: date) -> SourceReason:
    """So much comes with that arrival to the warehouse of that name, and leaves on that day."""
    params = {
        "warehouse": where,
        "arrival": arrival.number,
        "due": arrival.due,
        "quantity": shown_quantity(quantity_micro),
        "date": leaves,
    }
    return SourceReason("source.arrival", params)
