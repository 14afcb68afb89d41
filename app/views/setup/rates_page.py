"""Exchange rates: what holds when, files of the European Central Bank, and rates typed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.errors import RefusedError
from app.domain.exchange import rate_decimal
from app.i18n import _
from app.messages import text_of, text_of_error
from app.models.cells_model import CellColumn, CellRow, CellsModel
from app.services.rates import (
    DAYS_MOST,
    RateCard,
    RateFile,
    RateInput,
    RatePreview,
    create_rate,
    import_rates,
    nano_of,
    preview_rates,
    read_rate_file,
    read_rates_of,
    read_rates_on,
    read_typed_rates,
    remove_rate,
    update_rate,
)
from app.services.settings_store import read_firm_setting, write_firm_settings
from app.services.unit_of_work import Reading, UnitOfWork
from app.settings import RATE_DAYS, setting
from app.views.kit import errors
from app.views.kit.cards import Card, muted_label
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.forms import Field
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_saving import KeyedRow, keyed_rows, save_rows, versioned_writer
from app.views.setup.rate_cards import FileCard, RatesCard

GRID = "typed"
RATE_DIGITS = 9
_LOW = 66  # pixels: the heading and a row of the rates by hand, while a file needs the place
_HIGH = 16_777_215  # Qt's word for no limit


@dataclass(frozen=True, slots=True)
class TypedRates:
    """What is keyed on the page: rates by hand, and how long a rate holds."""

    typed: tuple[RateCard, ...]
    days: int


class RatesPage(RecordPage[TypedRates]):
    """Ctrl+S saves typed rates and the setting; a file is looked at, then written, by Ctrl+Enter twice."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "rate", 0, _("Exchange rates"))
        self.setObjectName("setup:rate")
        self.rates = RatesCard(self.today)
        self.file = FileCard(self.today)
        self.grid = self._typed_grid()
        words = setting(RATE_DAYS)
        days = Field("days", _(words.label), "number", decimals=0, whole=True, help=_(words.help))
        self.days = self.add_form([days], columns=2)
        self.days.widget("days").setObjectName("rates:days")
        self._lay_out()
        self.rates.wanted.connect(self.read_rates)
        self.file.import_wanted.connect(self.import_file)
        self.file.look_wanted.connect(self._look)
        self.file.preview_shown.connect(self._give_place)
        self.can_do |= {"choose": self.file.ask_file, "import": self.import_file}
        self.add_footer(_("F2 edit · Ctrl+Del take out · Ctrl+V paste"), "setup.edit")

    def _typed_grid(self) -> CellsGrid:
        cells = CellsModel(_columns())
        cells.add_hint = _("New …")
        grid = self.add_grid(GRID, CellsGrid(cells, can_remove=True))
        grid.setAccessibleName(_("Rates by hand"))
        cells.show_rows([])
        cells.set_editable(self.context.allowed("setup.edit"))
        return grid

    def _lay_out(self) -> None:
        by_hand = Card(_("Rates by hand"))
        hint = muted_label(_("One euro is so much. A rate by hand stands before that of a file."))
        hint.setWordWrap(True)
        by_hand.body.addWidget(hint)
        by_hand.body.addWidget(self.grid, 1)
        self.rates.body.addWidget(self.days)
        right = QVBoxLayout()
        right.addWidget(self.file, 5)
        right.addWidget(by_hand, 3)
        row = QHBoxLayout()
        row.addWidget(self.rates, 2)
        row.addLayout(right, 3)
        self.column.addLayout(row, 1)

    def _give_place(self, is_looking: bool) -> None:
        """A file that is looked at has more rows than there is room for; the rates by hand wait meanwhile."""
        self.grid.setMaximumHeight(_LOW if is_looking else _HIGH)

    def enter(self) -> None:
        self.file.form.focus("file")

    def read(self, view: Reading) -> TypedRates:
        return TypedRates(read_typed_rates(view), int(read_firm_setting(view, RATE_DAYS)))

    def form_values(self, record: TypedRates) -> Values:
        return {"days": Decimal(record.days)}

    def grid_rows(self, record: TypedRates) -> Mapping[str, Sequence[CellRow]]:
        return {GRID: [_row(card) for card in record.typed]}

    def show_record(self, record: TypedRates) -> None:
        self.read_rates()

    def name_of_record(self) -> str:
        return _("Exchange rates")

    def concerns(self, changed_id: int) -> bool:
        return changed_id >= 0

    def read_rates(self) -> None:
        """The rates of the day or the currency that is keyed."""
        day, currency = self.rates.day(), self.rates.currency()

        def read(view: Reading) -> tuple[RateCard, ...]:
            on = day or view.clock.today()
            if currency:
                return tuple(card for card in read_rates_of(view, currency) if card.day <= on)
            return read_rates_on(view, on)

        self.context.jobs.read(self, read, self.rates.table.show_rows, latest="rates")

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        texts: dict[str, str] = {}
        rows = keyed_rows(GRID, self.grid.cells, partial(_input, today=self.today()), texts)
        days = self.days.value("days")
        if not isinstance(days, Decimal) or days != int(days) or not 0 <= days <= DAYS_MOST:
            texts["days"] = text_of("rate.days_range", {"most": DAYS_MOST})
        if texts:
            self.show_texts(texts)
            return None
        removed = [row.key for row in self.grid.cells.removed_rows() if row.key is not None]
        assert isinstance(days, Decimal), "told above"
        known = self.record.days if self.record is not None else int(days)
        return _writing(rows, removed, int(days), known=known)

    def import_file(self) -> None:
        """Ctrl+Enter: the file as it was looked at; else look at it first."""
        if not self.file.form.check():
            return  # a day that is none would let in all that the file has
        preview = self.file.preview
        if preview is None or preview.since != self.file.since(self.today()):
            self._look()
            return
        self.context.jobs.write(
            self,
            lambda uow: import_rates(uow, preview.file, since=preview.since),
            self._imported,
            failed=self._refused,
        )

    def _look(self) -> None:
        path, today = self.file.path(), self.today()
        if not path:
            self.message_bar.show_message(_("Name the file, or choose it with Ctrl+Shift+O."), "warn")
            self.file.form.focus("file")
            return
        self.message_bar.clear()
        since = self.file.since(today)
        self.context.jobs.files(
            self,
            lambda: read_rate_file(Path(path).expanduser(), today=today),
            lambda file: self._read_preview(path, file, since),
            failed=self._refused,
        )

    def _read_preview(self, path: str, file: RateFile, since: date) -> None:
        self.context.jobs.read(
            self,
            lambda view: preview_rates(view, file, since=since),
            partial(self._show_preview, path),
            latest="preview",
            failed=self._refused,
        )

    def _show_preview(self, path: str, preview: RatePreview) -> None:
        """What was looked at, where the fields still name it."""
        if (path, preview.since) == (self.file.path(), self.file.since(self.today())):
            self.file.show_preview(preview)

    def _imported(self, done: RatePreview) -> None:
        self.file.form.set_values({"file": ""})
        self.file.show_preview(None)
        new, changed = done.count("new"), done.count("changed")
        told = _("{file} is imported: new rates {new}, changed {changed}.")
        self.message_bar.show_message(told.format(file=done.file.name, new=new, changed=changed), "ok")
        self.read_rates()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, RefusedError):
            self.message_bar.show_message(text_of_error(error), "bad")
        else:
            errors.show_error(self, error)


def _writing(
    rows: Sequence[KeyedRow[RateInput]], removed: Sequence[int], days: int, *, known: int
) -> Callable[[UnitOfWork], int]:
    def write(uow: UnitOfWork) -> int:
        for id_ in removed:
            remove_rate(uow, id_)
        save_rows(uow, rows, versioned_writer(create_rate, update_rate))
        write_firm_settings(uow, {RATE_DAYS: days}, known={RATE_DAYS: known})
        return 0

    return write


def _columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("currency", _("Currency"), width=90),
        CellColumn("day", _("Day"), "date", width=110),
        CellColumn("rate", _("Rate"), "number", width=130),
        CellColumn(
            "far_off", _("Far off"), "check", width=80, help=_("The rate is right, though far from before.")
        ),
        CellColumn("by", _("Set by"), width=120, read_only=True, quiet=True, stretch=True),
    )


def _row(card: RateCard) -> CellRow:
    values: dict[str, object] = {
        "currency": card.currency,
        "day": shown_day(card.day),
        "rate": shown_number(rate_decimal(card.rate_nano)),
        "far_off": False,
        "by": card.set_by,
    }
    return CellRow(card.id, values, card.version)


def _input(read: CellReader, *, today: date) -> RateInput:
    rate = read.number("rate", RATE_DIGITS)
    return RateInput(
        currency=read.text("currency").upper(),
        day=read.day("day", today),
        rate_nano=nano_of(rate) if rate is not None else None,
        far_off=read.flag("far_off"),
    )
