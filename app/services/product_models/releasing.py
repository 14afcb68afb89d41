"""A draft is released where nothing stands against it: no blocking finding, all cases hold, a note says what is new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.domain.errors import RefusedError
from app.services.kept_by_hash import KeptByHash
from app.services.product_models.kept import hash_of
from app.services.product_models.reading import ModelVersion, read_version
from app.services.product_models.saving import release_version
from app.services.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from app.domain.model_drafts.checking import Review

_REVIEWS: KeptByHash[Review] = KeptByHash(12)


def reviewed(files: Mapping[str, str], on: date, content_hash: str = "") -> Review:
    """Everything that is wrong with files, and what came of their cases; seconds for a large model, so in a job."""

    def check() -> Review:
        from app.domain.model_drafts.checking import check_draft  # noqa: PLC0415 - the engine, for who writes models

        return check_draft(files, on)

    return _REVIEWS.get((content_hash or hash_of(files), on), check)


def require_ready(known: ModelVersion, on: date) -> None:
    """RefusedError `model_draft.not_ready` with whatever stands against the release of a draft."""
    review = reviewed(known.files, on, known.row.content_hash)
    if review.blocking:
        issues = tuple(finding.issue for finding in review.blocking)
        raise RefusedError("model_draft.not_ready", issues, model=known.code, number=known.row.number)


def release_draft(uow: UnitOfWork, id: int, *, version: int, note: str) -> int:
    """Release a draft that is ready, with a note that says what is new; the new version.

    Ask `reviewed` for its files before, in a job: what it said is kept, and nothing is reckoned in here.
    """
    uow.actor.require("model.edit")
    known = read_version(uow, id)
    if not note.strip():
        raise RefusedError("model_draft.no_note", model=known.code, number=known.row.number)
    require_ready(known, uow.today)
    return release_version(uow, id, version=version, note=note)
