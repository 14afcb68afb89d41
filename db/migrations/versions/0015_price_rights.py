"""Floor price lists, and what each role may give away.

Revision ID: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every list that there is is one to sell at; nobody is limited."""
    op.execute(
        "alter table price_list add column purpose varchar(40) default 'sell' not null"
        " constraint ck_price_list_purpose check (purpose in ('sell','floor'))"
    )
    op.create_table(
        "price_right",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("family", sa.String(40), server_default="", nullable=False),
        sa.Column("max_discount_ppm", sa.BigInteger(), nullable=True),
        sa.Column("min_margin_ppm", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "max_discount_ppm >= 0 and max_discount_ppm <= 1000000", name=op.f("ck_price_right_discount")
        ),
        sa.CheckConstraint("min_margin_ppm <= 1000000", name=op.f("ck_price_right_margin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_right")),
        sa.UniqueConstraint("role", "family", name=op.f("uq_price_right_role_family")),
    )
