"""What a customer is found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.domain.search_words import phone_forms, search_text
from app.services.unit_of_work import Reading
from db.schema.parties import Contact, Customer


def text_of_customer(values: Mapping[str, object], contacts: Iterable[tuple[str, str, str]] = ()) -> str:
    """The search text of a customer's columns and its contacts' (name, phone, e-mail)."""
    people = [part for name, phone, email in contacts for part in (name, email, *phone_forms(phone))]
    own = [str(values[name]) for name in ("number", "name", "city", "postcode", "email", "vat_id")]
    return search_text(*own, *phone_forms(str(values["phone"])), *people)


def read_customer_text(view: Reading, customer_id: int) -> str:
    """The search text as the database has the customer now."""
    customer = (
        view.db.execute(sa.select(Customer.__table__).where(Customer.id == customer_id)).mappings().one()
    )
    contacts = view.db.execute(
        sa.select(Contact.name, Contact.phone, Contact.email).where(
            Contact.customer_id == customer_id, Contact.active.is_(True)
        )
    )
    return text_of_customer(
        {str(name): value for name, value in customer.items()}, [(row[0], row[1], row[2]) for row in contacts]
    )
