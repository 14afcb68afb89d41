"""A database of today taken back to what an older program left: columns and indexes of later versions dropped."""

from __future__ import annotations

import sqlite3
from contextlib import closing

_LISTS = (
    "channel",
    "country",
    "breaks_over",
    "counts",
    "step_micro",
    "factor_ppm",
    "add_micro",
    "ending_micro",
)
_PARENT = " constraint fk_price_list_parent_id_price_list references price_list (id)"
_SCREENING = ("hit", "result", "release", "address", "name", "entry", "list")
BEFORE_0010 = (
    "drop index ix_price_list_parent_id",
    "alter table price_list drop column parent_id",
    *(f"alter table price_list drop column {name}" for name in _LISTS),
    "alter table price_row drop column agreed_micro",
    "alter table sales_order drop column channel",
    *(f"alter table sales_order drop column {name}" for name in ("order_discount", "services", "waived")),
    "alter table order_line drop column origin",
    "alter table discount_rule drop column least_minor",
    "alter table discount_rule drop column scope",
    "alter table customer drop column credit_class",
    "drop table order_issue",
    "drop table order_hold",
    "drop table surcharge_rule",
    "drop table approval_request",
    "drop table price_right",
    "alter table price_list drop column purpose",
    "alter table sales_order drop column approval",
    *(f"drop table screening_{name}" for name in _SCREENING),
)
"""What takes a database of today back to 0009."""


def forget_references(url: str) -> None:
    """SQLite drops no column that refers to another table: take the reference out of the table's text first."""
    if not url.startswith("sqlite"):
        return
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        raw.execute("pragma writable_schema = on")
        raw.execute(
            "update sqlite_master set sql = replace(sql, ?, '') where name = 'price_list'", (_PARENT,)
        )
        raw.commit()
