"""A document keeps where its taxes were rounded.

Revision ID: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is there was rounded once for each rate."""
    for table in ("sales_order", "invoice"):
        op.add_column(
            table, sa.Column("tax_rounding", sa.String(40), server_default="group", nullable=False)
        )
