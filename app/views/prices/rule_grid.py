"""What the grids of rules at this desk have in common: whom a rule is for, its days, and its way into its book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic

from app.domain.money import Money, Rate, micro_of, minor_digits, minor_of
from app.models.cells_model import CellColumn, CellRow, Picked, SavedRow
from app.services.parties import read_customer
from app.services.prices.drafts import BOOKS
from app.services.prices.rule_book import Card, Data, RuleBook
from app.services.unit_of_work import Reading, UnitOfWork
from app.views.kit.cell_values import CellReader, shown_number
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.context import Context
from app.views.kit.customer_picking import ask_customers, customer_named
from app.views.kit.field_state import PERCENT_PLACES
from app.views.kit.grid_page import GridPage, GridSpec
from app.views.kit.history_words import Words
from app.views.kit.pasted_names import find_pasted
from app.views.kit.row_form import RowForm
from app.views.kit.rule_file import RuleFile
from app.views.prices.draft_keys import STATE, DraftKeys, draft_hint, is_draft, shown_state, with_state
from app.views.prices.versions_keys import versions_of_rows

Today = Callable[[], date]
NAMES = {"valid_from": "since", "valid_to": "until", "customer_id": "customer"}
"""The service's field -> column, of the columns that rules share."""


@dataclass(frozen=True, slots=True)
class NamedRule(Generic[Card]):
    """A rule with its customer's name, and the id of the rule that it goes back to: each change gives it another."""

    card: Card
    customer: Picked | None
    origin: int

    def row(self, values: dict[str, object]) -> CellRow:
        """The rule as a row of its grid."""
        return CellRow(self.card.id, values, same=self.origin)


def read_named(view: Reading, book: RuleBook[Card, Any]) -> Sequence[NamedRule[Card]]:
    """The rules of a book with their customers; those for one customer are few."""
    cards, origins = book.read(view), book.read_origins(view)
    ids = {card.customer_id for card in cards if card.customer_id is not None}
    customers = {id_: Picked(id_, read_customer(view, id_).name) for id_ in ids}
    return [
        NamedRule(card, customers.get(card.customer_id or 0), origins.get(card.id, card.id)) for card in cards
    ]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a grid of rules says of itself; `story` names the fields in a rule's history."""

    title: str
    hint: str
    story: Words


def rules_spec(
    book: RuleBook[Card, Data],
    words: RuleWords,
    *,
    columns: tuple[CellColumn, ...],
    row: Callable[[NamedRule[Card]], CellRow],
    parse: Callable[[CellReader], Data],
    names: dict[str, str],
) -> GridSpec[NamedRule[Card], Data]:
    """A book of rules as a grid; `names` adds to `NAMES`. Where they may be drafts a column says so."""
    has_drafts = book.part != ""

    def write(uow: UnitOfWork, row: CellRow, data: Data) -> SavedRow:
        if row.key is not None:
            return SavedRow(book.change(uow, row.key, data))
        return SavedRow(book.create(uow, data, draft=has_drafts and is_draft(row)))

    def shown(named: NamedRule[Card]) -> CellRow:
        cells = row(named)
        if has_drafts:
            cells.values[STATE] = shown_state(named.card)
        return cells

    return GridSpec(
        kind="price",
        story=book.read_history,
        words=words.story,
        title=words.title,
        hint=words.hint,
        columns=with_state(columns) if has_drafts else columns,
        read=lambda view: read_named(view, book),
        row=shown,
        parse=parse,
        write=write,
        remove=book.end,
        names=NAMES | names,
        right="price.edit",
        desk="prices",
        more_keys=draft_hint() if has_drafts else "",
    )


def rules_page(
    context: Context,
    name: str,
    spec: GridSpec[Any, Any],
    *,
    known_by: Sequence[str],
    beside: Callable[[CellsGrid], RowForm] | None = None,
) -> GridPage[Any, Any]:
    """The tab of a book of rules: its object's name is "prices:" and `name`, that of the grid `name` and "Grid".

    `known_by`: the columns by which a row of a file is taken for one of the grid. `beside` makes what stands there.
    """
    page = GridPage(context, spec)
    page.setObjectName(f"prices:{name}")
    page.grid.setObjectName(f"{name}Grid")
    page.set_pick("customer", ask_customers(context, page))
    find_pasted(context, page.grid, {"customer": customer_named})
    if beside is not None:
        form = beside(page.grid)
        page.set_beside(form)
        if form.has("customer"):
            form.offer_picks("customer", ask_customers(context, page))
    if name in BOOKS:
        DraftKeys(page, name)
        known_by = (*known_by, STATE)  # in a file a draft and the row that it was made of stay apart
    versions_of_rows(page, name)
    RuleFile(page, known_by, {"customer": customer_named})
    return page


# values that rules share


def shown_amount(minor: int, currency: str) -> str:
    """An amount as a cell shows it; nothing for 0."""
    return shown_number(Money(minor, currency).decimal, 2) if minor else ""


def read_amount(read: CellReader, name: str, currency: str) -> int:
    """An amount in minor units, 0 for an empty cell."""
    value = read.number(name, minor_digits(currency))
    return 0 if value is None else minor_of(value, currency)


def shown_share(ppm: int) -> str:
    """A percent as a cell shows it."""
    return shown_number(Rate(ppm).percent)


def read_share(read: CellReader, name: str) -> int:
    """A percent in millionths, 0 for an empty cell."""
    percent = read.number(name, PERCENT_PLACES)
    return micro_of((percent or Decimal(0)) / 100)
