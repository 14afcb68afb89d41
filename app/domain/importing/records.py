"""A row as typed values by field: what a service writes and a preview shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from app.domain.importing.countries import CountryMatch, parse_country
from app.domain.importing.dates import parse_date, parse_timestamp
from app.domain.importing.dialect import Dialect
from app.domain.importing.mapping import ColumnMapping
from app.domain.importing.problems import RowProblem, ValueProblem, at_row
from app.domain.importing.rows import RawRow
from app.domain.importing.sniff_values import is_open_date, is_open_number
from app.domain.importing.targets import DATES, NUMBERS, FieldType, TargetField, fields_of
from app.domain.importing.values import (
    AmountWithUnit,
    NumberMarks,
    parse_boolean,
    parse_code,
    parse_micro,
    parse_number,
    parse_quantity,
    parse_whole,
)

CellValue = str | int | Decimal | date | AmountWithUnit | CountryMatch | None


@dataclass(frozen=True, slots=True)
class Record:
    """One readable row. Prices and amounts are millionths; a field without column or text is None."""

    row: int
    line: int
    values: Mapping[str, CellValue]

    def text(self, field: str) -> str:
        """A text or code, "" when there is none."""
        found = self.values.get(field)
        assert found is None or isinstance(found, str), f"{field} is no text"
        return found or ""

    def number(self, field: str) -> Decimal | None:
        """A plain number."""
        found = self.values.get(field)
        assert found is None or isinstance(found, Decimal), f"{field} is no number"
        return found

    def whole(self, field: str) -> int | None:
        """A whole number; of a price or amount its millionths."""
        found = self.values.get(field)
        assert found is None or isinstance(found, int), f"{field} is no whole number"
        return found

    def quantity(self, field: str) -> AmountWithUnit | None:
        """A quantity, with the unit that its cell named."""
        found = self.values.get(field)
        assert found is None or isinstance(found, AmountWithUnit), f"{field} is no quantity"
        return found

    def day(self, field: str) -> date | None:
        """A day; of a timestamp its day."""
        found = self.values.get(field)
        assert found is None or isinstance(found, date), f"{field} is no day"
        return found.date() if isinstance(found, datetime) else found

    def country(self, field: str) -> CountryMatch | None:
        """A country."""
        found = self.values.get(field)
        assert found is None or isinstance(found, CountryMatch), f"{field} is no country"
        return found

    def has(self, field: str) -> bool:
        """Whether the row says anything of it."""
        return self.values.get(field) is not None

    def flag(self, field: str) -> bool:
        """A yes or no; no when there is none."""
        return bool(self.values.get(field))


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Reads the rows of one opened file by its dialect and its checked mapping."""

    header: Sequence[str]
    mapping: ColumnMapping
    dialect: Dialect
    currency: str = ""

    def read(self, row: RawRow) -> Record | tuple[RowProblem, ...]:
        """The row's values, or everything that is wrong with it."""
        positions = self.mapping.positions(self.header)
        values: dict[str, CellValue] = {}
        problems: list[RowProblem] = []
        for field in fields_of(self.mapping.kind):
            place = positions.get(field.name)
            if place is None:
                continue
            value = read_cell(field, row.cells[place], self.dialect, self.currency)
            if isinstance(value, ValueProblem):
                problems.append(at_row(value, row=row.row, line=row.line, column=self.header[place]))
            else:
                values[field.name] = value
        return tuple(problems) or Record(row.row, row.line, values)


def read_cell(
    field: TargetField, text: str, dialect: Dialect, currency: str = ""
) -> CellValue | ValueProblem:
    """The cell as the field's type; an empty cell is None, or refused where the field is required.

    `currency`: what prices and amounts are in, "" for any.
    """
    bare = text.strip()
    if not bare:
        return ValueProblem("value-missing") if field.required else None
    if unclear := _unclear(field, bare, dialect):
        return unclear
    if field.type in _MONEY:
        return parse_micro(bare, marks_of(dialect, currency))
    return _READERS[field.type](bare, dialect)


def _unclear(field: TargetField, bare: str, dialect: Dialect) -> ValueProblem | None:
    """A date or number that can be read in two ways, where the sample of the file had none to learn from."""
    knows_dates, knows_marks = _known(dialect)
    if not knows_dates and field.type in DATES and is_open_date(bare):
        return ValueProblem("date-unclear", bare)
    if not knows_marks and field.type in NUMBERS and is_open_number(bare):
        return ValueProblem("number-unclear", bare)
    return None


@lru_cache(maxsize=16)
def _known(dialect: Dialect) -> tuple[bool, bool]:
    """Whether the file, or the person, tells the order of dates and the decimal mark."""
    dates, marks = dialect.finding("date_order"), dialect.finding("decimal_mark")
    return dates is None or dates.reason != "no-dates", marks is None or marks.reason != "no-decimals"


def marks_of(dialect: Dialect, currency: str = "") -> NumberMarks:
    """How the file writes numbers, and the currency of its amounts."""
    return NumberMarks(dialect.decimal_mark, dialect.thousands_mark, currency)


_MONEY = (FieldType.PRICE, FieldType.AMOUNT)
_Reader = Callable[[str, Dialect], CellValue | ValueProblem]
_READERS: Mapping[FieldType, _Reader] = {
    FieldType.TEXT: lambda text, _dialect: " ".join(text.split()),
    FieldType.CODE: lambda text, _dialect: parse_code(text),
    FieldType.NUMBER: lambda text, dialect: parse_number(text, marks_of(dialect)),
    FieldType.QUANTITY: lambda text, dialect: parse_quantity(text, marks_of(dialect), zero=True),
    FieldType.WHOLE: lambda text, dialect: parse_whole(text, marks_of(dialect)),
    FieldType.DATE: lambda text, dialect: parse_date(text, dialect.date_order),
    FieldType.TIMESTAMP: lambda text, dialect: parse_timestamp(text, dialect.date_order),
    FieldType.BOOLEAN: lambda text, _dialect: parse_boolean(text),
    FieldType.COUNTRY: lambda text, _dialect: parse_country(text),
}
