"""Holds by kind, of orders and customers.

Revision ID: 0026
"""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CAUSED = "ended_at is null and cause <> ''"
_HELD_BEFORE = sa.text(
    "insert into order_hold (customer_id, kind, stops, reason, placed_by, placed_at)"
    " select id, 'manual', 'pick,ship', 'On hold', 'system', :now from customer where on_hold"
)


def upgrade() -> None:
    """Who was on hold has a hold that a person releases."""
    op.create_table(
        "order_hold",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("order_id", _ID, nullable=True),
        sa.Column("customer_id", _ID, nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stops", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("cause", sa.String(200), server_default="", nullable=False),
        sa.Column("placed_by", sa.String(200), nullable=False),
        sa.Column("placed_at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("released_by", sa.String(200), server_default="", nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("release_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("release_until", sa.Date(), nullable=True),
        sa.Column("release_content", sa.String(64), server_default="", nullable=False),
        sa.Column("release_order_minor", sa.BigInteger(), nullable=True),
        sa.Column("release_used_minor", sa.BigInteger(), nullable=True),
        sa.Column("release_overdue_minor", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind in ('credit', 'shipping', 'picking', 'compliance', 'manual')", name=op.f("ck_order_hold_kind")
        ),
        sa.CheckConstraint("(order_id is null) <> (customer_id is null)", name=op.f("ck_order_hold_of_one")),
        sa.CheckConstraint("(released_at is null) = (released_by = '')", name=op.f("ck_order_hold_released")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_order_hold_order_id_sales_order")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_order_hold_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_hold")),
    )
    for of in ("order_id", "customer_id"):
        _index(f"ix_order_hold_{of}", [of], "ended_at is null", unique=False)
        _index(f"uq_order_hold_{of.removesuffix('_id')}_cause", [of, "cause"], _CAUSED, unique=True)
    op.get_bind().execute(_HELD_BEFORE, {"now": time.time_ns() // 1000})


def _index(name: str, columns: list[str], where: str, *, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "order_hold", columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
