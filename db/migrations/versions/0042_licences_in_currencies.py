"""An export licence says in which currency its value counts.

Revision ID: 0042
"""

from __future__ import annotations

from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The licences of an older file count the firm's currency."""
    op.execute("alter table export_licence add column currency varchar(3) default '' not null")
    op.execute("update export_licence set currency = coalesce((select currency from firm order by id limit 1), '')")
