"""How a file of rows is written, found from its first bytes and a sample of its middle."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.domain.importing.decisions import decide
from app.domain.importing.dialect import Confidence, Dialect, Finding
from app.domain.importing.lines import TextLine, split_lines
from app.domain.importing.rows import join_lines, split_cells
from app.domain.importing.sniff_encoding import find_encoding
from app.domain.importing.sniff_values import find_date_order, find_marks, looks_like_value, shows_doubt
from app.domain.importing.titles import titles_above

_DELIMITERS = (";", "\t", "|", ",")
_MAX_SAMPLE_ROWS = 2_000
_DELIMITER_ROWS = 300

Cells = tuple[str, ...]


def sniff(head: bytes, *, middle: bytes = b"", given: Mapping[str, str] | None = None) -> Dialect:
    """The dialect of the file: give some 256 KB of its start and, of a longer file, of its middle.

    `given` is what the person says, by the names of `decide`; the rest is found under it. Each property
    carries a confidence and a reason code; `Dialect.doubts()` must be shown to the person.
    """
    said = {name: Finding(name, value, Confidence.HIGH, "chosen") for name, value in (given or {}).items()}
    encoding, bom = find_encoding(head, middle)
    encoding = said.get("encoding", encoding)
    lines = _whole_lines(head, encoding.value)
    delimiter, quote = _find_delimiter(lines)
    delimiter = said.get("delimiter", delimiter)
    dialect = Dialect(encoding=encoding.value, bom=bom, delimiter=delimiter.value, quote=quote.value)
    records = _records(lines, dialect)
    header = said.get("header") or _find_header(records)
    dialect = decide(dialect, "header", header.value)
    records = [record for record in records if record.row >= dialect.header_row][dialect.has_header :]
    body = [record.cells for record in records]
    if middle and not encoding.value.startswith("utf-16"):
        body += _cells(_whole_lines(middle, encoding.value)[1:], dialect)
    decimal, thousands = find_marks(body, delimiter=delimiter.value)
    order, order_finding = find_date_order(body)
    decimal, order_finding = (_placed(found, records) for found in (decimal, order_finding))
    found = replace(
        dialect,
        decimal_mark=decimal.value,
        thousands_mark=thousands.value,
        date_order=order,
        findings=(encoding, delimiter, quote, header, decimal, thousands, order_finding),
    )
    for name, value in (given or {}).items():
        found = decide(found, name, value)
    return found


def _whole_lines(sample: bytes, encoding: str) -> list[TextLine]:
    """The sample's lines without the last one, which may be cut, unless it is the only one."""
    lines = list(split_lines([sample], encoding=encoding))
    ended = sample.endswith((b"\n", b"\r", b"\n\0"))
    return lines if ended or len(lines) < 2 else lines[:-1]


class _Sampled(NamedTuple):
    """A readable record of the sample: its row and line in the file."""

    row: int
    line: int
    cells: Cells


def _placed(found: Finding, records: Sequence[_Sampled]) -> Finding:
    """A doubt with the line and the cell that shows it; of a doubt from the file's middle no place is known."""
    if found.confidence is not Confidence.LOW:
        return found
    showing = ((each.line, cell) for each in records for cell in each.cells if shows_doubt(found, cell))
    line, cell = next(showing, (0, ""))
    return replace(found, line=line, cell=cell.strip())


def _cells(lines: Sequence[TextLine], dialect: Dialect, limit: int = _MAX_SAMPLE_ROWS) -> list[Cells]:
    return [record.cells for record in _records(lines, dialect, limit)]


def _records(lines: Sequence[TextLine], dialect: Dialect, limit: int = _MAX_SAMPLE_ROWS) -> list[_Sampled]:
    """Each readable record."""
    found: list[_Sampled] = []
    for row, record in enumerate(join_lines(lines, dialect), start=1):
        if len(found) >= limit:
            break
        if record.text.strip() and (record.problem is None or record.problem.code == "bad-encoding"):
            try:
                found.append(_Sampled(row, record.number, split_cells(record.text, dialect)))
            except csv.Error:
                continue
    return found


def _find_delimiter(lines: Sequence[TextLine]) -> tuple[Finding, Finding]:
    """The delimiter and quote under which most rows have the header's number of columns."""
    sample = lines[:_DELIMITER_ROWS]
    quote = _find_quote(sample)
    scored = []
    for delimiter in _DELIMITERS:
        rows = _cells(sample, Dialect(delimiter=delimiter, quote=quote.value), _DELIMITER_ROWS)
        scored.append((*_fit(rows[titles_above(rows) :]), delimiter))
    best = max(scored, key=lambda item: item[:2])
    share, columns, delimiter = best
    if columns < 2:
        return Finding("delimiter", ",", Confidence.LOW, "one-column"), quote
    rivals = [item for item in scored if item is not best and item[1] > 1 and item[0] >= share]
    if rivals:
        return Finding("delimiter", delimiter, Confidence.MEDIUM, "several-fit"), quote
    confidence = Confidence.HIGH if share >= 0.95 else Confidence.MEDIUM
    return Finding("delimiter", delimiter, confidence, "columns-agree"), quote


def _fit(rows: Sequence[Cells]) -> tuple[float, int]:
    """The share of rows as wide as the header, and that width; (0, 1) when it splits nothing."""
    if not rows or len(rows[0]) < 2:
        return 0.0, 1
    width = len(rows[0])
    return round(sum(len(row) == width for row in rows) / len(rows), 3), width


def _find_quote(lines: Sequence[TextLine]) -> Finding:
    seen: Counter[str] = Counter()
    for line in lines:
        for quote in ('"', "'"):
            seen[quote] += sum(
                line.text.count(mark + quote) + line.text.count(quote + mark) for mark in _DELIMITERS
            )
            seen[quote] += line.text.startswith(quote) + line.text.endswith(quote)
    if seen["'"] > 2 * len(lines) and not seen['"']:
        return Finding("quote", "'", Confidence.MEDIUM, "quotes-seen")
    reason = "quotes-seen" if seen['"'] else "no-quotes"
    return Finding("quote", '"', Confidence.HIGH, reason)


def _find_header(records: Sequence[_Sampled]) -> Finding:
    rows = [record.cells for record in records]
    if not rows:
        return Finding("header", "yes", Confidence.LOW, "file-empty")
    if titles := titles_above(rows):
        row, line, cells = records[titles]
        shown = ", ".join(cell.strip() for cell in cells if cell.strip())
        return Finding("header", str(row), Confidence.LOW, "titles-above", line=line, cell=shown)
    first, body = [cell.strip() for cell in rows[0]], rows[1:]
    if any(looks_like_value(cell) for cell in first):
        return Finding("header", "no", Confidence.HIGH, "first-row-has-values")
    names = [cell.casefold() for cell in first if cell]
    has_values = any(looks_like_value(cell) for row in body[:50] for cell in row)
    if len(set(names)) < len(names):
        return Finding("header", "yes" if has_values else "no", Confidence.LOW, "first-row-repeats")
    if has_values:
        return Finding("header", "yes", Confidence.HIGH, "values-below-names")
    return Finding("header", "yes", Confidence.LOW, "only-texts")
