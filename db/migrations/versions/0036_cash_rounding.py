"""Payment terms that are paid in cash, and what invoices round to the smallest coin.

Revision ID: 0036
"""

from __future__ import annotations

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No paper that there is was rounded."""
    false = "0" if op.get_bind().dialect.name == "sqlite" else "false"
    op.execute(f"alter table payment_term add column is_cash boolean default {false} not null")
    for name in ("rounding_minor", "coin_minor"):
        op.execute(f"alter table invoice add column {name} bigint default 0 not null")
