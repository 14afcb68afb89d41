"""The hash of an order's content: what an approval or a confirmation binds to (C48), and what `verify` proves later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from app.domain.orders.draft import HEADER_FIELDS, LINE_FIELDS, Draft, header_values, line_values

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
HEAD_FIELDS = (*HEADER_FIELDS, "currency", "price_mode", "tax_rounding")
"""What the hash takes from the order's own row."""
_BESIDE = frozenset(HEAD_FIELDS) - frozenset(HEADER_FIELDS)
_LATER: tuple[frozenset[str], ...] = (_BESIDE, frozenset({"pasted"}))
"""Fields that hashes of older orders do not hold, the newest first."""


_USUAL = {
    "price_per": 1,
    "origin": "",
    "cost_source": "",
    "cost_date": None,
    "tax_stack": "",
    "configuration": "",
    "discount_on_micro": None,
}
"""Fields that lines got later and that stay out while they say nothing, so that older hashes hold."""
_USUAL_HEAD = {
    "channel": "",
    "order_discount": "",
    "services": "",
    "waived": "",
    "carrier": "",
    "coupons": "",
    "exchange": "",
    "tax_rounding": "group",
    "price_kind": "",
    "warehouse_id": None,
}
"""The same of the head."""


def content_hash(draft: Draft) -> str:
    """The hash over header and lines, currency, price mode and rounding of taxes."""
    head = header_values(draft.header) | {name: getattr(draft, name) for name in _BESIDE}
    return _hash(head, [line_values(line) for line in draft.lines], frozenset())


def is_content(stored: str, head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a stored hash is that of these rows, by the fields of today or those of an older program.

    Until quotes kept the day of their validity in the hash, theirs was taken before that day was written.
    """
    heads: list[Mapping[str, Any]] = [head]
    if head["valid_until"] is not None:
        heads.append({**head, "valid_until": None})
    return any(_hash(each, lines, left_out) == stored for left_out in _older() for each in heads)


def _older() -> Iterable[frozenset[str]]:
    """The fields to leave out: none, then those of each older program."""
    left_out: frozenset[str] = frozenset()
    yield left_out
    for later in _LATER:
        left_out |= later
        yield left_out


def _hash(head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], left_out: Collection[str]) -> str:
    said = (name for name in HEADER_FIELDS if name not in left_out)
    content: dict[str, Any] = {
        "header": _without_usual({name: head[name] for name in said}, _USUAL_HEAD),
        "lines": [_line_content(line) for line in lines],
    }
    beside = {name: head[name] for name in sorted(_BESIDE) if name not in left_out}
    content |= _without_usual(beside, _USUAL_HEAD)
    return hashlib.sha256(_ENCODER.encode(content).encode()).hexdigest()


def _line_content(line: Mapping[str, Any]) -> dict[str, Any]:
    return _without_usual({name: line[name] for name in LINE_FIELDS}, _USUAL)


def _without_usual(content: dict[str, Any], usual: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in usual.items():
        if name in content and content[name] == value:
            del content[name]
    return content
