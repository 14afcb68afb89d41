"""Since when an issue stands on a draft.

Revision ID: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A table of its own: a draft's row is not touched when an issue comes or goes. Drafts begin without ages."""
    op.create_table(
        "order_issue",
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("code", sa.String(80), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_issue_order_id_sales_order")
        ),
        sa.PrimaryKeyConstraint("order_id", "code", "place", name=op.f("pk_order_issue")),
    )
