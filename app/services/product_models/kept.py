"""What is made of a model's files, kept in the process by their hash: the same files always say the same.

Reading and compiling take tens of milliseconds: never ask for them on the thread of the window.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import RLock
from typing import Generic, TypeVar

from app.domain.product_models.definition import ProductDefinition
from db.schema.base import canonical_json

T = TypeVar("T")


class KeptByHash(Generic[T]):
    """Values by names that have a hash of all that they are made of: the `most` that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = RLock()

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes, or made before under the same name."""
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
                return self._found[name]
        made = make()
        with self._lock:
            self._found[name] = made
            if len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


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
