"""What online checks of VAT ids answered, noted by hand; why no tax is charged, as a code (EN 16931, VATEX list).

Revision ID: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_CODES = {"K": "VATEX-EU-IC", "AE": "VATEX-EU-AE", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}


def upgrade() -> None:
    """Nothing is proved of the VAT ids that there are. A tax whose category has one code gets it; papers do not."""
    for table in ("tax_code", "invoice_tax"):
        op.execute(f"alter table {table} add column exemption_code varchar(40) default '' not null")
    for category, code in _CODES.items():
        op.execute(f"update tax_code set exemption_code = '{code}' where category = '{category}'")  # noqa: S608
    op.create_table(
        "vat_check",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("customer_id", _ID, nullable=False),
        sa.Column("vat_id", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(200), server_default="", nullable=False),
        sa.Column("name", sa.String(200), server_default="", nullable=False),
        sa.Column("address", sa.String(200), server_default="", nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "result in ('valid','invalid','unavailable')", name=op.f("ck_vat_check_result")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.id"], name=op.f("fk_vat_check_customer_id_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vat_check")),
    )
    op.create_index(op.f("ix_vat_check_customer_id"), "vat_check", ["customer_id"])
    op.create_index(op.f("ix_vat_check_vat_id_day"), "vat_check", ["vat_id", "day", "id"])
