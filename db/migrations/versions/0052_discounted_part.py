"""Of a configured line with a discount: the part of its list price on which the discount counts.

Revision ID: 0052
"""

from __future__ import annotations

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lines of an older file have the percent of the whole price: nothing of them changes."""
    for table in ("order_line", "invoice_line"):
        op.execute(f"alter table {table} add column discount_on_micro bigint")
