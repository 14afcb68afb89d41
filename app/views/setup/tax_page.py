"""Taxes with their rates over time, and which tax applies to what: three grids, saved together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout

from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.money import micro_of
from app.domain.tax import TaxRule
from app.i18n import _
from app.models.cell_rows import NO_ID
from app.models.cells_model import CellColumn, CellRow, CellsModel, SavedRow
from app.services.setup import (
    DatedRate,
    TaxCard,
    TaxInput,
    create_tax,
    read_tax_rules,
    read_taxes,
    replace_mapping,
    update_tax,
)
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cards import Card, muted_label, scrolling
from app.views.kit.cell_values import CellReader
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_story import RowStory, story_of
from app.views.kit.tokens import ROW_HEIGHT
from app.views.setup.tax_rows import (
    history_words,
    mapping_columns,
    names_of_rules,
    rate_columns,
    rate_name,
    rate_row,
    rule_row,
    tax_columns,
    tax_row,
)

TAXES_SEEN, ROWS_SEEN = 4, 7  # with the headings; in a low window the page scrolls
ABOVE_GRID = 96  # title, two lines of the hint, margins: layouts forget lines that wrap
NARROW = 900  # less than this, and the rates would take the columns beside them their room


@dataclass(frozen=True, slots=True)
class TaxBook:
    """All taxes and the mapping."""

    taxes: tuple[TaxCard, ...]
    rules: tuple[TaxRule, ...]


@dataclass(frozen=True, slots=True)
class KeyedTax:
    """A tax to be written: its place in the grid, its row and those of its rates, and its card before."""

    number: int
    row: CellRow
    rates: Sequence[tuple[DatedRate, int, CellRow]]
    before: TaxCard | None
    data: TaxInput

    def note(self, id: int, version: int) -> None:
        """It is written as this version."""
        self.row.saved = SavedRow(id, version)
        for rate, _number, row in self.rates:
            row.saved = SavedRow(NO_ID, version, rate_name(self.data.code, rate))


class TaxPage(RecordPage[TaxBook]):
    """Ctrl+S saves codes, rates and mapping, or none of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "tax", 0, _("Taxes"))
        self.setObjectName("setup:tax")
        self.taxes = self._grid("taxes", tax_columns(), can_remove=False)
        self.rates = self._grid("rates", rate_columns(), can_remove=True)
        self.mapping = self._grid("mapping", mapping_columns(), can_remove=True)
        self.story = RowStory(context, self.taxes, story_of("tax"), history_words())
        column = QVBoxLayout()
        column.addWidget(
            _card(
                _("Taxes"),
                _("The text is printed on the invoice where no tax is charged."),
                self.taxes,
                TAXES_SEEN,
            ),
            4,
        )
        column.addLayout(self._rates_and_mapping(), 6)
        column.addWidget(self.story, 2)
        self.column.addWidget(scrolling(column), 1)
        self.add_footer(_("F2 edit · Ctrl+Del take out · Ctrl+V paste"), "setup.edit")

    def _rates_and_mapping(self) -> QBoxLayout:
        """The rates are narrow: which tax holds stands beside them, under them in a narrow window."""
        rates = _card(
            _("Rates"),
            _("Each rate holds from its day on; name the tax by its code."),
            self.rates,
            ROWS_SEEN,
        )
        mapping = _card(
            _("Which tax"),
            _(
                "Empty means any. Rows that name the country that ships go first; then the row that says most wins."
            ),
            self.mapping,
            ROWS_SEEN,
        )
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(10)
        self._row.addWidget(rates, 3)
        self._row.addWidget(mapping, 7)
        return self._row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if self.width() < NARROW else ways.LeftToRight)

    def _grid(self, name: str, columns: tuple[CellColumn, ...], *, can_remove: bool) -> CellsGrid:
        cells = CellsModel(columns)
        cells.add_hint = _("New …")
        grid = self.add_grid(name, CellsGrid(cells, can_remove=can_remove))
        grid.setAccessibleName(columns[0].title)
        cells.show_rows([])
        cells.set_editable(self.context.allowed("setup.edit"))
        return grid

    def read(self, view: Reading) -> TaxBook:
        return TaxBook(read_taxes(view), read_tax_rules(view).rules)

    def form_values(self, record: TaxBook) -> Values:
        return {}

    def grid_rows(self, record: TaxBook) -> Mapping[str, Sequence[CellRow]]:
        return {
            "taxes": [tax_row(card) for card in record.taxes],
            "rates": [rate_row(card, rate) for card in record.taxes for rate in card.facts.rates],
            "mapping": list(map(rule_row, record.rules, names_of_rules(record.rules))),
        }

    def show_record(self, record: TaxBook) -> None:
        self.story.refresh()

    def name_of_record(self) -> str:
        return _("Taxes")

    def concerns(self, changed_id: int) -> bool:
        return changed_id >= 0

    def enter(self) -> None:
        self.taxes.setFocus()
        if self.taxes.current_row() < 0:
            self.taxes.select_row(0)

    def make_write(self) -> Callable[[UnitOfWork], int] | None:
        texts: dict[str, str] = {}
        rates = _read_rates(self.rates.cells, texts, self.today())
        rows = list(enumerate(self.taxes.cells.rows()))
        codes = {CellReader("taxes", number, row, texts).text("code") for number, row in rows}
        for number, row in enumerate(self.rates.cells.rows()):
            if str(row.values["code"]).strip() not in codes:
                texts[f"rates/{number}/code"] = _("There is no tax with this code above.")
        cards = {card.facts.id: card for card in self.record.taxes} if self.record else {}
        keyed = [_keyed_tax(number, row, rates, cards, texts) for number, row in rows]
        rules, rule_rows = _read_rules(self.mapping.cells, texts), self.mapping.cells.rows()
        if texts:
            self.show_texts(texts)
            return None
        changed = [each for each in keyed if each.before is None or _as_input(each.before) != each.data]
        is_remapped, seen = self.mapping.cells.is_dirty(), self.record.rules if self.record else ()

        def write(uow: UnitOfWork) -> int:
            _write_taxes(uow, changed, active=True)
            if is_remapped:
                _write_rules(uow, rules, seen)
                for row, same in zip(rule_rows, names_of_rules(rules), strict=True):
                    row.saved = SavedRow(NO_ID, same=same)
            _write_taxes(uow, changed, active=False)  # after the rows that named them have another
            return 0

        return write


Rates = Mapping[str, Sequence[tuple[DatedRate, int, CellRow]]]  # with the place in the grid


def _read_rates(cells: CellsModel, texts: dict[str, str], today: date) -> Rates:
    rates: dict[str, list[tuple[DatedRate, int, CellRow]]] = defaultdict(list)
    for number, row in enumerate(cells.rows()):
        read = CellReader("rates", number, row, texts)
        since, percent = read.day("since", today), read.number("rate", PERCENT_PLACES)
        if since is None and not read.text("since"):
            read.note("since", _("From which day on does this rate hold?"))
        if percent is None and not read.text("rate"):
            read.note("rate", _("How many percent? Enter 0 where no tax is charged."))
        if since is not None and percent is not None:
            rates[read.text("code")].append((DatedRate(since, micro_of(percent / 100)), number, row))
    return rates


def _read_rules(cells: CellsModel, texts: dict[str, str]) -> list[TaxRule]:
    rules = []
    for number, row in enumerate(cells.rows()):
        read = CellReader("mapping", number, row, texts)
        business, has_vat_id = read.value("business"), read.value("has_vat_id")
        rules.append(
            TaxRule(
                product_class=read.text("product_class") or None,
                ship_to=read.text("ship_to") or None,
                business=business if isinstance(business, bool) else None,
                has_vat_id=has_vat_id if isinstance(has_vat_id, bool) else None,
                tax_code=read.text("tax_code"),
                ship_from=read.text("ship_from").upper() or None,
            )
        )
    return rules


def _keyed_tax(
    number: int,
    row: CellRow,
    rates: Rates,
    cards: Mapping[int, TaxCard],
    texts: dict[str, str],
) -> KeyedTax:
    read = CellReader("taxes", number, row, texts)
    mine = sorted(rates.get(read.text("code"), ()), key=lambda each: each[0].valid_from)
    data = TaxInput(
        code=read.text("code"),
        name=read.text("name"),
        category=read.text("category"),
        exemption_text=read.text("exemption_text"),
        exemption_code=read.text("exemption_code"),
        active=read.flag("active"),
        rates=tuple(rate for rate, *_row in mine),
    )
    before = cards.get(row.key) if row.key is not None else None
    return KeyedTax(number, row, mine, before, data)


def _card(title: str, hint: str, grid: CellsGrid, rows_seen: int) -> Card:
    """A grid under its title, with a line that tells how it is read."""
    card = Card(title)
    told = muted_label(hint)
    told.setWordWrap(rows_seen == ROWS_SEEN)  # of the two that stand beside each other
    card.body.addWidget(told)
    card.body.addWidget(grid, 1)
    grid.setMinimumHeight(rows_seen * ROW_HEIGHT)
    card.setMinimumHeight(rows_seen * ROW_HEIGHT + ABOVE_GRID)
    grid.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)  # its share, not its wish
    return card


def _as_input(card: TaxCard) -> TaxInput:
    facts = card.facts
    return TaxInput(
        code=facts.code,
        name=facts.name,
        category=facts.category,
        exemption_text=facts.exemption_text,
        exemption_code=facts.exemption_code,
        active=facts.active,
        rates=facts.rates,
    )


def _write_taxes(uow: UnitOfWork, keyed: Sequence[KeyedTax], *, active: bool) -> None:
    for each in keyed:
        if each.data.active == active:
            _write_tax(uow, each)


def _write_tax(uow: UnitOfWork, keyed: KeyedTax) -> None:
    try:
        if keyed.before is None:
            keyed.note(create_tax(uow, keyed.data), 1)
        else:
            id_, version = keyed.before.facts.id, keyed.before.version
            keyed.note(id_, update_tax(uow, id_, keyed.data, version=version))
    except RefusedError as error:
        issues = [_at_tax(issue, keyed) for issue in error.issues]
        raise RefusedError(error.code, issues=issues, **error.params) from error


def _at_tax(issue: Issue, keyed: KeyedTax) -> Issue:
    """An issue of a rate at that rate's row; without any rate at the tax's code."""
    part, _slash, number = issue.where.partition("/")
    if part == "rates" and number:
        name = "since" if issue.code == "tax.day_twice" else "rate"
        return replace(issue, where=f"rates/{keyed.rates[int(number)][1]}/{name}")
    return replace(issue, where=f"taxes/{keyed.number}/{'code' if part == 'rates' else issue.where}")


def _write_rules(uow: UnitOfWork, rules: Sequence[TaxRule], seen: Sequence[TaxRule]) -> None:
    try:
        replace_mapping(uow, rules, seen=seen)
    except RefusedError as error:
        issues = [
            replace(issue, where=_at_rule(issue.where.removeprefix("rules/"))) for issue in error.issues
        ]
        raise RefusedError(error.code, issues=issues, **error.params) from error


def _at_rule(place: str) -> str:
    """Where an issue of a row of the mapping is shown: at the column that it names, else at the tax."""
    number, _slash, name = place.partition("/")
    return f"mapping/{number}/{name or 'tax_code'}"
