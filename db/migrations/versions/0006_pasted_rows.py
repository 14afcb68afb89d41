"""Pasted rows that name no article stand with their draft, so that none is lost with the window.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("sales_order", sa.Column("pasted", sa.Text(), nullable=False, server_default=""))
