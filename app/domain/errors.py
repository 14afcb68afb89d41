"""Refusals and states of the world, told apart from our own bugs.

Anything that is not a `KeylineError` is a bug: it is logged and shown, never swallowed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.domain.issues import Issue


class KeylineError(Exception):
    """An expected refusal: a code of the catalogue in `app.messages` with its parameters."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = MappingProxyType(params)

    def __str__(self) -> str:
        """Code and parameters, for logs; people read `app.messages.text_of`."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({shown})"


class RefusedError(KeylineError):
    """The rules say no; `issues` lists every reason with its remedies."""

    def __init__(self, code: str, issues: Sequence[Issue] = (), **params: object) -> None:
        super().__init__(code, **params)
        self.issues = tuple(issues)


class ConflictError(KeylineError):
    """Somebody else changed it meanwhile; the caller shows both and asks."""


class NotFoundError(KeylineError):
    """The document or fact asked for does not exist (any more)."""


class NotAllowedError(KeylineError):
    """The actor lacks the right."""


class OutsideError(KeylineError):
    """The environment failed: database away, disk full, mail server refuses, printer missing."""
