"""Alembic's entry: always called by `db.migrate` with an open connection."""

from __future__ import annotations

from alembic import context

from db.schema import whole_metadata

FULL_TEXT = ("customer_fts", "product_fts", "ix_customer_text_search", "ix_product_text_search")


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Hide the full-text tables and indexes (guards.py makes them) from comparisons."""
    return not (kind in {"table", "index"} and name is not None and name.startswith(FULL_TEXT))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=whole_metadata(),
    include_name=include_name,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
