"""The firm's carriers, and which dangerous goods each of them takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.dangerous import ALL_CLASSES, Carrier, is_class
from app.domain.findings import Findings, refuse_blocked
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, check_code, make_card, require_card
from db.rows import fetch, select_as
from db.schema.goods import Carrier as CarrierTable

KIND = "carrier"
CLASSES_LENGTH = 200


@dataclass(frozen=True, slots=True)
class CarrierInput:
    """A carrier as keyed; `hazard_classes` with commas between, `*` for all."""

    code: str
    name: str
    hazard_classes: str = ""
    takes_limited: bool = False
    checks_age: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True)
class CarrierCard(CarrierInput):
    """A carrier as it stands."""

    id: int = 0
    version: int = 0

    @property
    def carrier(self) -> Carrier:
        """As the checks of an order see it."""
        return Carrier(
            code=self.code,
            name=self.name,
            classes=_classes(self.hazard_classes),
            takes_limited=self.takes_limited,
            checks_age=self.checks_age,
            active=self.active,
        )


_CARDS = select_as(CarrierCard, CarrierTable).order_by(CarrierTable.code)


def read_carrier_cards(view: Reading) -> tuple[CarrierCard, ...]:
    """Every carrier by code."""
    return fetch(view.db, CarrierCard, _CARDS)


def read_carriers(view: Reading) -> tuple[Carrier, ...]:
    """Every carrier as the checks of an order see them, by code."""
    return tuple(card.carrier for card in read_carrier_cards(view))


def create_carrier(uow: UnitOfWork, data: CarrierInput) -> int:
    """Make a carrier; its id."""
    uow.actor.require("setup.edit")
    return make_card(uow, KIND, CarrierTable, _checked(uow, data, id=0))


def update_carrier(uow: UnitOfWork, id: int, data: CarrierInput, *, version: int) -> int:
    """Change a carrier; the new version. The code stays: orders name him by it."""
    uow.actor.require("setup.edit")
    before = require_card(read_carrier_cards(uow), KIND, id)
    tidy = _checked(uow, replace(data, code=before.code), id=id)
    return change_card(uow, KIND, CarrierTable, tidy, before=before, version=version)


def _checked(uow: UnitOfWork, data: CarrierInput, *, id: int) -> CarrierInput:
    classes = _classes(data.hazard_classes)
    tidy = replace(data, code=data.code.strip(), name=data.name.strip(), hazard_classes=", ".join(classes))
    found = Findings("carrier")
    unknown = [each for each in classes if each != ALL_CLASSES and not is_class(each)]
    found.block(unknown, "class_unknown", "hazard_classes", classes=", ".join(unknown))
    too_long = len(tidy.hazard_classes) > CLASSES_LENGTH
    found.block(too_long, "too_long", "hazard_classes", longest=CLASSES_LENGTH)
    refuse_blocked("carrier", (*check_code(uow, KIND, CarrierTable, tidy, id=id), *found.all))
    return tidy


def _classes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
