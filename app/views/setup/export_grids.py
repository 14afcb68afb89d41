"""Export rules and the firm's export licences as grids; rows of a sheet are pasted into them."""

from __future__ import annotations

from datetime import date

from app.domain.export_control import ExportRule, LicenceTerms, Ruling
from app.domain.money import Money, decimal_of_micro, micro_of, minor_digits, minor_of
from app.i18n import _, format_amount, format_micro
from app.models.cells_model import CellColumn, CellRow
from app.services.goods import export_licences as licences
from app.services.goods import export_rules as rules
from app.services.goods.export_licences import ExportLicenceCard
from app.services.goods.export_rules import ExportRuleCard
from app.views.kit.cell_values import VALIDITY, CellReader, shown_fields, shown_number
from app.views.kit.grid_page import GridSpec
from app.views.kit.history_words import Word, amount, chosen, quantity
from app.views.kit.row_saving import versioned_writer


def ruling_words() -> dict[str, str]:
    """What a rule says, in a word each; first what a cell has where no word was hit: never "free" by mistake."""
    words = {Ruling.LICENCE: _("needs a licence"), Ruling.PROHIBITED: _("prohibited"), Ruling.FREE: _("free")}
    return {ruling.value: word for ruling, word in words.items()}


def export_rules_spec(today: date) -> GridSpec[ExportRuleCard, ExportRule]:
    """What may go where; a rule is taken out, or ends on its last day."""
    return GridSpec(
        kind=rules.KIND,
        title=_("Export rules"),
        hint=_(
            "Which articles may go to which country. The longest ECCN speaks, then a rule that names the country, then"
            " the strictest; without a rule an article is free. A file is taken with: main.py export-rules FILE"
        ),
        columns=(
            CellColumn(
                "eccn", _("ECCN begins"), width=130, help=_("Such as 5 or 5A002; empty: every article")
            ),
            CellColumn("country", _("Country"), width=90, help=_("Two letters; empty: all countries")),
            CellColumn("ruling", _("Ruling"), "choice", width=184, choices=tuple(ruling_words().items())),
            CellColumn(
                "source", _("Source"), width=260, stretch=True, help=_("The law or list it stands in")
            ),
            CellColumn("valid_from", _("Valid from"), "date", width=120),
            CellColumn("valid_until", _("Valid until"), "date", width=120),
        ),
        read=rules.read_export_rules,
        row=_rule_row,
        parse=lambda read: _rule(read, today),
        write=versioned_writer(rules.create_export_rule, rules.update_export_rule),
        right="compliance.edit",
        remove=rules.remove_export_rule,
        words={"ruling": Word(_("Ruling"), chosen(ruling_words().items()))},
    )


def _rule_row(card: ExportRuleCard) -> CellRow:
    values = shown_fields(card, "eccn", "country", "ruling", "source", days=VALIDITY)
    return CellRow(card.id, values, card.version)


def _rule(read: CellReader, today: date) -> ExportRule:
    return ExportRule(
        eccn=read.text("eccn"),
        country=read.text("country"),
        ruling=read.text("ruling"),
        source=read.text("source"),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
    )


def export_licences_spec(currency: str, today: date) -> GridSpec[ExportLicenceCard, LicenceTerms]:
    """The firm's licences with what is left of them."""
    return GridSpec(
        kind=licences.KIND,
        title=_("Export licences"),
        hint=_(
            "Confirmed orders draw on them, in base units and in net worth, and never more than is left; a cancelled"
            " order gives it back. Empty limits are none."
        ),
        columns=_licence_columns(currency),
        read=licences.read_export_licences,
        row=lambda card: _licence_row(card, currency),
        parse=lambda read: _terms(read, currency, today),
        write=versioned_writer(licences.create_export_licence, licences.update_export_licence),
        right="compliance.edit",
        names={"quantity_micro": "quantity", "value_minor": "value"},
        words={
            "quantity_micro": Word(_("Quantity"), quantity()),
            "used_micro": Word(_("Used"), quantity()),
            "value_minor": Word(_("Value"), amount(currency)),
            "used_minor": Word(_("Value used"), amount(currency)),
        },
    )


def _licence_columns(currency: str) -> tuple[CellColumn, ...]:
    commas = _("Several with commas; empty: all")
    worth = _("Net, in the currency beside it; empty: not limited")
    home = _("Of the value, such as USD; empty: {currency}").format(currency=currency)
    return (
        CellColumn("number", _("Number"), width=140, stretch=True),
        CellColumn(
            "eccns", _("ECCN"), width=92, help=_("How they begin, several with commas, such as 5A002, 5D002")
        ),
        CellColumn("countries", _("Countries"), width=86, help=commas),
        CellColumn("customer", _("Customer"), width=84, help=_("A customer's number; empty: everybody")),
        CellColumn("quantity", _("Quantity"), "number", width=78, help=_("Base units; empty: not limited")),
        CellColumn("left", _("Quantity left"), "number", width=106, read_only=True, quiet=True),
        CellColumn("value", _("Value"), "number", width=72, help=worth),
        CellColumn("currency", _("Currency"), width=78, help=home),
        CellColumn("value_left", _("Value left"), "number", width=100, read_only=True, quiet=True),
        CellColumn("valid_from", _("Valid from"), "date", width=98),
        CellColumn("valid_until", _("Valid until"), "date", width=98),
        CellColumn("active", _("Active"), "check", width=58, usual=True),
    )


def _licence_row(card: ExportLicenceCard, home: str) -> CellRow:
    terms = card.terms
    quantity, value = terms.quantity_micro, terms.value_minor
    left, value_left = card.left_micro, card.left_minor
    currency = terms.currency or home
    values: dict[str, object] = {
        "number": terms.number,
        "eccns": ", ".join(terms.eccns),
        "countries": ", ".join(terms.countries),
        "customer": terms.customer,
        "quantity": "" if quantity is None else shown_number(decimal_of_micro(quantity)),
        "left": "" if left is None else format_micro(left),
        "currency": currency,
        "value": "" if value is None else shown_number(Money(value, currency).decimal),
        "value_left": "" if value_left is None else format_amount(value_left, currency),
        "active": terms.active,
    }
    return CellRow(card.id, values | shown_fields(terms, days=VALIDITY), card.version)


def _terms(read: CellReader, home: str, today: date) -> LicenceTerms:
    def several(name: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in read.text(name).split(",") if part.strip())

    quantity, currency = read.number("quantity"), read.text("currency").upper() or home
    value = read.number("value", minor_digits(currency))
    return LicenceTerms(
        number=read.text("number"),
        eccns=several("eccns"),
        countries=several("countries"),
        customer=read.text("customer"),
        quantity_micro=None if quantity is None else micro_of(quantity),
        value_minor=None if value is None else minor_of(value, currency),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
        active=read.flag("active"),
        currency=currency,
    )
