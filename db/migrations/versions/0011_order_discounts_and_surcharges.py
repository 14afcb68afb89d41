"""Discounts off a whole order, surcharges, and lines that say by which rule they came.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = (
    "sales_order add column order_discount varchar(40) default '' not null",
    "sales_order add column services text default '' not null",
    "sales_order add column waived text default '' not null",
    "order_line add column origin varchar(40) default '' not null",
    "discount_rule add column scope varchar(40) default 'line' not null"
    " constraint ck_discount_rule_scope check (scope in ('line', 'order'))",
    "discount_rule add column least_minor bigint default '0' not null",
)


def upgrade() -> None:
    """Every discount that there is goes on as one off each line's price; no order has surcharges."""
    for column in _COLUMNS:
        op.execute(f"alter table {column}")
    op.create_table(
        "surcharge_rule",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("applies", sa.String(40), server_default="always", nullable=False),
        sa.Column("each_g", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("free_from_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_class", sa.String(40), server_default="", nullable=False),
        sa.Column("customer_id", _ID, nullable=True),
        sa.Column("price_group", sa.String(40), server_default="", nullable=False),
        sa.Column("country", sa.String(2), server_default="", nullable=False),
        sa.Column("channel", sa.String(40), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("replaced_at_version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "amount_minor >= 0 and rate_ppm >= 0 and each_g >= 0", name=op.f("ck_surcharge_rule_amount")
        ),
        sa.CheckConstraint("applies in ('always', 'chosen')", name=op.f("ck_surcharge_rule_applies")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_surcharge_rule_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surcharge_rule")),
    )
    op.create_index(op.f("ix_surcharge_rule_customer_id"), "surcharge_rule", ["customer_id"])
