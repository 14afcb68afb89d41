"""A customer's certificates of exemption, as orders and invoices see them."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain.jurisdictions import Certificate
from app.services.unit_of_work import Reading
from db.schema.jurisdictions import TaxCertificate

_OF_CUSTOMER = (
    sa.select(
        TaxCertificate.number,
        TaxCertificate.country,
        TaxCertificate.states,
        TaxCertificate.valid_from,
        TaxCertificate.valid_until,
    )
    .where(TaxCertificate.customer_id == sa.bindparam("customer"))
    .order_by(TaxCertificate.number, TaxCertificate.id)
)


def certificates_of(view: Reading, customer_id: int | None) -> tuple[Certificate, ...]:
    """The customer's certificates by number; none of nobody."""
    if customer_id is None:
        return ()
    rows = view.db.execute(_OF_CUSTOMER, {"customer": customer_id})
    return tuple(
        Certificate(row.number, row.country, _states(row.states), row.valid_from, row.valid_until)
        for row in rows
    )


def _states(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
