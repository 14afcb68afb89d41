"""Of which model files are, as far as that can be told of files that have mistakes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import RefusedError
from app.domain.model_drafts.example import MAIN
from app.domain.products import SHORT_LENGTH

_CODE = re.compile(r"^product:[ \t]*[\"']?([A-Za-z][A-Za-z0-9_]*)[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Head:
    """The code of a model, and what it is called; "" where that cannot be told."""

    code: str
    name: str = ""


def head_of(files: Mapping[str, str]) -> Head:
    """The model that files name; RefusedError `model_draft.no_files`, `model_draft.no_code` where they name none."""
    if MAIN not in files:
        raise RefusedError("model_draft.no_files")
    found = _CODE.search(files[MAIN].replace("\r", ""))
    if found is None or len(found[1]) > SHORT_LENGTH:
        raise RefusedError("model_draft.no_code", file=MAIN)
    return Head(found[1])
