"""What is wrong with a row or a value of an imported file, as values with a text by code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.i18n import _

_LONGEST_SHOWN = 60

_TEXTS: Mapping[str, Callable[[], str]] = {
    "line-too-long": lambda: _(
        "The line is longer than {limit} bytes. Does a line break or a quotation mark miss?"
    ),
    "bad-encoding": lambda: _(
        "Byte {byte} at character {position} is not valid {encoding}. Choose another encoding, or correct the row."
    ),
    "nul-byte": lambda: _(
        "The line holds a NUL byte at character {position}: it is damaged there. Export the file again."
    ),
    "open-quote": lambda: _("A quotation mark is opened and never closed. Close it, or write it twice."),
    "csv-syntax": lambda: _("The line cannot be read as CSV: {detail}."),
    "column-count": lambda: _(
        "The row has {got} columns, the header has {expected}. A cell that holds the delimiter needs quotation marks."
    ),
    "file-empty": lambda: _("The file is empty."),
    "header-beyond": lambda: _(
        "The file has no row {row}. Say the row in which the names of the columns stand."
    ),
    "missing-column": lambda: _(
        "Column {field} is missing. The file has: {header}. Expected one of: {known}."
    ),
    "column-twice": lambda: _("Column {header} is mapped to two fields: {fields}."),
    "column-unknown": lambda: _("The mapping names column {header}, which the file does not have."),
    "field-unknown": lambda: _("There is no field {field} in this import."),
    "value-missing": lambda: _("{field} is empty."),
    "number-format": lambda: _("“{value}” is not a number with decimal mark “{mark}”."),
    "number-exponent": lambda: _("“{value}” is in exponent form: digits were lost when the file was saved."),
    "number-too-large": lambda: _("“{value}” has more than {limit} digits."),
    "number-not-finite": lambda: _("“{value}” is not a finite number."),
    "number-decimals": lambda: _("“{value}” has more than {limit} decimals."),
    "currency-other": lambda: _(
        "“{value}” is not in {currency}. Amounts are not converted: convert the file first."
    ),
    "quantity-zero": lambda: _("The quantity is 0."),
    "quantity-negative": lambda: _("The quantity {value} is negative."),
    "quantity-fraction": lambda: _("The quantity {value} is not a whole number."),
    "quantity-unit": lambda: _("“{value}” is not a quantity with a unit."),
    "date-format": lambda: _("“{value}” is not a date in the order {order}."),
    "date-unclear": lambda: _(
        "“{value}” can be read in two ways, and no date before it tells the order. Choose the order of dates."
    ),
    "number-unclear": lambda: _(
        "“{value}” can be read in two ways, and no number before it tells the mark. Choose the decimal mark."
    ),
    "date-no-such-day": lambda: _("“{value}”: there is no such day."),
    "date-range": lambda: _("“{value}”: the year lies outside {first} to {last}."),
    "time-format": lambda: _("“{value}” is not a time of day."),
    "boolean-format": lambda: _("“{value}” is neither yes nor no."),
    "country-unknown": lambda: _("“{value}” is not a known country."),
    "code-format": lambda: _("“{value}” is not a code."),
    "customer-differs": lambda: _("Customer {value} differs from customer {expected} of the same document."),
    "service-without-amount": lambda: _(
        "{value} is a service: without a price it moves neither money nor stock."
    ),
}


@dataclass(frozen=True, slots=True)
class ValueProblem:
    """Why one cell's text is refused."""

    code: str
    value: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: `row` counts records as a spreadsheet does, `line` as an editor does."""

    code: str
    row: int = 0
    line: int = 0
    column: str = ""
    value: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


def at_row(problem: ValueProblem, *, row: int, line: int, column: str) -> RowProblem:
    """The problem of a value, with its place in the file."""
    return RowProblem(
        code=problem.code,
        row=row,
        line=line,
        column=column,
        value=problem.value,
        params=problem.params,
    )


def known_codes() -> frozenset[str]:
    """Every code that has a text."""
    return frozenset(_TEXTS)


def problem_text(problem: ValueProblem | RowProblem) -> str:
    """What is wrong, in one sentence, without its place; a rule of another area brings its own `reason`."""
    if problem.code not in _TEXTS:
        return problem.params.get("reason", problem.code)
    shown = problem.value
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "…"
    column = problem.column if isinstance(problem, RowProblem) else ""
    params = {"field": column, **problem.params, "value": shown}
    return _TEXTS[problem.code]().format(**params)


def placed_text(problem: RowProblem) -> str:
    """What is wrong and where, in one line; by the line where no row could be read, alone for a whole file."""
    text = problem_text(problem)
    if not problem.row:
        return _("Line {line}: {text}").format(line=problem.line, text=text) if problem.line else text
    if problem.column:
        return _("Row {row}, column {column}: {text}").format(
            row=problem.row, column=problem.column, text=text
        )
    return _("Row {row}: {text}").format(row=problem.row, text=text)
