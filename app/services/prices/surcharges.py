"""Surcharge rules: what an order costs beside its lines."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.price_inputs import SurchargeInput, check_surcharge
from app.domain.pricing import SurchargeRule
from app.services.prices.rule_book import RuleBook
from app.services.products import read_tax_classes
from db.schema import prices as tables

SURCHARGES = -1
"""The id under which surcharges speak of their changes (kind "price")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurchargeCard(SurchargeInput):
    """A surcharge in force or to come, or a draft of one."""

    id: int
    draft: bool = False
    replaces_id: int | None = None


SURCHARGE_BOOK = RuleBook(
    tables.SurchargeRule,
    SurchargeCard,
    SurchargeInput,
    SURCHARGES,
    "surcharge.",
    order=("slot", "name"),
    check=lambda view, data: check_surcharge(data, frozenset(read_tax_classes(view))),
    rule=SurchargeRule,
    part="surcharges",
)
read_surcharges = SURCHARGE_BOOK.read
create_surcharge = SURCHARGE_BOOK.create
change_surcharge = SURCHARGE_BOOK.change
end_surcharge = SURCHARGE_BOOK.end
