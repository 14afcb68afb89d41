"""What a person decides about how a file is written: a finding that was doubted is certain from then on."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.importing.dialect import Confidence, DateOrder, Dialect, Finding
from app.domain.importing.mapping import ColumnMapping, propose_mapping
from app.domain.importing.targets import DATES, NUMBERS, fields_of

ASKED = ("encoding", "delimiter", "header", "decimal_mark", "date_order")
"""What a person may decide about a file, in this order."""

SHAPING = frozenset({"encoding", "delimiter", "header"})
"""Properties that make other columns of the file: a mapping made before does not hold any more."""

_CHOSEN = "chosen"
_NAMES_OF_A_HEADER = 2  # a data cell may happen to be called like one field
_OTHER_MARK = {".": ",", ",": "."}


def decide(dialect: Dialect, name: str, value: str) -> Dialect:
    """The dialect with one property as the person says; `name` as in the findings.

    A thousands mark that would be the decimal mark gives way to the other one.
    """
    decided = replace(_with(dialect, name, value), findings=_certain(dialect, name, value))
    if decided.thousands_mark == decided.decimal_mark:
        return replace(decided, thousands_mark=_OTHER_MARK[decided.decimal_mark])
    return decided


def value_of(dialect: Dialect, name: str) -> str:
    """A property as `decide` takes it."""
    values = {
        "encoding": dialect.encoding,
        "delimiter": dialect.delimiter,
        "decimal_mark": dialect.decimal_mark,
        "date_order": dialect.date_order.value,
        "header": _header_value(dialect),
    }
    return values[name]


def _header_value(dialect: Dialect) -> str:
    if not dialect.has_header:
        return "no"
    return "yes" if dialect.header_row == 1 else str(dialect.header_row)


def open_questions(
    dialect: Dialect, mapping: ColumnMapping, header: Sequence[str], *, fits: bool
) -> tuple[Finding, ...]:
    """The doubts whose answer can change what is taken in, in the order of `ASKED`.

    `fits`: the mapping serves the header, so that one knows which values are read. Columns with the names of
    our fields are a header, whatever stands below; marks and dates count where a number or a date is read.
    """
    doubts = {doubt.name: doubt for doubt in dialect.doubts()}
    types = {field.type for field in fields_of(mapping.kind) if field.name in mapping.columns}
    only_texts = "header" in doubts and doubts["header"].reason == "only-texts"
    idle = {
        "delimiter": fits,
        "header": only_texts and len(propose_mapping(header, mapping.kind).columns) >= _NAMES_OF_A_HEADER,
        "decimal_mark": fits and types.isdisjoint(NUMBERS),
        "date_order": fits and types.isdisjoint(DATES),
    }
    return tuple(doubts[name] for name in ASKED if name in doubts and not idle.get(name, False))


def _with(dialect: Dialect, name: str, value: str) -> Dialect:
    if name == "encoding":
        return replace(dialect, encoding=value, bom=value == "utf-8-sig")
    if name == "delimiter":
        return replace(dialect, delimiter=value)
    if name == "decimal_mark":
        return replace(dialect, decimal_mark=value)
    if name == "date_order":
        return replace(dialect, date_order=DateOrder(value))
    assert name == "header", name
    row = int(value) if value.isdecimal() else 1
    return replace(dialect, has_header=value != "no", header_row=row)


def _certain(dialect: Dialect, name: str, value: str) -> tuple[Finding, ...]:
    """The findings, this one no longer in doubt; a thousands mark follows the decimal mark."""
    settled = {name, "thousands_mark"} if name == "decimal_mark" else {name}
    others = tuple(found for found in dialect.findings if found.name not in settled)
    return (*others, Finding(name, value, Confidence.HIGH, _CHOSEN))
