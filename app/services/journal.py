"""What was keyed while the database was away: a small file per order until it is saved.

A kept draft is both states of it, the stored and the current one, and the edits that wait for facts. Files
are replaced as a whole and are on disk when `keep` returns, so that not even kill -9 loses a keyed cell.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

from app.domain.errors import OutsideError
from app.domain.orders.draft import (
    Draft,
    Edit,
    Header,
    Line,
    delete_line,
    differences,
    header_values,
    insert_line,
)
from app.settings import data_folder

_FORMAT = 1
_DAYS = frozenset(
    each.name for kind in (Draft, Header, Line) for each in fields(kind) if "date" in str(each.type)
)
_log = logging.getLogger("keyline.journal")


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft that waits for its database; `file` is where it was read from."""

    actor: str
    before: Draft
    after: Draft
    waiting: tuple[Edit, ...] = ()
    file: Path | None = field(default=None, compare=False)


class Journal:
    """The kept drafts of one database on this computer. May be called from several threads.

    `turn` numbers what is told about one order: what comes late changes nothing.
    """

    def __init__(self, database_url: str, folder: Path | None = None) -> None:
        self._folder = folder or data_folder() / "journal"
        self._mark = hashlib.sha256(database_url.encode()).hexdigest()[:12]
        self._process = f"{os.getpid()}-{os.urandom(3).hex()}"
        self._lock = threading.Lock()
        self._turns: dict[int, int] = {}

    def keep(self, kept: KeptDraft, *, turn: int) -> None:
        """Put the draft on disk, in place of what was kept of it before."""
        path = self._path(kept.after.id)
        text = json.dumps(_content(kept), ensure_ascii=False, default=_day_text)
        with self._lock:
            if self._is_late(kept.after.id, turn):
                return
            try:
                _replace(path, text)
            except OSError as error:
                reason = error.strerror or str(error)
                raise OutsideError("journal.cannot_write", file=path, detail=reason) from error

    def drop(self, order_id: int, *, turn: int) -> None:
        """The draft is in the database."""
        with self._lock:
            if not self._is_late(order_id, turn):
                self._path(order_id).unlink(missing_ok=True)

    def read(self, actor: str) -> tuple[KeptDraft, ...]:
        """The person's kept drafts, oldest first. A file that cannot be read is put aside and logged."""
        found = []
        paths = [(path.stat().st_mtime_ns, path) for path in self._folder.glob(f"{self._mark}-*.json")]
        for _time, path in sorted(paths):
            kept = _read(path)
            if kept is not None and kept.actor == actor:
                found.append(kept)
        return tuple(found)

    def _path(self, order_id: int) -> Path:
        return self._folder / f"{self._mark}-{order_id}-{self._process}.json"

    def _is_late(self, order_id: int, turn: int) -> bool:
        if turn <= self._turns.get(order_id, 0):
            return True
        self._turns[order_id] = turn
        return False


def forget(kept: KeptDraft) -> None:
    """Remove the file that the draft was read from."""
    if kept.file is not None:
        kept.file.unlink(missing_ok=True)


def edits_between(before: Draft, after: Draft) -> tuple[Edit, ...]:
    """The keyed differences of two states of one draft as edits: what a person may take once more."""
    found: list[Edit] = []
    old, new = header_values(before.header), header_values(after.header)
    changed = [name for name in old if old[name] != new[name]]
    if changed:
        found.append(
            Edit("header", {name: old[name] for name in changed}, {name: new[name] for name in changed})
        )
    for each in differences(before, after):
        if each.is_made:
            continue
        if each.new is None:
            found.append(delete_line(cast("Line", each.old)))
        elif each.old is None:
            found.append(insert_line(each.new))
        else:
            inputs = each.inputs
            if inputs:
                was, now = ({name: pair[place] for name, pair in inputs.items()} for place in (0, 1))
                found.append(Edit(f"lines/{each.key}", was, now))
    return tuple(found)


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _read(path: Path) -> KeptDraft | None:
    try:
        content = {"format": 0} | json.loads(path.read_text(encoding="utf-8"))
        _require_format(content["format"])
        return KeptDraft(
            content["actor"],
            draft_of(content["before"]),
            draft_of(content["after"]),
            tuple(_edit(each) for each in content["waiting"]),
            path,
        )
    except FileNotFoundError:  # another window saved it meanwhile
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.exception("the kept draft %s cannot be read: %s", path, type(error).__name__)
        with suppress(OSError):
            path.replace(path.with_suffix(".damaged"))
        return None


def _require_format(number: object) -> None:
    if number != _FORMAT:
        raise ValueError(f"format {number}")


def _content(kept: KeptDraft) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "actor": kept.actor,
        "before": asdict(kept.before),
        "after": asdict(kept.after),
        "waiting": [
            {"target": each.target, "old": _plain(each.old), "new": _plain(each.new)} for each in kept.waiting
        ],
    }


def _plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if values is None else dict(values)


def _day_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a draft")


def draft_values(draft: Draft) -> dict[str, Any]:
    """A draft as plain values, for a file or a column: days as text."""
    return plain_values(asdict(draft))


def plain_values(values: Mapping[str, object]) -> dict[str, Any]:
    """Values of a draft with their days as text."""
    plain: dict[str, Any] = json.loads(json.dumps(values, ensure_ascii=False, default=_day_text))
    return plain


def draft_of(content: Mapping[str, Any]) -> Draft:
    """The draft of such values. Raises `KeyError` or `TypeError` where they are no draft."""
    values = _with_days(content)
    header = Header(**_with_days(values.pop("header")))
    lines = tuple(Line(**_with_days(line)) for line in values.pop("lines"))
    return Draft(header=header, lines=lines, **values)


def _edit(content: dict[str, Any]) -> Edit:
    old, new = content["old"], content["new"]
    return Edit(
        content["target"],
        None if old is None else _with_days(old),
        None if new is None else _with_days(new),
    )


def _with_days(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in _DAYS and isinstance(value, str) else value
        for name, value in values.items()
    }
