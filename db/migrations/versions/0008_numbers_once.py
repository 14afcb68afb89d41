"""A number stands on one order and one shipment of its series; the guards made after it keep it there.

Revision ID: 0008
"""

from __future__ import annotations

from alembic import op

from db.doubled_numbers import refuse_doubled_numbers

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the unique indexes, unless two documents have one number."""
    refuse_doubled_numbers(op.get_bind())
    op.create_index("uq_sales_order_series_id_number", "sales_order", ["series_id", "number"], unique=True)
    op.create_index("uq_shipment_series_id_number", "shipment", ["series_id", "number"], unique=True)
