"""The files of a product model in a folder: read from it, and written into it."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.domain.errors import OutsideError, RefusedError
from app.domain.model_drafts.example import MAIN
from app.domain.model_drafts.tables import is_table

KINDS = frozenset({".yaml", ".yml", ".csv"})
MOST_CHARACTERS = 10_000_000
"""So long a file may be; what is longer is not even opened."""


def read_folder(folder: Path) -> dict[str, str]:
    """The files of the model in a folder; RefusedError `model_draft.no_files` where there is no model.yaml."""
    try:
        paths = sorted(
            path for path in folder.iterdir() if path.suffix.casefold() in KINDS and path.is_file()
        )
    except OSError as error:
        raise OutsideError("model_draft.not_read", file=str(folder), problem=str(error)) from error
    return read_files(paths)


def read_files(paths: Iterable[Path]) -> dict[str, str]:
    """The texts of these files by name; a single YAML file of any name is the model's."""
    texts = {path.name: read_text(path) for path in paths}
    yamls = [name for name in texts if name.casefold().endswith((".yaml", ".yml"))]
    if MAIN not in texts and len(yamls) == 1:
        texts[MAIN] = texts.pop(yamls[0])
    if MAIN not in texts:
        raise RefusedError("model_draft.no_files")
    return texts


def read_text(path: Path) -> str:
    """The text of a file, with plain ends of lines; refused by its size before it is read.

    Raises:
        RefusedError: `model_draft.too_long`, `model_draft.not_text`.
        OutsideError: where it cannot be read.
    """
    try:
        if path.stat().st_size > MOST_CHARACTERS:
            raise RefusedError("model_draft.too_long", file=path.name, most=MOST_CHARACTERS)
        content = path.read_bytes()
    except OSError as error:
        raise OutsideError("model_draft.not_read", file=path.name, problem=str(error)) from error
    text = _decoded(content, path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes, path: Path) -> str:
    """UTF-8, with or without its mark; tables also as spreadsheets save them: UTF-16 with its mark, Windows-1252."""
    names = ["utf-8-sig"]
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        names = ["utf-16"]
    elif is_table(path.name):
        names.append("cp1252")
    for name in names:
        try:
            text = content.decode(name)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    raise RefusedError("model_draft.not_text", file=path.name)


def write_folder(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the files of a version; none that says something else is overwritten: `model_draft.file_there`."""
    targets = {folder / Path(name).name: text for name, text in files.items()}
    for path, text in targets.items():
        if path.exists() and not _says(path, text):
            raise RefusedError("model_draft.file_there", file=path.name)
    for path, text in targets.items():
        write_text(path, text)
    return tuple(targets)


def _says(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8", errors="replace") == text
    except OSError:  # a folder of that name, or one that may not be read
        return False


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8; OutsideError where the disk refuses."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutsideError("model_draft.not_written", file=path.name, problem=str(error)) from error
