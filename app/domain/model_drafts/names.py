"""Names of the files of a model."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.domain.errors import RefusedError

_NAME = re.compile(r"\w[\w.-]{0,60}\.(?:csv|yaml|yml)", re.IGNORECASE)


def new_file_name(words: str, known: Collection[str]) -> str:
    """A name for one more file; without an ending it is a table.

    RefusedError `model_draft.bad_file` where it cannot be one, `model_draft.file_known` where there is such a file.
    """
    name = words.strip()
    name = name if "." in name else f"{name}.csv"
    if _NAME.fullmatch(name) is None:
        raise RefusedError("model_draft.bad_file", found=words.strip())
    if name.casefold() in {each.casefold() for each in known}:
        raise RefusedError("model_draft.file_known", file=name)
    return name
