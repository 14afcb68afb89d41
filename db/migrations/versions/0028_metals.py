"""Metals: their quotations, and how much of them an article holds.

Revision ID: 0028
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No article holds any yet."""
    op.add_column("product", sa.Column("metals", sa.String(200), server_default="", nullable=False))
    op.create_table(
        "metal_quote",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("metal", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("price_micro", sa.BigInteger(), nullable=False),
        sa.Column("per_g", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(200), server_default="", nullable=False),
        sa.Column("replaced_at_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("price_micro >= 0 and per_g > 0", name=op.f("ck_metal_quote_price")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metal_quote")),
    )
