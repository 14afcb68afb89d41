"""The first look at a file: how it is written, which column is what, and the first rows as understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from app.domain.errors import RefusedError
from app.domain.importing.countries import CountryMatch
from app.domain.importing.decisions import open_questions
from app.domain.importing.dialect import Dialect
from app.domain.importing.mapping import ColumnMapping, check_mapping, propose_mapping
from app.domain.importing.problems import RowProblem, placed_text
from app.domain.importing.records import CellValue, Record, RecordReader
from app.domain.importing.retail.rows import RefusedRow, RetailLayout, layout_of, read_retail_row
from app.domain.importing.rows import RawRow, Table, open_table
from app.domain.importing.sniff import sniff
from app.domain.importing.targets import FieldType, ImportKind, fields_of
from app.domain.importing.values import AmountWithUnit
from app.i18n import format_date, format_decimal, format_micro
from app.services.importing.column_mappings import read_saved_mapping
from app.services.importing.files import BlockReader, check_is_text, read_sample
from app.services.importing.plans import ImportPlan, ImportPreview, MappingSource, PreviewRow, Scope
from app.services.setup import read_firm
from app.services.unit_of_work import Reading

PREVIEW_ROWS = 20
_ALL_PLACES = 18
_FROM_ORDER_LINES = (ImportKind.PRODUCTS, ImportKind.CUSTOMERS)
_SCALED = (FieldType.PRICE, FieldType.AMOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoices:
    """What the person decided; None and "" leave it to the file or to the firm.

    `written`: how the file is written, by the names of `decide`, as far as the person says it.
    """

    mapping: ColumnMapping | None = None
    dialect: Dialect | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    scope: Scope = Scope.DOCUMENT
    tax_code: str = ""
    currency: str = ""


def prepare_import(
    view: Reading, kind: ImportKind, path: str, choices: ImportChoices | None = None
) -> ImportPreview:
    """Look at the file; refused when it has no rows or its header cannot be read.

    Nothing is written. A preview without `problems` can be run as it is.
    """
    view.actor.require("data.import")
    chosen = choices or ImportChoices()
    dialect = chosen.dialect or sniff_file(path, chosen.written)
    table = open_file(path, dialect)
    mapping, source = _find_mapping(view, kind, table.header, chosen.mapping)
    problems = check_mapping(mapping, table.header)
    plan = ImportPlan(
        kind=kind,
        path=path,
        dialect=dialect,
        mapping=mapping,
        scope=chosen.scope,
        tax_code=chosen.tax_code.strip(),
        currency=chosen.currency.strip().upper(),
    )
    first = tuple(islice(table.rows, PREVIEW_ROWS))
    if not first:
        raise RefusedError("import.no_rows", file=path)
    rows = () if problems else _understood(first, table, plan, _currency(view, plan))
    cells = tuple(row.cells if isinstance(row, RawRow) else () for row in first)
    doubts = open_questions(dialect, mapping, table.header, fits=not problems)
    return ImportPreview(plan, table.header, source, rows, problems, doubts, cells)


def open_file(path: str, dialect: Dialect, blocks: BlockReader | None = None) -> Table:
    """The file's table, to be read once; refused when its header cannot be read."""
    table = open_table(blocks or BlockReader(path), dialect)
    if table.header_problem is not None:
        raise RefusedError("import.bad_header", file=path, reason=placed_text(table.header_problem))
    return table


def sniff_file(path: str, given: Mapping[str, str] | None = None) -> Dialect:
    """How the file is written, with what is in doubt about it; `given` is what the person says of it."""
    head, middle = read_sample(path)
    dialect = sniff(head, middle=middle, given=given)
    check_is_text(path, head, dialect.encoding)
    return dialect


def _find_mapping(
    view: Reading, kind: ImportKind, header: tuple[str, ...], given: ColumnMapping | None
) -> tuple[ColumnMapping, MappingSource]:
    if given is not None:
        return given, MappingSource.GIVEN
    saved = read_saved_mapping(view, kind, header)
    if saved is not None:
        return saved, MappingSource.SAVED
    if kind in _FROM_ORDER_LINES:
        lines = read_saved_mapping(view, ImportKind.ORDERS, header) or propose_mapping(
            header, ImportKind.ORDERS
        )
        if not check_mapping(lines, header):
            return lines, MappingSource.PROPOSED
    return propose_mapping(header, kind), MappingSource.PROPOSED


def _currency(view: Reading, plan: ImportPlan) -> str:
    """What the file's amounts are in; "" while there is no firm."""
    firm = read_firm(view)
    return plan.currency or (firm.currency if firm is not None else "")


def _understood(
    first: Sequence[RawRow | RowProblem], table: Table, plan: ImportPlan, currency: str
) -> tuple[PreviewRow, ...]:
    if plan.holds_order_lines:
        layout = layout_of(table, plan.mapping, plan.dialect, currency)
        return tuple(_order_line(row, layout) for row in first)
    reader = RecordReader(table.header, plan.mapping, plan.dialect, currency)
    return tuple(_record(row, reader, plan) for row in first)


def _order_line(row: RawRow | RowProblem, layout: RetailLayout) -> PreviewRow:
    read = read_retail_row(row, layout)
    if isinstance(read, RefusedRow):
        return _refused(read.problem.row, (read.problem,))
    values = {
        "document": read.number,
        "sku": read.code,
        "description": read.description,
        "quantity": format_decimal(Decimal(read.quantity)),
        "price": format_micro(read.price_micro),
        "date": _shown(read.at, FieldType.TIMESTAMP),
        "customer": read.customer or "",
        "country": read.country.code if read.country else "",
    }
    return PreviewRow(read.row, values)


def _record(row: RawRow | RowProblem, reader: RecordReader, plan: ImportPlan) -> PreviewRow:
    if isinstance(row, RowProblem):
        return _refused(row.row, (row,))
    read = reader.read(row)
    if isinstance(read, Record):
        return PreviewRow(row.row, shown_values(read, plan.mapping.kind))
    return _refused(row.row, read)


def _refused(row: int, problems: Sequence[RowProblem]) -> PreviewRow:
    texts = tuple(placed_text(problem) for problem in problems)
    return PreviewRow(row, {}, texts, tuple(problem.column for problem in problems if problem.column))


def shown_values(record: Record, kind: ImportKind) -> Mapping[str, str]:
    """The record's values as a person reads them, by field."""
    types = {field.name: field.type for field in fields_of(kind)}
    return {name: _shown(value, types[name]) for name, value in record.values.items() if value is not None}


def _shown(value: CellValue, kind: FieldType) -> str:
    if isinstance(value, AmountWithUnit):
        return f"{format_decimal(value.amount, places_max=_ALL_PLACES)} {value.unit}".strip()
    if isinstance(value, CountryMatch):
        return value.code
    if isinstance(value, datetime):
        return f"{format_date(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int) and kind in _SCALED:
        return format_micro(value)
    if isinstance(value, Decimal):
        return format_decimal(value, places_max=_ALL_PLACES)
    return str(value)
