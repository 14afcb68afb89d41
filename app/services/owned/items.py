"""Recording what a customer owns; the changes belong to the customer's history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.owned import NAME_LENGTH, OwnedInput, check_owned, known_text, read_known
from app.services.unit_of_work import UnitOfWork
from db.schema.owned import OwnedItem
from db.schema.parties import Customer
from db.statements import insert_row, table_of, update_version

_ITEM = table_of(OwnedItem).c
_FIELDS = ("text", "choices", "place", "serial", "since", "active")


def record_item(uow: UnitOfWork, customer_id: int, data: OwnedInput) -> int:
    """Record what a customer owns, wherever it was bought; its id."""
    uow.actor.require("customer.edit")
    values = _values(data)
    id_ = insert_row(uow.db, OwnedItem, {**values, "customer_id": customer_id})
    tell_owned(uow, customer_id, id_, before={}, after=values)
    return id_


def change_item(uow: UnitOfWork, id: int, data: OwnedInput, *, version: int) -> int:
    """Change what is known of it; the new version."""
    uow.actor.require("customer.edit")
    before = _read(uow, id)
    values = _values(data)
    new_version = update_version(uow.db, OwnedItem, id=id, version=version, values=values, kind="owned_item")
    tell_owned(uow, before["customer_id"], id, before=before, after=values)
    return new_version


def retire_item(uow: UnitOfWork, id: int, *, version: int) -> int:
    """It is gone: nothing is fitted to it any more; the new version."""
    uow.actor.require("customer.edit")
    before = _read(uow, id)
    values = {"active": False}
    new_version = update_version(uow.db, OwnedItem, id=id, version=version, values=values, kind="owned_item")
    tell_owned(uow, before["customer_id"], id, before=before, after=values)
    return new_version


def tidy_text(text: str) -> str:
    """A text that the program wrote for a thing, as people key one: in one line, not too long."""
    return " ".join(text.split())[:NAME_LENGTH].rstrip()


def _values(data: OwnedInput) -> dict[str, Any]:
    tidy = replace(
        data, text=" ".join(data.text.split()), place=data.place.strip(), serial=data.serial.strip()
    )
    refuse_blocked("owned", check_owned(tidy))
    return {
        "text": tidy.text, "choices": read_known(tidy.choices), "place": tidy.place, "serial": tidy.serial,
        "since": tidy.since, "active": tidy.active,
    }  # fmt: skip


def _read(uow: UnitOfWork, id: int) -> dict[str, Any]:
    statement = sa.select(_ITEM.customer_id, *(_ITEM[name] for name in _FIELDS)).where(_ITEM.id == id)
    row = uow.db.execute(statement).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="owned_item", id=id)
    return {str(name): value for name, value in row.items()}


def tell_owned(
    uow: UnitOfWork, customer_id: int, id: int, *, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Note in the customer's story what of a thing is new or otherwise."""

    def told(values: Mapping[str, Any]) -> dict[str, Any]:
        named = {name: values[name] for name in changed if name in values}
        if "choices" in named:
            named["choices"] = known_text(named["choices"])
        return {f"owned.{id}.{name}": value for name, value in named.items()}

    changed = [name for name in after if name not in before or before[name] != after[name]]
    uow.audit("customer", customer_id, before=told(before), after=told(after))
    version = uow.db.execute(sa.select(Customer.version).where(Customer.id == customer_id)).scalar_one()
    uow.changed("customer", customer_id, version=version)
