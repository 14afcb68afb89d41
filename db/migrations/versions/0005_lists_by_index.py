"""Indexes for the choices and sorts of long lists that had none; the guards add the ids alone on SQLite.

Revision ID: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ADDED = (
    ("customer", "on_hold"),
    ("customer", "active"),
    ("product", "active"),
    ("product", "discontinued"),
    ("invoice", "kind"),
    ("payment", "number"),
    ("arrival", "state"),
)


def upgrade() -> None:
    """Add the indexes; that of the arrivals' state alone is one of them now."""
    for table, column in _ADDED:
        op.create_index(f"ix_{table}_{column}_id", table, [column, "id"])
    op.drop_index("ix_arrival_state", "arrival")
