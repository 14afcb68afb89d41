"""Kinds of licence as a grid."""

from __future__ import annotations

from app.i18n import _
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.goods.licence_kinds import (
    KIND,
    LicenceKindCard,
    LicenceKindInput,
    create_licence_kind,
    read_licence_kinds,
    update_licence_kind,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_saving import write_versioned


def licence_kinds_spec() -> GridSpec[LicenceKindCard, LicenceKindInput]:
    """A kind is added in the last row; one that is not used any more is made inactive."""

    def write(uow: UnitOfWork, row: CellRow, data: LicenceKindInput) -> SavedRow:
        return write_versioned(
            row,
            lambda: create_licence_kind(uow, data),
            lambda id_, version: update_licence_kind(uow, id_, data, version=version),
        )

    return GridSpec(
        kind=KIND,
        title=_("Licences"),
        hint=_(
            "What customers have to have to get some articles, such as the tobacco trade or a pharmacy. The article's"
            " card names the kind, the customer's card the licences."
        ),
        columns=(
            CellColumn("code", _("Code"), width=160, only_new=True),
            CellColumn("name", _("Name"), width=320, stretch=True),
            CellColumn("active", _("Active"), "check", width=80, usual=True),
        ),
        read=read_licence_kinds,
        row=lambda card: CellRow(
            card.id, {"code": card.code, "name": card.name, "active": card.active}, card.version
        ),
        parse=lambda read: LicenceKindInput(read.text("code"), read.text("name"), read.flag("active")),
        write=write,
        right="compliance.edit",
    )
