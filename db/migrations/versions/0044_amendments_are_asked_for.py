"""A request for an approval may carry the changes of a confirmed order, bound to the order's version.

Revision ID: 0044
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Requests of older files are for drafts: they amend version 0, which no order has."""
    op.execute("alter table approval_request add column amends integer default 0 not null")
    op.execute("alter table approval_request add column amendment text")
    op.execute("drop index uq_approval_request_live")
    op.execute(
        "create unique index uq_approval_request_live on approval_request (order_id, amends)"
        " where state in ('open', 'granted')"
    )
