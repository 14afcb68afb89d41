"""What may be sold instead of a product.

Revision ID: 0037
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """No product has any yet beside its successor, which stays on its card."""
    op.create_table(
        "product_substitute",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("substitute_id", _ID, nullable=False),
        sa.Column("both_ways", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("takes", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("instead_of", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("rank", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("product_id <> substitute_id", name=op.f("ck_product_substitute_other")),
        sa.CheckConstraint("takes > 0 and instead_of > 0", name=op.f("ck_product_substitute_rate")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_substitute_product_id_product")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["product.id"], name=op.f("fk_product_substitute_substitute_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_substitute")),
        sa.UniqueConstraint(
            "product_id", "substitute_id", name=op.f("uq_product_substitute_product_id_substitute_id")
        ),
    )
    op.create_index(op.f("ix_product_substitute_substitute_id"), "product_substitute", ["substitute_id"])
