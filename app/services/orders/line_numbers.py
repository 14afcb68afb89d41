"""The numbers of an order's lines as people see them: 10, 20, 30 over what stands in the order.

A line that an amendment removed stays in the table with quantity 0, and has no number.
"""

from __future__ import annotations

import sqlalchemy as sa

from db.schema.orders import OrderLine
from db.statements import table_of

_LINE = table_of(OrderLine).c
WORDS = ("section", "note")
"""The kinds of lines that are text alone: their quantity is always 0."""
STANDS = sa.or_(_LINE.quantity_micro != 0, _LINE.kind.in_(WORDS))
"""Whether a stored line is part of its order."""
_NUMBER = """(select count(*) * 10 from order_line n
    where n.order_id = l.order_id and (n.position, n.line_key) <= (l.position, l.line_key)
      and (n.quantity_micro <> 0 or n.kind in ('section', 'note')))"""
"""The rows are those of `STANDS`."""


def with_line_number(sql: str) -> str:
    """A query written as text, the number of its line `l` put where it says {line_number}."""
    return sql.replace("{line_number}", _NUMBER)
