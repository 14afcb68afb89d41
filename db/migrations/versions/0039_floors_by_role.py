"""How far below the floor price, or above it, a role may go.

Revision ID: 0039
"""

from __future__ import annotations

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has a floor of his own: the floor price holds as before."""
    op.execute(
        "alter table price_right add column floor_ppm bigint"
        " constraint ck_price_right_floor check (floor_ppm >= 0)"
    )
