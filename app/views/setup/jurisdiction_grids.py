"""Taxes by jurisdiction as grids: who taxes, at which rates, where, and which customers are exempt; also as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from app.domain.jurisdiction_inputs import (
    CertificateInput,
    JurisdictionInput,
    PlaceInput,
    RateInput,
    RateNote,
)
from app.domain.jurisdictions import LEVELS
from app.domain.money import Rate, micro_of
from app.i18n import _, format_date
from app.models.cells_model import CellColumn, CellRow
from app.services.jurisdictions import tables
from app.services.jurisdictions.changing import Card, Rows
from app.services.unit_of_work import Reading
from app.views.kit.cell_values import VALIDITY, CellReader, shown_fields, shown_number
from app.views.kit.context import Context
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridPage, GridSpec
from app.views.kit.history_words import Word, chosen, percent
from app.views.kit.row_saving import WriteRow, versioned_writer
from app.views.kit.rule_file import RuleFile

D = TypeVar("D")


def level_words() -> dict[str, str]:
    """The levels of jurisdictions in words."""
    words = (_("Federal state"), _("County"), _("Town or city"), _("Special district"))
    return dict(zip(LEVELS, words, strict=True))


def jurisdictions_page(context: Context, today: date) -> GridPage[Any, Any]:
    """Who taxes."""
    return _page(context, _jurisdictions_spec(today), ("code",))


def rates_page(context: Context, today: date) -> GridPage[Any, Any]:
    """At which rates."""
    return _page(context, _rates_spec(today), ("code", "product_class", "valid_from"))


def places_page(context: Context) -> GridPage[Any, Any]:
    """Where."""
    return _page(context, _places_spec(), ("code", "first", "last", "city"))


def certificates_page(context: Context, today: date) -> GridPage[Any, Any]:
    """Which customers are exempt."""
    return _page(context, _certificates_spec(today), ("customer", "number"))


def _page(context: Context, spec: GridSpec[Any, Any], known_by: tuple[str, ...]) -> GridPage[Any, Any]:
    page = GridPage(context, spec)
    RuleFile(page, known_by, {})
    if "import" in page.can_do:  # the set-up's own import is that of screening lists
        page.can_do["take_in"] = page.can_do.pop("import")
    return page


def _writes(rows: Rows[D]) -> WriteRow[D]:
    return versioned_writer(rows.create, rows.update)


def _keys() -> str:
    return _(" · Ctrl+I take in a file · Ctrl+E into a file")


# who taxes


def _jurisdictions_spec(today: date) -> GridSpec[Card[JurisdictionInput], JurisdictionInput]:
    return GridSpec(
        kind=tables.KIND,
        title=_("Jurisdictions"),
        hint=_(
            "Who taxes sales, as in the United States: the state first, then what lies in it. A state without a day in"
            " “Registered from” gets no tax. A country whose states stand here is taxed by them alone."
        ),
        columns=(
            CellColumn("code", _("Code"), width=112, help=_("Such as US-NY-NYC")),
            CellColumn("name", _("Name"), width=200, stretch=True),
            CellColumn("level", _("Level"), "choice", width=124, choices=tuple(level_words().items())),
            CellColumn("country", _("Country"), width=72, usual="US"),
            CellColumn("state", _("In state"), width=76, help=_("Its short name, such as NY")),
            CellColumn("taxes_freight", _("Freight"), "check", width=70, help=_("Freight is taxed, too")),
            CellColumn(
                "by_origin",
                _("By origin"),
                "check",
                width=88,
                help=_("Of a state: sales within it are taxed where they come from"),
            ),
            CellColumn("registered_from", _("Registered from"), "date", width=120),
            CellColumn("registered_until", _("until"), "date", width=92),
            CellColumn("registration", _("Registration"), width=116),
        ),
        read=tables.read_cards,
        row=_jurisdiction_row,
        parse=lambda read: _jurisdiction(read, today),
        write=_writes(tables.JURISDICTIONS),
        remove=tables.JURISDICTIONS.remove,
        words={"level": Word(_("Level"), chosen(level_words().items()))},
        more_keys=_keys(),
    )


def _jurisdiction_row(card: Card[JurisdictionInput]) -> CellRow:
    names = ("code", "name", "level", "country", "state", "taxes_freight", "by_origin", "registration")
    values = shown_fields(card.data, *names, days=("registered_from", "registered_until"))
    return CellRow(card.id, values, card.version)


def _jurisdiction(read: CellReader, today: date) -> JurisdictionInput:
    return JurisdictionInput(
        code=read.text("code"),
        name=read.text("name"),
        level=read.text("level"),
        country=read.text("country"),
        state=read.text("state"),
        taxes_freight=read.flag("taxes_freight"),
        by_origin=read.flag("by_origin"),
        registered_from=read.day("registered_from", today),
        registered_until=read.day("registered_until", today),
        registration=read.text("registration"),
    )


# rates


@dataclass(frozen=True, slots=True)
class _Noted:
    """A row with what is odd about it."""

    card: Card[Any]
    note: str


def _rates_spec(today: date) -> GridSpec[_Noted, RateInput]:
    return GridSpec(
        kind=tables.RATE_KIND,
        title=_("Rates by jurisdiction"),
        hint=_(
            "Both days belong to a rate. An empty class is every class without a rate of its own; 0 exempts. The class"
            " “freight” follows the tick of its jurisdiction unless it has a rate here."
        ),
        columns=(
            CellColumn("code", _("Jurisdiction"), width=150),
            CellColumn(
                "product_class", _("Tax class"), width=130, help=_("Such as reduced; empty: all others")
            ),
            CellColumn("rate", _("Rate %"), "number", width=90),
            CellColumn("valid_from", _("Valid from"), "date", width=110),
            CellColumn("valid_until", _("Valid until"), "date", width=110),
            CellColumn("note", _("To look at"), width=260, stretch=True, read_only=True, quiet=True),
        ),
        read=_read_rates,
        row=_rate_row,
        parse=lambda read: _rate(read, today),
        write=_writes(tables.RATES),
        remove=tables.RATES.remove,
        names={"rate_ppm": "rate"},
        words={"rate_ppm": Word(_("Rate %"), percent)},
        more_keys=_keys(),
    )


def _read_rates(view: Reading) -> Sequence[_Noted]:
    cards = tables.read_rates(view)
    notes = tables.notes_of_rates(cards)
    return [_Noted(card, _note_of(notes.get(card.id))) for card in cards]


def _note_of(note: RateNote | None) -> str:
    if note is None:
        return ""
    told = {
        "overlap": _("two rates from {first} to {last}: the later one holds"),
        "gap": _("no rate from {first} to {last}"),
    }
    return told[note.kind].format(first=format_date(note.first), last=format_date(note.last))


def _rate_row(noted: _Noted) -> CellRow:
    data: RateInput = noted.card.data
    values = shown_fields(data, "code", "product_class", days=VALIDITY)
    values |= {"rate": shown_number(Rate(data.rate_ppm).percent), "note": noted.note}
    return CellRow(noted.card.id, values, noted.card.version)


def _rate(read: CellReader, today: date) -> RateInput:
    keyed = read.number("rate", PERCENT_PLACES)
    if keyed is None and not read.text("rate"):
        read.note("rate", _("Which rate? Enter 0 where nothing is taxed."))
    return RateInput(
        code=read.text("code"),
        product_class=read.text("product_class"),
        rate_ppm=micro_of((keyed or Decimal(0)) / 100),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
    )


# places


def _places_spec() -> GridSpec[_Noted, PlaceInput]:
    return GridSpec(
        kind=tables.PLACE_KIND,
        title=_("Postal codes"),
        hint=_(
            "Which postal codes lie in which jurisdiction: a single one, or first and last; ZIP+4 narrows a ZIP code,"
            " and so does a city. Of state, county and city the narrowest range counts, districts all."
        ),
        columns=(
            CellColumn("code", _("Jurisdiction"), width=160),
            CellColumn("first", _("Code from"), width=120, help=_("Such as 10001 or 10001-1200")),
            CellColumn("last", _("Code to"), width=120, help=_("Empty: this one alone")),
            CellColumn("city", _("Only in the city"), width=180),
            CellColumn("note", _("To look at"), width=260, stretch=True, read_only=True, quiet=True),
        ),
        read=_read_places,
        row=_place_row,
        parse=lambda read: PlaceInput(*(read.text(name) for name in ("code", "first", "last", "city"))),
        write=_writes(tables.PLACES),
        remove=tables.PLACES.remove,
        more_keys=_keys(),
    )


def _read_places(view: Reading) -> Sequence[_Noted]:
    cards = tables.read_places(view)
    notes: Mapping[int, str] = tables.read_place_notes(view, cards)
    told = _("{code} has some of them, too: the one first by code holds")
    return [_Noted(card, told.format(code=notes[card.id]) if card.id in notes else "") for card in cards]


def _place_row(noted: _Noted) -> CellRow:
    values = shown_fields(noted.card.data, "code", "first", "last", "city")
    return CellRow(noted.card.id, values | {"note": noted.note}, noted.card.version)


# exempt customers


def _certificates_spec(today: date) -> GridSpec[Card[CertificateInput], CertificateInput]:
    return GridSpec(
        kind=tables.CERTIFICATE_KIND,
        title=_("Exemptions"),
        hint=_(
            "Customers' certificates: no tax in their states as long as they hold, and papers name them. Without"
            " states: in all of the country. An order tells when one is over, and is taxed."
        ),
        columns=(
            CellColumn("customer", _("Customer"), width=120, help=_("The customer's number")),
            CellColumn("number", _("Certificate"), width=200, stretch=True),
            CellColumn("country", _("Country"), width=80, usual="US"),
            CellColumn("states", _("States"), width=160, help=_("With commas, such as NY, TX; empty: all")),
            CellColumn("valid_from", _("Valid from"), "date", width=120),
            CellColumn("valid_until", _("Valid until"), "date", width=120),
        ),
        read=tables.read_certificates,
        row=_certificate_row,
        parse=lambda read: _certificate(read, today),
        write=_writes(tables.CERTIFICATES),
        remove=tables.CERTIFICATES.remove,
        more_keys=_keys(),
    )


def _certificate_row(card: Card[CertificateInput]) -> CellRow:
    values = shown_fields(card.data, "customer", "number", "country", "states", days=VALIDITY)
    return CellRow(card.id, values, card.version)


def _certificate(read: CellReader, today: date) -> CertificateInput:
    return CertificateInput(
        customer=read.text("customer"),
        number=read.text("number"),
        country=read.text("country"),
        states=read.text("states"),
        valid_from=read.day("valid_from", today),
        valid_until=read.day("valid_until", today),
    )
