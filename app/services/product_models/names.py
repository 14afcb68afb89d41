"""What models are called in the language of whoever reads: the row keeps one name, the files say it by language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial

import sqlalchemy as sa

from app.domain.model_drafts.example import MAIN
from app.domain.pricing.configured import name_in
from app.domain.products import NAME_LENGTH
from app.i18n import current_language
from app.services.kept_by_hash import KeptByHash
from app.services.unit_of_work import Reading
from db.schema.configurator import ProductModelVersion
from db.statements import table_of

_VERSION = table_of(ProductModelVersion).c
_ROWS = "en"
"""The language of the name that the row keeps, where the files have it."""
_NAME = re.compile(r"^name:.*(?:\n[ \t]+.*){0,20}", re.MULTILINE)
_KNOWN: KeptByHash[Mapping[str, str]] = KeptByHash(500)


def names_of_files(files: Mapping[str, str]) -> Mapping[str, str]:
    """The names by language that a model's files say; none where that cannot be told of files that have mistakes.

    A name without a language stands for English. Only the entry itself is read: a list asks for many models.
    """
    import yaml  # noqa: PLC0415 - for who looks at models in another language than the rows'

    found = _NAME.search(files.get(MAIN, "").replace("\r", ""))
    if found is None:
        return {}
    try:
        said = yaml.safe_load(found[0])["name"]
    except yaml.YAMLError:
        return {}
    if not isinstance(said, dict):
        return {"en": str(said)} if said else {}
    return {str(language): str(name)[:NAME_LENGTH] for language, name in said.items() if name}


def read_names(view: Reading, versions: Iterable[tuple[int, str]]) -> dict[int, Mapping[str, str]]:
    """By id of a version what it calls its model; `versions`: ids with the hashes of their content.

    What was read once is kept by its hash. In English nothing is read: that name is the row's.
    """
    if current_language() == _ROWS:
        return {id_: {} for id_, _content in versions}
    return {id_: _KNOWN.get(content, partial(_read, view, id_)) for id_, content in versions}


def name_of_version(content_hash: str, files: Mapping[str, str], name: str) -> str:
    """The model's name in the language of whoever reads, of a version whose files are at hand."""
    if current_language() == _ROWS:
        return name
    return own_name(_KNOWN.get(content_hash, lambda: names_of_files(files)), name)


def own_name(names: Mapping[str, str], name: str) -> str:
    """A name in the language of whoever reads, where it is one of these; else as it is."""
    return name_in(names.items(), current_language()) if name in names.values() else name


def _read(view: Reading, id: int) -> Mapping[str, str]:
    files = sa.select(_VERSION.files).where(_VERSION.id == id)
    return names_of_files(view.db.execute(files).scalar_one())
