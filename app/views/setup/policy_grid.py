"""The firm's own rules for orders as a grid; rows of a sheet are pasted into it."""

from __future__ import annotations

from app.domain.money import Money, minor_of
from app.domain.order_policies import BUYERS
from app.i18n import _, format_amount
from app.models.cells_model import CellColumn, CellRow
from app.services.order_policies import (
    KIND,
    PolicyCard,
    PolicyInput,
    create_policy,
    read_policies,
    remove_policy,
    update_policy,
)
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Shown, Word, chosen
from app.views.kit.row_saving import versioned_writer
from app.views.setup.check_grids import severity_words

_LISTS = ("families", "skus", "units", "customers", "countries", "postcodes")


def policies_spec(currency: str) -> GridSpec[PolicyCard, PolicyInput]:
    """Rules are added in the last row and taken out."""
    commas = _("Several with commas; empty: all")
    words = {"": _("everybody"), "business": _("business"), "consumer": _("consumer")}
    amounts = _("Net of the whole order in {currency}").format(currency=currency)
    return GridSpec(
        kind=KIND,
        title=_("Own rules"),
        hint=_(
            "What all conditions of a row fit is told with its text, such as: no pallets (unit pal) to postcode 27498."
            " A family, an article or a unit is told at its line."
            " A customer or a country alone with “blocks” is a block."
        ),
        columns=(
            CellColumn("text", _("What the clerk reads"), width=180, stretch=True),
            CellColumn(
                "severity", _("Severity"), "choice", 148, tuple(severity_words().items()), usual="warn"
            ),
            CellColumn("families", _("Family"), width=112, help=commas),
            CellColumn("skus", _("Article"), width=80, help=commas),
            CellColumn("customers", _("Customer"), width=80, help=commas),
            CellColumn("countries", _("Country"), width=76, help=commas),
            CellColumn("postcodes", _("Postcode begins"), width=132, help=commas),
            CellColumn("buyer", _("Buyer"), "choice", 112, tuple((each, words[each]) for each in BUYERS)),
            CellColumn("units", _("Unit"), width=72, help=commas),
            CellColumn("from_minor", _("Net from"), "number", width=84, help=amounts),
            CellColumn("below_minor", _("Net below"), "number", width=100, help=amounts),
            CellColumn("is_on", _("On"), "check", width=46, usual=True),
        ),
        read=read_policies,
        row=lambda card: _row(card, currency),
        parse=lambda read: _input(read, currency),
        write=versioned_writer(create_policy, update_policy),
        remove=remove_policy,
        words={
            "severity": Word(_("Severity"), chosen(severity_words().items())),
            "buyer": Word(_("Buyer"), chosen(words.items())),
            "from_minor": Word(_("Net from"), amount_word(currency)),
            "below_minor": Word(_("Net below"), amount_word(currency)),
        },
    )


def amount_word(currency: str) -> Shown:
    """How the history says an amount."""
    return lambda value: format_amount(int(str(value)), currency) if value is not None else ""


def _row(card: PolicyCard, currency: str) -> CellRow:
    policy = card.policy
    values: dict[str, object] = {name: ", ".join(getattr(policy, name)) for name in _LISTS}
    values |= {
        "text": policy.text,
        "severity": policy.severity.value,
        "buyer": policy.buyer,
        "is_on": policy.is_on,
        "from_minor": shown_minor(policy.from_minor, currency),
        "below_minor": shown_minor(policy.below_minor, currency),
    }
    return CellRow(card.id, values, card.version)


def shown_minor(minor: int | None, currency: str) -> str:
    """An amount as a cell has it; nothing for None."""
    return "" if minor is None else shown_number(Money(minor, currency).decimal)


def _input(read: CellReader, currency: str) -> PolicyInput:
    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in read.text(name).split(",") if part.strip())

    return PolicyInput(
        text=read.text("text"),
        severity=read.text("severity"),
        is_on=read.flag("is_on"),
        families=several("families"),
        skus=several("skus"),
        units=several("units"),
        customers=several("customers"),
        countries=several("countries"),
        postcodes=several("postcodes"),
        buyer=read.text("buyer"),
        from_minor=read_minor(read, "from_minor", currency),
        below_minor=read_minor(read, "below_minor", currency),
    )


def read_minor(read: CellReader, name: str, currency: str) -> int | None:
    """The amount of a cell in minor units; None for an empty one."""
    value = read.number(name, 2)
    return None if value is None else minor_of(value, currency)
