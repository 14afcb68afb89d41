"""What another desk does to a customer."""

from __future__ import annotations

from dataclasses import asdict

from app.domain.parties import CustomerInput
from app.domain.rights import SYSTEM
from app.services import parties


def change_customer(work, id_, **values):
    """Somebody else changes a customer."""
    with work.reading(actor=SYSTEM) as view:
        facts = parties.read_customer_card(view, id_).customer
    names = CustomerInput.__dataclass_fields__
    data = CustomerInput(**{**{k: v for k, v in asdict(facts).items() if k in names}, **values})
    with work.begin(actor=SYSTEM) as uow:
        parties.update_customer(uow, id_, data, version=facts.version)
