"""The pictures of kept configurations for papers. Orders without one pay nothing for it: no query, no evaluator."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.errors import NotFoundError, RefusedError
from app.i18n import current_speech
from app.services.kept_by_hash import KeptByHash
from app.services.unit_of_work import Reading

if TYPE_CHECKING:
    from app.domain.papers import PaperFigure

_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_DRAWN: KeptByHash[PaperFigure | None] = KeptByHash(40)


def read_drawings(view: Reading, keys: Collection[str]) -> dict[str, PaperFigure]:
    """By key of a configuration its picture with dimensions, without a title.

    Left out is what has no parts to draw, and what cannot be read any more: its paper goes out without a picture.
    Its dimensions are written in the language that is spoken. No query without a key; the first time a key takes two
    and tenths of a second: before a unit of work opens.
    """
    found = {key: _drawn(view, key) for key in sorted({key for key in keys if key})}
    return {key: _spoken(figure) for key, figure in found.items() if figure is not None}


def _spoken(figure: PaperFigure) -> PaperFigure:
    """With decimals as they are written in the language of the paper: that alone is no reason to draw it again."""
    decimal = current_speech().decimal
    if decimal == "." or not any("." in shape.text for shape in figure.shapes):
        return figure
    shapes = (replace(shape, text=_POINT.sub(decimal, shape.text)) for shape in figure.shapes)
    return replace(figure, shapes=tuple(shapes))


def _drawn(view: Reading, key: str) -> PaperFigure | None:
    try:
        return _DRAWN.get(key, lambda: _draw(view, key))
    except (NotFoundError, RefusedError):
        return None


def _draw(view: Reading, key: str) -> PaperFigure | None:
    """Drawn from the version of the model under which it was kept: years later it is the same."""
    from app.domain.product_models.evaluating import Evaluator  # noqa: PLC0415 - for who has configured lines
    from app.services.configurations import read_configuration  # noqa: PLC0415 - the same
    from app.services.documents.scene_figures import perspective_figure  # noqa: PLC0415 - numpy and ReportLab
    from app.services.product_models import definition_of  # noqa: PLC0415 - the same

    kept = read_configuration(view, key)
    definition = definition_of(kept.version.files, kept.version.row.content_hash)
    scene = Evaluator(definition).scene(kept.configuration)
    return perspective_figure(scene) if scene.parts else None
