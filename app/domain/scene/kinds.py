"""The kinds of a scene's parts: what is the same has one number, on drawings, in lists and on labels."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.scene.model import Scene, Vector


@dataclass(frozen=True, slots=True)
class Kind:
    """Parts that are the same: their number on the drawing, their name, size, material, and which of the scene.

    `size` is the cuboid's, in tenths of a millimetre, the longest side first; `material` is a code.
    """

    number: int
    name: str
    size: tuple[int, int, int]
    material: str
    parts: tuple[int, ...]


def kinds_of(scene: Scene) -> tuple[Kind, ...]:
    """The kinds of a scene's parts, numbered from 1 as they come in it; mirrored parts are of one kind."""
    found: dict[tuple[str, tuple[int, int, int], str], list[int]] = {}
    for number, part in enumerate(scene.parts):
        found.setdefault((part.name, longest_first(part.solid.size), part.material), []).append(number)
    return tuple(
        Kind(number, name, size, material, tuple(parts))
        for number, ((name, size, material), parts) in enumerate(found.items(), 1)
    )


def longest_first(size: Vector | tuple[int, int, int]) -> tuple[int, int, int]:
    """The three sides of a cuboid, the longest first."""
    first, second, third = sorted(size, reverse=True)
    return first, second, third
