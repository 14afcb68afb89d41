"""Kinds of licence as a grid."""

from __future__ import annotations

from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.goods.licence_kinds import (
    KIND,
    LicenceKindCard,
    LicenceKindInput,
    create_licence_kind,
    read_licence_kinds,
    update_licence_kind,
)
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_saving import versioned_writer


def licence_kinds_spec() -> GridSpec[LicenceKindCard, LicenceKindInput]:
    """A kind is added in the last row; one that is not used any more is made inactive."""
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
        write=versioned_writer(create_licence_kind, update_licence_kind),
        right="compliance.edit",
    )
