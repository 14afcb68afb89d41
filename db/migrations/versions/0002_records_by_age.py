"""Indexes over the age of change log and operations, so that old rows can be removed at every start.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_change_log_at", "change_log", ["at"])
    op.create_index("ix_operation_at", "operation", ["at"])
