"""Importing records: batches of rows, each in a short transaction, or all of them in one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record, RecordReader
from app.domain.importing.report import ImportReport, ReportBuilder
from app.domain.importing.rows import RawRow
from app.domain.importing.targets import ImportKind
from app.i18n import _
from app.services.importing.claims import in_parts
from app.services.importing.files import BlockReader, content_key
from app.services.importing.history.facts import require_currency
from app.services.importing.plans import Scope
from app.services.importing.preparing import open_file
from app.services.importing.runs import Run, keep_or_undo
from app.services.importing.tables.batch import Importer, Source
from app.services.importing.tables.costs import import_costs
from app.services.importing.tables.customers import import_customers
from app.services.importing.tables.open_items import import_open_items
from app.services.importing.tables.prices import import_prices
from app.services.importing.tables.products import import_products
from app.services.importing.tables.stock import import_stock
from app.services.importing.tables.substitutes import import_substitutes
from app.services.importing.units import Units, one_each, one_for_all
from app.services.setup import require_firm

_AT_ONCE = 100
_IMPORTERS: Mapping[ImportKind, Importer] = {
    ImportKind.CUSTOMERS: import_customers,
    ImportKind.PRODUCTS: import_products,
    ImportKind.PRICES: import_prices,
    ImportKind.COSTS: import_costs,
    ImportKind.STOCK: import_stock,
    ImportKind.OPEN_ITEMS: import_open_items,
    ImportKind.SUBSTITUTES: import_substitutes,
}


def import_records(run: Run) -> ImportReport:
    """Import the file's records; each row is one."""
    plan = run.plan
    with run.work.reading(actor=run.actor) as view:
        firm = require_firm(view)
    require_currency(plan.currency, firm, plan.file_name)
    source = Source(firm, plan.file_name, content_key(plan.path))
    if plan.scope is Scope.DOCUMENT:
        return _write_all(run, source, one_each(run.work, run.actor))
    with run.work.begin(actor=run.actor) as uow:
        return keep_or_undo(_write_all(run, source, one_for_all(uow)))


def _write_all(run: Run, source: Source, units: Units) -> ImportReport:
    report = ReportBuilder(run.plan.kind.value, run.plan.file_name, source.firm.currency)
    write = _IMPORTERS[run.plan.kind]
    blocks = BlockReader(run.plan.path)
    rows, stopped = 0, False
    for batch in in_parts(_read(run, blocks, source.firm.currency), _AT_ONCE):
        text = _("Rows: {count}").format(count=rows)
        if run.stopped(blocks.fraction, text):
            stopped = True
            break
        rows += len(batch)
        records = [one for one in batch if isinstance(one, Record)]
        report.refuse_all(one for one in batch if isinstance(one, RowProblem))
        if records:
            with units() as uow:
                results = write(uow, source, records)
            for result in results:
                if isinstance(result, RowProblem):
                    report.refuse(result)
                else:
                    report.add_document(result)
    return report.finish(rows_in=rows, cancelled=stopped)


def _read(run: Run, blocks: BlockReader, currency: str) -> Iterator[Record | RowProblem]:
    """The file's rows as values; of a row with several faults the first is told."""
    table = open_file(run.plan.path, run.plan.dialect, blocks)
    reader = RecordReader(table.header, run.plan.mapping, run.plan.dialect, currency)
    for row in table.rows:
        if isinstance(row, RawRow):
            read = reader.read(row)
            yield read if isinstance(read, Record) else read[0]
        else:
            yield row
