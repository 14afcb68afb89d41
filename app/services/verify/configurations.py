"""Configured lines have their configuration, and what was kept or released is what it was kept and released as."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.product_models.snapshots import configuration_key, read_snapshot
from app.services.orders.line_numbers import with_line_number
from app.services.product_models.kept import hash_of
from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Row, Seen, query, tell_once
from db.schema.configurator import Configuration, ProductModel, ProductModelVersion

_LOST = with_line_number("""
select o.id, o.number, {line_number} as position, l.configuration
from order_line l join sales_order o on o.id = l.order_id
where l.configuration <> '' and o.number is not null
  and not exists (select 1 from configuration c where c.key = l.configuration)
order by l.id""")
_VERSIONS = (
    sa.select(ProductModel.code, ProductModelVersion.number, ProductModelVersion.content_hash)
    .add_columns(ProductModelVersion.files)
    .join(ProductModel, ProductModel.id == ProductModelVersion.model_id)
    .order_by(ProductModelVersion.id)
)
_KEPT = (
    sa.select(Configuration.key, Configuration.snapshot, ProductModel.code, ProductModelVersion.content_hash)
    .join(ProductModelVersion, ProductModelVersion.id == Configuration.model_version_id)
    .join(ProductModel, ProductModel.id == ProductModelVersion.model_id)
    .order_by(Configuration.id)
)


def check_lines(view: Reading, seen: Seen) -> tuple[Finding, ...]:
    """A line of a document names a configuration that is there."""

    def params(row: Row) -> dict[str, object]:
        return {"number": row["number"], "line": row["position"], "key": row["configuration"]}

    return tell_once(query(view, _LOST), seen.orders, "verify.configuration_lost", params)


def check_kept(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """Files of a version are those of its hash, and choices of a configuration those of its key."""
    return (*_changed_versions(view), *_changed_configurations(view))[:PER_CHECK_MAX]


def _changed_versions(view: Reading) -> Iterator[Finding]:
    for code, number, stored, files in view.db.execute(_VERSIONS):
        if hash_of(files) != stored:
            yield Finding("verify.model_changed", {"model": code, "number": number})


def _changed_configurations(view: Reading) -> Iterator[Finding]:
    for key, snapshot, code, content_hash in view.db.execute(_KEPT):
        try:
            right = configuration_key(code, content_hash, read_snapshot(snapshot))
        except RefusedError:
            right = ""
        if right != key:
            yield Finding("verify.configuration_changed", {"key": key})
