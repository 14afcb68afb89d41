"""The stored proofs of VAT ids: what online checks answered, entered by hand and never changed afterwards."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.identifiers import tidy_vat_id
from app.domain.vat_checks import UNAVAILABLE, VatCheckInput, check_vat_check
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import fetch, select_as
from db.schema.parties import Customer, VatCheck
from db.statements import insert_row, table_of

_CUSTOMER, _CHECK = table_of(Customer), table_of(VatCheck)


@dataclass(frozen=True, slots=True)
class VatCheckFacts:
    """A check as it was noted, and by whom."""

    id: int
    vat_id: str
    day: date
    result: str
    asked_by: str
    reference: str
    name: str
    address: str
    entered_at: datetime
    entered_by: str


_ID = sa.bindparam("customer_id", type_=sa.BigInteger)
_OWN_ID = sa.select(_CUSTOMER.c.vat_id).where(_CUSTOMER.c.id == _ID, _CUSTOMER.c.vat_id != "")
_OF_CUSTOMER = (
    select_as(VatCheckFacts, VatCheck)
    .where(sa.or_(_CHECK.c.customer_id == _ID, _CHECK.c.vat_id == _OWN_ID.scalar_subquery()))
    .order_by(_CHECK.c.day.desc(), _CHECK.c.id.desc())
)


def newest_answer(name: str) -> sa.ColumnElement[object]:
    """A column of the newest check with an answer, of the VAT id on the customer's card; for selects of customers."""
    newest = (
        sa.select(_CHECK.c[name])
        .where(_CHECK.c.vat_id == _CUSTOMER.c.vat_id, _CHECK.c.vat_id != "", _CHECK.c.result != UNAVAILABLE)
        .order_by(_CHECK.c.day.desc(), _CHECK.c.id.desc())
        .limit(1)
        .correlate(_CUSTOMER)
    )
    return newest.scalar_subquery()


def read_vat_checks(view: Reading, customer_id: int) -> tuple[VatCheckFacts, ...]:
    """What was noted on the customer's card or for its VAT id, the newest first."""
    return fetch(view.db, VatCheckFacts, _OF_CUSTOMER, customer_id=customer_id)


def note_vat_check(uow: UnitOfWork, customer_id: int, data: VatCheckInput) -> int:
    """Keep what an online check answered; its id. It belongs to the VAT id, and to the customer's history."""
    uow.actor.require("customer.edit")
    country = uow.db.execute(
        sa.select(_CUSTOMER.c.country, _CUSTOMER.c.version).where(_CUSTOMER.c.id == customer_id)
    )
    found = country.one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="customer", id=customer_id)
    tidy = _tidy(data)
    refuse_blocked("vat_check", check_vat_check(tidy, country=found.country, today=uow.today))
    values = asdict(tidy)
    row = {**values, "customer_id": customer_id, "entered_at": uow.now, "entered_by": uow.actor.name}
    id_ = insert_row(uow.db, VatCheck, row)
    said = {f"vat_check.{id_}.{name}": value for name, value in values.items() if value}
    uow.audit("customer", customer_id, before={}, after=said)
    uow.changed("customer", customer_id, version=found.version)
    return id_


def _tidy(data: VatCheckInput) -> VatCheckInput:
    texts = {name: getattr(data, name).strip() for name in ("asked_by", "reference", "name", "address")}
    return replace(data, vat_id=tidy_vat_id(data.vat_id), **texts)
