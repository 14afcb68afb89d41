"""A line says for how many units its price is: 3.3333 for 1,000 has no six decimals for one (A11).

Revision ID: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to the lines of orders and invoices; every price that there is stays one for a single unit."""
    for table in ("order_line", "invoice_line"):
        op.execute(
            f"alter table {table} add column price_per bigint default '1' not null"
            f" constraint ck_{table}_price_per check (price_per > 0)"
        )
