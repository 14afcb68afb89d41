"""A price list as a file: with headings that the import reads back, in the window's language and units by code."""

from __future__ import annotations

from decimal import Decimal

from app.domain.money import decimal_of_micro
from app.domain.pages import PageRequest
from app.i18n import _
from app.models.columns import Column
from app.services.prices import PriceRowCard, read_price_rows_page
from app.views.kit.list_export import ExportWish


def list_wish(list_id: int, code: str) -> ExportWish[PriceRowCard]:
    """Every price of the list, whatever is searched for in the window."""
    return ExportWish(
        title=code,
        columns=file_columns(),
        read=lambda view, request: read_price_rows_page(view, list_id, request),
        request=PageRequest(),
        expected=-1,
    )


def file_columns() -> tuple[Column[PriceRowCard], ...]:
    """The columns of the file; what they are called is understood by `app.domain.importing.targets`."""
    return (
        Column("sku", _("SKU"), lambda row: row.sku, width=130),
        Column("name", _("Name"), lambda row: row.product_name, width=200),
        Column("list", _("Price list"), lambda row: row.list_code, width=110),
        Column(
            "break", _("From quantity"), _text, value=lambda row: _number(row.min_quantity_micro), width=100
        ),
        Column("unit", _("Unit"), lambda row: row.price_unit or row.unit, width=60),
        Column("price", _("Price"), _text, value=lambda row: _number(row.price_micro), width=100),
        Column("per", _("Per"), _text, value=lambda row: row.per, width=60),
        Column("currency", _("Currency"), lambda row: row.currency, width=70),
        Column(
            "tax", _("Prices include VAT"), lambda row: _("yes") if row.includes_tax else _("no"), width=90
        ),
        Column("since", _("Valid from"), _text, value=lambda row: row.valid_from, width=100),
        Column("until", _("Valid to"), _text, value=lambda row: row.valid_to, width=100),
        Column("agreed", _("Agreed"), _text, value=_agreed, width=90),
    )


def _text(_row: PriceRowCard) -> str:
    return ""  # the file has the value itself


def _number(micro: int) -> Decimal:
    return decimal_of_micro(micro)


def _agreed(row: PriceRowCard) -> Decimal | None:
    return None if row.agreed_micro is None else decimal_of_micro(row.agreed_micro)
