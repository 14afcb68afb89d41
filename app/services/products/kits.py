"""Kits: what a product is made of on a day; changed with the product's card, whose story tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.issues import Issue
from app.domain.kits import Kit, KitInput, KitPart, KitPartInput, check_kit, check_part
from app.domain.money import decimal_of_micro
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import fetch, ids, one_of, select_as
from db.schema.products import Product, ProductKit, ProductKitPart
from db.schema.promotions import PromotionRule
from db.statements import insert_row, table_of, update_version

_KIT, _PART, _PRODUCT = table_of(ProductKit).c, table_of(ProductKitPart).c, table_of(Product).c
_RULE = table_of(PromotionRule).c
_KIT_FIELDS = tuple(field.name for field in fields(KitInput))
_PART_FIELDS = tuple(field.name for field in fields(KitPartInput))


@dataclass(frozen=True, slots=True)
class KitFacts(KitInput):
    """How a kit is priced as it stands."""

    id: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class KitPartFacts(KitPartInput):
    """A part as it stands."""

    id: int = 0
    version: int = 0
    sku: str = ""


_IDS = ids()
_DAY = sa.bindparam("day", type_=sa.Date())
_PARTS_ON = (
    sa.select(_KIT.product_id, _KIT.price, _KIT.less_ppm, _KIT.split, _KIT.tax)
    .add_columns(_PART.part_id, _PART.quantity_micro, _PART.share)
    .join(ProductKitPart, _PART.kit_id == _KIT.product_id)
    .where(one_of(_KIT.product_id, _IDS))
    .where(sa.or_(_PART.valid_from.is_(None), _PART.valid_from <= _DAY))
    .where(sa.or_(_PART.valid_until.is_(None), _PART.valid_until >= _DAY))
    .order_by(_KIT.product_id, _PART.id)
)
_KIT_OF = select_as(KitFacts, ProductKit).where(_KIT.product_id == sa.bindparam("product_id"))
_PARTS_OF = (
    select_as(KitPartFacts, ProductKitPart, _PRODUCT.sku)
    .join(Product, _PRODUCT.id == _PART.part_id)
    .where(_PART.kit_id == sa.bindparam("product_id"))
    .order_by(_PART.valid_from.is_not(None), _PART.valid_from, _PART.id)
)

_GIVES = (
    sa.select(_PRODUCT.sku, _RULE.name)
    .join(Product, _PRODUCT.id == _RULE.gift_id)
    .where(_RULE.gift_id == sa.bindparam("product_id"), _RULE.replaced_at_version.is_(None))
    .where(sa.or_(_RULE.valid_to.is_(None), _RULE.valid_to >= _DAY))
    .order_by(_RULE.draft, _RULE.number)
    .limit(1)
)


def read_kits(view: Reading, product_ids: Collection[int], day: date) -> dict[int, Kit]:
    """Those of the products that are kits, as they are on a day; one without parts then is none."""
    found: dict[int, Kit] = {}
    rows = view.db.execute(_PARTS_ON, {"ids": sorted(product_ids), "day": day})
    for id_, price, less_ppm, split, tax, *part in rows:
        known = found.get(id_, Kit((), price, less_ppm, split, tax))
        found[id_] = replace(known, parts=(*known.parts, KitPart(*part)))
    return found


def read_kit_of(view: Reading, product_id: int) -> KitFacts | None:
    """How a product's kit is priced; None for a product that is none."""
    return next(iter(fetch(view.db, KitFacts, _KIT_OF, product_id=product_id)), None)


def read_kit_parts(view: Reading, product_id: int) -> tuple[KitPartFacts, ...]:
    """The parts of a product's card with all their days."""
    return fetch(view.db, KitPartFacts, _PARTS_OF, product_id=product_id)


def set_kit(uow: UnitOfWork, product_id: int, data: KitInput) -> None:
    """Say how a kit is priced, split and taxed."""
    uow.actor.require("product.edit")
    refuse_blocked("kit", check_kit(data))
    known = read_kit_of(uow, product_id)
    before = {} if known is None else {name: getattr(known, name) for name in _KIT_FIELDS}
    values = asdict(data)
    if before == values:
        return
    if known is None:
        _refuse_gift(uow, product_id)
        insert_row(uow.db, ProductKit, {**values, "product_id": product_id})
    else:
        update_version(uow.db, ProductKit, id=known.id, version=known.version, values=values, kind="kit")
    _tell(
        uow,
        product_id,
        before={f"kit.{n}": v for n, v in before.items()},
        after={f"kit.{n}": v for n, v in values.items()},
    )


def _refuse_gift(uow: UnitOfWork, product_id: int) -> None:
    """A promotion gives articles that are shipped as they are; one that is over gives nothing any more."""
    found = Findings("kit")
    row = uow.db.execute(_GIVES, {"product_id": product_id, "day": uow.today}).one_or_none()
    if row is not None:
        found.block(True, "is_gift", "part", sku=row.sku, promotion=row.name)
    refuse_blocked("kit", found.all)


def unset_kit(uow: UnitOfWork, product_id: int) -> None:
    """The product is no kit any more: its parts are gone with it."""
    uow.actor.require("product.edit")
    known = read_kit_of(uow, product_id)
    if known is None:
        return
    remove_parts(uow, [part.id for part in read_kit_parts(uow, product_id)])
    uow.db.execute(sa.delete(ProductKit).where(_KIT.id == known.id))
    before = {f"kit.{name}": getattr(known, name) for name in _KIT_FIELDS}
    _tell(uow, product_id, before=before, after=dict.fromkeys(before))


def create_part(uow: UnitOfWork, product_id: int, data: KitPartInput) -> int:
    """Add a part; its id. A product that gets its first part is a kit from then on."""
    uow.actor.require("product.edit")
    _check(uow, product_id, data)
    if read_kit_of(uow, product_id) is None:
        set_kit(uow, product_id, KitInput())
    values = asdict(data)
    id_ = insert_row(uow.db, ProductKitPart, {**values, "kit_id": product_id})
    _tell_part(uow, product_id, data.part_id, before={}, after=values)
    return id_


def update_part(uow: UnitOfWork, id: int, data: KitPartInput, *, version: int) -> int:
    """Change a part; the new version."""
    uow.actor.require("product.edit")
    before = _read(uow, id)
    product_id = before.pop("kit_id")
    _check(uow, product_id, data, id=id)
    values = asdict(data)
    new_version = update_version(
        uow.db, ProductKitPart, id=id, version=version, values=values, kind="kit_part"
    )
    if before["part_id"] != data.part_id:
        _tell_part(uow, product_id, before["part_id"], before=before, after={})
        before = {}
    _tell_part(uow, product_id, data.part_id, before=before, after=values)
    return new_version


def remove_parts(uow: UnitOfWork, ids: Iterable[int]) -> None:
    """Take parts out; orders that were confirmed with them keep them."""
    uow.actor.require("product.edit")
    for id_ in ids:
        before = _read(uow, id_)
        product_id = before.pop("kit_id")
        uow.db.execute(sa.delete(ProductKitPart).where(_PART.id == id_))
        _tell_part(uow, product_id, before["part_id"], before=before, after={})


def _check(uow: UnitOfWork, product_id: int, data: KitPartInput, *, id: int = 0) -> None:
    hold_names(uow.db, "kit", ["parts"])  # a part elsewhere may make this one a kit in a kit
    kept = [each for each in read_kit_parts(uow, product_id) if each.id != id]
    refuse_blocked("kit", (*check_part(data, product_id, kept), *_nested(uow, product_id, data)))


def _nested(uow: UnitOfWork, product_id: int, data: KitPartInput) -> tuple[Issue, ...]:
    """No kit stands in a kit: its price would be split twice."""
    found = Findings("kit")
    names = dict(
        uow.db.execute(
            sa.select(_PRODUCT.id, _PRODUCT.sku).where(_PRODUCT.id.in_([product_id, data.part_id]))
        ).all()
    )
    asked = sa.select(_PRODUCT.id).where(_PRODUCT.id.in_([product_id, data.part_id]))
    configured = uow.db.execute(asked.where(_PRODUCT.product_model_id.is_not(None))).scalars().first()
    found.block(configured, "part_is_configured", "part", sku=names.get(configured or 0, ""))
    is_kit = data.part_id != product_id and read_kit_of(uow, data.part_id) is not None
    found.block(is_kit, "part_is_kit", "part", sku=names.get(data.part_id, ""))
    above = uow.db.execute(
        sa.select(_PRODUCT.sku)
        .join(ProductKitPart, _PART.kit_id == _PRODUCT.id)
        .where(_PART.part_id == product_id)
        .limit(1)
    ).scalar_one_or_none()
    found.block(above, "is_part", "part", sku=names.get(product_id, ""), kit=above)
    return found.all


def _read(uow: UnitOfWork, id: int) -> dict[str, Any]:
    columns = (_PART[name] for name in ("kit_id", *_PART_FIELDS))
    row = uow.db.execute(sa.select(*columns).where(_PART.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="kit_part", id=id)
    return {str(name): value for name, value in row.items()}


def _tell_part(
    uow: UnitOfWork, product_id: int, part_id: int, *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    name = f"kit_part.{part_id}"
    _tell(uow, product_id, before={name: _told(before)}, after={name: _told(after)})


def _told(values: Mapping[str, Any]) -> str:
    """`2.5 (3) 2026-01-01..`: how many, the share, the days; "" for none."""
    if not values:
        return ""
    count = f"{decimal_of_micro(values['quantity_micro']):f}"
    days = [str(values[name] or "") for name in ("valid_from", "valid_until")]
    share = f"({values['share']})" if values["share"] else ""
    return " ".join(filter(None, [count, share, "..".join(days) if any(days) else ""]))


def _tell(uow: UnitOfWork, product_id: int, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    uow.audit("product", product_id, before=before, after=after)
    version = uow.db.execute(sa.select(_PRODUCT.version).where(_PRODUCT.id == product_id)).scalar_one()
    uow.changed("product", product_id, version=version)
