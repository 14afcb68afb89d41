"""Exchange rates on a page: those of a day or a currency, and the file that brings new ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton

from app.domain.exchange import TYPED, rate_decimal
from app.domain.rounding import divide_half_up
from app.i18n import _, format_count, format_date, format_decimal, format_rate
from app.models.columns import Column, State, Value, day_column
from app.services.rates import FileRate, RateCard, RatePreview
from app.views.kit.buttons import key_button, key_text
from app.views.kit.cards import Card, muted_label
from app.views.kit.file_dialog import FileDialog
from app.views.kit.forms import Field, Form
from app.views.kit.small_list import SmallList

PLACES_LEAST = 4
IMPORT_KEYS = "Ctrl+Return"


def shown_rate(rate_nano: int) -> str:
    """A rate as long as it needs to be: 1.0543, 162.31."""
    return format_decimal(rate_decimal(rate_nano), places_min=PLACES_LEAST)


def source_word(source: str) -> str:
    """Where a rate comes from."""
    return _("by hand") if source == TYPED else _("ECB")


class RatesCard(Card):
    """The rates that hold on a day, or all of a currency; `wanted` follows what is keyed."""

    wanted = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("One euro is"))
        self.form = Form(
            [
                Field(
                    "on",
                    _("On the &day"),
                    "date",
                    help=_("Empty: today. Each rate is the last one until then."),
                ),
                Field("currency", _("&Currency"), placeholder=_("all"), max_length=3),
            ],
            columns=2,
            today=today,
        )
        for name in ("on", "currency"):
            self.form.widget(name).setObjectName(f"rates:{name}")
        self.table: SmallList[RateCard] = SmallList(
            _rate_columns(),
            "ratesOfDay",
            _("Exchange rates"),
            nothing=_("There are no rates yet. Import a file of the ECB, or type one."),
        )
        self.body.addWidget(self.form)
        self.body.addWidget(self.table, 1)
        self.form.changed.connect(lambda _name: self.wanted.emit())

    def currency(self) -> str:
        """The currency of which all days are wanted, "" for all currencies of a day."""
        return self.form.text("currency").upper()

    def day(self) -> date | None:
        """The day that is wanted, None for today."""
        value = self.form.value("on")
        return value if isinstance(value, date) else None


class FileCard(Card):
    """The file to import and what it would change; `import_wanted` follows the button."""

    import_wanted = Signal()
    look_wanted = Signal()
    preview_shown = Signal(bool)  # whether there is something to look at

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("File of the ECB"))
        self.form = Form(
            [
                Field("file", _("&File"), span=2, placeholder="eurofxref-daily.xml, eurofxref-hist.csv"),
                Field("since", _("From the da&y"), "date", help=_("Older days of the file stay out.")),
            ],
            columns=3,
            today=today,
        )
        for name in ("file", "since"):
            self.form.widget(name).setObjectName(f"rates:{name}")
        self.told = muted_label("")
        self.told.setObjectName("ratesTold")
        self.told.setWordWrap(True)
        self.table: SmallList[FileRate] = SmallList(
            _file_columns(),
            "ratesOfFile",
            _("What the file would change"),
            nothing=_("Choose a file, then look at what it would change."),
        )
        self.button = _button(_("Look at the file"), IMPORT_KEYS, "importRates", self.import_wanted.emit)
        self.body.addWidget(self.form)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.told)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(_button(_("Choose a file"), "Ctrl+Shift+O", "chooseRates", self.ask_file))
        row.addWidget(self.button)
        self.body.addLayout(row)
        self.preview: RatePreview | None = None
        self.form.changed.connect(lambda _name: self.show_preview(None))
        self.show_preview(None)  # what to do first is said in the empty list

    def path(self) -> str:
        """The file as keyed, without the quotation marks of a copied path."""
        return self.form.text("file").strip().strip('"')

    def since(self, today: date) -> date:
        """From which day on rates are wanted: what was keyed, or the first day of last year."""
        value = self.form.value("since")
        return value if isinstance(value, date) else date(today.year - 1, 1, 1)

    def ask_file(self) -> QFileDialog:
        """A window to choose the file; nothing waits meanwhile."""
        dialog = FileDialog(self, _("File of the ECB"))
        dialog.setObjectName("ratesDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Rates (*.xml *.csv)"), _("All files (*)")])
        dialog.filesSelected.connect(self.take_paths)
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(False)
        dialog.show()
        return dialog

    def take_paths(self, paths: Sequence[str]) -> None:
        """Put the file in and look at it."""
        self.form.set_values({"file": paths[0]})
        self.show_preview(None)
        self.look_wanted.emit()

    def show_preview(self, preview: RatePreview | None) -> None:
        """Show what would change; the button then imports. None: nothing was looked at yet."""
        self.preview = preview
        self.table.show_rows(preview.last_day if preview else ())
        self.told.setText(told_preview(preview) if preview else "")
        title = _("Import the rates") if preview else _("Look at the file")
        self.button.setText(f"{title}  {key_text(IMPORT_KEYS)}")
        self.button.setAccessibleName(title)
        self.preview_shown.emit(preview is not None)


def told_preview(preview: RatePreview) -> str:
    """The whole file in a sentence; the list shows its newest day."""
    days = len({each.fact.day for each in preview.rates})
    parts = [
        _("{first} to {last}: days {days}, new rates {new}, changed {changed}.").format(
            first=format_date(preview.rates[0].fact.day),
            last=format_date(preview.file.last),
            days=format_count(days),
            new=format_count(preview.count("new")),
            changed=format_count(preview.count("changed")),
        )
    ]
    if preview.count("typed"):
        kept = _("Typed by hand and kept: {count}.").format(count=format_count(preview.count("typed")))
        parts.append(kept)
    if preview.days_before:
        parts.append(_("Older days left out: {count}.").format(count=format_count(preview.days_before)))
    return " ".join(parts)


def _button(title: str, keys: str, name: str, call: Callable[[], object]) -> QPushButton:
    button = key_button(title, keys, "primary" if name == "importRates" else "secondary")
    button.setObjectName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.clicked.connect(call)
    return button


def _decimal(rate_nano: int) -> Value:
    return Decimal(rate_decimal(rate_nano))


def _rate_columns() -> tuple[Column[RateCard], ...]:
    return (
        Column("currency", _("Currency"), lambda row: row.currency, width=80),
        Column(
            "rate",
            _("Rate"),
            lambda row: shown_rate(row.rate_nano),
            align_right=True,
            width=98,
            value=lambda row: _decimal(row.rate_nano),
        ),
        day_column("day", _("Of"), lambda row: row.day, width=100),
        Column("source", _("Source"), lambda row: source_word(row.source), state=_typed_state, stretch=True),
    )


def _typed_state(row: RateCard) -> State | None:
    return "info" if row.source == TYPED else None


def _file_columns() -> tuple[Column[FileRate], ...]:
    words = {"new": _("new"), "changed": _("changed"), "same": _("as stored"), "typed": _("by hand, stays")}
    states: dict[str, State] = {"new": "ok", "changed": "warn", "same": "muted", "typed": "info"}

    def before(row: FileRate) -> str:
        return shown_rate(row.stored_nano) if row.stored_nano else ""

    return (
        Column("currency", _("Currency"), lambda row: row.fact.currency, width=80),
        day_column("day", _("Of"), lambda row: row.fact.day, width=100),
        Column(
            "rate", _("In the file"), lambda row: shown_rate(row.fact.rate_nano), align_right=True, width=98
        ),
        Column("before", _("Stored"), before, align_right=True, width=96, quiet=True),
        Column("change", _("Change"), _change, align_right=True, width=80, quiet=True),
        Column(
            "fate",
            _("Becomes"),
            lambda row: words[row.fate],
            state=lambda row: states[row.fate],
            stretch=True,
        ),
    )


def _change(row: FileRate) -> str:
    if not row.stored_nano or row.fate == "same":
        return ""
    return format_rate(divide_half_up((row.fact.rate_nano - row.stored_nano) * 10_000, row.stored_nano) * 100)
