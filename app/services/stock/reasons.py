"""Why a part of a line comes from where it comes, as the database keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.domain.routing.facts import SourceReason


def reason_to_json(reason: SourceReason) -> dict[str, object]:
    """A reason as the database keeps it."""
    return {"code": reason.code, "params": dict(reason.params)}


def reason_from_json(stored: Mapping[str, Mapping[str, object]] | None) -> SourceReason | None:
    """The reason back, its dates and quantities as values again."""
    if not stored:
        return None
    params: dict[str, object] = dict(stored["params"])
    for name in params.keys() & {"date", "due"}:
        params[name] = date.fromisoformat(str(params[name]))
    for name in params.keys() & {"quantity", "part", "whole"}:
        params[name] = Decimal(str(params[name]))
    return SourceReason(str(stored["code"]), params)
