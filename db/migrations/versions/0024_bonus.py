"""Turnover bonus and tenure rebates: agreements, and what was credited of them.

Revision ID: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Two new tables; nothing was agreed before."""
    op.create_table(
        "bonus_rule",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("customer_id", _ID, nullable=True),
        sa.Column("price_group", sa.String(40), server_default="", nullable=False),
        sa.Column("family", sa.String(40), server_default="", nullable=False),
        sa.Column("steps", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("replaced_at_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind in ('turnover','tenure')", name=op.f("ck_bonus_rule_kind")),
        sa.CheckConstraint("(customer_id is null) <> (price_group = '')", name=op.f("ck_bonus_rule_for_whom")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_bonus_rule_period")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_bonus_rule_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus_rule")),
    )
    op.create_index(op.f("ix_bonus_rule_customer_id"), "bonus_rule", ["customer_id"])
    op.create_table(
        "bonus_credit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("bonus_id", _ID, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.Column("invoice_id", _ID, nullable=False),
        sa.Column("turnover_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bonus_credit_amount")),
        sa.ForeignKeyConstraint(["bonus_id"], ["bonus_rule.id"], name=op.f("fk_bonus_credit_bonus_id_bonus_rule")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_bonus_credit_customer_id_customer")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_bonus_credit_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bonus_credit")),
        sa.UniqueConstraint("bonus_id", "customer_id", name=op.f("uq_bonus_credit_bonus_id_customer_id")),
    )
    for column in ("customer_id", "invoice_id"):
        op.create_index(op.f(f"ix_bonus_credit_{column}"), "bonus_credit", [column])
