"""Previews and reports in words, and where reports are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import OutsideError
from app.domain.importing.dialect import DateOrder, Finding
from app.domain.importing.problems import placed_text
from app.domain.importing.report import ImportReport, report_text, report_to_json
from app.i18n import _
from app.messages import catalogue, text_of
from app.services.importing.plans import ImportPreview, MappingSource

_LONGEST_CELL = 40


def _order_word(order: DateOrder) -> str:
    words = {
        DateOrder.DMY: _("day/month/year"),
        DateOrder.MDY: _("month/day/year"),
        DateOrder.YMD: _("year/month/day"),
    }
    return words[order]


def doubt_text(doubt: Finding) -> str:
    """What is not clear about the file, where that shows, and how it is read."""
    text = _doubt(doubt)
    if not doubt.line or not doubt.cell:
        return text
    return _("Line {line}, “{cell}”: {text}").format(
        line=doubt.line, cell=doubt.cell[:_LONGEST_CELL], text=text
    )


def _doubt(doubt: Finding) -> str:
    order = _order_word(DateOrder(doubt.value)) if doubt.name == "date_order" else ""
    params = {"name": doubt.name, "value": doubt.value, "reason": doubt.reason, "order": order}
    params |= {"line": str(doubt.line), "byte": doubt.byte}
    if doubt.byte:
        return text_of("import.doubt.encoding_at", params)
    for code in (f"import.doubt.{doubt.reason}", f"import.doubt.{doubt.name}"):
        if code in catalogue():
            return text_of(code, params)
    return text_of("import.doubt.other", params)


def preview_text(preview: ImportPreview) -> str:
    """The preview as the command line prints it: how the file is written, columns, doubts, first rows."""
    return "\n".join([*_head(preview), "", *_rows(preview)]) + "\n"


def _head(preview: ImportPreview) -> Iterator[str]:
    dialect, plan = preview.plan.dialect, preview.plan
    sources = {
        MappingSource.PROPOSED: _("proposed"),
        MappingSource.SAVED: _("saved from an earlier import"),
        MappingSource.GIVEN: _("given"),
    }
    yield _("Import of {kind} from {file}").format(kind=plan.kind.value, file=plan.file_name)
    yield _("Written in {encoding}, delimiter {delimiter}, decimal mark {mark}, dates {order}").format(
        encoding=dialect.encoding,
        delimiter=repr(dialect.delimiter),
        mark=repr(dialect.decimal_mark),
        order=_order_word(dialect.date_order),
    )
    if plan.holds_order_lines:
        yield _("The rows are order lines.")
    yield _("Columns ({source}):").format(source=sources[preview.mapping_source])
    yield from (f"  {field:<14} <- {column}" for field, column in plan.mapping.columns.items())
    if preview.unused_columns:
        yield _("Not used: {columns}").format(columns=", ".join(preview.unused_columns))
    yield from (_("Doubt: {text}").format(text=doubt_text(doubt)) for doubt in preview.doubts)
    yield from (_("Problem: {text}").format(text=placed_text(problem)) for problem in preview.problems)


def _rows(preview: ImportPreview) -> Iterator[str]:
    for row in preview.rows:
        shown = "; ".join(f"{name}={text}" for name, text in row.values.items() if text)
        yield f"{row.row:>6}  {shown or ' '.join(row.problems)}"


def write_report(report: ImportReport, path: Path) -> tuple[Path, Path]:
    """Keep the report as JSON at the path, and beside it as a readable text; where both lie."""
    content = json.dumps(report_to_json(report), ensure_ascii=False, indent=1)
    readable = path.with_suffix(".txt")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content + "\n", encoding="utf-8")
        readable.write_text(report_text(report), encoding="utf-8")
    except OSError as error:
        raise OutsideError("import.cannot_write", file=str(path), detail=error.strerror or "") from error
    return path, readable
