"""Parts of drafts that wait for an approval hold their stock and date up to a moment.

Revision ID: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_HELD = sa.text("held_until is not null")


def upgrade() -> None:
    """What older files hold belongs to confirmed orders."""
    op.execute("alter table fulfilment add column held_until bigint")
    op.create_index(
        "ix_fulfilment_held", "fulfilment", ["product_id", "warehouse_id"],
        sqlite_where=_HELD, postgresql_where=_HELD,
    )  # fmt: skip
