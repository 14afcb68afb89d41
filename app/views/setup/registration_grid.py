"""The firm's VAT ids in other countries as a grid; with a new country come its taxes."""

from __future__ import annotations

from app.domain.registrations import Registration
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.setup import (
    RegistrationCard,
    create_registration,
    read_registrations,
    remove_registration,
    update_registration,
)
from app.services.setup.registrations import KIND
from app.views.kit.cell_values import CellReader
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_saving import versioned_writer


def registrations_spec() -> GridSpec[RegistrationCard, Registration]:
    """Where the firm is registered beside its own country."""
    return GridSpec(
        kind=KIND,
        title=_("VAT ids abroad"),
        hint=_(
            "Countries from which the firm ships and in which it is registered. Papers of what ships from there show"
            " this id. A new country brings its taxes and its rows of “Which tax”; look at both on the page Taxes."
        ),
        columns=(
            CellColumn(
                "country",
                _("Country"),
                width=110,
                only_new=True,
                help=_("The country's two letters, such as AT"),
            ),
            CellColumn("vat_id", _("VAT id there"), width=240, stretch=True),
        ),
        read=read_registrations,
        row=lambda card: CellRow(card.id, {"country": card.country, "vat_id": card.vat_id}, card.version),
        parse=_input,
        write=versioned_writer(create_registration, update_registration),
        remove=remove_registration,
    )


def _input(read: CellReader) -> Registration:
    return Registration(country=read.text("country"), vat_id=read.text("vat_id"))
