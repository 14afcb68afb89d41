"""Export control: what articles are for customs and lists, rules of countries, licences and what orders take of them.

Revision ID: 0029
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = (
    "product add column commodity_code varchar(40) default '' not null",
    "product add column origin_country varchar(2) default '' not null",
    "product add column eccn varchar(40) default '' not null",
)


def upgrade() -> None:
    """Nothing is controlled until somebody says so."""
    for column in _COLUMNS:
        op.execute(f"alter table {column}")
    _create_export_rules()
    _create_export_licences()


def _create_export_rules() -> None:
    op.create_table(
        "export_rule",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("eccn", sa.String(40), server_default="", nullable=False),
        sa.Column("country", sa.String(2), server_default="", nullable=False),
        sa.Column("ruling", sa.String(40), nullable=False),
        sa.Column("source", sa.String(200), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ruling in ('free','licence','prohibited')", name=op.f("ck_export_rule_ruling")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_export_rule_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_rule")),
    )
    op.create_index("ix_export_rule_country", "export_rule", ["country"])


def _create_export_licences() -> None:
    op.create_table(
        "export_licence",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("eccns", sa.String(200), nullable=False),
        sa.Column("countries", sa.String(200), server_default="", nullable=False),
        sa.Column("customer_id", _ID, nullable=True),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=True),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("used_micro", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("used_minor", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("used_micro >= 0 and used_minor >= 0", name=op.f("ck_export_licence_used")),
        sa.CheckConstraint("used_micro <= quantity_micro", name=op.f("ck_export_licence_quantity")),
        sa.CheckConstraint("used_minor <= value_minor", name=op.f("ck_export_licence_value")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_export_licence_days")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_export_licence_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_licence")),
        sa.UniqueConstraint("number", name=op.f("uq_export_licence_number")),
    )
    op.create_index(op.f("ix_export_licence_customer_id"), "export_licence", ["customer_id"])
    op.create_table(
        "export_licence_use",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("licence_id", _ID, nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("line_key", sa.String(16), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "quantity_micro >= 0 and amount_minor >= 0", name=op.f("ck_export_licence_use_taken")
        ),
        sa.ForeignKeyConstraint(
            ["licence_id"], ["export_licence.id"], name=op.f("fk_export_licence_use_licence_id_export_licence")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_export_licence_use_order_id_sales_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_licence_use")),
        sa.UniqueConstraint("order_id", "line_key", name=op.f("uq_export_licence_use_order_id_line_key")),
    )
    op.create_index(op.f("ix_export_licence_use_licence_id"), "export_licence_use", ["licence_id"])
