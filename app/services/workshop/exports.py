"""What is made, as files: drawings, lists, outlines for machines, labels. Each is written whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.domain.workshop.cut_list import SHEET
from app.domain.workshop.job import Job
from app.domain.workshop.numbers import numbers_of
from app.i18n import speech
from app.services.export import written_whole
from app.services.letterhead import Letterhead
from app.services.workshop.tables import ARTICLES, CUT, LISTS, OPERATIONS, list_rows, write_list

if TYPE_CHECKING:  # numpy is loaded by who draws
    from app.domain.scene.looking import Looking

PICTURE, ELEVATIONS, SOLIDS, PAPER, PANELS, LABELS = (
    "picture", "elevations", "solids", "paper", "panels", "labels",
)  # fmt: skip
_LIST = (".xlsx", ".csv")
SUFFIXES: Mapping[str, tuple[str, ...]] = {
    PICTURE: (".png", ".svg"),
    ELEVATIONS: (".svg",),
    SOLIDS: (".glb",),
    PAPER: (".pdf",),
    ARTICLES: _LIST,
    CUT: _LIST,
    OPERATIONS: _LIST,
    PANELS: (".dxf",),
    LABELS: (".pdf",),
}
"""What there is, with the endings of its files, the usual one first."""
PICTURE_PIXELS, _SVG_PIXELS = (1600, 1200), (1000, 750)


@dataclass(frozen=True, slots=True)
class Exported:
    """What is written, and how.

    Args:
        job: what is made.
        head: the firm's.
        language: of all words.
        looking: from where the picture is seen.
        png: makes the picture in pixels: who has a screen brings it.
    """

    job: Job
    head: Letterhead
    language: str
    looking: Looking
    png: Callable[[], bytes]


def write_export(path: Path, what: str, exported: Exported) -> None:
    """Write a file of that kind, one of `SUFFIXES`, as the path's ending says.

    RefusedError `export.nothing` where there is none of it, `export.other_kind` for another ending; OutsideError
    `export.cannot_write`. Takes up to seconds: in a job.
    """
    if path.suffix.lower() not in SUFFIXES[what]:
        raise RefusedError("export.other_kind", kinds=", ".join(SUFFIXES[what]), suffix=path.suffix or "-")
    if what in LISTS:
        if not list_rows(what, exported.job, exported.language):
            raise RefusedError("export.nothing")
        write_list(path, what, exported.job, exported.language)
        return
    if not exported.job.scene.parts:
        raise RefusedError("export.nothing")
    is_png = path.suffix.lower() == ".png"
    write_whole(path, exported.png() if is_png else _FILES[what](exported))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file; OutsideError `export.cannot_write`, and what was there stays."""
    with written_whole(path) as part:
        part.write_bytes(data)


def _picture(exported: Exported) -> bytes:
    from app.domain.scene.svg import perspective_svg  # noqa: PLC0415 - numpy, for who draws

    decimal = speech(exported.language).decimal
    return perspective_svg(exported.job.scene, exported.looking, _SVG_PIXELS, decimal).encode()


def _elevations(exported: Exported) -> bytes:
    from app.domain.scene.svg import elevations_svg  # noqa: PLC0415 - the same

    return elevations_svg(exported.job.scene, decimal=speech(exported.language).decimal).encode()


def _solids(exported: Exported) -> bytes:
    from app.domain.scene.gltf import glb_of  # noqa: PLC0415 - the same

    return glb_of(exported.job.scene)


def _paper(exported: Exported) -> bytes:
    from app.services.documents.render import render  # noqa: PLC0415 - ReportLab, for who prints
    from app.services.workshop.drawings import job_drawings  # noqa: PLC0415 - the same
    from app.services.workshop.papers import workshop_paper  # noqa: PLC0415 - the same

    drawings = job_drawings(exported.job.scene, exported.language)
    return render(workshop_paper(exported.job, replace(exported.head, language=exported.language), drawings))


def _panels(exported: Exported) -> bytes:
    from app.services.workshop.outlines import panels_dxf  # noqa: PLC0415 - for who cuts

    if not any(row.kind == SHEET for row in exported.job.rows):
        raise RefusedError("export.nothing")
    return panels_dxf(exported.job.rows, numbers_of(exported.job.rows, exported.job.scene))


def _labels(exported: Exported) -> bytes:
    from app.services.workshop.labels import part_labels  # noqa: PLC0415 - ReportLab, for who prints

    if not exported.job.rows:
        raise RefusedError("export.nothing")
    return part_labels(exported.job, exported.language)


_FILES: Mapping[str, Callable[[Exported], bytes]] = {
    PICTURE: _picture,
    ELEVATIONS: _elevations,
    SOLIDS: _solids,
    PAPER: _paper,
    PANELS: _panels,
    LABELS: _labels,
}
