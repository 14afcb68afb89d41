"""Saved column mappings, found again by the header's signature; mapping files of the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.errors import OutsideError, RefusedError
from app.domain.importing.mapping import ColumnMapping, check_mapping, header_signature
from app.domain.importing.targets import ImportKind
from app.services.unit_of_work import Reading, UnitOfWork
from db.schema.firm import ImportMapping


def read_saved_mapping(view: Reading, kind: ImportKind, header: Sequence[str]) -> ColumnMapping | None:
    """The mapping that served a file with these columns before, if it still fits."""
    saved = ImportMapping
    statement = sa.select(saved.content).where(
        saved.kind == kind.value, saved.signature == header_signature(header)
    )
    content = view.db.execute(statement).scalar_one_or_none()
    if content is None:
        return None
    mapping = ColumnMapping(kind, {str(field): str(name) for field, name in content["columns"].items()})
    return None if check_mapping(mapping, header) else mapping


def save_mapping(uow: UnitOfWork, mapping: ColumnMapping, header: Sequence[str]) -> None:
    """Keep the mapping for the next file with these columns."""
    insert = postgresql.insert if uow.db.dialect.name == "postgresql" else sqlite.insert
    content = {"columns": dict(mapping.columns)}
    statement = insert(ImportMapping).values(
        kind=mapping.kind.value, signature=header_signature(header), content=content
    )
    keys = [ImportMapping.kind, ImportMapping.signature]
    uow.db.execute(statement.on_conflict_do_update(index_elements=keys, set_={"content": content}))


def read_mapping_file(path: str, kind: ImportKind) -> ColumnMapping:
    """A mapping from a JSON file: {"field": "column header", ...}."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise OutsideError("import.cannot_read", file=path, detail=error.strerror or str(error)) from error
    except ValueError as error:
        raise RefusedError("import.mapping_file", file=path, detail=str(error)) from error
    pairs = content.get("columns", content) if isinstance(content, dict) else None
    if not isinstance(pairs, dict) or not all(isinstance(name, str) for name in pairs.values()):
        raise RefusedError("import.mapping_file", file=path, detail='{"field": "column"}')
    return ColumnMapping(kind, pairs)
