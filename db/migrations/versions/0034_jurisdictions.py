"""Taxes that jurisdictions stack: their rates and places, exempt customers, and what each takes of a document.

Revision ID: 0034
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is stacked until somebody records a jurisdiction."""
    for table in ("order_line", "invoice_line", "invoice_tax"):
        op.execute(f"alter table {table} add column tax_stack text default '' not null")
    _create_jurisdictions()
    _create_rates()
    _create_places()
    _create_certificates()
    _create_parts()


def _create_jurisdictions() -> None:
    op.create_table(
        "tax_jurisdiction",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("taxes_freight", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("by_origin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("registered_from", sa.Date(), nullable=True),
        sa.Column("registered_until", sa.Date(), nullable=True),
        sa.Column("registration", sa.String(200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "level in ('state','county','city','district')", name=op.f("ck_tax_jurisdiction_level")
        ),
        sa.CheckConstraint("registered_until >= registered_from", name=op.f("ck_tax_jurisdiction_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_jurisdiction")),
        sa.UniqueConstraint("code", name=op.f("uq_tax_jurisdiction_code")),
    )


def _create_rates() -> None:
    table = "tax_jurisdiction_rate"
    op.create_table(
        table,
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("jurisdiction_id", _ID, nullable=False),
        sa.Column("product_class", sa.String(40), server_default="", nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("rate_ppm >= 0 and rate_ppm <= 1000000", name=op.f(f"ck_{table}_rate")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f(f"ck_{table}_days")),
        _of_jurisdiction(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint(
            "jurisdiction_id", "product_class", "valid_from",
            name=op.f(f"uq_{table}_jurisdiction_id_product_class_valid_from"),
        ),
    )  # fmt: skip


def _create_places() -> None:
    op.create_table(
        "tax_place",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("jurisdiction_id", _ID, nullable=False),
        sa.Column("first", sa.String(40), nullable=False),
        sa.Column("last", sa.String(40), nullable=False),
        sa.Column("city", sa.String(200), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        _of_jurisdiction("tax_place"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_place")),
        sa.UniqueConstraint(
            "jurisdiction_id", "first", "last", "city",
            name=op.f("uq_tax_place_jurisdiction_id_first_last_city"),
        ),
    )  # fmt: skip


def _of_jurisdiction(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_jurisdiction_id_tax_jurisdiction")
    return sa.ForeignKeyConstraint(["jurisdiction_id"], ["tax_jurisdiction.id"], name=name)


def _create_certificates() -> None:
    op.create_table(
        "tax_certificate",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("states", sa.String(200), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_tax_certificate_days")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_tax_certificate_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_certificate")),
    )
    op.create_index(op.f("ix_tax_certificate_customer_id"), "tax_certificate", ["customer_id"])


def _create_parts() -> None:
    op.create_table(
        "invoice_tax_part",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("invoice_id", _ID, nullable=False),
        sa.Column("tax_code", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("rate_ppm", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("home_tax_minor", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_tax_part_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_tax_part")),
        sa.UniqueConstraint(
            "invoice_id", "tax_code", "position", name=op.f("uq_invoice_tax_part_invoice_id_tax_code_position")
        ),
    )
