"""Papers in the database: frozen at posting, rendered once, reprinted as copies.

Freezing stores the canonical bytes and their hash inside the posting's transaction; the PDF is rendered
afterwards by a job (or on first view) and stored with its own hash. Neither ever changes again (C54).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.paper_bytes import canonical_bytes, content_from_bytes, frozen_logo_hash
from app.domain.papers import PaperContent
from app.domain.rights import Actor
from app.services.clock import in_zone
from app.services.letterhead import logo_by_hash
from app.services.unit_of_work import Reading, UnitOfWork, Work
from db.schema.invoicing import Invoice
from db.schema.papers import Paper
from db.statements import insert_row, table_of

_PAPER = table_of(Paper)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper as lists show it."""

    id: int
    kind: str
    document_kind: str
    document_id: int
    revision: int
    number: str
    created_at: datetime
    is_rendered: bool
    is_advance: bool = False


def freeze_paper(
    uow: UnitOfWork,
    *,
    kind: str,
    document_kind: str,
    document_id: int,
    revision: int,
    number: str,
    content: PaperContent,
) -> int:
    """Store the content of a paper for good; its id. The PDF follows after the commit.

    The audit keeps what was frozen with its hash, so that `verify` sees a paper that is gone.
    """
    data = canonical_bytes(content)
    values = {
        "kind": kind,
        "document_kind": document_kind,
        "document_id": document_id,
        "revision": revision,
        "number": number,
        "content": data.decode(),
        "content_hash": _hash(data),
        "created_at": uow.now,
    }
    paper_id = insert_row(uow.db, Paper, values)
    names = ("kind", "document_kind", "document_id", "revision", "number", "content_hash")
    uow.audit("paper", paper_id, before={}, after={name: values[name] for name in names})
    return paper_id


def hash_of(content: PaperContent) -> str:
    """What a paper of this content is proved by."""
    return _hash(canonical_bytes(content))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_papers(view: Reading, document_kind: str, document_id: int) -> tuple[PaperFacts, ...]:
    """All papers of a document with all revisions, newest first."""
    statement = (
        _select_facts()
        .where(_PAPER.c.document_kind == document_kind, _PAPER.c.document_id == document_id)
        .order_by(_PAPER.c.id.desc())
    )
    rows = view.db.execute(statement).mappings()
    return tuple(in_zone(view.clock, PaperFacts(**row), "created_at") for row in rows)


def newest_paper(
    view: Reading, document_kind: str, document_id: int, kinds: Collection[str] = ()
) -> int | None:
    """The newest paper of a document (of these kinds), None where none was frozen yet."""
    statement = sa.select(_PAPER.c.id).where(
        _PAPER.c.document_kind == document_kind, _PAPER.c.document_id == document_id
    )
    if kinds:
        statement = statement.where(_PAPER.c.kind.in_(kinds))
    found = view.db.execute(statement.order_by(_PAPER.c.id.desc()).limit(1)).scalar_one_or_none()
    return int(found) if found is not None else None


def read_paper(view: Reading, paper_id: int) -> PaperFacts:
    """One paper; `NotFoundError` for an unknown id."""
    row = view.db.execute(_select_facts().where(_PAPER.c.id == paper_id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="paper", id=paper_id)
    return PaperFacts(**row)


def _select_facts() -> sa.Select[*tuple[Any, ...]]:
    names = ("id", "kind", "document_kind", "document_id", "revision", "number", "created_at")
    is_advance = sa.exists().where(
        _PAPER.c.kind == "invoice", Invoice.id == _PAPER.c.document_id, Invoice.is_advance
    )
    return sa.select(
        *(_PAPER.c[name] for name in names),
        _PAPER.c.pdf_hash.is_not(None).label("is_rendered"),
        is_advance.label("is_advance"),
    )


def read_content(view: Reading, paper_id: int) -> PaperContent:
    """The frozen content of a paper, with the logo that it was frozen with."""
    text = view.db.execute(sa.select(_PAPER.c.content).where(_PAPER.c.id == paper_id)).scalar_one_or_none()
    if text is None:
        raise NotFoundError("document.not_found", kind="paper", id=paper_id)
    data = text.encode()
    wanted = frozen_logo_hash(data)
    logo = logo_by_hash(view, wanted) if wanted else None
    if wanted and logo is None:  # frozen before logos were kept, and changed since
        data = data.replace(wanted.encode(), b"", 1)
    return content_from_bytes(data, logo=logo)


def read_pdf(work: Work, paper_id: int, *, actor: Actor, as_copy: bool = False) -> bytes:
    """The PDF of a paper: rendered and stored on the first call, the stored bytes ever after.

    `as_copy` gives a reprint that says so; it is not stored.
    """
    from app.services.documents.render import render  # noqa: PLC0415 - ReportLab loads with the first paper

    with work.reading(actor=actor) as view:
        stored = view.db.execute(sa.select(_PAPER.c.pdf).where(_PAPER.c.id == paper_id)).scalar_one_or_none()
        if stored is not None and not as_copy:
            return bytes(stored)
        content = read_content(view, paper_id)
    pdf = render(replace(content, is_copy=True) if as_copy else content)
    if as_copy:
        return pdf
    return _store_pdf(work, paper_id, pdf, actor=actor)


def _store_pdf(work: Work, paper_id: int, pdf: bytes, *, actor: Actor) -> bytes:
    """Keep the first rendering; a colleague who was faster wins, and the same bytes go to both."""
    values = {"pdf": pdf, "pdf_hash": _hash(pdf)}
    with work.begin(actor=actor) as uow:
        mine = sa.update(_PAPER).where(_PAPER.c.id == paper_id, _PAPER.c.pdf.is_(None)).values(**values)
        if uow.db.execute(mine).rowcount == 1:
            uow.audit("paper", paper_id, before={}, after={"pdf_hash": values["pdf_hash"]})
            return pdf
        first = uow.db.execute(sa.select(_PAPER.c.pdf).where(_PAPER.c.id == paper_id)).scalar_one()
        return bytes(first or b"")


def render_missing(
    work: Work, *, actor: Actor, limit: int = 50, going_on: Callable[[], bool] = lambda: True
) -> int:
    """Render papers that were frozen and not rendered yet (a crash between the two); how many.

    `going_on` is asked before each: a window that closes does not wait for the rest.
    """
    with work.reading(actor=actor) as view:
        statement = sa.select(_PAPER.c.id).where(_PAPER.c.pdf.is_(None)).order_by(_PAPER.c.id).limit(limit)
        missing = view.db.execute(statement).scalars().all()
    rendered = 0
    for paper_id in missing:
        if not going_on():
            break
        read_pdf(work, paper_id, actor=actor)
        rendered += 1
    return rendered
