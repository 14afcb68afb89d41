"""Documents in another currency than the firm's keep their rate; their money is known in the firm's currency too.

Revision ID: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_HOME = {
    "invoice_tax": ("home_base_minor", "home_tax_minor"),
    "payment": ("home_minor",),
    "open_item": ("home_minor", "home_applied_minor"),
    "allocation": ("home_claim_minor", "home_credit_minor"),
}


def upgrade() -> None:
    """All that is there is in the firm's currency: no rate, and no second amount beside the first."""
    op.add_column("customer", sa.Column("currency", sa.String(3), server_default="", nullable=False))
    for table in ("sales_order", "invoice", "payment"):
        op.add_column(table, sa.Column("exchange", sa.String(60), server_default="", nullable=False))
    for table, names in _HOME.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=True))
    op.drop_index("ix_open_item_aging", table_name="open_item")
    op.create_index(
        "ix_open_item_aging",
        "open_item",
        [
            "is_open", "customer_id", "due_date", "date", "amount_minor", "applied_minor", "home_minor",
            "home_applied_minor", "invoice_id",
        ],
        sqlite_where=sa.text("is_open = 1"),
        postgresql_where=sa.text("is_open"),
    )  # fmt: skip
