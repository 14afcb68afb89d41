"""Price lists whose prices include tax, and orders of which somebody said whether theirs do.

Revision ID: 0035
"""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Prices of the lists that there are stay without tax."""
    false = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(f"alter table price_list add column includes_tax boolean default {false} not null")
    op.execute("alter table sales_order add column price_kind varchar(40) default '' not null")
