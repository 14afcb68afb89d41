"""Acts on rules as the audit has them, for the versions that they made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.pricing.versions import Acted, Said
from app.services.history import Act

ACTS_MOST = 5_000


@dataclass(frozen=True, slots=True)
class RuleRef:
    """Names a rule: `kind` is "list", "row", "right", "cost", one of `BOOKS`, or "origin" with a line's origin."""

    kind: str
    id: int = 0
    origin: str = ""


def acted(acts: Sequence[Act], pick: Callable[[Said], Iterable[tuple[Any, Said]]]) -> list[Acted]:
    """The acts on these rules, oldest first."""
    found = (
        Acted(act.at, act.actor, act.reason, tuple(pick(act.before)), tuple(pick(act.after)))
        for act in reversed(acts)
    )
    return [act for act in found if act.closed or act.made]


def said_of(value: object) -> Said:
    """A rule's fields as an act says them."""
    assert isinstance(value, Mapping), "an act says a rule by its fields"
    return value


def whole(value: object) -> int:
    """Millionths out of a rule's fields."""
    assert isinstance(value, int), "a price is whole millionths"
    return value


def plain(said: Mapping[str, Any]) -> Said:
    """As the audit has it: days as text."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


def without_id(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row's fields beside its id."""
    return {name: value for name, value in row.items() if name != "id"}
