"""The firm: made once, then its card is edited."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa
from babel.numbers import list_currencies

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.findings import refuse_blocked
from app.domain.firm import FirmCard, FirmInput, FirmKnown, check_firm, check_warehouse_code
from app.domain.identifiers import tidy_vat_id
from app.domain.issues import Issue
from app.i18n import LANGUAGES, speaking
from app.services import seeds
from app.services.history import difference
from app.services.letterhead import keep_logo
from app.services.parties import create_counter_sale
from app.services.setup.seed_rows import insert_people, insert_series, insert_taxes, insert_terms
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.stock import Warehouse
from db.statements import insert_row, update_version

FIRM_ID = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts(FirmCard):
    """The firm as it stands."""

    id: int
    default_term_id: int | None
    default_warehouse_id: int | None
    version: int


_NAMES = tuple(field.name for field in fields(FirmFacts))


def read_firm(view: Reading) -> FirmFacts | None:
    """The firm, or None in an empty database."""
    columns = Firm.__table__.c
    row = view.db.execute(sa.select(*(columns[name] for name in _NAMES))).mappings().one_or_none()
    return None if row is None else FirmFacts(**row)


def require_firm(view: Reading) -> FirmFacts:
    """The firm; refused where none was set up yet."""
    firm = read_firm(view)
    if firm is None:
        raise NotFoundError("firm.missing")
    return firm


def check_firm_input(data: FirmInput) -> tuple[Issue, ...]:
    """Everything wrong with a new firm as keyed."""
    return (*check_firm(data, _known()), *check_warehouse_code(data.warehouse_code, data.warehouse_name))


def create_firm(uow: UnitOfWork, data: FirmInput) -> None:
    """Make the firm with all that shipping and invoicing need: warehouse, series, terms, taxes, first user.

    Names and texts are in the firm's language. Refused (`firm.exists`) when the database has a firm.
    """
    uow.actor.require("setup.edit")
    if uow.db.execute(sa.select(Firm.id)).first() is not None:
        raise RefusedError("firm.exists")
    refuse_blocked("firm", check_firm_input(data))
    with speaking(data.language):
        _insert_firm(uow, data)


def _insert_firm(uow: UnitOfWork, data: FirmInput) -> None:
    """The firm's rows; their texts are in the language in force."""
    terms = insert_terms(uow)
    warehouse = insert_row(uow.db, Warehouse, _warehouse_values(data))
    values = _card_values(data)
    insert_row(
        uow.db,
        Firm,
        {
            **values,
            "id": FIRM_ID,
            "default_term_id": terms["30days"],
            "default_warehouse_id": warehouse,
        },
    )
    keep_logo(uow, data.logo)
    insert_series(uow)
    insert_taxes(uow, data.country)
    insert_people(uow)
    create_counter_sale(uow, country=data.country, term_id=terms["immediate"], language=data.language)
    uow.audit("firm", FIRM_ID, before={}, after={**values, "logo": bool(data.logo)})
    uow.changed("firm", FIRM_ID, version=1)
    uow.changed("warehouse", warehouse, version=1)


def update_firm(uow: UnitOfWork, card: FirmCard, *, version: int) -> int:
    """Change the firm's card; the new version. The currency stays once anything was priced in it."""
    uow.actor.require("setup.edit")
    before = require_firm(uow)
    if before.version != version:
        raise ConflictError("document.changed_elsewhere", kind="firm", id=FIRM_ID)
    issues = check_firm(card, _known())
    refuse_blocked("firm", issues)
    if card.currency != before.currency:
        raise RefusedError("firm.currency_fixed", currency=before.currency)
    values = _card_values(card)
    new_version = update_version(uow.db, Firm, id=FIRM_ID, version=version, values=values, kind="firm")
    old, new = difference(_as_card(before), _as_card(card))
    if "logo" in new:
        keep_logo(uow, card.logo)
        old["logo"], new["logo"] = bool(before.logo), bool(card.logo)
    uow.audit("firm", FIRM_ID, before=old, after=new)
    uow.changed("firm", FIRM_ID, version=new_version)
    return new_version


def set_defaults(uow: UnitOfWork, *, term_id: int, warehouse_id: int, version: int) -> int:
    """Choose the usual payment term and warehouse; the new version."""
    uow.actor.require("setup.edit")
    before = require_firm(uow)
    values = {"default_term_id": term_id, "default_warehouse_id": warehouse_id}
    new_version = update_version(uow.db, Firm, id=FIRM_ID, version=version, values=values, kind="firm")
    old = {"default_term_id": before.default_term_id, "default_warehouse_id": before.default_warehouse_id}
    uow.audit("firm", FIRM_ID, before=old, after=values)
    uow.changed("firm", FIRM_ID, version=new_version)
    return new_version


def _known() -> FirmKnown:
    return FirmKnown(
        tax_countries=seeds.tax_countries(),
        currencies=frozenset(list_currencies()),
        languages=LANGUAGES,
    )


def _as_card(card: FirmCard) -> FirmCard:
    return FirmCard(**_card_values(card))


def _card_values(card: FirmCard) -> dict[str, Any]:
    values = {field.name: getattr(card, field.name) for field in fields(FirmCard)}
    texts = {name: value.strip() for name, value in values.items() if isinstance(value, str)}
    return {**values, **texts, "vat_id": tidy_vat_id(card.vat_id), "iban": card.iban.replace(" ", "").upper()}


def _warehouse_values(data: FirmInput) -> dict[str, object]:
    return {
        "code": data.warehouse_code,
        "name": data.warehouse_name.strip(),
        "street": data.street,
        "postcode": data.postcode,
        "city": data.city,
        "country": data.country,
    }
