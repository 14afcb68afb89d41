"""New drafts: from an example, from files, from a feature model, or a copy of another version."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.model_drafts.example import example_files
from app.domain.products import SHORT_LENGTH
from app.services.product_models.reading import read_version
from app.services.product_models.saving import SavedVersion, save_model
from app.services.unit_of_work import UnitOfWork
from db.schema.configurator import ProductModel
from db.statements import table_of

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MODEL = table_of(ProductModel).c


def start_model(uow: UnitOfWork, code: str, name: str = "") -> SavedVersion:
    """A draft of a new model from an example that can be used at once.

    Refused: `model_draft.bad_code` for what is no code, `model_draft.code_taken` where there is such a model.
    """
    uow.actor.require("model.edit")
    wanted = code.strip()
    if _CODE.fullmatch(wanted) is None or len(wanted) > SHORT_LENGTH:
        raise RefusedError("model_draft.bad_code", found=wanted, most=SHORT_LENGTH)
    if uow.db.execute(sa.select(_MODEL.id).where(_MODEL.code == wanted)).first() is not None:
        raise RefusedError("model_draft.code_taken", model=wanted)
    return save_model(uow, example_files(wanted, name))


def take_in(uow: UnitOfWork, files: Mapping[str, str], *, note: str = "") -> SavedVersion:
    """A draft of these files as they are, mistakes and all: it is put right on the desk."""
    return save_model(uow, files, note=note, unsound=True)


def copy_version(uow: UnitOfWork, id: int) -> SavedVersion:
    """A new draft of the same model with the files of this version."""
    return save_model(uow, read_version(uow, id).files, unsound=True)
