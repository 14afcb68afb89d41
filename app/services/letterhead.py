"""The firm as papers show it, and addresses as papers write them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import NotFoundError
from app.domain.paper_bytes import logo_hash
from app.domain.papers import PaperBank, PaperParty, PaperSender
from app.i18n import country_name, speaking
from app.services.setup_kept import kept
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import Firm
from db.schema.papers import Logo
from db.statements import table_of

_FIRM = sa.select(table_of(Firm)).limit(1)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Sender, logo, small print and country of the firm: read once per paper."""

    sender: PaperSender
    logo: bytes | None
    footer: str
    country: str
    currency: str
    language: str


def read_letterhead(view: Reading, *, in_own_language: bool = False) -> Letterhead:
    """The firm's letterhead as of now, in the language that is spoken or in the firm's own."""
    firm = read_firm(view)
    with speaking(firm["language"]) if in_own_language else nullcontext():
        return _letterhead(firm)


def read_firm(view: Reading) -> sa.RowMapping:
    """The firm's whole row, kept while the set-up stands."""
    return kept(view, "letterhead", lambda: _read_firm(view))


def _read_firm(view: Reading) -> sa.RowMapping:
    firm = view.db.execute(_FIRM).mappings().one_or_none()
    if firm is None:
        raise NotFoundError("firm.missing")
    return firm


def _letterhead(firm: sa.RowMapping) -> Letterhead:
    sender = PaperSender(
        name=firm["name"],
        address_lines=address_lines(firm["street"], firm["postcode"], firm["city"], firm["country"]),
        vat_id=firm["vat_id"],
        phone=firm["phone"],
        email=firm["email"],
        website=firm["website"],
        registration=firm["registration"],
        bank=PaperBank(bank_name=firm["bank_name"], iban=firm["iban"], bic=firm["bic"]),
    )
    return Letterhead(
        sender=sender,
        logo=firm["logo"],
        footer=firm["paper_footer"],
        country=firm["country"],
        currency=firm["currency"],
        language=firm["language"],
    )


def keep_logo(uow: UnitOfWork, logo: bytes | None) -> None:
    """Keep a logo for good: papers frozen under it are printed with it whatever the firm has later."""
    if logo:
        insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
        values = {"hash": logo_hash(logo), "picture": logo}
        uow.db.execute(insert(Logo).values(**values).on_conflict_do_nothing())


def logo_by_hash(view: Reading, wanted: str) -> bytes | None:
    """A logo of today or earlier; None where none was kept (files older than the keeping)."""
    picture = view.db.execute(sa.select(Logo.picture).where(Logo.hash == wanted)).scalar_one_or_none()
    return bytes(picture) if picture is not None else None


def address_lines(street: str, postcode: str, city: str, country: str) -> tuple[str, ...]:
    """An address below its name: street, postcode and city, country in the reader's language."""
    lines = (street.strip(), f"{postcode} {city}".strip(), country_name(country) if country else "")
    return tuple(line for line in lines if line)


def party(
    name: str, street: str, postcode: str, city: str, country: str, *, home: str, vat_id: str = ""
) -> PaperParty:
    """A recipient or ship-to of a paper.

    As post is addressed: no country at home (the firm's own), one abroad in capitals.
    """
    abroad = (country_name(country).upper(),) if country and country != home else ()
    return PaperParty(lines=(name, *address_lines(street, postcode, city, ""), *abroad), vat_id=vat_id)
