"""Invoices of advances, what other invoices take off for them, and when their tax became due.

Revision ID: 0031
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """No invoice of an older file is one of an advance."""
    false = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(f"alter table invoice add column is_advance boolean default {false} not null")
    op.create_index(
        "ix_invoice_advance", "invoice", ["customer_id", "order_id"],
        sqlite_where=sa.text("is_advance = 1"), postgresql_where=sa.text("is_advance"),
    )  # fmt: skip
    _create_deductions()
    _create_taxes()


def _create_deductions() -> None:
    op.create_table(
        "advance_deduction",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("line_id", _ID, nullable=False),
        sa.Column("advance_line_id", _ID, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("home_net_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_advance_deduction_amount")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["invoice_line.id"], name=op.f("fk_advance_deduction_line_id_invoice_line")
        ),
        sa.ForeignKeyConstraint(
            ["advance_line_id"], ["invoice_line.id"], name=op.f("fk_advance_deduction_advance_line_id_invoice_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance_deduction")),
        sa.UniqueConstraint("line_id", name=op.f("uq_advance_deduction_line_id")),
    )
    op.create_index(op.f("ix_advance_deduction_advance_line_id"), "advance_deduction", ["advance_line_id"])


def _create_taxes() -> None:
    op.create_table(
        "advance_tax",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("invoice_id", _ID, nullable=False),
        sa.Column("document_kind", sa.String(40), nullable=False),
        sa.Column("document_id", _ID, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("tax_code", sa.String(40), nullable=False),
        sa.Column("tax_ppm", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_advance_tax_amount")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_advance_tax_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advance_tax")),
    )
    op.create_index(op.f("ix_advance_tax_invoice_id"), "advance_tax", ["invoice_id"])
    op.create_index("ix_advance_tax_document", "advance_tax", ["document_kind", "document_id"])
