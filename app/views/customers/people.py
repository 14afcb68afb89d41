"""Further addresses and contacts as grids of a card."""

from __future__ import annotations

from app.domain.parties import PAPER_KINDS, AddressInput, ContactInput
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.parties import (
    AddressFacts,
    ContactFacts,
    create_address,
    create_contact,
    update_address,
    update_contact,
)
from app.services.unit_of_work import UnitOfWork
from app.views.customers.fields import Choices
from app.views.kit.cell_values import CellReader
from app.views.kit.row_saving import write_versioned


def address_columns(countries: Choices, usual: str) -> tuple[CellColumn, ...]:
    """The columns of the addresses."""
    return (
        CellColumn("label", _("Called"), width=110),
        CellColumn("name", _("Name"), width=150, stretch=True),
        CellColumn("street", _("Street"), width=150),
        CellColumn("postcode", _("Postcode"), width=80),
        CellColumn("city", _("City"), width=110),
        CellColumn("country", _("Country"), "choice", width=110, choices=countries, usual=usual),
        CellColumn("is_default_ship_to", _("Usual"), "check", width=60, help=_("Where orders go")),
        CellColumn("active", _("Active"), "check", width=58, usual=True),
    )


def contact_columns() -> tuple[CellColumn, ...]:
    """The columns of the contacts: one tick for each kind of paper."""
    papers = tuple(
        CellColumn(kind, title, "check", width=width, help=_("Gets by mail: {paper}").format(paper=word))
        for kind, (title, word, width) in _papers().items()
    )
    return (
        CellColumn("name", _("Name"), width=110, stretch=True),
        CellColumn("phone", _("Phone"), width=140, sample="+43 732 747 59 10"),
        CellColumn("email", _("E-mail"), width=150),
        *papers,
        CellColumn("active", _("Active"), "check", width=58, usual=True),
    )


def paper_words() -> dict[str, str]:
    """The whole word of each kind of paper."""
    return {kind: word for kind, (_title, word, _width) in _papers().items()}


def _papers() -> dict[str, tuple[str, str, int]]:
    """Kinds of paper: a short title, the whole word, the column's width."""
    words = {
        "quote": (_("Quote"), _("quote"), 72),
        "order_confirmation": (_("Conf."), _("order confirmation"), 54),
        "delivery_note": (_("Deliv."), _("delivery note"), 58),
        "invoice": (_("Inv."), _("invoice"), 48),
        "credit_note": (_("Cred."), _("credit note"), 54),
        "statement": (_("Stmt."), _("statement of account"), 56),
        "reminder": (_("Rem."), _("reminder"), 58),
    }
    assert tuple(words) == PAPER_KINDS, "each kind of paper has its tick"
    return words


def address_row(facts: AddressFacts) -> CellRow:
    """An address as a row."""
    names = ("label", "name", "street", "postcode", "city", "country", "is_default_ship_to", "active")
    return CellRow(facts.id, {name: getattr(facts, name) for name in names}, facts.version)


def contact_row(facts: ContactFacts) -> CellRow:
    """A contact as a row."""
    values: dict[str, object] = {name: getattr(facts, name) for name in ("name", "phone", "email", "active")}
    values |= {kind: facts.takes(kind) for kind in PAPER_KINDS}
    return CellRow(facts.id, values, facts.version)


def address_input(read: CellReader) -> AddressInput:
    """A keyed address."""
    return AddressInput(
        label=read.text("label"),
        name=read.text("name"),
        street=read.text("street"),
        postcode=read.text("postcode"),
        city=read.text("city"),
        country=read.text("country"),
        is_default_ship_to=read.flag("is_default_ship_to"),
        active=read.flag("active"),
    )


def contact_input(read: CellReader) -> ContactInput:
    """A keyed contact."""
    return ContactInput(
        name=read.text("name"),
        phone=read.text("phone"),
        email=read.text("email"),
        papers=tuple(kind for kind in PAPER_KINDS if read.flag(kind)),
        active=read.flag("active"),
    )


def save_address(uow: UnitOfWork, customer_id: int, row: CellRow, data: AddressInput) -> SavedRow:
    """Make or change an address."""
    return write_versioned(
        row,
        lambda: create_address(uow, customer_id, data),
        lambda id_, version: update_address(uow, id_, data, version=version),
    )


def save_contact(uow: UnitOfWork, customer_id: int, row: CellRow, data: ContactInput) -> SavedRow:
    """Make or change a contact."""
    return write_versioned(
        row,
        lambda: create_contact(uow, customer_id, data),
        lambda id_, version: update_contact(uow, id_, data, version=version),
    )
