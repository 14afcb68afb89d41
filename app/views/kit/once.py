"""Writes that must not happen twice, however often the key is pressed: documents, goods, money, mails."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject

from app.i18n import _
from app.views.kit.errors import show_error, show_message
from app.views.kit.jobs import Failed, Jobs

if TYPE_CHECKING:
    from app.services.unit_of_work import UnitOfWork

T = TypeVar("T")
NOT_KEPT: tuple[()] = ()  # stands with the key for a result that is no id and no number


class LastKeys:
    """Small writes that may follow each other at once, such as notes; of each name the last one without an answer.

    Who sends the same again before anything else of that name sends it under the same key.
    """

    def __init__(self, jobs: Jobs, owner: QObject) -> None:
        self._jobs = jobs
        self._owner = owner
        self._waiting: dict[str, tuple[object, str]] = {}

    def write(self, name: str, call: Callable[[UnitOfWork], int], *, content: object, failed: Failed) -> None:
        """Run `call` once; `content` is what it says."""
        known, key = self._waiting.get(name, (None, ""))
        if not key or known != content:
            key = f"{name}-{uuid.uuid4().hex}"
            self._waiting[name] = content, key

        def written(_id: int) -> None:
            if self._waiting.get(name) == (content, key):
                del self._waiting[name]  # the same again would be another one

        self._jobs.write(self._owner, call, written, key=key, failed=failed)


class Once:
    """The writes of one page, by name; each has a key that stays until the write was answered.

    A press while the answer is under way does nothing; where it wants something else it says so. A press
    after an answer that never came (the database went away behind the commit) repeats under the same key, so
    that nothing is posted twice. What says something else, or is about something else, is another `content`,
    and a write of its own; what was not answered is remembered beside it.
    """

    def __init__(self, jobs: Jobs, owner: QObject) -> None:
        self._jobs = jobs
        self._owner = owner
        self._keys: dict[str, list[tuple[object, str]]] = {}  # of each name the contents without an answer
        self._under_way: dict[str, object] = {}  # the content

    def is_under_way(self, name: str) -> bool:
        """True from the press to its answer."""
        return name in self._under_way

    def write(
        self,
        name: str,
        call: Callable[[UnitOfWork], T],
        done: Callable[[T], None],
        *,
        content: object,
        failed: Failed | None = None,
        repeated: Callable[[], None] | None = None,
    ) -> None:
        """Run `call` once; `repeated` is told in place of `done` where an older try turns out to be written.

        `content`: what the write is about and what it will say; equal content is the same write.

        Ids and numbers are kept with the key, so `done` gets them again; other results are not.
        """
        if name in self._under_way:
            if self._under_way[name] != content:
                self._tell_busy()
            return
        self._under_way[name] = content
        key = self._key_of(name, content)
        results: list[T] = []

        def write(uow: UnitOfWork) -> object:
            result = call(uow)
            results.append(result)
            return result if isinstance(result, int | str) else NOT_KEPT

        def written(stored: object) -> None:
            del self._under_way[name]
            self._keys[name] = [each for each in self._keys[name] if each[1] != key]
            if results:
                done(results[-1])
            elif isinstance(stored, int | str):
                done(cast("T", stored))
            elif repeated is not None:
                repeated()

        def refused(error: Exception) -> None:
            del self._under_way[name]
            if failed is not None:
                failed(error)
            else:
                show_error(self._owner, error)

        self._jobs.write(self._owner, write, written, key=key, failed=refused)

    def _tell_busy(self) -> None:
        text = _("The one before is still being written. This one stays as it is: press again in a moment.")
        show_message(self._owner, text, "info")

    def _key_of(self, name: str, content: object) -> str:
        """The key of the try that got no answer, or a new one."""
        waiting = self._keys.setdefault(name, [])
        known = next((key for each, key in waiting if each == content), None)
        if known is None:
            known = f"{name}-{uuid.uuid4().hex}"
            waiting.append((content, known))
        return known
