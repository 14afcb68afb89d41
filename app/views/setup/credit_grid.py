"""Classes of customers as a grid: from when on what is overdue holds their orders."""

from __future__ import annotations

from app.domain.credit import CreditClass
from app.i18n import _
from app.models.cells_model import CellColumn, CellRow
from app.services.credit_classes import (
    KIND,
    create_credit_class,
    read_credit_classes,
    remove_credit_class,
    update_credit_class,
)
from app.services.setting_rows import StoredRow
from app.views.kit.cell_values import CellReader
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word
from app.views.kit.row_saving import versioned_writer
from app.views.setup.policy_grid import amount_word, read_minor, shown_minor


def credit_spec(currency: str) -> GridSpec[StoredRow[CreditClass], CreditClass]:
    """Classes are added in the last row and taken out."""
    amounts = _("Gross, in {currency}; empty: no amount holds").format(currency=currency)
    return GridSpec(
        kind=KIND,
        title=_("Credit"),
        hint=_(
            "When more is overdue than a customer's class may, or for longer, new orders ask for an approval"
            " (the order check “overdue beyond what is allowed”), and confirmed ones are held."
            " The row without a class is for all others;"
            " the class stands on the customer's card."
        ),
        columns=(
            CellColumn(
                "code", _("Class"), width=160, stretch=True, help=_("Empty: customers without a class")
            ),
            CellColumn(
                "overdue_days",
                _("Days overdue"),
                "number",
                width=130,
                help=_("Empty: no number of days holds"),
            ),
            CellColumn("overdue_minor", _("Amount overdue"), "number", width=150, help=amounts),
        ),
        read=read_credit_classes,
        row=lambda card: _row(card, currency),
        parse=lambda read: _input(read, currency),
        write=versioned_writer(create_credit_class, update_credit_class),
        remove=remove_credit_class,
        words={
            "code": _("Class"),
            "overdue_days": _("Days overdue"),
            "overdue_minor": Word(_("Amount overdue"), amount_word(currency)),
        },
    )


def _row(card: StoredRow[CreditClass], currency: str) -> CellRow:
    data = card.data
    values: dict[str, object] = {
        "code": data.code,
        "overdue_days": "" if data.overdue_days is None else str(data.overdue_days),
        "overdue_minor": shown_minor(data.overdue_minor, currency),
    }
    return CellRow(card.id, values, card.version)


def _input(read: CellReader, currency: str) -> CreditClass:
    days = read.number("overdue_days", 0)
    return CreditClass(
        code=read.text("code"),
        overdue_days=None if days is None else int(days),
        overdue_minor=read_minor(read, "overdue_minor", currency),
    )
