"""The countries in which the firm is registered for VAT; with a new one come the taxes of that country."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import refuse_blocked
from app.domain.registrations import Registration, check_registration, tidy_registration
from app.services import seeds
from app.services.setup.firm import require_firm
from app.services.setup.seed_rows import insert_taxes_abroad
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, make_card, require_card
from db.held_names import hold_names
from db.rows import fetch, select_as
from db.schema.products import TaxMapping, TaxRegistration

KIND = "tax_registration"


@dataclass(frozen=True, slots=True)
class RegistrationCard(Registration):
    """A registration as it stands."""

    id: int = 0
    version: int = 0


_CARDS = select_as(RegistrationCard, TaxRegistration).order_by(TaxRegistration.country)


def read_registrations(view: Reading) -> tuple[RegistrationCard, ...]:
    """Every registration by country."""
    return fetch(view.db, RegistrationCard, _CARDS)


def create_registration(uow: UnitOfWork, data: Registration) -> int:
    """Register the firm in a country; its id.

    The country's taxes and its rows of the mapping are made with it, where rates are known and no row names it.
    """
    uow.actor.require("setup.edit")
    tidy = _checked(uow, data, id=0)
    id_ = make_card(uow, KIND, TaxRegistration, tidy)
    is_mapped = uow.db.execute(sa.select(TaxMapping.id).where(TaxMapping.ship_from == tidy.country)).first()
    if not is_mapped and tidy.country in seeds.tax_countries():
        insert_taxes_abroad(uow, tidy.country)
    return id_


def update_registration(uow: UnitOfWork, id: int, data: Registration, *, version: int) -> int:
    """Change the VAT id; the new version. Papers that were issued keep theirs."""
    uow.actor.require("setup.edit")
    before = require_card(read_registrations(uow), KIND, id)
    tidy = _checked(uow, Registration(before.country, data.vat_id), id=id)
    return change_card(uow, KIND, TaxRegistration, tidy, before=before, version=version)


def remove_registration(uow: UnitOfWork, id: int) -> None:
    """End a registration; the country's taxes stay, papers that were issued too."""
    uow.actor.require("setup.edit")
    before = require_card(read_registrations(uow), KIND, id)
    gone = uow.db.execute(sa.delete(TaxRegistration).where(TaxRegistration.id == id))
    if gone.rowcount != 1:  # another desk was first, and has told it
        raise NotFoundError("document.not_found", kind=KIND, id=id)
    uow.audit(KIND, id, before={"country": before.country, "vat_id": before.vat_id}, after={})
    uow.changed(KIND, id, version=before.version + 1)


def _checked(uow: UnitOfWork, data: Registration, *, id: int) -> Registration:
    hold_names(uow.db, "tax", ["mapping"])
    tidy = tidy_registration(data)
    taken = {card.country for card in read_registrations(uow) if card.id != id}
    home = require_firm(uow).country
    issues = check_registration(tidy, home=home, countries=seeds.countries(), taken=taken)
    refuse_blocked("registration", issues)
    return tidy
