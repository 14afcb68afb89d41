"""Kits: articles that are sold as one and shipped as their parts.

Revision ID: 0038
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """No product is a kit yet."""
    op.create_table(
        "product_kit",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("price", sa.String(40), server_default="own", nullable=False),
        sa.Column("less_ppm", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("split", sa.String(40), server_default="list", nullable=False),
        sa.Column("tax", sa.String(40), server_default="parts", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("price in ('own','sum')", name=op.f("ck_product_kit_price")),
        sa.CheckConstraint("split in ('list','cost','fixed')", name=op.f("ck_product_kit_split")),
        sa.CheckConstraint("tax in ('parts','kit')", name=op.f("ck_product_kit_tax")),
        sa.CheckConstraint("less_ppm between 0 and 1000000", name=op.f("ck_product_kit_less")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_kit_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_kit")),
        sa.UniqueConstraint("product_id", name=op.f("uq_product_kit_product_id")),
    )
    _make_parts()


def _make_parts() -> None:
    op.create_table(
        "product_kit_part",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kit_id", _ID, nullable=False),
        sa.Column("part_id", _ID, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("share", sa.Integer(), server_default="0", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kit_id <> part_id", name=op.f("ck_product_kit_part_other")),
        sa.CheckConstraint("quantity_micro > 0 and share >= 0", name=op.f("ck_product_kit_part_quantity")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_product_kit_part_days")),
        sa.ForeignKeyConstraint(["kit_id"], ["product.id"], name=op.f("fk_product_kit_part_kit_id_product")),
        sa.ForeignKeyConstraint(
            ["part_id"], ["product.id"], name=op.f("fk_product_kit_part_part_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_kit_part")),
    )
    op.create_index(op.f("ix_product_kit_part_kit_id"), "product_kit_part", ["kit_id"])
    op.create_index(op.f("ix_product_kit_part_part_id"), "product_kit_part", ["part_id"])
