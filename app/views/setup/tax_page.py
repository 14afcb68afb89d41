"""Taxes with their rates over time, and which tax applies to what: three grids, saved together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.domain.money import Rate, micro_of
from app.domain.tax import TaxCategory, TaxRule
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
from app.views.kit.cell_values import CellReader, shown_day, shown_number
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.history_words import Group, Words, number_text, plain
from app.views.kit.record_page import RecordPage, Values
from app.views.kit.row_story import RowStory, story_of
from app.views.kit.tokens import ROW_HEIGHT

ROWS_SEEN = 5  # with the headings; in a low window the page scrolls


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
    rates: tuple[CellRow, ...]
    before: TaxCard | None
    data: TaxInput

    def note(self, id: int, version: int) -> None:
        """It is written as this version."""
        self.row.saved = SavedRow(id, version)
        for row, rate in zip(self.rates, self.data.rates, strict=True):
            row.saved = SavedRow(NO_ID, version, _rate_name(self.data.code, rate))


class TaxPage(RecordPage[TaxBook]):
    """Ctrl+S saves codes, rates and mapping, or none of them."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "tax", 0, _("Taxes"))
        self.setObjectName("setup:tax")
        self.taxes = self._grid("taxes", _tax_columns(), can_remove=False)
        self.rates = self._grid("rates", _rate_columns(), can_remove=True)
        self.mapping = self._grid("mapping", _mapping_columns(), can_remove=True)
        self.story = RowStory(context, self.taxes, story_of("tax"), history_words())
        column = QVBoxLayout()
        for title, hint, grid, share in (
            (_("Taxes"), _("The text is printed on the invoice where no tax is charged."), self.taxes, 4),
            (_("Rates"), _("Each rate holds from its day on; name the tax by its code."), self.rates, 4),
            (
                _("Which tax"),
                _(
                    "Empty means any. Rows that name the country that ships go first; then the row that says most wins."
                ),
                self.mapping,
                5,
            ),
        ):
            card = Card(title)
            card.body.addWidget(muted_label(hint))
            card.body.addWidget(grid, 1)
            grid.setMinimumHeight(ROWS_SEEN * ROW_HEIGHT)
            if grid is self.rates:
                column.addLayout(self._beside(card), share)
            else:
                column.addWidget(card, share)
        self.column.addWidget(scrolling(column), 1)
        self.add_footer(_("F2 edit · Ctrl+Del take out · Ctrl+V paste"), "setup.edit")

    def _beside(self, rates: Card) -> QHBoxLayout:
        """The rates are narrow: the history of the chosen tax stands beside them."""
        row = QHBoxLayout()
        row.addWidget(rates, 1)
        row.addWidget(self.story, 1)
        return row

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
            "taxes": [_tax_row(card) for card in record.taxes],
            "rates": [_rate_row(card, rate) for card in record.taxes for rate in card.facts.rates],
            "mapping": list(map(_rule_row, record.rules, _names(record.rules))),
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
            for each in changed:
                _write_tax(uow, each)
            if is_remapped:
                _write_rules(uow, rules, seen)
                for row, same in zip(rule_rows, _names(rules), strict=True):
                    row.saved = SavedRow(NO_ID, same=same)
            return 0

        return write


def history_words() -> Words:
    """What the history of a tax tells beside its columns: the rates by their first days."""
    return {"rate.": Group(_rate_word, number_text)}


def _rate_word(day: str) -> str:
    return _("Rate from {day}").format(day=plain(day))


def _tax_columns() -> tuple[CellColumn, ...]:
    words = {
        "S": _("S standard"), "Z": _("Z zero rate"), "E": _("E exempt"), "AE": _("AE reverse charge"),
        "K": _("K delivery in the EU"), "G": _("G export"), "O": _("O out of scope"),
    }  # fmt: skip
    categories = tuple((each.value, words.get(each.value, each.value)) for each in TaxCategory)
    return (
        CellColumn("code", _("Code"), width=110),
        CellColumn("name", _("Name"), width=220),
        CellColumn("category", _("Category (EN 16931)"), "choice", width=180, choices=categories),
        CellColumn("exemption_text", _("Text on the invoice"), width=260, stretch=True),
        CellColumn(
            "exemption_code", _("VATEX code"), width=130, help=_("Such as VATEX-EU-IC, for e-invoices")
        ),
        CellColumn("active", _("Active"), "check", width=70, usual=True),
    )


def _rate_columns() -> tuple[CellColumn, ...]:
    return (
        CellColumn("code", _("Tax"), width=90),
        CellColumn("since", _("Valid from"), "date", width=120),
        CellColumn("rate", _("Rate %"), "number", width=100),
        CellColumn("none", "", width=10, read_only=True, stretch=True),
    )


def _mapping_columns() -> tuple[CellColumn, ...]:
    places = (
        (None, _("anywhere")),
        ("domestic", _("at home")),
        ("eu", _("in the EU")),
        ("export", _("outside the EU")),
    )
    flags = ((None, _("any")), (True, _("yes")), (False, _("no")))
    return (
        CellColumn("product_class", _("Tax class of the product"), width=190),
        CellColumn("ship_from", _("Ships from"), width=110, help=_("The country's two letters, such as AT")),
        CellColumn("ship_to", _("Goes to"), "choice", width=140, choices=places),
        CellColumn("business", _("Business"), "choice", width=110, choices=flags),
        CellColumn("has_vat_id", _("Has a VAT id"), "choice", width=120, choices=flags),
        CellColumn("tax_code", _("Tax"), width=120, stretch=True),
    )


def _tax_row(card: TaxCard) -> CellRow:
    names = ("code", "name", "category", "exemption_text", "exemption_code", "active")
    return CellRow(card.facts.id, {name: getattr(card.facts, name) for name in names}, card.version)


def _rate_row(card: TaxCard, rate: DatedRate) -> CellRow:
    """A rate has no id: its tax and its first day say which it is."""
    percent, code = shown_number(Rate(rate.rate_ppm).percent), card.facts.code
    values: dict[str, object] = {"code": code, "since": shown_day(rate.valid_from), "rate": percent}
    return CellRow(NO_ID, values, card.version, same=_rate_name(code, rate))


def _rate_name(code: str, rate: DatedRate) -> str:
    return f"{code}/{rate.valid_from}"


def _names(rules: Sequence[TaxRule]) -> list[str]:
    """What each row of the mapping is about; the second of the same says so."""
    found: Counter[tuple[object, ...]] = Counter()
    names = []
    for rule in rules:
        about = (rule.product_class, rule.ship_from, rule.ship_to, rule.business, rule.has_vat_id)
        found[about] += 1
        names.append(f"{about}/{found[about]}")
    return names


def _rule_row(rule: TaxRule, same: str) -> CellRow:
    return CellRow(
        NO_ID,
        {
            "product_class": rule.product_class or "",
            "ship_from": rule.ship_from or "",
            "ship_to": rule.ship_to,
            "business": rule.business,
            "has_vat_id": rule.has_vat_id,
            "tax_code": rule.tax_code,
        },
        same=same,
    )


Rates = Mapping[str, Sequence[tuple[DatedRate, CellRow]]]


def _read_rates(cells: CellsModel, texts: dict[str, str], today: date) -> Rates:
    rates: dict[str, list[tuple[DatedRate, CellRow]]] = defaultdict(list)
    for number, row in enumerate(cells.rows()):
        read = CellReader("rates", number, row, texts)
        since, percent = read.day("since", today), read.number("rate", PERCENT_PLACES)
        if since is None and not read.text("since"):
            read.note("since", _("From which day on does this rate hold?"))
        if since is not None:
            rate = DatedRate(since, micro_of((percent or Decimal(0)) / 100))
            rates[read.text("code")].append((rate, row))
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
        rates=tuple(rate for rate, _row in mine),
    )
    before = cards.get(row.key) if row.key is not None else None
    return KeyedTax(number, row, tuple(each for _rate, each in mine), before, data)


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


def _write_tax(uow: UnitOfWork, keyed: KeyedTax) -> None:
    try:
        if keyed.before is None:
            keyed.note(create_tax(uow, keyed.data), 1)
        else:
            id_, version = keyed.before.facts.id, keyed.before.version
            keyed.note(id_, update_tax(uow, id_, keyed.data, version=version))
    except RefusedError as error:
        issues = [_at_tax(issue, keyed.number) for issue in error.issues]
        raise RefusedError(error.code, issues=issues, **error.params) from error


def _at_tax(issue: Issue, number: int) -> Issue:
    name = "code" if issue.where.startswith("rates") else issue.where
    return replace(issue, where=f"taxes/{number}/{name}")


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
