"""What a unit of work changed, as the bus and the change log carry it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One changed thing: its kind ("order", "customer", "stock" ...), id and new version."""

    kind: str
    id: int
    version: int
