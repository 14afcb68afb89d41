"""What no database takes is refused before it is saved, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.orders.draft import Draft, header_values
from app.domain.orders.lengths import head_too_long, sku_too_long
from app.domain.quantity import MAX_BASE_MICRO

MAX_LINE_MINOR = 10**15  # of ten thousand such lines the sum still fits into the database
_NUL = "\0"


def refuse_unstorable(draft: Draft) -> None:
    """Raise `RefusedError` with every text and amount of the order that cannot be kept."""
    issues = (*_head_issues(draft), *_line_issues(draft))
    if issues:
        raise RefusedError("order.refused", issues=issues)


def _head_issues(draft: Draft) -> Iterator[Issue]:
    values = header_values(draft.header)
    too_long = head_too_long(values)
    if too_long is not None:
        yield too_long
    for name, text in values.items():
        if isinstance(text, str) and _NUL in text:
            params = {"text": text.replace(_NUL, " ").strip()[:40]}
            yield Issue("order.text_has_nul", Severity.BLOCK, f"header/{name}", params)


def _line_issues(draft: Draft) -> Iterator[Issue]:
    for place, line in enumerate(draft.lines):
        number = (place + 1) * 10
        too_long = sku_too_long(line.key, number, line.sku)
        if too_long is not None:
            yield too_long
        for name in ("sku", "text"):
            if _NUL in getattr(line, name):
                yield Issue("line.text_has_nul", Severity.BLOCK, f"lines/{line.key}/{name}", {"line": number})
        if abs(line.amount_minor) > MAX_LINE_MINOR or abs(line.base_micro) > MAX_BASE_MICRO:
            where = f"lines/{line.key}/quantity"
            yield Issue("line.amount_too_large", Severity.BLOCK, where, {"line": number})
