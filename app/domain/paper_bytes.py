"""A paper's content as frozen bytes, and back: what posting stores and hashes.

The logo is stored by its hash only, so that a thousand invoices do not carry it a thousand times.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import functools
import hashlib
import json
import types
import typing

from app.domain.papers import FigureShape, PaperContent

_LOGO_HASH = "logo_hash"


def logo_hash(logo: bytes | None) -> str:
    """Return the SHA-256 of a logo in hex; empty when there is none."""
    return hashlib.sha256(logo).hexdigest() if logo else ""


def canonical_bytes(content: PaperContent) -> bytes:
    """Return the content as stable JSON: sorted keys, UTF-8, the logo by its hash."""
    data = _fields_of(content)
    data.pop("logo")
    data[_LOGO_HASH] = logo_hash(content.logo)
    if not content.figures:
        data.pop("figures")  # papers without drawings keep the hash that they had before there were any
    return _ENCODER.encode(data).encode("utf-8", "backslashreplace")


def content_hash(content: PaperContent) -> str:
    """Return the SHA-256 of the canonical bytes in hex."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def frozen_logo_hash(data: bytes) -> str:
    """Return the hash of the logo that the frozen content was made with; empty for none."""
    return str(json.loads(data)[_LOGO_HASH])


def content_from_bytes(data: bytes, *, logo: bytes | None = None) -> PaperContent:
    """Return the content that was frozen in `data`; `logo` must be the one it was made with.

    Raises ValueError when the logo is another one or the bytes are no paper content.
    """
    fields = json.loads(data)
    if not isinstance(fields, dict) or fields.pop(_LOGO_HASH, None) != logo_hash(logo):
        message = "the logo is not the one that the paper was frozen with"
        raise ValueError(message)
    content = typing.cast("PaperContent", _decode(PaperContent, fields))
    return dataclasses.replace(content, logo=logo)


def _fields_of(value: object) -> dict[str, object]:
    kind: typing.Any = type(value)
    return {name: getattr(value, name) for name in _field_names(kind)}


@functools.cache
def _field_names(kind: typing.Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def _plain(value: object) -> object:
    """What JSON has no form of its own for; the encoder itself walks through tuples and dicts."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    return _said_of(value) if isinstance(value, FigureShape) else _fields_of(value)


def _said_of(shape: FigureShape) -> dict[str, object]:
    """A shape without what goes without saying: drawings have hundreds of them."""
    return {name: said for name, said in _fields_of(shape).items() if said != _UNSAID.get(name)}


_UNSAID = {field.name: field.default for field in dataclasses.fields(FigureShape)}
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _decode(hint: object, value: object) -> object:
    origin = typing.get_origin(hint)
    if origin in (types.UnionType, typing.Union):
        return _decode_union(typing.get_args(hint), value)
    if origin is tuple:
        assert isinstance(value, list)
        return tuple(_decode(typing.get_args(hint)[0], item) for item in value)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        assert isinstance(value, dict)
        hints = _hints_of(hint)
        return hint(**{name: _decode(hints[name], item) for name, item in value.items()})
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint(value)
    if hint is dt.date:
        return dt.date.fromisoformat(str(value))
    return value


@functools.cache
def _hints_of(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def _decode_union(choices: tuple[object, ...], value: object) -> object:
    if value is None:
        return None
    others = [choice for choice in choices if choice is not types.NoneType]
    return _decode(others[0], value) if len(others) == 1 else value
