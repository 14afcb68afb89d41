"""Further addresses and contacts of a customer; their changes belong to the customer's history."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.parties import PAPER_KINDS, AddressInput, ContactInput, Known, check_address, check_contact
from app.i18n import LANGUAGES
from app.services import search, seeds
from app.services.parties.texts import read_customer_text
from app.services.unit_of_work import UnitOfWork
from db.schema.parties import Address, Contact, Customer
from db.statements import insert_row, table_of, update_version


def create_address(uow: UnitOfWork, customer_id: int, data: AddressInput) -> int:
    """Add an address; its id."""
    uow.actor.require("customer.edit")
    refuse_blocked("customer", check_address(data, _known()))
    values = asdict(data)
    id_ = insert_row(uow.db, Address, {**values, "customer_id": customer_id})
    _keep_one_default(uow, customer_id, id_, data)
    _tell(uow, customer_id, f"address.{id_}.", before={}, after=values)
    return id_


def update_address(uow: UnitOfWork, id: int, data: AddressInput, *, version: int) -> int:
    """Change an address; the new version. Documents keep the address that they were made with."""
    uow.actor.require("customer.edit")
    before = _read(uow, Address, id)
    refuse_blocked("customer", check_address(data, _known()))
    values = asdict(data)
    new_version = update_version(uow.db, Address, id=id, version=version, values=values, kind="address")
    _keep_one_default(uow, before["customer_id"], id, data)
    _tell(uow, before["customer_id"], f"address.{id}.", before=before, after=values)
    return new_version


def create_contact(uow: UnitOfWork, customer_id: int, data: ContactInput) -> int:
    """Add a person; the id."""
    uow.actor.require("customer.edit")
    refuse_blocked("customer", check_contact(data))
    values = _contact_values(data)
    id_ = insert_row(uow.db, Contact, {**values, "customer_id": customer_id})
    search.reindex(uow, "customer", customer_id, read_customer_text(uow, customer_id))
    _tell(uow, customer_id, f"contact.{id_}.", before={}, after=values)
    return id_


def update_contact(uow: UnitOfWork, id: int, data: ContactInput, *, version: int) -> int:
    """Change a person; the new version."""
    uow.actor.require("customer.edit")
    before = _read(uow, Contact, id)
    refuse_blocked("customer", check_contact(data))
    values = _contact_values(data)
    new_version = update_version(uow.db, Contact, id=id, version=version, values=values, kind="contact")
    customer_id = before["customer_id"]
    search.reindex(uow, "customer", customer_id, read_customer_text(uow, customer_id))
    _tell(uow, customer_id, f"contact.{id}.", before=before, after=values)
    return new_version


def _known() -> Known:
    return Known(countries=seeds.countries(), term_ids=frozenset(), languages=LANGUAGES)


def _contact_values(data: ContactInput) -> dict[str, object]:
    papers = ",".join(kind for kind in PAPER_KINDS if kind in data.papers)
    return {**asdict(data), "name": data.name.strip(), "papers": papers}


def _read(uow: UnitOfWork, mapped: Any, id: int) -> dict[str, Any]:
    table = table_of(mapped)
    row = uow.db.execute(sa.select(table).where(table.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind=table.name, id=id)
    return {str(name): value for name, value in row.items()}


def _keep_one_default(uow: UnitOfWork, customer_id: int, id: int, data: AddressInput) -> None:
    """A customer has at most one usual ship-to address."""
    if not data.is_default_ship_to:
        return
    uow.db.execute(
        sa.update(Address)
        .where(Address.customer_id == customer_id, Address.id != id, Address.is_default_ship_to.is_(True))
        .values(is_default_ship_to=False, version=Address.version + 1)
    )


def _tell(
    uow: UnitOfWork, customer_id: int, prefix: str, *, before: dict[str, Any], after: dict[str, Any]
) -> None:
    changed = [name for name in after if before.get(name) != after[name]]
    uow.audit(
        "customer",
        customer_id,
        before={prefix + name: before[name] for name in changed if name in before},
        after={prefix + name: after[name] for name in changed},
    )
    version = uow.db.execute(sa.select(Customer.version).where(Customer.id == customer_id)).scalar_one()
    uow.changed("customer", customer_id, version=version)
