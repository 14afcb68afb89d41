"""Carriers as a grid: who brings goods, and which dangerous ones he takes."""

from __future__ import annotations

from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.goods.carriers import (
    KIND,
    CarrierCard,
    CarrierInput,
    create_carrier,
    read_carrier_cards,
    update_carrier,
)
from app.views.kit.cell_values import CellReader
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_saving import versioned_writer


def carriers_spec() -> GridSpec[CarrierCard, CarrierInput]:
    """A carrier is added in the last row; one that is not used any more is made inactive."""
    return GridSpec(
        kind=KIND,
        title=_("Carriers"),
        hint=_(
            "Who brings goods. An order with dangerous goods goes only with a carrier who takes their class, or their"
            " packing as limited quantity."
        ),
        columns=(
            CellColumn("code", _("Code"), width=110, only_new=True),
            CellColumn("name", _("Name on papers"), width=260, stretch=True),
            CellColumn(
                "hazard_classes",
                _("Takes the classes"),
                width=200,
                help=_("Such as 3, 8, 9; 2 means 2.1 to 2.3; * means all; empty: none"),
            ),
            CellColumn("takes_limited", _("Takes limited quantities"), "check", width=190),
            CellColumn(
                "checks_age",
                _("Checks the age"),
                "check",
                width=130,
                help=_("Hands over only against proof of age"),
            ),
            CellColumn("active", _("Active"), "check", width=80, usual=True),
        ),
        read=read_carrier_cards,
        row=_row,
        parse=_input,
        write=versioned_writer(create_carrier, update_carrier),
    )


def _row(card: CarrierCard) -> CellRow:
    names = ("code", "name", "hazard_classes", "takes_limited", "checks_age", "active")
    return CellRow(card.id, {name: getattr(card, name) for name in names}, card.version)


def _input(read: CellReader) -> CarrierInput:
    return CarrierInput(
        code=read.text("code"),
        name=read.text("name"),
        hazard_classes=read.text("hazard_classes"),
        takes_limited=read.flag("takes_limited"),
        checks_age=read.flag("checks_age"),
        active=read.flag("active"),
    )
