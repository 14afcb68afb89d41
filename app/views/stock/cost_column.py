"""What goods cost when they come, keyed beside them by those who may see margins; empty where nobody says."""

from __future__ import annotations

from dataclasses import replace

from app.i18n import _, format_micro
from app.models.entry_model import EntryColumn
from app.views.kit.keyed import keyed_micro
from app.views.stock.product_line import ProductLine

WIDTH = 104


def cost_columns() -> tuple[EntryColumn[ProductLine], ...]:
    """The column of keyed lines."""
    return (
        EntryColumn(
            "cost", title(), lambda row: shown(row.cost_micro), _take, wanted=lambda _row: wanted(),
            align_right=True, width=WIDTH, passed=True,
        ),
    )  # fmt: skip


def title() -> str:
    """What the column is called."""
    return _("Cost each")


def shown(cost_micro: int | None) -> str:
    """A cost of a base unit; nothing where nobody says."""
    return "" if cost_micro is None else format_micro(cost_micro, places_min=2)


def keyed_cost(text: str) -> tuple[int | None] | None:
    """What was keyed: a cost, or nobody knows; None for what is no cost."""
    if not text.strip():
        return (None,)
    micro = keyed_micro(text)
    return None if micro is None else (micro,)


def wanted() -> str:
    """What to key in place of what is no cost."""
    return _("Key what one base unit costs, such as 12.50, or nothing where you do not know.")


def _take(row: ProductLine, text: str) -> ProductLine | None:
    cost = keyed_cost(text)
    return None if cost is None else replace(row, cost_micro=cost[0])
