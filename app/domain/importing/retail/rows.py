"""One order line of the file as values, or why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.importing.countries import CountryMatch, parse_country
from app.domain.importing.dates import parse_timestamp
from app.domain.importing.dialect import DateOrder, Dialect
from app.domain.importing.mapping import ColumnMapping
from app.domain.importing.problems import RowProblem, ValueProblem, at_row
from app.domain.importing.retail.codes import normal_code
from app.domain.importing.rows import RawRow, Table
from app.domain.importing.values import NumberMarks, parse_code, parse_micro, parse_whole


@dataclass(frozen=True, slots=True)
class RetailLayout:
    """Where each field stands in a row, and how the file writes numbers and dates."""

    header: tuple[str, ...]
    positions: Mapping[str, int]
    marks: NumberMarks
    date_order: DateOrder

    def text(self, row: RawRow, field: str) -> str:
        """The field's cell, "" when the file has no such column."""
        place = self.positions.get(field)
        return "" if place is None else row.cells[place].strip()

    def column(self, field: str) -> str:
        """The field's column name in the file."""
        place = self.positions.get(field)
        return field if place is None else self.header[place]


@dataclass(frozen=True, slots=True)
class RetailRow:
    """A readable order line: quantity and price signed as in the file, the price in millionths."""

    row: int
    line: int
    number: str
    code: str
    description: str
    quantity: int
    at: datetime
    price_micro: int
    customer: str | None
    country: CountryMatch | None

    @property
    def amount_micro(self) -> int:
        """Quantity x price, exact."""
        return self.quantity * self.price_micro


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that no document takes: why, and its amount where that can be read."""

    problem: RowProblem
    number: str = ""
    amount_micro: int | None = None


def layout_of(table: Table, mapping: ColumnMapping, dialect: Dialect, currency: str = "") -> RetailLayout:
    """The layout of an opened file whose mapping was checked; a price in another currency is refused."""
    marks = NumberMarks(dialect.decimal_mark, dialect.thousands_mark, currency)
    return RetailLayout(table.header, mapping.positions(table.header), marks, dialect.date_order)


def read_retail_row(row: RawRow | RowProblem, layout: RetailLayout) -> RetailRow | RefusedRow:
    """The order line of the row, or the first reason why it is refused."""
    if isinstance(row, RowProblem):
        return RefusedRow(row)
    number = parse_code(layout.text(row, "document"))
    if isinstance(number, ValueProblem) or not number:
        return _refused(row, layout, "document", number or ValueProblem("value-missing"))
    price = parse_micro(layout.text(row, "price"), layout.marks)
    if isinstance(price, ValueProblem):
        return _refused(row, layout, "price", price, number)
    quantity = parse_whole(layout.text(row, "quantity"), layout.marks)
    if isinstance(quantity, ValueProblem):
        return _refused(row, layout, "quantity", quantity, number)
    if quantity == 0:
        problem = ValueProblem("quantity-zero", layout.text(row, "quantity"))
        return _refused(row, layout, "quantity", problem, number, 0)
    return _with_parties(row, layout, number, quantity, price)


def _with_parties(
    row: RawRow, layout: RetailLayout, number: str, quantity: int, price: int
) -> RetailRow | RefusedRow:
    """The rest of the row, once its amount is known."""
    amount = quantity * price
    code = parse_code(layout.text(row, "sku"))
    if isinstance(code, ValueProblem) or not code:
        return _refused(row, layout, "sku", code or ValueProblem("value-missing"), number, amount)
    at = parse_timestamp(layout.text(row, "date"), layout.date_order)
    if isinstance(at, ValueProblem):
        return _refused(row, layout, "date", at, number, amount)
    customer = parse_code(layout.text(row, "customer"))
    if isinstance(customer, ValueProblem):
        return _refused(row, layout, "customer", customer, number, amount)
    country_text = layout.text(row, "country")
    country = parse_country(country_text) if country_text else None
    if isinstance(country, ValueProblem):
        return _refused(row, layout, "country", country, number, amount)
    return RetailRow(
        row=row.row,
        line=row.line,
        number=number.upper(),
        code=normal_code(code),
        description=" ".join(layout.text(row, "description").split()),
        quantity=quantity,
        at=at,
        price_micro=price,
        customer=customer or None,
        country=country,
    )


def _refused(
    row: RawRow,
    layout: RetailLayout,
    field: str,
    problem: ValueProblem,
    number: str = "",
    amount_micro: int | None = None,
) -> RefusedRow:
    placed = at_row(problem, row=row.row, line=row.line, column=layout.column(field))
    return RefusedRow(placed, number, amount_micro)
