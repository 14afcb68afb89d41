"""Templates of configurations that somebody wants to see first.

Revision ID: 0051
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody has any in an older file."""
    op.create_table(
        "template_favourite",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("template_id", _ID, nullable=False),
        sa.Column("person", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["configuration_template.id"],
            name=op.f("fk_template_favourite_template_id_configuration_template"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_favourite")),
        sa.UniqueConstraint("template_id", "person", name=op.f("uq_template_favourite_template_id_person")),
    )
