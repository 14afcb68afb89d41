"""The second pass: each row comes out in exactly one document, stock adjustment or refusal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.importing.countries import CountryMatch
from app.domain.importing.problems import RowProblem
from app.domain.importing.retail.codes import DISCOUNT_CODE, is_service_code
from app.domain.importing.retail.index import RetailIndex
from app.domain.importing.retail.rows import RefusedRow, RetailLayout, RetailRow, read_retail_row
from app.domain.importing.rows import RawRow
from app.domain.rounding import divide_half_up

MICRO_PER_MINOR = 10_000
CREDIT_LETTER, BAD_DEBT_LETTER = "C", "A"


class DocumentKind(StrEnum):
    """What an imported paper is."""

    SALE = "sale"
    CREDIT = "credit"
    BAD_DEBT = "bad_debt"


class LineRole(StrEnum):
    """What a line of an imported paper is."""

    GOODS = "goods"
    SERVICE = "service"
    DISCOUNT = "discount"
    FREE = "free"
    """Given for nothing: a sample or a replacement; it leaves the shelf."""
    RETURN = "return"
    """A negative quantity with a price on a paper that is no credit."""


@dataclass(frozen=True, slots=True)
class RetailLine:
    """One line as in the file: on credits the quantities are negative."""

    row: int
    code: str
    description: str
    quantity: int
    price_micro: int
    role: LineRole

    @property
    def amount_micro(self) -> int:
        """Quantity x price, exact."""
        return self.quantity * self.price_micro

    @property
    def amount_minor(self) -> int:
        """Quantity x price in cents, half away from zero."""
        return divide_half_up(self.amount_micro, MICRO_PER_MINOR)


@dataclass(frozen=True, slots=True)
class RetailDocument:
    """A paper of the file; `customer` None is a counter sale."""

    kind: DocumentKind
    number: str
    at: datetime
    customer: str | None
    country: CountryMatch | None
    lines: tuple[RetailLine, ...]

    @property
    def net_minor(self) -> int:
        """The sum of the rounded line amounts, signed as in the file."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def file_sum_micro(self) -> int:
        """The file's own sum, exact, in millionths."""
        return sum(line.amount_micro for line in self.lines)

    @property
    def rounds_away(self) -> bool:
        """True when rounding line by line does not give the file's sum."""
        return self.net_minor * MICRO_PER_MINOR != self.file_sum_micro


@dataclass(frozen=True, slots=True)
class RetailAdjustment:
    """A stock correction: pieces found (+) or lost (-), with the warehouse's remark as its reason."""

    number: str
    at: datetime
    code: str
    quantity: int
    reason: str
    row: int


RetailOutcome = RetailDocument | RetailAdjustment | RefusedRow


def rows_of(outcome: RetailOutcome) -> int:
    """How many rows of the file the outcome stands for."""
    return len(outcome.lines) if isinstance(outcome, RetailDocument) else 1


def classify_rows(
    rows: Iterable[RawRow | RowProblem], layout: RetailLayout, index: RetailIndex
) -> Iterator[RetailOutcome]:
    """The outcomes in the order in which documents are complete.

    Holds only documents whose rows are not all read yet: in a sorted file one at a time, and a document
    whose rows lie apart still comes out whole.
    """
    waiting: dict[str, list[RetailRow]] = {}
    for raw in rows:
        row = read_retail_row(raw, layout)
        if isinstance(row, RefusedRow):
            yield row
            continue
        gathered = waiting.setdefault(row.number, [])
        gathered.append(row)
        if len(gathered) == index.row_counts.get(row.number):
            del waiting[row.number]
            yield from classify_document(gathered, index)
    for gathered in waiting.values():  # the file was cut between the two passes
        yield from classify_document(gathered, index)


def classify_document(rows: list[RetailRow], index: RetailIndex) -> Iterator[RetailOutcome]:
    """What the rows of one number are: at most one paper, adjustments, refusals."""
    customer = next((row.customer for row in rows if row.customer is not None), None)
    lines: list[RetailLine] = []
    for row in rows:
        found = _classify_row(row, customer, index)
        if isinstance(found, RetailLine):
            lines.append(found)
        else:
            yield found
    if lines:
        yield _document(rows, tuple(lines), customer)


def _document(rows: list[RetailRow], lines: tuple[RetailLine, ...], customer: str | None) -> RetailDocument:
    return RetailDocument(
        kind=_kind(rows[0].number, lines),
        number=rows[0].number,
        at=min(row.at for row in rows),
        customer=customer,
        country=next((row.country for row in rows if row.country is not None), None),
        lines=lines,
    )


def _kind(number: str, lines: tuple[RetailLine, ...]) -> DocumentKind:
    if number.startswith(BAD_DEBT_LETTER):
        return DocumentKind.BAD_DEBT
    owed = sum(line.amount_micro for line in lines)
    return DocumentKind.CREDIT if number.startswith(CREDIT_LETTER) or owed < 0 else DocumentKind.SALE


def _classify_row(
    row: RetailRow, customer: str | None, index: RetailIndex
) -> RetailLine | RetailAdjustment | RefusedRow:
    if row.customer is not None and row.customer != customer:
        return _refused(row, "customer-differs", row.customer, expected=customer or "")
    if row.price_micro == 0 and not row.number.startswith(CREDIT_LETTER) and _is_correction(row, index):
        if is_service_code(row.code):
            return _refused(row, "service-without-amount", row.code)
        return RetailAdjustment(row.number, row.at, row.code, row.quantity, row.description, row.row)
    return RetailLine(row.row, row.code, row.description, row.quantity, row.price_micro, _role(row))


def _is_correction(row: RetailRow, index: RetailIndex) -> bool:
    """A price-0 row that moves stock only: pieces taken out, or found by the warehouse for nobody."""
    if row.quantity < 0:
        return True
    return row.customer is None and index.is_remark(row.code, row.description)


def _role(row: RetailRow) -> LineRole:
    if row.price_micro == 0:
        return LineRole.FREE
    if row.code == DISCOUNT_CODE or row.price_micro < 0:
        return LineRole.DISCOUNT
    if is_service_code(row.code):
        return LineRole.SERVICE
    if row.quantity < 0 and not row.number.startswith(CREDIT_LETTER):
        return LineRole.RETURN
    return LineRole.GOODS


def _refused(row: RetailRow, code: str, value: str, **params: str) -> RefusedRow:
    problem = RowProblem(code, row=row.row, line=row.line, value=value, params=params)
    return RefusedRow(problem, row.number, row.amount_micro)
