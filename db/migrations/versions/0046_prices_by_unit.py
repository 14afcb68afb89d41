"""A price is for the base unit, or for one of the article's further units with what that holds.

Revision ID: 0046
"""

from __future__ import annotations

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The prices of an older file are for the base unit."""
    op.execute("alter table price_row add column unit varchar(40) default '' not null")
    for name in ("unit_num", "unit_den"):
        op.execute(
            f"alter table price_row add column {name} bigint default 1 not null"
            f" constraint ck_price_row_{name} check ({name} > 0)"
        )
