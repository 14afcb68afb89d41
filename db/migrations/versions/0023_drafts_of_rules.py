"""Price lists, discounts and surcharges that no order uses yet.

Revision ID: 0023
"""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever there is goes on in force."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    false, integer = ("0", "integer") if is_sqlite else ("false", "bigint")
    for table in ("price_list", "discount_rule", "surcharge_rule"):
        op.execute(f"alter table {table} add column draft boolean default {false} not null")
    for table in ("discount_rule", "surcharge_rule"):
        op.execute(
            f"alter table {table} add column replaces_id {integer}"
            f" constraint fk_{table}_replaces_id_{table} references {table} (id)"
        )
