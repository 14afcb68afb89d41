"""Triggers and full-text structures as data: what SQLAlchemy's metadata cannot say.

Batch migrations drop them silently, so each upgrade drops and recreates all of them (`db.migrate`), and a
test compares this list with `sqlite_master` and `pg_trigger`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger, index or virtual table: its name and how each database makes and drops it."""

    name: str
    sqlite: tuple[str, ...]
    sqlite_drop: str
    postgresql: tuple[str, ...]
    postgresql_drop: tuple[str, ...]


APPEND_ONLY = (
    "audit",
    "stock_move",
    "invoice",
    "invoice_line",
    "invoice_tax",
    "advance_deduction",
    "advance_tax",
    "invoice_tax_part",
    "payment",
    "allocation",
    "ledger_entry",
    "talk_note",
    "vat_check",
    "logo",
    "configuration",
)

_REFUSE_FUNCTION = """
create or replace function keyline_refuse() returns trigger language plpgsql as $$
begin
  raise exception using errcode = '23514', message = 'append-only: ' || tg_table_name || ' refuses ' || tg_op;
end $$
"""


def _append_only(table: str) -> list[Guard]:
    guards = []
    for verb in ("update", "delete"):
        name = f"guard_{table}_{verb}"
        guards.append(
            Guard(
                name=name,
                sqlite=(
                    f"create trigger {name} before {verb} on {table}"
                    f" begin select raise(abort, 'append-only: {table} refuses {verb}'); end",
                ),
                sqlite_drop=f"drop trigger if exists {name}",
                postgresql=(
                    _REFUSE_FUNCTION,
                    f"create trigger {name} before {verb} on {table} for each row execute function keyline_refuse()",
                ),
                postgresql_drop=(f"drop trigger if exists {name} on {table}",),
            )
        )
    return guards


_STOCK_FROM_MOVES = Guard(
    name="guard_stock_from_moves",
    sqlite=(
        """
create trigger guard_stock_from_moves after insert on stock_move begin
  insert into stock (product_id, warehouse_id, on_hand_micro, reserved_micro)
    values (new.product_id, new.warehouse_id, 0, 0) on conflict do nothing;
  update stock set on_hand_micro = on_hand_micro + new.quantity_micro
    where product_id = new.product_id and warehouse_id = new.warehouse_id;
end""",
    ),
    sqlite_drop="drop trigger if exists guard_stock_from_moves",
    postgresql=(
        """
create or replace function keyline_stock_from_moves() returns trigger language plpgsql security definer as $$
begin
  insert into stock (product_id, warehouse_id, on_hand_micro, reserved_micro)
    values (new.product_id, new.warehouse_id, 0, 0) on conflict do nothing;
  update stock set on_hand_micro = on_hand_micro + new.quantity_micro
    where product_id = new.product_id and warehouse_id = new.warehouse_id;
  return null;
end $$""",
        "create trigger guard_stock_from_moves after insert on stock_move"
        " for each row execute function keyline_stock_from_moves()",
    ),
    postgresql_drop=("drop trigger if exists guard_stock_from_moves on stock_move",),
)

_PAPER_FROZEN = (
    "old.pdf is not null or new.content <> old.content or new.content_hash <> old.content_hash"
    " or new.document_kind <> old.document_kind or new.document_id <> old.document_id"
    " or new.kind <> old.kind or new.revision <> old.revision"
)

_PAPERS = [
    Guard(
        name="guard_paper_update",
        sqlite=(
            f"create trigger guard_paper_update before update on paper when {_PAPER_FROZEN}"
            " begin select raise(abort, 'append-only: paper is frozen'); end",
        ),
        sqlite_drop="drop trigger if exists guard_paper_update",
        postgresql=(
            _REFUSE_FUNCTION,
            "create trigger guard_paper_update before update on paper"
            f" for each row when ({_PAPER_FROZEN}) execute function keyline_refuse()",
        ),
        postgresql_drop=("drop trigger if exists guard_paper_update on paper",),
    ),
    _append_only("paper")[1],
]


_RELEASED_ROW = "old.state <> 'draft'"
_VERSION_CHANGED = (
    "new.state = 'draft' or new.files <> old.files or new.content_hash <> old.content_hash"
    " or new.model_id <> old.model_id or new.number <> old.number"
)


def _released(verb: str, changed: str) -> Guard:
    """A version of a product model by which configurations were sold stays as it was released."""
    name = f"guard_product_model_version_{verb}"
    when = f"{_RELEASED_ROW} and ({changed})"
    what = f"create trigger {name} before {verb} on product_model_version"
    return Guard(
        name=name,
        sqlite=(
            f"{what} when {when} begin select raise(abort, 'append-only: product_model_version is released'); end",
        ),
        sqlite_drop=f"drop trigger if exists {name}",
        postgresql=(
            _REFUSE_FUNCTION,
            f"{what} for each row when ({when}) execute function keyline_refuse()",
        ),
        postgresql_drop=(f"drop trigger if exists {name} on product_model_version",),
    )


_VERSIONS = [_released("update", _VERSION_CHANGED), _released("delete", "old.id = old.id")]

_NUMBER = ("number", "series_id", "series_number")


def _numbered(table: str) -> list[Guard]:
    """A numbered document is never deleted, and neither loses nor changes its number (C53)."""
    changed = " or ".join(f"new.{name} is not old.{name}" for name in _NUMBER)
    old, new = (f"({', '.join(f'{side}.{name}' for name in _NUMBER)})" for side in ("old", "new"))
    kept = f"before update of {', '.join(_NUMBER)} on {table}"
    return [
        _refusing(f"guard_{table}_numbered", table, f"before delete on {table}", "is never deleted"),
        _refusing(
            f"guard_{table}_number",
            table,
            kept,
            "keeps its number",
            on_sqlite=f" and ({changed})",
            on_postgresql=f" and {old} is distinct from {new}",
        ),
    ]


def _refusing(
    name: str, table: str, what: str, says: str, *, on_sqlite: str = "", on_postgresql: str = ""
) -> Guard:
    """A trigger that refuses what is done to a row with a number."""
    return Guard(
        name=name,
        sqlite=(
            f"create trigger {name} {what} when old.number is not null{on_sqlite}"
            f" begin select raise(abort, 'numbered: {table} {says}'); end",
        ),
        sqlite_drop=f"drop trigger if exists {name}",
        postgresql=(
            _REFUSE_FUNCTION,
            f"create trigger {name} {what} for each row"
            f" when (old.number is not null{on_postgresql}) execute function keyline_refuse()",
        ),
        postgresql_drop=(f"drop trigger if exists {name} on {table}",),
    )


def _full_text(table: str, key: str) -> list[Guard]:
    """FTS5 beside the text table on SQLite, a GIN index on PostgreSQL."""
    fts = table.replace("_text", "_fts")
    remove = f"insert into {fts}({fts}, rowid, text) values('delete', old.{key}, old.text);"
    add = f"insert into {fts}(rowid, text) values (new.{key}, new.text);"
    index = f"ix_{table}_search"
    table_guard = Guard(
        name=fts,
        sqlite=(
            f"create virtual table {fts} using fts5(text, content='{table}', content_rowid='{key}',"
            " prefix='1 2 3 4 5', tokenize=\"unicode61 remove_diacritics 0\")",
            f"insert into {fts}({fts}) values('rebuild')",
        ),
        sqlite_drop=f"drop table if exists {fts}",
        postgresql=(f"create index {index} on {table} using gin (to_tsvector('simple', text))",),
        postgresql_drop=(f"drop index if exists {index}",),
    )
    triggers = [
        _sqlite_trigger(f"{fts}_insert", f"after insert on {table} begin {add} end"),
        _sqlite_trigger(f"{fts}_delete", f"after delete on {table} begin {remove} end"),
        _sqlite_trigger(f"{fts}_update", f"after update on {table} begin {remove} {add} end"),
    ]
    return [table_guard, *triggers]


def _sqlite_trigger(name: str, body: str) -> Guard:
    return Guard(
        name=name,
        sqlite=(f"create trigger {name} {body}",),
        sqlite_drop=f"drop trigger if exists {name}",
        postgresql=(),
        postgresql_drop=(),
    )


_SKU_UPPER = Guard(
    name="ix_product_sku_upper",
    sqlite=("create index ix_product_sku_upper on product (upper(sku))",),
    sqlite_drop="drop index if exists ix_product_sku_upper",
    postgresql=('create index ix_product_sku_upper on product (upper(sku collate "C"))',),
    postgresql_drop=("drop index if exists ix_product_sku_upper",),
)


def _ids(table: str) -> Guard:
    """The ids alone: SQLite keeps rows under their id, so that counting or skipping them reads the whole table.

    Eight times as fast over a million orders (measured); PostgreSQL's primary key is such an index already.
    """
    name = f"ix_{table}_ids"
    return Guard(
        name=name,
        sqlite=(f"create index {name} on {table} (id)",),
        sqlite_drop=f"drop index if exists {name}",
        postgresql=(),
        postgresql_drop=(),
    )


GUARDS: tuple[Guard, ...] = (
    *(guard for table in APPEND_ONLY for guard in _append_only(table)),
    _STOCK_FROM_MOVES,
    *_PAPERS,
    *_VERSIONS,
    *_numbered("sales_order"),
    *_numbered("shipment"),
    _SKU_UPPER,
    *(_ids(table) for table in ("sales_order", "shipment", "invoice", "payment")),
    *_full_text("customer_text", "customer_id"),
    *_full_text("product_text", "product_id"),
)
