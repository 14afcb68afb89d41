"""What may be sold instead of a product: rows of its card, and who replaces what on a day.

The successor of a product stands on its card and is the first of its substitutes (decision 0038).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.pages import Page, PageRequest
from app.domain.substitutes import Substitute, SubstituteInput, check_substitute
from app.services.listing import ListSource, read_page
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import fetch, ids, one_of, select_as
from db.schema.products import Product, ProductSubstitute
from db.search import PRODUCTS
from db.statements import insert_row, table_of, update_version

_ROW, _PRODUCT = table_of(ProductSubstitute).c, table_of(Product).c
_FIELDS = tuple(field.name for field in fields(SubstituteInput))
MOST = 5
"""Substitutes that are offered for a line."""


@dataclass(frozen=True, slots=True)
class SubstituteFacts(SubstituteInput):
    """A substitute as it stands."""

    id: int = 0
    version: int = 0
    sku: str = ""


_OF_PRODUCT = (
    select_as(SubstituteFacts, ProductSubstitute, _PRODUCT.sku)
    .join(Product, _PRODUCT.id == _ROW.substitute_id)
    .where(_ROW.product_id == sa.bindparam("product_id"))
    .order_by(_ROW.rank, _ROW.id)
)
_DAY = sa.bindparam("day", type_=sa.Date())
_HOLDS = sa.and_(
    sa.or_(_ROW.valid_from.is_(None), _ROW.valid_from <= _DAY),
    sa.or_(_ROW.valid_until.is_(None), _ROW.valid_until >= _DAY),
)
_IDS = ids()


def _way(product: Any, substitute: Any, takes: Any, instead_of: Any, *only: Any) -> sa.Select[Any]:
    """One direction of the rows: what is replaced, by what, how much of it, in which order."""
    return (
        sa.select(product, substitute, takes, instead_of, _ROW.note, _ROW.rank, _ROW.id)
        .join(Product, _PRODUCT.id == substitute)
        .where(one_of(product, _IDS), _HOLDS, _PRODUCT.active.is_(True), *only)
    )


_KEYED = sa.union_all(
    _way(_ROW.product_id, _ROW.substitute_id, _ROW.takes, _ROW.instead_of),
    _way(_ROW.substitute_id, _ROW.product_id, _ROW.instead_of, _ROW.takes, _ROW.both_ways.is_(True)),
)
_HEIR = table_of(Product).alias("heir")
_SUCCESSORS = (
    sa.select(_PRODUCT.id, _PRODUCT.successor_id)
    .join(_HEIR, _HEIR.c.id == _PRODUCT.successor_id)
    .where(one_of(_PRODUCT.id, _IDS), _HEIR.c.active.is_(True))
)


def read_substitutes_of(view: Reading, product_id: int) -> tuple[SubstituteFacts, ...]:
    """The rows of a product's card, the first to be offered first."""
    return fetch(view.db, SubstituteFacts, _OF_PRODUCT, product_id=product_id)


def read_substitutes(
    view: Reading, product_ids: Collection[int], day: date
) -> dict[int, tuple[Substitute, ...]]:
    """What may be sold on a day instead of each, the successor first, then by rank; two queries."""
    wanted = {"ids": sorted(product_ids)}
    found: defaultdict[int, dict[int, Substitute]] = defaultdict(dict)
    for product_id, heir_id in view.db.execute(_SUCCESSORS, wanted):
        found[product_id][heir_id] = Substitute(heir_id, is_successor=True)
    rows = view.db.execute(_KEYED, {**wanted, "day": day}).all()
    for product_id, other_id, takes, instead_of, note, _rank, _id in sorted(rows, key=lambda row: row[5:]):
        known = found[product_id].get(other_id)
        if known is None or (known.is_successor and not known.note):
            is_heir = known is not None
            found[product_id][other_id] = Substitute(other_id, takes, instead_of, note, is_heir)
    return {product_id: tuple(each.values())[:MOST] for product_id, each in found.items()}


@dataclass(frozen=True, slots=True)
class SubstituteRow:
    """A row of the list of all: both articles by number and name."""

    id: int
    product_id: int
    sku: str
    product_name: str
    other_sku: str
    other_name: str
    takes: int
    instead_of: int
    both_ways: bool
    rank: int
    valid_from: date | None
    valid_until: date | None
    note: str


def read_substitutes_page(view: Reading, request: PageRequest) -> Page[SubstituteRow]:
    """All substitutes as a windowed list, in the order in which they were entered."""
    other = table_of(Product).alias("other")
    statement = (
        sa.select(
            _ROW.id, _ROW.product_id, _PRODUCT.sku, _PRODUCT.name, other.c.sku, other.c.name, _ROW.takes,
            _ROW.instead_of, _ROW.both_ways, _ROW.rank, _ROW.valid_from, _ROW.valid_until, _ROW.note,
        )
        .join(Product, _PRODUCT.id == _ROW.product_id)
        .join(other, other.c.id == _ROW.substitute_id)
    )  # fmt: skip
    source = ListSource(
        record=SubstituteRow,
        statement=statement,
        key=_ROW.id,
        sortable={"id": _ROW.id},
        usual_sort="id",
        filterable={"product_id": _ROW.product_id},
        search=PRODUCTS,
        search_key=_ROW.product_id,
    )
    return read_page(view, source, request)


def create_substitute(uow: UnitOfWork, product_id: int, data: SubstituteInput) -> int:
    """Add a substitute; its id."""
    uow.actor.require("product.edit")
    tidy = _checked(uow, product_id, data)
    values = asdict(tidy)
    id_ = insert_row(uow.db, ProductSubstitute, {**values, "product_id": product_id})
    _tell(uow, product_id, tidy.substitute_id, before={}, after=values)
    return id_


def update_substitute(uow: UnitOfWork, id: int, data: SubstituteInput, *, version: int) -> int:
    """Change a substitute; the new version."""
    uow.actor.require("product.edit")
    before = _read(uow, id)
    product_id = before.pop("product_id")
    tidy = _checked(uow, product_id, data, id=id)
    values = asdict(tidy)
    new_version = update_version(
        uow.db, ProductSubstitute, id=id, version=version, values=values, kind="substitute"
    )
    same = before["substitute_id"] == tidy.substitute_id
    if not same:
        _tell(uow, product_id, before["substitute_id"], before=before, after=dict.fromkeys(_FIELDS))
    _tell(uow, product_id, tidy.substitute_id, before=before if same else {}, after=values)
    return new_version


def remove_substitutes(uow: UnitOfWork, ids: Iterable[int]) -> None:
    """Take substitutes out; the product's history keeps them."""
    uow.actor.require("product.edit")
    for id_ in ids:
        before = _read(uow, id_)
        product_id = before.pop("product_id")
        uow.db.execute(sa.delete(ProductSubstitute).where(ProductSubstitute.id == id_))
        _tell(uow, product_id, before["substitute_id"], before=before, after=dict.fromkeys(_FIELDS))


def set_substitute(uow: UnitOfWork, product_id: int, data: SubstituteInput) -> bool:
    """Put this in the place of the product's row with the same substitute; whether that says something new."""
    known = next(
        (each for each in read_substitutes_of(uow, product_id) if each.substitute_id == data.substitute_id),
        None,
    )
    if known is None:
        create_substitute(uow, product_id, data)
        return True
    if all(getattr(known, name) == getattr(data, name) for name in _FIELDS):
        return False
    update_substitute(uow, known.id, data, version=known.version)
    return True


def _checked(uow: UnitOfWork, product_id: int, data: SubstituteInput, *, id: int = 0) -> SubstituteInput:
    tidy = replace(data, note=data.note.strip())
    kept = [each.substitute_id for each in read_substitutes_of(uow, product_id) if each.id != id]
    refuse_blocked("substitute", check_substitute(tidy, product_id, kept))
    return tidy


def _read(uow: UnitOfWork, id: int) -> dict[str, Any]:
    columns = (_ROW[name] for name in ("product_id", *_FIELDS))
    row = uow.db.execute(sa.select(*columns).where(_ROW.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="substitute", id=id)
    return {str(name): value for name, value in row.items()}


def _tell(
    uow: UnitOfWork,
    product_id: int,
    substitute_id: int,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """The product's story names the other one; what is as usual is not told."""
    text = f"substitute.{substitute_id}"
    uow.audit("product", product_id, before={text: _told(before)}, after={text: _told(after)})
    version = uow.db.execute(sa.select(_PRODUCT.version).where(_PRODUCT.id == product_id)).scalar_one()
    uow.changed("product", product_id, version=version)


def _told(values: Mapping[str, Any]) -> str:
    """`1:1 <-> #2 2026-01-01..2026-06-30 note`, "" for none."""
    if not values.get("takes"):
        return ""
    days = [str(values[name] or "") for name in ("valid_from", "valid_until")]
    return " ".join(
        filter(
            None,
            [
                f"{values['takes']}:{values['instead_of']}",
                "<->" if values["both_ways"] else "",
                f"#{values['rank']}" if values["rank"] else "",
                "..".join(days) if any(days) else "",
                str(values["note"]),
            ],
        )
    )
