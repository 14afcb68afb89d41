"""A discount rule says how it meets other discounts: all that there were compete, the best alone counts.

Revision ID: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column with its check, in words that both databases know: SQLite adds no constraint by itself."""
    op.execute(
        "alter table discount_rule add column kind varchar(40) default 'best' not null"
        " constraint ck_discount_rule_kind check (kind in ('best', 'added', 'chained'))"
    )
