"""What is made of a model's files, kept in the process by their hash: the same files always say the same.

Reading and compiling take tens of milliseconds: never ask for them on the thread of the window.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.services.kept_by_hash import KeptByHash
from db.schema.base import canonical_json

if TYPE_CHECKING:
    from app.domain.product_models.definition import ProductDefinition

_DEFINITIONS: KeptByHash[ProductDefinition] = KeptByHash(24)


def hash_of(files: Mapping[str, str]) -> str:
    """The hash of a model's files, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(dict(files)).encode()).hexdigest()


def definition_of(files: Mapping[str, str], content_hash: str = "") -> ProductDefinition:
    """The definition that a version's files say; RefusedError `product_model.refused` with all that is wrong."""

    def read() -> ProductDefinition:
        from app.domain.product_models.reading import read_definition  # noqa: PLC0415 - YAML, for who opens a model

        return read_definition(files)

    return _DEFINITIONS.get(content_hash or hash_of(files), read)


__all__ = ["KeptByHash", "definition_of", "hash_of"]
