"""The role of those who answer for compliance.

Revision ID: 0040
"""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who could release hits and compliance holds until now answers for them: the owners."""
    op.execute(
        "update app_user set roles = roles || ',compliance', version = version + 1"
        " where ',' || roles || ',' like '%,owner,%' and ',' || roles || ',' not like '%,compliance,%'"
    )
