"""Classes of customers, from when on what is overdue holds their orders.

Revision ID: 0018
"""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No customer of an older file has a class."""
    op.execute("alter table customer add column credit_class varchar(40) default '' not null")
