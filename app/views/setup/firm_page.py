"""The firm's own card: letterhead with logo, tax and bank, language and time zone, usual term and warehouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.i18n import LANGUAGES, _, country_name
from app.services import seeds
from app.services.history import HistoryEntry, read_history
from app.services.setup import (
    FirmCard,
    FirmFacts,
    read_terms,
    read_warehouses,
    require_firm,
    set_defaults,
    update_firm,
)
from app.services.setup.firm import FIRM_ID
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.buttons import key_button
from app.views.kit.cards import Card, muted_label, scrolling
from app.views.kit.context import Context
from app.views.kit.file_dialog import FileDialog
from app.views.kit.forms import Field
from app.views.kit.history_view import HistoryView
from app.views.kit.history_words import Word, Words, chosen, country
from app.views.kit.record_page import RecordPage, Values

LOGO_BYTES_MAX = 2_000_000
Choices = tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class FirmChoices:
    """What the card and the warehouses offer to choose from."""

    tax_countries: Choices
    countries: Choices
    terms: Choices
    warehouses: Choices
    country: str
    currency: str
    time_zones: tuple[str, ...]
    today: date


def read_choices(view: Reading) -> FirmChoices:
    """Countries by name, terms and warehouses."""
    firm = require_firm(view)
    tax = sorted((country_name(code), code) for code in seeds.tax_countries())
    every = sorted((country_name(code), code) for code in seeds.countries())
    return FirmChoices(
        tax_countries=tuple((code, name) for name, code in tax),
        countries=tuple((code, name) for name, code in every),
        terms=tuple((term.id, term.name) for term in read_terms(view)),
        warehouses=tuple((each.facts.id, each.facts.name) for each in read_warehouses(view)),
        country=firm.country,
        currency=firm.currency,
        time_zones=tuple(sorted(available_timezones())),  # it looks through 600 files: not for the GUI thread
        today=view.clock.today(),
    )


@dataclass(frozen=True, slots=True)
class FirmRecord:
    """The firm with its history."""

    firm: FirmFacts
    history: tuple[HistoryEntry, ...]


_LETTER = ("name", "street", "postcode", "city", "country", "phone", "email", "website", "paper_footer")
_TAX = ("vat_id", "tax_number", "registration", "bank_name", "iban", "bic")
_HOUSE = ("currency", "language", "time_zone")
_DEFAULTS = ("default_term_id", "default_warehouse_id")


def letter_fields(choices: FirmChoices) -> tuple[Field, ...]:
    """What stands on the letterhead."""
    return (
        Field("name", _("&Name"), required=True, span=2, max_length=200),
        Field("street", _("&Street"), span=2, max_length=200),
        Field("postcode", _("&Postcode"), max_length=40),
        Field("city", _("&City"), max_length=200),
        Field("country", _("C&ountry"), "choice", choices=choices.tax_countries),
        Field("phone", _("P&hone"), max_length=40),
        Field("email", _("&E-mail"), span=2, max_length=200),
        Field("website", _("&Website"), span=2, max_length=200),
        Field("paper_footer", _("Foot of each paper"), "multiline", span=4),
    )


def tax_fields() -> tuple[Field, ...]:
    """Tax numbers and the bank account."""
    return (
        Field("vat_id", _("&VAT id"), max_length=40),
        Field("tax_number", _("Tax num&ber"), max_length=40),
        Field("registration", _("Registe&red at"), span=2, max_length=200),
        Field("bank_name", _("Ban&k"), max_length=200),
        Field("iban", _("&IBAN"), span=2, max_length=42),
        Field("bic", _("BI&C"), max_length=40),
    )


def house_fields(choices: FirmChoices) -> tuple[Field, ...]:
    """Money, language, time, and what a new order starts with."""
    return (
        Field("currency", _("C&urrency"), read_only=True, help=_("The books stay in this currency.")),
        Field(
            "language",
            _("&Language of papers"),
            "choice",
            choices=_languages(),
        ),
        Field(
            "time_zone",
            _("&Time zone"),
            "choice",
            span=2,
            choices=tuple((zone, zone) for zone in choices.time_zones),
        ),
        Field("default_term_id", _("Usual payment ter&m"), "choice", choices=choices.terms, span=2),
        Field("default_warehouse_id", _("Usual ware&house"), "choice", choices=choices.warehouses, span=2),
    )


def _languages() -> Choices:
    languages = {"en": _("English"), "de": _("German")}
    return tuple((code, languages.get(code, code)) for code in LANGUAGES)


class LogoBox(QWidget):
    """The logo with its preview: Choose, Remove; PNG or JPEG."""

    def __init__(self, page: FirmPage) -> None:
        super().__init__()
        self._page = page
        self.logo: bytes | None = None
        self.preview = QLabel(_("no logo"))
        self.preview.setObjectName("logoPreview")
        self.preview.setFixedSize(240, 96)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setStyleSheet("background: white; color: #5b6675; border-radius: 4px;")
        choose = key_button(_("Choose logo …"))
        choose.setObjectName("chooseLogo")
        choose.clicked.connect(self._choose)
        remove = key_button(_("Remove"))
        remove.setObjectName("removeLogo")
        remove.clicked.connect(lambda: self.put(None))
        buttons = QVBoxLayout()
        buttons.addWidget(choose)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.preview)
        row.addLayout(buttons)
        hint = muted_label(_("PNG or JPEG, up to 2 MB. White is how papers show it."))
        hint.setWordWrap(True)
        row.addWidget(hint, 1)

    def show_logo(self, logo: bytes | None) -> None:
        """Show these bytes."""
        self.logo = logo
        picture = QPixmap()
        if logo is None or not picture.loadFromData(logo):
            self.preview.setPixmap(QPixmap())
            self.preview.setText(_("no logo"))
            return
        kept = Qt.AspectRatioMode.KeepAspectRatio
        size = self.preview.size().shrunkBy(QMargins(8, 8, 8, 8))
        self.preview.setPixmap(picture.scaled(size, kept, Qt.TransformationMode.SmoothTransformation))

    def put(self, logo: bytes | None) -> None:
        """Another logo; it is kept when the card is saved."""
        self.show_logo(logo)
        self._page.retitle()

    def load(self, path: Path) -> None:
        """Take the picture of a file."""

        def take(data: bytes) -> None:
            is_picture = data.startswith((b"\x89PNG", b"\xff\xd8\xff")) and len(data) <= LOGO_BYTES_MAX
            if is_picture and not QImage.fromData(data).isNull():
                self.put(data)
            else:
                text = _("{file} is no PNG or JPEG of up to 2 MB. Choose another file.")
                self._page.message_bar.show_message(text.format(file=path.name), "bad")

        self._page.context.jobs.files(self, path.read_bytes, take)

    def _choose(self) -> None:
        dialog = FileDialog(self, _("Logo"), "", _("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.load(Path(path)))
        dialog.open()


class FirmPage(RecordPage[FirmRecord]):
    """The card of the firm."""

    def __init__(self, context: Context, choices: FirmChoices) -> None:
        super().__init__(context, "firm", FIRM_ID, _("Firm"))
        self.setObjectName("setup:firm")
        self.letter = self.add_form(letter_fields(choices), columns=4)
        self.tax = self.add_form(tax_fields(), columns=4)
        self.house = self.add_form(house_fields(choices), columns=4)
        self.logo = LogoBox(self)
        self.history = HistoryView(history_words())
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        parts: tuple[tuple[str, QWidget], ...] = (
            (_("Letterhead"), self.letter),
            (_("Logo"), self.logo),
            (_("Tax and bank"), self.tax),
            (_("House"), self.house),
        )
        for title, content in parts:
            card = Card(title)
            card.body.addWidget(content)
            column.addWidget(card)
        column.addStretch(1)
        story = Card(_("History"))
        story.body.addWidget(self.history)
        story.setFixedWidth(280)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(scrolling(column), 1)
        row.addWidget(story)
        self.column.addLayout(row, 1)
        self.add_footer(_("Enter next field · Alt+Enter new line in the foot · F1 help"), "setup.edit")

    def read(self, view: Reading) -> FirmRecord:
        return FirmRecord(require_firm(view), read_history(view, "firm", FIRM_ID, limit=50))

    def form_values(self, record: FirmRecord) -> Values:
        names = (*_LETTER, *_TAX, *_HOUSE, *_DEFAULTS)
        return {name: getattr(record.firm, name) for name in names}

    def show_record(self, record: FirmRecord) -> None:
        self.logo.show_logo(record.firm.logo)
        self.history.show_entries(record.history)

    def is_dirty(self) -> bool:
        known = self.record.firm.logo if self.record else None
        return super().is_dirty() or self.logo.logo != known

    def name_of_record(self) -> str:
        return _("Firm")

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        record = self.record
        assert record is not None, "the firm was read before it can be saved"
        values: dict[str, Any] = self.values()
        card = FirmCard(
            **{name: values[name] or "" for name in (*_LETTER, *_TAX, *_HOUSE)}, logo=self.logo.logo
        )
        term, warehouse = values["default_term_id"], values["default_warehouse_id"]
        before = record.firm
        defaults_changed = (term, warehouse) != (before.default_term_id, before.default_warehouse_id)

        def write(uow: UnitOfWork) -> int:
            version = update_firm(uow, card, version=before.version)
            if defaults_changed and term is not None and warehouse is not None:
                set_defaults(uow, term_id=term, warehouse_id=warehouse, version=version)
            return FIRM_ID

        return write


def history_words() -> Words:
    """The fields as the history calls them, and how it shows them."""
    return {
        "name": _("Name"), "street": _("Street"), "postcode": _("Postcode"), "city": _("City"),
        "country": Word(_("Country"), country), "phone": _("Phone"), "email": _("E-mail"), "website": _("Website"),
        "paper_footer": _("Foot"), "vat_id": _("VAT id"), "tax_number": _("Tax number"),
        "registration": _("Registered at"), "bank_name": _("Bank"), "iban": _("IBAN"), "bic": _("BIC"),
        "currency": _("Currency"), "language": Word(_("Language"), chosen(_languages())),
        "time_zone": _("Time zone"), "logo": _("Logo"),
        "default_term_id": _("Usual term"), "default_warehouse_id": _("Usual warehouse"),
    }  # fmt: skip
