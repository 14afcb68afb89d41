"""The passes over a file of order lines before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.domain.errors import RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.importing.retail.documents import RetailOutcome, classify_rows
from app.domain.importing.retail.index import RetailIndex, index_rows
from app.domain.importing.retail.rows import RefusedRow, RetailLayout, layout_of, read_retail_row
from app.domain.importing.rows import RawRow
from app.domain.units import USUAL_UNIT, unit_code
from app.services.importing.files import BlockReader
from app.services.importing.plans import ImportPlan
from app.services.importing.preparing import open_file

Rows = Iterator[RawRow | RowProblem]
Watch = Callable[[float], None]


@dataclass(slots=True)
class Survey:
    """What the whole file says: its index, and the documents that have an unreadable row."""

    index: RetailIndex
    spoiled: set[str] = field(default_factory=set)
    rows_by_product: Counter[str] = field(default_factory=Counter)
    rows_by_customer: Counter[str] = field(default_factory=Counter)

    @property
    def has_counter_sales(self) -> bool:
        """Whether a line names no customer."""
        return bool(self.rows_by_customer[""])


def survey_file(plan: ImportPlan, currency: str, watch: Watch) -> Survey:
    """Read the file twice; refused as a whole when it names another currency or a pack unit."""
    rows, layout = open_lines(plan, watch)
    survey = Survey(index_rows(rows, layout))
    rows, layout = open_lines(plan, watch)
    others: dict[str, set[str]] = {"currency": set(), "unit": set()}
    for raw in rows:
        row = read_retail_row(raw, layout)
        if isinstance(row, RefusedRow):
            if row.number:
                survey.spoiled.add(row.number.upper())
            continue
        survey.rows_by_product[row.code] += 1
        survey.rows_by_customer[row.customer or ""] += 1
        assert isinstance(raw, RawRow), "a readable line comes from a row"
        _note_others(raw, layout, others, currency)
    _refuse_others(plan, others, currency)
    return survey


def open_lines(plan: ImportPlan, watch: Watch) -> tuple[Rows, RetailLayout]:
    """The file's rows from the start, and how to read them."""
    blocks = BlockReader(plan.path)
    table = open_file(plan.path, plan.dialect, blocks)
    return _watched(table.rows, blocks, watch), layout_of(table, plan.mapping, plan.dialect, plan.currency)


def classified(plan: ImportPlan, index: RetailIndex, watch: Watch) -> Iterator[RetailOutcome]:
    """The file's documents, adjustments and refusals."""
    rows, layout = open_lines(plan, watch)
    return classify_rows(rows, layout, index)


def _watched(rows: Rows, blocks: BlockReader, watch: Watch) -> Rows:
    for number, row in enumerate(rows):
        if number % 500 == 0:
            watch(blocks.fraction)
        yield row


def _note_others(raw: RawRow, layout: RetailLayout, others: dict[str, set[str]], currency: str) -> None:
    named = layout.text(raw, "currency").upper()
    if named not in {"", currency} and len(others["currency"]) < 3:
        others["currency"].add(named)
    unit = layout.text(raw, "unit").casefold()
    if unit and unit_code(unit) != USUAL_UNIT and len(others["unit"]) < 3:
        others["unit"].add(unit)


def _refuse_others(plan: ImportPlan, others: dict[str, set[str]], currency: str) -> None:
    if others["currency"]:
        named = ", ".join(sorted(others["currency"]))
        raise RefusedError(
            "import.wrong_currency", file=plan.file_name, currency=named, firm_currency=currency
        )
    if others["unit"]:
        raise RefusedError("import.pack_units", file=plan.file_name, units=", ".join(sorted(others["unit"])))
