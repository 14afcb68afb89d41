"""Workshop orders with their components, and the articles that finished pieces are.

Revision ID: 0049
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SERIES = (
    "insert into number_series (kind, prefix, digits, gapless)"
    " select 'workshop', 'WO-', 6, false where exists (select 1 from number_series)"
    " and not exists (select 1 from number_series where kind = 'workshop')"
)


def upgrade() -> None:
    """Nothing of an older file is made; its firm gets a series of numbers for what will be."""
    id_type = "integer" if op.get_bind().dialect.name == "sqlite" else "bigint"
    op.execute(
        f"alter table product add column variant_of_id {id_type}"
        " constraint fk_product_variant_of_id_product references product (id)"
    )
    op.execute("alter table product add column configuration varchar(100) default '' not null")
    where = sa.text("variant_of_id is not null")
    op.create_index(
        "ix_product_variant",
        "product",
        ["variant_of_id", "configuration"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    _add_orders()
    _add_components()
    op.execute(_SERIES)


def _reference(column: str, table: str, of: str = "workshop_order") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{of}_{column}_{table}"))


def _add_orders() -> None:
    op.create_table(
        "workshop_order",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("order_line_id", _ID, nullable=False),
        sa.Column("configuration", sa.String(100), nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("warehouse_id", _ID, nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("finished_micro", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.String(40), server_default="open", nullable=False),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state in ('open', 'released', 'started', 'finished', 'cancelled')",
            name=op.f("ck_workshop_order_state"),
        ),
        sa.CheckConstraint("quantity_micro > 0", name=op.f("ck_workshop_order_quantity")),
        sa.CheckConstraint(
            "finished_micro >= 0 and finished_micro <= quantity_micro",
            name=op.f("ck_workshop_order_finished"),
        ),
        _reference("order_id", "sales_order"),
        _reference("order_line_id", "order_line"),
        _reference("product_id", "product"),
        _reference("warehouse_id", "warehouse"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_order")),
        sa.UniqueConstraint("number", name=op.f("uq_workshop_order_number")),
    )
    for name in ("order_id", "order_line_id", "product_id"):
        op.create_index(op.f(f"ix_workshop_order_{name}"), "workshop_order", [name])
    op.create_index("ix_workshop_order_due_date_id", "workshop_order", ["due_date", "id"])
    op.create_index("ix_workshop_order_state_id", "workshop_order", ["state", "id"])


def _add_components() -> None:
    op.create_table(
        "workshop_component",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("workshop_order_id", _ID, nullable=False),
        sa.Column("article", sa.String(40), nullable=False),
        sa.Column("product_id", _ID, nullable=True),
        sa.Column("needed_micro", sa.BigInteger(), nullable=False),
        sa.Column("reserved_micro", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("consumed_micro", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "needed_micro >= 0 and reserved_micro >= 0 and consumed_micro >= 0",
            name=op.f("ck_workshop_component_quantities"),
        ),
        _reference("workshop_order_id", "workshop_order", "workshop_component"),
        _reference("product_id", "product", "workshop_component"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_component")),
        sa.UniqueConstraint(
            "workshop_order_id", "article", name=op.f("uq_workshop_component_workshop_order_id_article")
        ),
    )
    op.create_index(op.f("ix_workshop_component_product_id"), "workshop_component", ["product_id"])
