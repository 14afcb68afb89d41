"""Product models with their versions, kept configurations, and the lines and articles that name them.

Revision ID: 0048
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """No article of an older file is configured, and no line."""
    _add_models()
    _add_configurations()
    id_type = "integer" if op.get_bind().dialect.name == "sqlite" else "bigint"
    op.execute(
        f"alter table product add column product_model_id {id_type}"
        " constraint fk_product_product_model_id_product_model references product_model (id)"
    )
    op.execute("alter table order_line add column configuration varchar(100) default '' not null")


def _add_models() -> None:
    op.create_table(
        "product_model",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("active_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_model")),
        sa.UniqueConstraint("code", name=op.f("uq_product_model_code")),
    )
    op.create_table(
        "product_model_version",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("model_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), server_default="draft", nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("saved_by", sa.String(200), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("released_by", sa.String(200), server_default="", nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'released', 'retired')", name=op.f("ck_product_model_version_state")
        ),
        sa.ForeignKeyConstraint(
            ["model_id"], ["product_model.id"], name=op.f("fk_product_model_version_model_id_product_model")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_model_version")),
        sa.UniqueConstraint("model_id", "number", name=op.f("uq_product_model_version_model_id_number")),
    )


def _add_configurations() -> None:
    op.create_table(
        "configuration",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("model_version_id", _ID, nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.String(200), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_version_id"],
            ["product_model_version.id"],
            name=op.f("fk_configuration_model_version_id_product_model_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuration")),
        sa.UniqueConstraint("key", name=op.f("uq_configuration_key")),
    )
    op.create_index(op.f("ix_configuration_model_version_id"), "configuration", ["model_version_id"])
