"""The form of an empty firm: what shipping and invoicing need to begin with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import RefusedError
from app.domain.firm import FirmInput
from app.domain.issues import Issue, Severity
from app.i18n import LANGUAGES, _, country_name, current_language, speaking
from app.messages import text_of_issue
from app.services import seeds
from app.services.prices import general_list
from app.services.setup import check_firm_input, create_firm
from app.services.unit_of_work import UnitOfWork
from app.views.kit import errors
from app.views.kit.buttons import key_button, key_text
from app.views.kit.cards import Card
from app.views.kit.context import Context
from app.views.kit.forms import Field, Form
from app.views.kit.message_bar import MessageBar

USUAL_CURRENCY = {
    "CH": "CHF", "CZ": "CZK", "DK": "DKK", "GB": "GBP", "HU": "HUF", "NO": "NOK", "PL": "PLN", "RO": "RON",
    "SE": "SEK",
}  # fmt: skip
USUAL_ZONE = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn", "ES": "Europe/Madrid", "FI": "Europe/Helsinki", "FR": "Europe/Paris",
    "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb", "HU": "Europe/Budapest",
    "IE": "Europe/Dublin", "IT": "Europe/Rome", "LT": "Europe/Vilnius", "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga", "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "NO": "Europe/Oslo",
    "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FirmChoices:
    """Countries whose taxes are known, by name."""

    countries: tuple[tuple[object, str], ...]


def read_choices() -> FirmChoices:
    """The countries; in a job, for their names take a moment."""
    names = sorted((country_name(code), code) for code in seeds.tax_countries())
    return FirmChoices(tuple((code, name) for name, code in names))


def firm_fields(choices: FirmChoices) -> tuple[Field, ...]:
    """The fields of a new firm."""
    languages = {"en": _("English"), "de": _("German")}
    return (
        Field("name", _("&Name of the firm"), required=True, span=2, max_length=200),
        Field("vat_id", _("&VAT id"), max_length=40, help=_("It stands on every invoice.")),
        Field("street", _("&Street"), span=2, max_length=200),
        Field("postcode", _("&Postcode"), max_length=40),
        Field("city", _("&City"), span=2, max_length=200),
        Field("country", _("C&ountry"), "choice", choices=choices.countries),
        Field("currency", _("C&urrency"), required=True, max_length=3, help=_("Three letters: EUR.")),
        Field("time_zone", _("&Time zone"), required=True),
        Field(
            "language",
            _("&Language"),
            "choice",
            choices=tuple((code, languages.get(code, code)) for code in LANGUAGES),
        ),
        Field("warehouse_code", _("&Warehouse code"), required=True, max_length=40),
        Field("warehouse_name", _("Warehouse na&me"), required=True, span=2, max_length=200),
    )


class FirmForm(Card):
    """`made` follows once the firm is there; `left` goes back to the choice."""

    made = Signal()
    left = Signal()

    def __init__(self, context: Context, choices: FirmChoices) -> None:
        super().__init__(_("Your firm"))
        self._context = context
        self.setMaximumWidth(760)
        self.message_bar = MessageBar()
        self._doubted: FirmInput | None = None
        self._is_answering = False
        self.form = Form(firm_fields(choices), columns=3)
        self._started = _start_values()
        self.form.set_values(self._started)
        self.form.changed.connect(self._changed)
        self.form.submitted.connect(self.save)
        self.back = key_button(_("Back"), "Esc")
        self.back.clicked.connect(self.left)
        make = key_button(_("Make the firm"), "Ctrl+Return", "primary")
        make.setObjectName("makeFirm")
        make.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(make)
        parts: tuple[QWidget, ...] = (self.message_bar, self.form)
        for part in parts:
            self.body.addWidget(part)
        self.body.addLayout(row)

    def keyed(self) -> dict[str, object]:
        """What a person changed; the rest follows the language."""
        return {
            name: value for name, value in self.form.values().items() if value != self._started.get(name, "")
        }

    def save(self) -> None:
        """Ctrl+Enter, or Enter in the last field. Until its answer is painted, a second press is the same one."""
        if self._is_answering or not self.form.check():
            return
        data = firm_input(self.form.values())
        self._is_answering = True
        self._context.jobs.files(
            self,
            lambda: check_firm_input(data),
            lambda found: self._checked(data, found),
            failed=self._refused,
        )

    def _checked(self, data: FirmInput, found: Sequence[Issue]) -> None:
        """What only looks wrong is told once; the same values once more are meant so."""
        blocks = any(issue.severity is Severity.BLOCK for issue in found)
        if blocks or (found and data != self._doubted):
            self.form.show_errors({issue.where: text_of_issue(issue) for issue in found})
            self.message_bar.clear()
            if not blocks:
                self._doubted = data
                told = _("{keys} once more makes the firm with these values.")
                self.message_bar.show_message(told.format(keys=key_text("Ctrl+Return")), "warn")
            self._context.jobs.later(self, self._answered, latest="answer")
            return
        self._context.jobs.write(
            self, lambda uow: _make_firm(uow, data), lambda _none: self.made.emit(), failed=self._refused
        )

    def _changed(self, name: str) -> None:
        """A country brings its currency and time zone."""
        if name == "country":
            country = self.form.text("country")
            currency = USUAL_CURRENCY.get(country, "EUR")
            self.form.set_values({"currency": currency, "time_zone": USUAL_ZONE[country]})

    def _answered(self) -> None:
        self._is_answering = False

    def _refused(self, error: Exception) -> None:
        self._answered()
        if isinstance(error, RefusedError) and error.issues:
            self.form.show_errors({issue.where: text_of_issue(issue) for issue in error.issues})
        else:
            errors.show_error(self, error)


def _make_firm(uow: UnitOfWork, data: FirmInput) -> None:
    """The firm, and a price list: the first product's card takes its price at once."""
    create_firm(uow, data)
    with speaking(data.language):
        general_list(uow, data.currency)


def _start_values() -> dict[str, object]:
    german = current_language() == "de"
    return {
        "country": "DE" if german else "GB",
        "currency": "EUR" if german else "GBP",
        "time_zone": "Europe/Berlin" if german else "Europe/London",
        "language": current_language(),
        "warehouse_code": _("MAIN"),
        "warehouse_name": _("Main warehouse"),
    }


def firm_input(values: Mapping[str, Any]) -> FirmInput:
    """The keyed values as the service takes them."""
    texts: dict[str, Any] = {name: "" if value is None else str(value) for name, value in values.items()}
    return FirmInput(**{**texts, "currency": texts["currency"].upper()})
