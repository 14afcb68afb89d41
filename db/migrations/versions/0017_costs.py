"""Costs with validity and source, costs of receipts, and where the cost of an order line is from.

Revision ID: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = (
    "order_line add column cost_source varchar(40) default '' not null",
    "order_line add column cost_date date",
    "arrival_line add column cost_micro bigint",
)
_NOW = {
    "sqlite": "cast(strftime('%s', 'now') as integer) * 1000000",
    "postgresql": "cast(extract(epoch from now()) as bigint) * 1000000",
}


def upgrade() -> None:
    """What the cards said holds as the standard cost from the beginning; confirmed orders keep their costs."""
    for column in _COLUMNS:
        op.execute(f"alter table {column}")
    _make_product_cost()
    _make_receipt_cost()
    now = _NOW[op.get_bind().dialect.name]
    op.execute(
        "insert into product_cost (product_id, currency, valid_from, cost_micro, source, entered_by, entered_at)"
        " select id, coalesce((select currency from firm order by id limit 1), 'EUR'), '0001-01-01',"
        f" standard_cost_micro, 'card', '', {now} from product"
        " where standard_cost_micro is not null and standard_cost_micro >= 0 order by id"
    )
    op.execute("alter table product drop column standard_cost_micro")


def _make_product_cost() -> None:
    op.create_table(
        "product_cost",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("cost_micro", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cost_micro >= 0", name=op.f("ck_product_cost_cost")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_cost_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_cost")),
        sa.UniqueConstraint(
            "product_id", "currency", "valid_from", name=op.f("uq_product_cost_product_id_currency_valid_from")
        ),
        sqlite_autoincrement=True,
    )


def _make_receipt_cost() -> None:
    op.create_table(
        "receipt_cost",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("source_kind", sa.String(40), nullable=False),
        sa.Column("source_id", _ID, nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("on_hand_micro", sa.BigInteger(), nullable=False),
        sa.Column("quantity_micro", sa.BigInteger(), nullable=False),
        sa.Column("cost_micro", sa.BigInteger(), nullable=False),
        sa.Column("before_micro", sa.BigInteger(), nullable=True),
        sa.Column("average_micro", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "quantity_micro > 0 and on_hand_micro >= 0 and cost_micro >= 0", name=op.f("ck_receipt_cost_cost")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_receipt_cost_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_cost")),
    )
    op.create_index("ix_receipt_cost_product_id_id", "receipt_cost", ["product_id", "id"])
