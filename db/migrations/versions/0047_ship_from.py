"""Taxes by the country that ships: an order may name its warehouse, the mapping and the firm's VAT ids countries.

Revision ID: 0047
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Every order that there is ships as routed, and is taxed from the firm's country as before."""
    id_type = "integer" if op.get_bind().dialect.name == "sqlite" else "bigint"
    op.execute(
        f"alter table sales_order add column warehouse_id {id_type}"
        " constraint fk_sales_order_warehouse_id_warehouse references warehouse (id)"
    )
    op.execute("alter table tax_mapping add column ship_from varchar(2)")
    op.create_table(
        "tax_registration",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("vat_id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_registration")),
        sa.UniqueConstraint("country", name=op.f("uq_tax_registration_country")),
    )
