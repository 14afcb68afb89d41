"""Promotions that no order uses yet.

Revision ID: 0030
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever there is goes on in force; the draft of a promotion has its number."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    false, integer = ("0", "integer") if is_sqlite else ("false", "bigint")
    op.execute(f"alter table promotion_rule add column draft boolean default {false} not null")
    op.execute(
        f"alter table promotion_rule add column replaces_id {integer}"
        " constraint fk_promotion_rule_replaces_id_promotion_rule references promotion_rule (id)"
    )
    op.drop_index("uq_promotion_rule_current", "promotion_rule")
    current = sa.text("replaced_at_version is null and not draft")
    op.create_index(
        "uq_promotion_rule_current", "promotion_rule", ["number"], unique=True, sqlite_where=current,
        postgresql_where=current,
    )  # fmt: skip
