"""Surcharge rules: what an order costs beside its lines."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.price_inputs import SurchargeInput, check_surcharge
from app.services.prices.rule_book import RuleBook
from app.services.products import read_tax_classes
from db.schema.prices import SurchargeRule

SURCHARGES = -1
"""The id under which surcharges speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeCard(SurchargeInput):
    """A surcharge in force or to come."""

    id: int


SURCHARGE_BOOK = RuleBook(
    SurchargeRule,
    SurchargeCard,
    SurchargeInput,
    SURCHARGES,
    "surcharge.",
    order=("slot", "name"),
    check=lambda view, data: check_surcharge(data, frozenset(read_tax_classes(view))),
)
read_surcharges = SURCHARGE_BOOK.read
create_surcharge = SURCHARGE_BOOK.create
change_surcharge = SURCHARGE_BOOK.change
end_surcharge = SURCHARGE_BOOK.end
