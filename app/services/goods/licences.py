"""Customers' licences; their changes belong to the customer's history."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.orders.context import OrderContext, ProductFacts
from app.domain.regulated import LicenceInput, check_licence
from app.services.goods.licence_kinds import read_licence_kinds
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import fetch, select_as
from db.schema.goods import CustomerLicence
from db.schema.parties import Customer
from db.statements import insert_row, update_version

_FIELDS = tuple(field.name for field in fields(LicenceInput))


@dataclass(frozen=True, slots=True)
class LicenceFacts(LicenceInput):
    """A licence as it stands."""

    id: int = 0
    version: int = 0


_OF_CUSTOMER = (
    select_as(LicenceFacts, CustomerLicence)
    .where(CustomerLicence.customer_id == sa.bindparam("customer_id"))
    .order_by(CustomerLicence.kind, CustomerLicence.valid_until, CustomerLicence.id)
)


def read_licences(view: Reading, customer_id: int) -> tuple[LicenceFacts, ...]:
    """A customer's licences by kind."""
    return fetch(view.db, LicenceFacts, _OF_CUSTOMER, customer_id=customer_id)


def with_licences(view: Reading, context: OrderContext, customer_id: int | None) -> OrderContext:
    """The context with the customer's licences; nothing is read where no article asks for one."""
    if customer_id is None or not _ask_for_one(context.products):
        return context
    names = {card.code: card.name for card in read_licence_kinds(view)}
    return replace(context, licences=read_licences(view, customer_id), licence_names=names)


def _ask_for_one(products: Mapping[int, ProductFacts]) -> bool:
    return any(each.licence_kind for each in products.values())


def create_licence(uow: UnitOfWork, customer_id: int, data: LicenceInput) -> int:
    """Add a licence; its id."""
    uow.actor.require("licence.edit")
    tidy = _checked(uow, data)
    values = asdict(tidy)
    id_ = insert_row(uow.db, CustomerLicence, {**values, "customer_id": customer_id})
    _tell(uow, customer_id, id_, before={}, after=values)
    return id_


def update_licence(uow: UnitOfWork, id: int, data: LicenceInput, *, version: int) -> int:
    """Change a licence; the new version."""
    uow.actor.require("licence.edit")
    before = _read(uow, id)
    tidy = _checked(uow, data)
    values = asdict(tidy)
    new_version = update_version(
        uow.db, CustomerLicence, id=id, version=version, values=values, kind="licence"
    )
    _tell(uow, before["customer_id"], id, before=before, after=values)
    return new_version


def remove_licences(uow: UnitOfWork, ids: Iterable[int]) -> None:
    """Take licences out; the customer's history keeps them."""
    uow.actor.require("licence.edit")
    for id_ in ids:
        before = _read(uow, id_)
        uow.db.execute(sa.delete(CustomerLicence).where(CustomerLicence.id == id_))
        _tell(uow, before["customer_id"], id_, before=before, after=dict.fromkeys(_FIELDS))


def _checked(uow: UnitOfWork, data: LicenceInput) -> LicenceInput:
    tidy = replace(data, number=data.number.strip(), issuer=data.issuer.strip())
    refuse_blocked("licence", check_licence(tidy, (card.code for card in read_licence_kinds(uow))))
    return tidy


def _read(uow: UnitOfWork, id: int) -> dict[str, Any]:
    statement = sa.select(*(CustomerLicence.__table__.c[name] for name in ("customer_id", *_FIELDS)))
    row = uow.db.execute(statement.where(CustomerLicence.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="licence", id=id)
    return {str(name): value for name, value in row.items()}


def _tell(
    uow: UnitOfWork, customer_id: int, id: int, *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    changed = [name for name in after if before.get(name) != after[name]]
    prefix = f"licence.{id}."
    uow.audit(
        "customer",
        customer_id,
        before={prefix + name: before[name] for name in changed if name in before},
        after={prefix + name: after[name] for name in changed},
    )
    version = uow.db.execute(sa.select(Customer.version).where(Customer.id == customer_id)).scalar_one()
    uow.changed("customer", customer_id, version=version)
