"""What the demo firm noted of its customers' VAT ids in the Union: once at the start, and again of late."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.domain.vat_checks import VALID, VatCheckInput
from app.services import seeds
from app.services.demo.office import BOOKS, DemoOffice
from app.services.parties.vat_checks import note_vat_check
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.parties import Customer

REFERENCE = "WAPIAAAAX{number:08d}"  # as the Commission's service numbers its answers
LAST_ASKED_DAYS = 40


def note_first_proofs(office: DemoOffice) -> None:
    """Every customer's id is asked about when its card is made."""
    for customer in office.read(_abroad, office):
        office.write(BOOKS, _note, customer, office.clock.today())


def note_last_proofs(office: DemoOffice, today: date) -> None:
    """Nearly everyone's is asked about again; one was forgotten, and its orders say so."""
    for customer in office.read(_abroad, office)[1:]:
        office.write(BOOKS, _note, customer, today - timedelta(days=LAST_ASKED_DAYS))


def _note(uow: UnitOfWork, customer: sa.Row[Any], day: date) -> int:
    data = VatCheckInput(
        vat_id=customer.vat_id,
        day=day,
        result=VALID,
        asked_by=BOOKS.name,
        reference=REFERENCE.format(number=customer.id * 1000 + day.toordinal() % 1000),
        name=customer.name,
        address=f"{customer.street}, {customer.postcode} {customer.city}",
    )
    return note_vat_check(uow, customer.id, data)


def _abroad(view: Reading, office: DemoOffice) -> list[sa.Row[Any]]:
    """Those who order, with a VAT id of another country of the Union."""
    home = view.db.execute(sa.select(Firm.country)).scalar_one()
    elsewhere = seeds.eu_countries() - {home}
    statement = (
        sa.select(
            Customer.id, Customer.vat_id, Customer.name, Customer.street, Customer.postcode, Customer.city
        )
        .where(Customer.id.in_([customer.id for customer in office.customers]), Customer.vat_id != "")
        .where(Customer.country.in_(elsewhere))
        .order_by(Customer.id)
    )
    return list(view.db.execute(statement))
