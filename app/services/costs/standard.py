"""Standard costs: by product and first day; the product's story tells what each change took out and put in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.domain.costs import SINCE_EVER, CostInput, check_costs
from app.domain.errors import ConflictError, RefusedError
from app.domain.findings import Findings, refuse_blocked, with_places
from app.domain.issues import Issue
from app.domain.pages import Page, PageRequest
from app.services.clock import in_zone
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, fetch
from db.schema.costs import ProductCost
from db.schema.firm import Firm
from db.schema.products import Product
from db.search import PRODUCTS
from db.statements import insert_rows, table_of

_COST, _PRODUCT = table_of(ProductCost).c, table_of(Product).c
_INPUT = (_COST.product_id, _COST.cost_micro, _COST.valid_from)
_FIRM_CURRENCY = sa.select(Firm.currency).limit(1)


@dataclass(frozen=True, slots=True)
class CostRow:
    """A standard cost with its product; `valid_from` 0001-01-01 is from the beginning."""

    id: int
    product_id: int
    sku: str
    product_name: str
    unit: str
    currency: str
    cost_micro: int
    valid_from: date
    source: str
    entered_by: str
    entered_at: datetime

    @property
    def first_day(self) -> date | None:
        """None: from the beginning."""
        return None if self.valid_from == SINCE_EVER else self.valid_from


def _select_rows() -> sa.Select[Any]:
    return sa.select(
        _COST.id, _COST.product_id, _PRODUCT.sku, _PRODUCT.name, _PRODUCT.unit, _COST.currency, _COST.cost_micro,
        _COST.valid_from, _COST.source, _COST.entered_by, _COST.entered_at,
    ).join(Product, _PRODUCT.id == _COST.product_id)  # fmt: skip


def read_costs_of(view: Reading, product_id: int) -> tuple[CostRow, ...]:
    """The standard costs of a product, the oldest first; none for those who may not see margins."""
    if not view.actor.can("margin.see"):
        return ()
    wanted = _select_rows().where(_COST.product_id == product_id)
    rows = fetch(view.db, CostRow, wanted.order_by(_COST.valid_from, _COST.id))
    return tuple(in_zone(view.clock, row, "entered_at") for row in rows)


def read_costs_page(view: Reading, request: PageRequest) -> Page[CostRow]:
    """All standard costs as a windowed list, in the order in which they were entered."""
    view.actor.require("margin.see")
    source = ListSource(
        record=CostRow,
        statement=_select_rows(),
        key=_COST.id,
        sortable={"id": _COST.id},
        usual_sort="id",
        filterable={"product_id": _COST.product_id},
        search=PRODUCTS,
        search_key=_COST.product_id,
    )
    page = read_page(view, source, request)
    return replace(page, rows=tuple(in_zone(view.clock, row, "entered_at") for row in page.rows))


def replace_costs(
    uow: UnitOfWork, rows: Sequence[CostInput], *, closing: Sequence[int] = (), source: str = "typed"
) -> tuple[int, ...]:
    """Take costs out and put these in; the new ids in the order of the rows. All or nothing.

    One to be taken out that somebody else took out meanwhile: ConflictError.
    """
    uow.actor.require("product.edit")
    uow.actor.require("margin.see")
    unknown = _product_issues(uow, rows)  # first: it holds the products
    before = _take_out(uow, closing)
    kept = _read_kept(uow, {row.product_id for row in rows})
    refuse_blocked("cost", (*check_costs(rows, kept.values()), *unknown))
    _keep(uow, rows, source)
    _tell(uow, before, rows)
    made = {row: id_ for id_, row in _read_kept(uow, {row.product_id for row in rows}).items()}
    return tuple(made[row] for row in rows)


def set_costs(uow: UnitOfWork, rows: Sequence[CostInput], *, source: str = "import") -> tuple[bool, ...]:
    """Put these in the place of those with the same product and first day; for each whether it says something new."""
    kept = _read_kept(uow, {row.product_id for row in rows})
    by_place = {row.place: id_ for id_, row in kept.items()}
    same = set(kept.values())
    is_new = tuple(row not in same for row in rows)
    places = [place for place, new in enumerate(is_new) if new]
    fresh = [rows[place] for place in places]
    closing = [by_place[row.place] for row in fresh if row.place in by_place]
    try:
        replace_costs(uow, fresh, closing=closing, source=source)
    except RefusedError as error:
        raise with_places(error, places) from error
    return is_new


def keep_first_costs(uow: UnitOfWork, costs: Mapping[int, int], *, source: str) -> None:
    """The costs of new products, from the beginning; the products' story has them already."""
    _keep(uow, [CostInput(product_id=id_, cost_micro=cost) for id_, cost in costs.items()], source)


def _keep(uow: UnitOfWork, rows: Sequence[CostInput], source: str) -> None:
    if not rows:
        return
    currency = uow.db.execute(_FIRM_CURRENCY).scalar_one_or_none() or "EUR"
    common = {"currency": currency, "source": source, "entered_by": uow.actor.name, "entered_at": uow.now}
    values = [
        {"product_id": row.product_id, "cost_micro": row.cost_micro, "valid_from": row.valid_from, **common}
        for row in rows
    ]
    insert_rows(uow.db, ProductCost, values)


def _take_out(uow: UnitOfWork, closing: Sequence[int]) -> tuple[CostInput, ...]:
    if not closing:
        return ()
    gone = uow.db.execute(
        sa.delete(ProductCost).where(among(uow.db, _COST.id, closing)).returning(*_INPUT)
    ).all()
    if len(gone) != len(set(closing)):
        raise ConflictError("document.changed_elsewhere", kind="cost", id=closing[0])
    return tuple(_input_of(row) for row in gone)


def _read_kept(uow: UnitOfWork, product_ids: set[int]) -> dict[int, CostInput]:
    if not product_ids:
        return {}
    wanted = sa.select(_COST.id, *_INPUT).where(
        among(uow.db, _COST.product_id, product_ids), _COST.currency == _FIRM_CURRENCY.scalar_subquery()
    )
    return {row.id: _input_of(row) for row in uow.db.execute(wanted)}


def _input_of(row: Any) -> CostInput:
    return CostInput(product_id=row.product_id, cost_micro=row.cost_micro, valid_from=row.valid_from)


def _product_issues(uow: UnitOfWork, rows: Sequence[CostInput]) -> tuple[Issue, ...]:
    """Costs of products that there are not; those that there are are held: two desks do not key the same day."""
    wanted = sorted({row.product_id for row in rows})
    held = sa.select(_PRODUCT.id).where(among(uow.db, _PRODUCT.id, wanted)).order_by(_PRODUCT.id)
    known = set(uow.db.execute(held.with_for_update(key_share=True)).scalars())
    found = Findings("cost")
    for number, row in enumerate(rows):
        found.block(
            row.product_id not in known,
            "product_unknown",
            f"rows/{number}/product_id",
            product=row.product_id,
        )
    return found.all


def _tell(uow: UnitOfWork, before: Iterable[CostInput], after: Iterable[CostInput]) -> None:
    """One act in the story of each product."""
    sides: dict[int, tuple[dict[str, object], dict[str, object]]] = defaultdict(lambda: ({}, {}))
    for place, rows in enumerate((before, after)):
        for row in rows:
            name = f"cost.{'beginning' if row.valid_from == SINCE_EVER else row.valid_from}"
            sides[row.product_id][place][name] = row.cost_micro
    for product_id, (was, now) in sorted(sides.items()):
        uow.audit("product", product_id, before=was, after=now)
        uow.changed("product", product_id, version=0)
