"""The drawings of a workshop order: how the piece goes together, and its measures."""

from __future__ import annotations

from app.domain.papers import PaperFigure
from app.domain.scene.model import Scene
from app.services.documents.scene_figures import elevations_figure, exploded_figure
from app.services.workshop.words import workshop_word


def job_drawings(scene: Scene, language: str) -> tuple[PaperFigure, ...]:
    """The parts pulled apart with their numbers, and elevations to scale; none of a scene without parts.

    The names of the parts are in the scene's own language. Takes tenths of a second for a large cabinet.
    """
    if not scene.parts:
        return ()
    return (
        exploded_figure(scene, workshop_word("assembly", language), language),
        elevations_figure(scene, workshop_word("views", language), language=language),
    )
