"""Changes of cards by the demo's people."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from app.domain.parties import CustomerInput
from app.services.parties import read_customer, update_customer
from app.services.unit_of_work import UnitOfWork


def change_customer(uow: UnitOfWork, customer_id: int, /, **values: Any) -> None:
    """Change some fields of a customer's card."""
    facts = read_customer(uow, customer_id)
    card = CustomerInput(**{each.name: getattr(facts, each.name) for each in fields(CustomerInput)})
    update_customer(uow, customer_id, replace(card, **values), version=facts.version)
