"""What the law asks of goods: danger, carriers who may bring it, licences of who may have them.

Revision ID: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = (
    "sales_order add column carrier varchar(40) default '' not null",
    "product add column un_number varchar(40) default '' not null",
    "product add column hazard_class varchar(40) default '' not null",
    "product add column packing_group varchar(40) default '' not null",
    "product add column shipping_name varchar(200) default '' not null",
    "product add column limited_amount bigint default 0 not null",
    "product add column inner_amount bigint default 0 not null",
    "product add column licence_kind varchar(40) default '' not null",
    "product add column age_least integer default 0 not null",
)


def upgrade() -> None:
    """Nothing is known of the articles that there are; no order has a carrier."""
    for column in _COLUMNS:
        op.execute(f"alter table {column}")
    _create_carriers()
    _create_licences()


def _create_carriers() -> None:
    op.create_table(
        "carrier",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("hazard_classes", sa.String(200), server_default="", nullable=False),
        sa.Column("takes_limited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("checks_age", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("code", name=op.f("uq_carrier_code")),
    )


def _create_licences() -> None:
    op.create_table(
        "licence_kind",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_kind")),
        sa.UniqueConstraint("code", name=op.f("uq_licence_kind_code")),
    )
    op.create_table(
        "customer_licence",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("issuer", sa.String(200), server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_customer_licence_days")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_customer_licence_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_licence")),
    )
    op.create_index(op.f("ix_customer_licence_customer_id"), "customer_licence", ["customer_id"])
