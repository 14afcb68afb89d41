"""Customers' own part numbers."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.services.unit_of_work import UnitOfWork
from db.schema.products import CustomerPart, Product
from db.statements import insert_row

LENGTH = 200


def set_customer_part(uow: UnitOfWork, *, customer_id: int, product_id: int, code: str) -> int:
    """Remember the customer's number for a product; the row's id. A number may move to another product."""
    uow.actor.require("product.edit")
    bare = code.strip()
    found = Findings("product")
    found.block(not bare, "part_missing", "code")
    found.block(len(bare) > LENGTH, "too_long", "code", longest=LENGTH)
    refuse_blocked("product", found.all)
    before = uow.db.execute(
        sa.select(CustomerPart.id, CustomerPart.product_id).where(
            CustomerPart.customer_id == customer_id, CustomerPart.code == bare
        )
    ).one_or_none()
    if before is not None and before.product_id == product_id:
        return int(before.id)
    if before is None:
        values = {"customer_id": customer_id, "product_id": product_id, "code": bare}
        id_ = insert_row(uow.db, CustomerPart, values)
    else:
        id_ = int(before.id)
        uow.db.execute(sa.update(CustomerPart).where(CustomerPart.id == id_).values(product_id=product_id))
        _tell(uow, before.product_id, customer_id, before=bare, after="")
    _tell(uow, product_id, customer_id, before="", after=bare)
    return id_


def remove_customer_part(uow: UnitOfWork, id: int) -> None:
    """Forget a customer's number."""
    uow.actor.require("product.edit")
    row = uow.db.execute(sa.select(CustomerPart.__table__).where(CustomerPart.id == id)).one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="customer_part", id=id)
    uow.db.execute(sa.delete(CustomerPart).where(CustomerPart.id == id))
    _tell(uow, row.product_id, row.customer_id, before=row.code, after="")


def _tell(uow: UnitOfWork, product_id: int, customer_id: int, *, before: str, after: str) -> None:
    name = f"customer_part.{customer_id}"
    uow.audit(
        "product",
        product_id,
        before={name: before} if before else {},
        after={name: after} if after else {},
    )
    version = uow.db.execute(sa.select(Product.version).where(Product.id == product_id)).scalar_one()
    uow.changed("product", product_id, version=version)
