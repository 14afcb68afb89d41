"""What an import did: each row of the file is in a document or refused with a reason."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.importing.problems import RowProblem, placed_text
from app.domain.money import decimal_of_micro, minor_per_major
from app.i18n import _

_EXAMPLES = 5


class DocumentOutcome(StrEnum):
    """What became of a document: a repeated import finds it present and leaves it."""

    CREATED = "created"
    UPDATED = "updated"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """One document of the file: our sum in minor units beside the file's exact sum in millionths."""

    number: str
    kind: str
    rows: int
    sum_minor: int = 0
    file_sum_micro: int = 0
    outcome: DocumentOutcome = DocumentOutcome.CREATED


@dataclass(frozen=True, slots=True)
class RefusedReason:
    """All rows refused for one reason, the first of them as examples."""

    code: str
    count: int
    examples: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The closed account of one import; rows in = rows in documents + rows refused."""

    kind: str
    file_name: str
    currency: str
    rows_in: int
    rows_in_documents: int
    refused: tuple[RefusedReason, ...]
    documents: tuple[DocumentResult, ...]
    refused_micro: int = 0
    cancelled: bool = False

    def __post_init__(self) -> None:
        assert self.rows_in == self.rows_in_documents + self.rows_refused, "every row is in one place"
        assert self.rows_in_documents == sum(found.rows for found in self.documents)

    @property
    def rows_refused(self) -> int:
        """How many rows no document took."""
        return sum(reason.count for reason in self.refused)

    @property
    def total_minor(self) -> int:
        """The sum of all documents in minor units."""
        return sum(found.sum_minor for found in self.documents)

    @property
    def file_total_micro(self) -> int:
        """The file's exact sum over all its readable rows, refused ones included."""
        return sum(found.file_sum_micro for found in self.documents) + self.refused_micro

    def differing(self) -> tuple[DocumentResult, ...]:
        """The documents whose sum is not the file's: line amounts were rounded."""
        per_minor = 1_000_000 // minor_per_major(self.currency)
        return tuple(found for found in self.documents if found.sum_minor * per_minor != found.file_sum_micro)


@dataclass(slots=True)
class ReportBuilder:
    """Gathers an import's account while it runs; `finish` closes and checks it."""

    kind: str
    file_name: str
    currency: str
    _documents: list[DocumentResult] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _examples: dict[str, list[RowProblem]] = field(default_factory=dict)
    _refused_micro: int = 0

    def add_document(self, result: DocumentResult) -> None:
        """One document, customer or product that the file's rows went into."""
        self._documents.append(result)

    def refuse(self, problem: RowProblem, *, amount_micro: int | None = None) -> None:
        """One row that was refused, with its amount where it could be read."""
        self._counts[problem.code] += 1
        self._refused_micro += amount_micro or 0
        examples = self._examples.setdefault(problem.code, [])
        if len(examples) < _EXAMPLES:
            examples.append(problem)

    def refuse_all(self, problems: Iterable[RowProblem]) -> None:
        """Several refused rows."""
        for problem in problems:
            self.refuse(problem)

    def finish(self, *, rows_in: int, cancelled: bool = False) -> ImportReport:
        """The report; `rows_in` is the reader's own count, so that a lost row is noticed."""
        refused = (
            RefusedReason(code, count, tuple(self._examples[code]))
            for code, count in sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        )
        return ImportReport(
            kind=self.kind,
            file_name=self.file_name,
            currency=self.currency,
            rows_in=rows_in,
            rows_in_documents=sum(found.rows for found in self._documents),
            refused=tuple(refused),
            documents=tuple(self._documents),
            refused_micro=self._refused_micro,
            cancelled=cancelled,
        )


def report_to_json(report: ImportReport) -> dict[str, object]:
    """The report as plain JSON values: amounts in minor units, file sums as exact decimal texts."""
    return {
        "kind": report.kind,
        "file": report.file_name,
        "currency": report.currency,
        "cancelled": report.cancelled,
        "rows_in": report.rows_in,
        "rows_in_documents": report.rows_in_documents,
        "rows_refused": report.rows_refused,
        "refused": [_reason_to_json(reason) for reason in report.refused],
        "documents": [_document_to_json(found) for found in report.documents],
        "outcomes": dict(Counter(found.outcome.value for found in report.documents)),
        "kinds": dict(Counter(found.kind for found in report.documents)),
        "total_minor": report.total_minor,
        "file_total": _plain(report.file_total_micro),
        "refused_total": _plain(report.refused_micro),
    }


def _plain(micro: int) -> str:
    return format(decimal_of_micro(micro), "f")


def _document_to_json(found: DocumentResult) -> dict[str, object]:
    return {
        "number": found.number,
        "kind": found.kind,
        "rows": found.rows,
        "sum_minor": found.sum_minor,
        "file_sum": _plain(found.file_sum_micro),
        "outcome": found.outcome.value,
    }


def _reason_to_json(reason: RefusedReason) -> dict[str, object]:
    examples = [
        {"row": one.row, "line": one.line, "column": one.column, "value": one.value, "text": placed_text(one)}
        for one in reason.examples
    ]
    return {"code": reason.code, "count": reason.count, "examples": examples}


def report_text(report: ImportReport) -> str:
    """The report as a person reads it: the account, the reasons with examples, each document's sum."""
    return "\n".join([*_account(report), "", *_refusals(report), *_documents(report)]) + "\n"


def _account(report: ImportReport) -> list[str]:
    lines = [
        _("Import of {kind} from {file}").format(kind=report.kind, file=report.file_name),
        _("Rows in the file: {count}").format(count=report.rows_in),
        _("Rows in documents: {count}").format(count=report.rows_in_documents),
        _("Rows refused: {count}").format(count=report.rows_refused),
        _("Documents: {count}").format(count=len(report.documents)),
    ]
    for outcome, text in _outcome_texts().items():
        count = sum(found.outcome is outcome for found in report.documents)
        if count:
            lines.append(text.format(count=count))
    lines.append(_("Total of the documents: {total}").format(total=_amount(report.total_minor, report)))
    file_total = f"{_plain(report.file_total_micro)} {report.currency}"
    lines.append(_("Total of the file: {total}").format(total=file_total))
    if report.cancelled:
        lines.append(_("The import was stopped before its end; documents listed here are complete."))
    return lines


def _outcome_texts() -> Mapping[DocumentOutcome, str]:
    return {
        DocumentOutcome.CREATED: _("  new: {count}"),
        DocumentOutcome.UPDATED: _("  changed: {count}"),
        DocumentOutcome.PRESENT: _("  already there, left as they are: {count}"),
    }


def _refusals(report: ImportReport) -> list[str]:
    lines: list[str] = []
    for reason in report.refused:
        lines.append(_("Refused ({code}): {count}").format(code=reason.code, count=reason.count))
        lines.extend(f"  {placed_text(one)}" for one in reason.examples)
        if reason.count > len(reason.examples):
            lines.append(_("  and {count} more").format(count=reason.count - len(reason.examples)))
    return [*lines, ""] if lines else []


def _documents(report: ImportReport) -> list[str]:
    differing = set(report.differing())
    lines = []
    for found in report.documents:
        text = f"{found.number:<16} {found.kind:<12} {found.rows:>6} {_amount(found.sum_minor, report):>18}"
        if found in differing:
            text += "  " + _("file: {total}").format(total=_plain(found.file_sum_micro))
        lines.append(text)
    return lines


def _amount(minor: int, report: ImportReport) -> str:
    digits = len(str(minor_per_major(report.currency))) - 1
    whole, cents = divmod(abs(minor), minor_per_major(report.currency))
    sign = "-" if minor < 0 else ""
    shown = f"{sign}{whole}.{cents:0{digits}d}" if digits else f"{sign}{whole}"
    return f"{shown} {report.currency}"
