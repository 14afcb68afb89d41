"""The paper that goes to the workshop with a piece to make: lists, drawings, plans of sheets."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.papers import (
    CellAlign,
    PaperColumn,
    PaperContent,
    PaperFact,
    PaperFigure,
    PaperKind,
    PaperParty,
    PaperTable,
)
from app.domain.workshop.job import Job
from app.domain.workshop.numbers import numbers_of
from app.domain.workshop.sheets import KERF, TRIM
from app.services.documents.figures import date_text, size_text
from app.services.letterhead import Letterhead
from app.services.workshop.sheet_figures import PanelName, sheet_figures
from app.services.workshop.tables import (
    ARTICLES,
    CUT,
    LISTS,
    OPERATIONS,
    decimal,
    list_head,
    list_rows,
    shown,
    shown_rows,
)
from app.services.workshop.words import workshop_word

_RIGHT, _LEFT = CellAlign.RIGHT, CellAlign.LEFT
_SHARES = {
    ARTICLES: ((3, _LEFT), (6, _LEFT), (2, _RIGHT), (2, _LEFT)),
    CUT: (
        (5, _LEFT), (17, _LEFT), (15, _LEFT), (6, _RIGHT), (7, _RIGHT), (7, _RIGHT), (6, _RIGHT),
        (9, _LEFT), (15, _LEFT), (13, _LEFT),
    ),
    OPERATIONS: ((6, _LEFT), (3, _LEFT), (2, _RIGHT), (2, _RIGHT), (2, _RIGHT)),
}  # fmt: skip


def workshop_paper(job: Job, head: Letterhead, drawings: Sequence[PaperFigure] = ()) -> PaperContent:
    """The paper of a job in the language of the firm.

    Args:
        job: what is made.
        head: the firm's.
        drawings: pictures of the piece, before the plans of the sheets.
    """
    language = head.language
    return PaperContent(
        kind=PaperKind.WORKSHOP,
        title=workshop_word("title" if job.number else "preview", language),
        number=job.number or job.order_number,
        sender=head.sender,
        recipient=PaperParty((job.customer,) if job.customer else ()),
        language=language,
        currency=head.currency,
        facts=_facts(job, language),
        intro=(f"{job.pieces} x {job.text}",),
        tables=tuple(_table(name, job, language) for name in LISTS if list_rows(name, job, language)),
        notes=(*_cut_note(job, language), *_too_large(job, language)),
        figures=(*drawings, *_plans(job, language)),
        logo=head.logo,
    )


def _facts(job: Job, language: str) -> tuple[PaperFact, ...]:
    order = f"{job.order_number} / {job.position}" if job.position else job.order_number
    texts = {
        "order": order,
        "pieces": str(job.pieces),
        "due": date_text(job.due, language) if job.due else "",
    }
    return tuple(PaperFact(workshop_word(name, language), text) for name, text in texts.items() if text)


def _table(name: str, job: Job, language: str) -> PaperTable:
    """A list without the columns in which nothing stands, such as openings where there are none."""
    head, rows = list_head(name, language), shown_rows(name, job, language)
    filled = [place for place in range(len(head.titles)) if any(row[place] for row in rows)]
    total = _total(job, language) if name == OPERATIONS else None
    columns = tuple(PaperColumn(head.titles[place], *_SHARES[name][place]) for place in filled)
    kept = tuple(tuple(row[place] for place in filled) for row in rows)
    return PaperTable(columns, kept, head.title, total and tuple(total[place] for place in filled))


def _total(job: Job, language: str) -> tuple[str, ...]:
    sums = (decimal(job.minutes, 1), decimal(job.work_cost, 2))
    return (workshop_word("total", language), "", "", *shown(sums, language))


def _cut_note(job: Job, language: str) -> tuple[str, ...]:
    """What the sizes and edges of the cut list mean."""
    if not job.layouts:
        return ()
    kerf, trim = size_text((KERF,), language), size_text((TRIM,), language)
    return (workshop_word("cut_note", language).format(kerf=kerf, trim=trim),)


def _plans(job: Job, language: str) -> list[PaperFigure]:
    numbers = numbers_of(job.rows, job.scene)
    names = {
        f"{place}.{piece}": PanelName(numbers[place], row.name)
        for place, row in enumerate(job.rows)
        for piece in range(row.count)
    }
    found: list[PaperFigure] = []
    for code, layout in job.layouts.items():
        found += sheet_figures(layout, job.scene.materials[code].name, language, names)
    return found


def _too_large(job: Job, language: str) -> tuple[str, ...]:
    told: list[str] = []
    for code, layout in job.layouts.items():
        names = {job.rows[int(key.split(".")[0])].name: None for key in layout.too_large}
        if names:
            sentence = workshop_word("too_large", language)
            told.append(sentence.format(material=job.scene.materials[code].name, parts=", ".join(names)))
    return tuple(told)
