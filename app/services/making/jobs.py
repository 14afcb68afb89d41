"""All that the workshop is told of a workshop order, as a job; its papers and files.

The scene, the lists and the lay-outs take tens of milliseconds: never on the thread of the window.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from app.domain.errors import RefusedError
from app.domain.making import needed_micro, per_piece
from app.domain.money import MICRO
from app.domain.product_models.evaluating import Evaluator
from app.domain.workshop.cut_list import SHEET
from app.domain.workshop.job import Job, JobArticle, cut_of, layouts_of
from app.domain.workshop.numbers import numbers_of
from app.services.configurations.reading import read_configuration
from app.services.letterhead import read_letterhead
from app.services.making.lists import WorkshopDetail, read_workshop_detail
from app.services.papers import freeze_paper, hash_of, read_content, read_papers
from app.services.product_models.kept import definition_of
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.workshop.drawings import job_drawings
from app.services.workshop.exports import write_whole
from app.services.workshop.jobs import read_named
from app.services.workshop.labels import part_labels
from app.services.workshop.outlines import panels_dxf
from app.services.workshop.papers import workshop_paper
from app.services.workshop.tables import ARTICLES, CUT, OPERATIONS, write_list

LABELS, PANELS = "labels", "panels"
FILES = (CUT, ARTICLES, OPERATIONS, LABELS, PANELS)


def read_job(view: Reading, id: int, language: str) -> Job:
    """The job of a workshop order, by the version of its model under which it was sold."""
    detail = read_workshop_detail(view, id)
    kept = read_configuration(view, detail.row.configuration)
    definition = definition_of(kept.version.files, kept.version.row.content_hash)
    evaluator = Evaluator(definition, language)
    scene = evaluator.scene(kept.configuration)
    pieces = -(-detail.row.quantity_micro // MICRO)
    rows = cut_of(scene, pieces)
    return Job(
        number=detail.row.number,
        order_number=detail.order_number,
        position=str(detail.position),
        customer=detail.customer,
        text=_text(detail.text, kept.texts, language),
        pieces=pieces,
        due=detail.row.due_date,
        scene=scene,
        articles=_articles(view, detail, per_piece(evaluator.bom(kept.configuration))),
        operations=evaluator.operations(kept.configuration),
        rows=rows,
        layouts=layouts_of(rows, scene.materials),
    )


def _text(text: str, texts: Mapping[str, str], language: str) -> str:
    """The text of the line as its model says it in this language; what somebody typed stays as he typed it."""
    own = text.strip() not in {said.strip() for said in texts.values()}
    return text if own else texts.get(language) or texts.get("en") or text


def _articles(view: Reading, detail: WorkshopDetail, each: dict[str, Fraction]) -> tuple[JobArticle, ...]:
    """What it takes, counted up to whole quantities as the stock reserves it; licences and services, too."""
    seen = {found.row.article: found for found in detail.components}
    others = read_named(view, each.keys() - seen.keys())
    articles: list[JobArticle] = []
    for sku, quantity in sorted(each.items()):
        found = seen.get(sku)
        needed = needed_micro(quantity, detail.row.quantity_micro, found.row.decimals if found else 6)
        unit = found.row.unit if found else others[sku].unit if sku in others else ""
        name = found.name if found else others[sku].name if sku in others else ""
        articles.append(JobArticle(sku, name, Fraction(needed, MICRO), unit or "pc"))
    return tuple(articles)


def ensure_workshop_paper(uow: UnitOfWork, id: int) -> int:
    """The id of its paper as it stands now, in the firm's own language; a changed one is its next revision."""
    head = read_letterhead(uow, in_own_language=True)
    job = read_job(uow, id, head.language)
    content = workshop_paper(job, head, job_drawings(job.scene, head.language))
    papers = read_papers(uow, "workshop_order", id)
    if papers and hash_of(read_content(uow, papers[0].id)) == hash_of(content):
        return papers[0].id
    return freeze_paper(
        uow,
        kind="workshop",
        document_kind="workshop_order",
        document_id=id,
        revision=papers[0].revision + 1 if papers else 0,
        number=content.number,
        content=content,
    )


def write_file(job: Job, what: str, path: Path, language: str) -> None:
    """A list (CSV or XLSX by the path's ending), the labels of its parts (PDF) or the outlines of its panels (DXF).

    The file is written whole or not at all: OutsideError `export.cannot_write`. RefusedError `export.nothing` where
    there is none of it: a server has no panels.
    """
    if not _has(job, what):
        raise RefusedError("export.nothing")
    if what == LABELS:
        write_whole(path, part_labels(job, language))
    elif what == PANELS:
        write_whole(path, panels_dxf(job.rows, numbers_of(job.rows, job.scene)))
    else:
        write_list(path, what, job, language)


def _has(job: Job, what: str) -> bool:
    if what == PANELS:
        return any(row.kind == SHEET for row in job.rows)
    return bool({LABELS: job.rows, CUT: job.rows, ARTICLES: job.articles, OPERATIONS: job.operations}[what])
