"""The desks of the program, in the order of the navigation."""

from __future__ import annotations

from app.views.kit.context import Context
from app.views.kit.desk import Desk


def all_desks(_context: Context) -> list[Desk]:
    """Every desk that is built; each one's module is imported when it is first shown."""
    return []
