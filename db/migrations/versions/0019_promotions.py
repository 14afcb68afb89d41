"""Promotions, what orders use of them, and the coupons that an order names.

Revision ID: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def _names(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _short(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String(40), server_default=default, nullable=False)


def upgrade() -> None:
    """Nobody has a promotion, and no order a coupon."""
    op.execute("alter table sales_order add column coupons text default '' not null")
    _make_rules()
    _make_parts()
    _make_uses()


def _make_rules() -> None:
    op.create_table(
        "promotion_rule",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("number", _ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("effect", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        *map(_number, ("rate_ppm", "amount_minor", "buy_micro", "get_micro", "max_times")),
        sa.Column("gift_id", _ID, nullable=True),
        *map(_short, ("slot", "tax_class")),
        *map(_names, ("groups", "channels", "countries", "families")),
        _short("counts", "lines"),
        *map(_number, ("least_micro", "least_minor", "order_least_minor")),
        _short("coupon"),
        sa.Column("exclusive", sa.Boolean(), server_default=sa.false(), nullable=False),
        *map(_number, ("max_uses", "max_customer_uses", "budget_minor")),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("replaced_at_version", sa.Integer(), nullable=True),
        *_rule_checks(),
        sa.ForeignKeyConstraint(["gift_id"], ["product.id"], name=op.f("fk_promotion_rule_gift_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotion_rule")),
    )
    op.create_index(op.f("ix_promotion_rule_gift_id"), "promotion_rule", ["gift_id"])
    op.create_index("ix_promotion_rule_number", "promotion_rule", ["number"])
    current = sa.text("replaced_at_version is null")
    op.create_index(
        "uq_promotion_rule_current", "promotion_rule", ["number"], unique=True, sqlite_where=current,
        postgresql_where=current,
    )  # fmt: skip


def _rule_checks() -> list[sa.CheckConstraint]:
    checks = {
        "effect": "effect in ('percent','each','amount','cheapest','named','gift','bundle','freight')",
        "counts": "counts in ('line','lines')",
        "rate": "rate_ppm >= 0 and rate_ppm <= 1000000",
        "amount": "amount_minor >= 0 and budget_minor >= 0",
        "quantity": "buy_micro >= 0 and get_micro >= 0 and max_times >= 0",
        "least": "least_micro >= 0 and least_minor >= 0 and order_least_minor >= 0",
        "uses": "max_uses >= 0 and max_customer_uses >= 0",
    }
    return [sa.CheckConstraint(text, name=op.f(f"ck_promotion_rule_{name}")) for name, text in checks.items()]


def _make_parts() -> None:
    for what in ("product", "customer"):
        table = f"promotion_{what}"
        quantity = [
            _number("quantity_micro"),
            sa.CheckConstraint("quantity_micro >= 0", name=op.f("ck_promotion_product_quantity")),
        ]
        op.create_table(
            table,
            sa.Column("promotion_id", _ID, nullable=False),
            sa.Column(f"{what}_id", _ID, nullable=False),
            *(quantity if what == "product" else []),
            sa.ForeignKeyConstraint(
                ["promotion_id"], ["promotion_rule.id"], name=op.f(f"fk_{table}_promotion_id_promotion_rule")
            ),
            sa.ForeignKeyConstraint([f"{what}_id"], [f"{what}.id"], name=op.f(f"fk_{table}_{what}_id_{what}")),
            sa.PrimaryKeyConstraint("promotion_id", f"{what}_id", name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{what}_id"), table, [f"{what}_id"])


def _make_uses() -> None:
    op.create_table(
        "promotion_tally",
        sa.Column("number", _ID, autoincrement=False, nullable=False),
        *map(_number, ("uses", "spent_minor")),
        sa.CheckConstraint("uses >= 0 and spent_minor >= 0", name=op.f("ck_promotion_tally_counts")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_promotion_tally")),
    )
    op.create_table(
        "promotion_use",
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("number", _ID, nullable=False),
        sa.Column("customer_id", _ID, nullable=True),
        _number("amount_minor"),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_promotion_use_amount")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_promotion_use_customer_id_customer")
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["promotion_tally.number"], name=op.f("fk_promotion_use_number_promotion_tally")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["sales_order.id"], name=op.f("fk_promotion_use_order_id_sales_order")
        ),
        sa.PrimaryKeyConstraint("order_id", "number", name=op.f("pk_promotion_use")),
    )
    op.create_index(op.f("ix_promotion_use_customer_id"), "promotion_use", ["customer_id"])
    op.create_index("ix_promotion_use_number_customer_id", "promotion_use", ["number", "customer_id"])
