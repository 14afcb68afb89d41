"""Scenes and parts in words, for tool tips and for who does not see the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _, current_speech, n_

if TYPE_CHECKING:
    from app.domain.scene.model import Part, Scene


def scene_text(scene: Scene | None, chosen: str = "") -> str:
    """1600 x 800 x 745 mm, 14 parts. Chosen: Top, 1600 x 800 x 25 mm, Oak."""
    if scene is None:
        return _("Nothing to draw yet")
    count = len(scene.parts)
    told = n_("{size} mm, {count} part", "{size} mm, {count} parts", count)
    text = told.format(size=sizes_text(scene.outer), count=count)
    part = next((part for part in scene.parts if part.key == chosen), None)
    if part is None:
        return text
    return _("{scene}. Chosen: {part}").format(scene=text, part=part_text(part, scene, gap=", "))


def part_text(part: Part, scene: Scene, gap: str = "\n") -> str:
    """The part's name, its size and what it is made of."""
    material = scene.materials.get(part.material)
    size = _("{size} mm").format(size=sizes_text(part.solid.size))
    rows = (part.name, f"{size}, {material.name}" if material else size)
    return gap.join(rows)


def sizes_text(size: tuple[int, int, int]) -> str:
    """Tenths of a millimetre as millimetres: 1600 x 800 x 24.5."""
    decimal = current_speech().decimal
    return " x ".join(f"{side // 10}{decimal}{side % 10}" if side % 10 else str(side // 10) for side in size)
