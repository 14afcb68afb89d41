"""Logos by their hash, so that a paper frozen under an older logo is printed with that one.

Revision ID: 0004
"""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and keep the logo that the firm has now."""
    logo = op.create_table(
        "logo",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_logo")),
    )
    firm = sa.table("firm", sa.column("logo", sa.LargeBinary()))
    pictures = op.get_bind().execute(sa.select(firm.c.logo).where(firm.c.logo.is_not(None))).scalars().all()
    for picture in {bytes(each) for each in pictures if each}:
        op.get_bind().execute(
            sa.insert(logo).values(hash=hashlib.sha256(picture).hexdigest(), picture=picture)
        )
