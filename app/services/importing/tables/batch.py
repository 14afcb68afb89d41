"""What the importers of records share: a batch of read rows in, one result a row out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.importing.report import DocumentOutcome, DocumentResult
from app.services.importing.reasons import refused_row
from app.services.setup import FirmFacts
from app.services.unit_of_work import UnitOfWork

Result = DocumentResult | RowProblem


@dataclass(slots=True)
class Source:
    """The file and the firm, and which keys this run has made already."""

    firm: FirmFacts
    file_name: str
    file_key: str
    made: set[str] = field(default_factory=set)


Importer = Callable[[UnitOfWork, Source, Sequence[Record]], Sequence[Result]]


def present(kind: str, number: str) -> DocumentResult:
    """A record that was there already and is left as it is."""
    return DocumentResult(number=number, kind=kind, rows=1, outcome=DocumentOutcome.PRESENT)


def created(kind: str, number: str) -> DocumentResult:
    """A new record."""
    return DocumentResult(number=number, kind=kind, rows=1)


def refuse(record: Record, code: str, *, value: str = "", **params: object) -> RowProblem:
    """Why the record is refused."""
    return refused_row(code, row=record.row, line=record.line, value=value, **params)


def repeated(record: Record, key: str) -> RowProblem:
    """A second row of the file for a key that an earlier row made."""
    return refuse(record, "key-repeated", value=key)


def wrong_currency(record: Record, source: Source) -> RowProblem | None:
    """A row in another currency than the firm's."""
    named = record.text("currency").upper()
    if named in {"", source.firm.currency}:
        return None
    return refuse(record, "currency-differs", value=named, currency=source.firm.currency)


def in_order(count: int, results: Mapping[int, Result]) -> list[Result]:
    """The results by place; every place has one."""
    return [results[place] for place in range(count)]
