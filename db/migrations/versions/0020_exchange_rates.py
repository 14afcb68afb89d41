"""What a euro was worth on which day.

Revision ID: 0020
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """An older file begins without rates: all that it has is in the firm's own currency."""
    op.create_table(
        "exchange_rate",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rate_nano", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("rate_nano > 0", name=op.f("ck_exchange_rate_rate")),
        sa.CheckConstraint("source in ('ecb', 'typed')", name=op.f("ck_exchange_rate_source")),
        sa.CheckConstraint("currency <> 'EUR'", name=op.f("ck_exchange_rate_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint("currency", "day", name=op.f("uq_exchange_rate_currency_day")),
    )
    op.create_index("ix_exchange_rate_day_currency", "exchange_rate", ["day", "currency"])
