"""Orders that go where jurisdictions stack their taxes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.jurisdictions import Certificate, jurisdictions
from app.domain.orders.context import OrderContext
from app.domain.orders.draft import Draft
from tests.helpers.jurisdictions import sample
from tests.unit.orders.check_cases import BLOCK, INFO, WARN, YESTERDAY, Case, around, case
from tests.unit.orders.world import CHAIR, NORD, TAXES, TODAY, context, draft, goods

KNOWN = sample()


def american(*, without_rates: str = "", **values: Any) -> OrderContext:
    """The world with the sample of American taxes; one jurisdiction may have no rates."""
    every = (replace(each, rates=()) if each.code == without_rates else each for each in KNOWN.every)
    return context(taxes=replace(TAXES, jurisdictions=jurisdictions(every)), **values)


def to(postcode: str, city: str, world: OrderContext) -> Draft:
    """A chair that goes to an American address."""
    head = {"ship_country": "US", "ship_postcode": postcode, "ship_city": city}
    return draft([goods("k1", CHAIR)], world, **head)


BARE = american(without_rates="US-CT")
OVER = Certificate("ST-120", "US", ("NY",), None, YESTERDAY)
LATE = american(certificates=(OVER,))
STACKED_CASES: list[Case] = [
    case("order.no_jurisdiction", to("99501", "Anchorage", american()), american(), around(), weighs=BLOCK,
         where="header/ship_to", postcode="99501", city="Anchorage"),
    case("order.no_jurisdiction_rate", to("06103", "Hartford", BARE), BARE, around(), weighs=BLOCK, where="lines",
         name="Connecticut", tax_class="standard", date=TODAY),
    case("order.certificate_over", to("10001", "New York", LATE), LATE, around(), weighs=WARN, where="header/customer",
         number="ST-120", state="New York State", customer=NORD.name, until=YESTERDAY),
    case("order.not_registered", to("43215", "Columbus", american()), american(), around(), weighs=INFO,
         where="lines", state="Ohio"),
]  # fmt: skip
