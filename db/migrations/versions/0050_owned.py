"""What customers own, what people chose of a line's configuration, and configurations under a name.

Revision ID: 0050
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Older lines open without what people chose; customers own what is recorded from now on."""
    _add_choices()
    _add_templates()
    _add_owned()


def _add_choices() -> None:
    op.create_table(
        "order_line_choices",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("line_key", sa.String(16), nullable=False),
        sa.Column("configuration", sa.String(100), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("fits_with", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_line_choices_order_id_sales_order")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line_choices")),
        sa.UniqueConstraint(
            "order_id", "line_key", "configuration", name=op.f("uq_order_line_choices_order_id_line_key_configuration")
        ),
    )


def _add_templates() -> None:
    op.create_table(
        "configuration_template",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("model_id", _ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"], ["product_model.id"], name=op.f("fk_configuration_template_model_id_product_model")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_configuration_template")),
        sa.UniqueConstraint(
            "model_id", "owner", "name", name=op.f("uq_configuration_template_model_id_owner_name")
        ),
    )


def _add_owned() -> None:
    op.create_table(
        "owned_item",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("model", sa.String(40), server_default="", nullable=False),
        sa.Column("configuration", sa.String(100), server_default="", nullable=False),
        sa.Column("choices", sa.Text(), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), server_default="1000000", nullable=False),
        sa.Column("place", sa.String(200), server_default="", nullable=False),
        sa.Column("serial", sa.String(200), server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("order_line_id", _ID, nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("quantity_micro > 0", name=op.f("ck_owned_item_quantity")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_owned_item_customer_id_customer")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_owned_item_product_id_product")),
        sa.ForeignKeyConstraint(
            ["order_line_id"], ["order_line.id"], name=op.f("fk_owned_item_order_line_id_order_line")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owned_item")),
        sa.UniqueConstraint("order_line_id", name=op.f("uq_owned_item_order_line_id")),
    )
    for column in ("customer_id", "product_id", "serial"):
        op.create_index(op.f(f"ix_owned_item_{column}"), "owned_item", [column])
