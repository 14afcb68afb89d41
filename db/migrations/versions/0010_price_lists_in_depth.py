"""Price lists for channels and countries, made of other lists, with breaks over lines and agreed quantities.

Revision ID: 0010
"""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_LIST = (
    "channel varchar(40) default '' not null",
    "country varchar(2) default '' not null",
    "breaks_over varchar(40) default 'line' not null"
    " constraint ck_price_list_breaks_over check (breaks_over in ('line','article','family'))",
    "counts varchar(40) default 'order' not null"
    " constraint ck_price_list_counts check (counts in ('order','period'))",
    "factor_ppm bigint default '1000000' not null",
    "add_micro bigint default '0' not null",
    "step_micro bigint default '0' not null"
    " constraint ck_price_list_formula check (factor_ppm >= 0 and step_micro >= 0)",
    "ending_micro bigint default '0' not null",
)


def upgrade() -> None:
    """Add the columns; every list that there is goes on as it was: for all, by its own rows, a line at a time."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for column in _LIST:
        op.execute(f"alter table price_list add column {column}")
    op.execute(
        f"alter table price_list add column parent_id {'integer' if is_sqlite else 'bigint'}"
        " constraint ck_price_list_parent check (parent_id <> id)"
        " constraint fk_price_list_parent_id_price_list references price_list (id)"
    )
    op.execute("create index ix_price_list_parent_id on price_list (parent_id)")
    op.execute(
        "alter table price_row add column agreed_micro bigint"
        " constraint ck_price_row_agreed check (agreed_micro > 0)"
    )
    op.execute("alter table sales_order add column channel varchar(40) default '' not null")
