"""What waiting changes of a confirmed order hold has no line yet: it belongs to the order.

Revision ID: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_OWNED = (
    "order_id {id_type} constraint fk_fulfilment_order_id_sales_order references sales_order (id)"
    " constraint ck_fulfilment_owner check ((order_line_id is null) <> (order_id is null))"
    " constraint ck_fulfilment_of_changes check (order_id is null or held_until is not null)"
)
_OLD = (
    "id, order_line_id, product_id, warehouse_id, arrival_line_id, quantity_micro, reserved_micro, picking_micro,"
    " shipped_micro, promise_date, reason, held_until"
)
_TABLE = """
create table fulfilment_next (
  id integer not null constraint pk_fulfilment primary key,
  order_line_id integer constraint fk_fulfilment_order_line_id_order_line references order_line (id),
  product_id integer not null constraint fk_fulfilment_product_id_product references product (id),
  warehouse_id integer not null constraint fk_fulfilment_warehouse_id_warehouse references warehouse (id),
  arrival_line_id integer constraint fk_fulfilment_arrival_line_id_arrival_line references arrival_line (id),
  quantity_micro bigint not null,
  reserved_micro bigint default '0' not null,
  picking_micro bigint default '0' not null,
  shipped_micro bigint default '0' not null,
  promise_date date,
  reason text,
  held_until bigint,
  {owned},
  constraint ck_fulfilment_parts check (reserved_micro >= 0 and shipped_micro >= 0 and picking_micro >= 0
    and picking_micro <= reserved_micro and reserved_micro + shipped_micro <= quantity_micro)
)"""
_INDEXES = (
    "create index ix_fulfilment_arrival_line_id on fulfilment (arrival_line_id)",
    "create index ix_fulfilment_order_line_id on fulfilment (order_line_id)",
    "create index ix_fulfilment_product_id_warehouse_id on fulfilment (product_id, warehouse_id)",
    "create index ix_fulfilment_reserved on fulfilment (product_id, warehouse_id) where reserved_micro > 0",
    "create index ix_fulfilment_waiting on fulfilment (product_id, warehouse_id)"
    " where quantity_micro > reserved_micro + shipped_micro",
    "create index ix_fulfilment_held on fulfilment (product_id, warehouse_id) where held_until is not null",
)


def upgrade() -> None:
    """What older files hold belongs to lines, and stays with them."""
    if op.get_bind().dialect.name == "sqlite":
        _rebuild()
    else:
        op.execute("alter table fulfilment alter column order_line_id drop not null")
        op.execute("alter table fulfilment add column " + _OWNED.format(id_type="bigint"))
    op.execute("create index ix_fulfilment_order_id on fulfilment (order_id) where order_id is not null")


def _rebuild() -> None:
    """SQLite takes no NOT NULL off a column; its foreign keys are off here, so that shipments keep their parts."""
    op.execute(_TABLE.format(owned=_OWNED.format(id_type="integer")))
    op.execute(f"insert into fulfilment_next ({_OLD}) select {_OLD} from fulfilment")
    op.execute("drop table fulfilment")
    op.execute("alter table fulfilment_next rename to fulfilment")
    for index in _INDEXES:
        op.execute(index)
    if op.get_bind().execute(sa.text("select 1 from sqlite_master where name = 'sqlite_stat1'")).first():
        op.execute("analyze fulfilment")  # what the planner knew of the table went with it
