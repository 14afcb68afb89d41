"""Warnings that a person accepted, and why: what the audit keeps of them, and the reasons used last."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.domain.issues import Issue, Severity
from app.services.unit_of_work import Reading
from db.schema.firm import Audit
from db.statements import table_of

_AUDIT = table_of(Audit)
REASONS_OFFERED = 8
_LOOKED_THROUGH = 10_000  # newest acts of the firm: some weeks of an office, a few milliseconds
_ACCEPTABLE = frozenset({Severity.WARN, Severity.APPROVE})


def accepted_codes(issues: Iterable[Issue]) -> list[str]:
    """The codes of what is accepted by going on; a note asks for nothing."""
    return sorted({issue.code for issue in issues if issue.severity in _ACCEPTABLE})


def accept_reason(reason: str, accepted: list[str]) -> str:
    """The reason as it is kept: none where nothing was accepted."""
    return reason.strip() if accepted else ""


def read_accept_reasons(view: Reading) -> tuple[str, ...]:
    """The reasons for which anybody in the firm accepted warnings of an order last, the newest first."""
    newest = sa.select(sa.func.coalesce(sa.func.max(_AUDIT.c.id), 0)).scalar_subquery()
    rows = view.db.execute(
        sa.select(_AUDIT.c.after, _AUDIT.c.reason)
        .where(_AUDIT.c.id > newest - _LOOKED_THROUGH, _AUDIT.c.kind == "order", _AUDIT.c.reason != "")
        .order_by(_AUDIT.c.id.desc())
    )
    used = dict.fromkeys(row.reason for row in rows if row.after.get("accepted"))
    return tuple(used)[:REASONS_OFFERED]
