"""Number series and payment terms as grids."""

from __future__ import annotations

from app.i18n import _, format_date
from app.models.cells_model import CellColumn, CellRow, SavedRow
from app.services.setup import (
    SeriesCard,
    SeriesInput,
    TermCard,
    TermInput,
    create_term,
    read_series,
    read_terms,
    update_series,
    update_term,
)
from app.services.unit_of_work import UnitOfWork
from app.views.kit.cell_values import CellReader
from app.views.kit.grid_page import GridSpec
from app.views.kit.row_saving import versioned_writer


def series_spec() -> GridSpec[SeriesCard, SeriesInput]:
    """The number series: prefix and digits may change, a number never comes twice."""

    def write(uow: UnitOfWork, row: CellRow, data: SeriesInput) -> SavedRow:
        assert row.key is not None, "series are not added here"
        return SavedRow(row.key, version=update_series(uow, row.key, data, version=row.version))

    return GridSpec(
        kind="series",
        title=_("Number series"),
        hint=_(
            "Each kind of document draws its numbers here. The next number only rises; a series without gaps"
            " keeps its next number once it was used."
        ),
        columns=(
            CellColumn("kind", _("Documents"), width=170, read_only=True),
            CellColumn("period", _("Year"), width=80, read_only=True, quiet=True),
            CellColumn("prefix", _("Prefix"), width=110),
            CellColumn("digits", _("Digits"), "number", width=80),
            CellColumn("next_number", _("Next number"), "number", width=120),
            CellColumn("yearly", _("Anew each year"), "check", width=130),
            CellColumn("gapless", _("Without gaps"), "check", width=120, read_only=True),
            CellColumn("last_date", _("Last used"), width=110, read_only=True, quiet=True),
            CellColumn("sample", _("Looks like"), width=150, read_only=True, quiet=True, stretch=True),
        ),
        read=read_series,
        row=_series_row,
        parse=lambda read: SeriesInput(
            prefix=read.text("prefix"),
            digits=read.whole("digits"),
            next_number=read.whole("next_number"),
            yearly=read.flag("yearly"),
        ),
        write=write,
        can_add=False,
    )


def _series_row(card: SeriesCard) -> CellRow:
    words = {
        "order": _("Orders"), "quote": _("Quotes"), "shipment": _("Delivery notes"), "invoice": _("Invoices"),
        "credit_note": _("Credit notes"), "payment": _("Payments"), "arrival": _("Arrivals"),
        "workshop": _("Workshop orders"), "customer": _("Customers"), "imported": _("Imported history"),
    }  # fmt: skip
    return CellRow(
        card.id,
        {
            "kind": words.get(card.kind, card.kind),
            "period": card.period,
            "prefix": card.prefix,
            "digits": str(card.digits),
            "next_number": str(card.next_number),
            "yearly": card.yearly,
            "gapless": card.gapless,
            "last_date": format_date(card.last_date) if card.last_date else "",
            "sample": card.sample,
        },
        card.version,
    )


def terms_spec() -> GridSpec[TermCard, TermInput]:
    """The payment terms."""
    return GridSpec(
        kind="term",
        title=_("Payment terms"),
        hint=_(
            "Due so many days after the invoice, then on to the month's end if ticked, then some days more."
        ),
        columns=(
            CellColumn("code", _("Code"), width=130),
            CellColumn("name", _("Name on papers"), width=260, stretch=True),
            CellColumn("days", _("Days"), "number", width=90, usual="0"),
            CellColumn("end_of_month", _("To month's end"), "check", width=140),
            CellColumn("extra_days", _("Days more"), "number", width=110, usual="0"),
            CellColumn("is_cash", _("Paid in cash"), "check", width=110),
        ),
        read=read_terms,
        row=_term_row,
        parse=_term_input,
        write=versioned_writer(create_term, update_term),
    )


def _term_row(card: TermCard) -> CellRow:
    values: dict[str, object] = {
        "code": card.code,
        "name": card.name,
        "days": str(card.days),
        "end_of_month": card.end_of_month,
        "extra_days": str(card.extra_days),
        "is_cash": card.is_cash,
    }
    return CellRow(card.id, values, card.version)


def _term_input(read: CellReader) -> TermInput:
    return TermInput(
        code=read.text("code"),
        name=read.text("name"),
        days=read.whole("days"),
        end_of_month=read.flag("end_of_month"),
        extra_days=read.whole("extra_days"),
        is_cash=read.flag("is_cash"),
    )
