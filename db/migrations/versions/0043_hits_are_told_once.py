"""A hit of screening is told by mail once, at however many desks it is found.

Revision ID: 0043
"""

from __future__ import annotations

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What an older file found was told when it was found."""
    op.execute("alter table screening_hit add column told_at bigint")
    op.execute(
        "update screening_hit set told_at = (select r.screened_at from screening_result r where r.id = result_id)"
    )
