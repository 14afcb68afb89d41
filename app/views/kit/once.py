"""Writes that must not happen twice, however often the key is pressed: documents, goods, money, mails."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject

from app.views.kit.errors import show_error
from app.views.kit.jobs import Failed, Jobs

if TYPE_CHECKING:
    from app.services.unit_of_work import UnitOfWork

T = TypeVar("T")
NOT_KEPT: tuple[()] = ()  # stands with the key for a result that is no id and no number


class Once:
    """The writes of one page, by name; each has a key that stays until the write was answered.

    A press while the answer is under way does nothing. A press after an answer that never came (the
    database went away behind the commit) repeats under the same key, so that nothing is posted twice. What
    was keyed anew since is another `content`, and a write of its own.
    """

    def __init__(self, jobs: Jobs, owner: QObject) -> None:
        self._jobs = jobs
        self._owner = owner
        self._keys: dict[str, tuple[object, str]] = {}
        self._under_way: set[str] = set()

    def is_under_way(self, name: str) -> bool:
        """True from the press to its answer."""
        return name in self._under_way

    def write(
        self,
        name: str,
        call: Callable[[UnitOfWork], T],
        done: Callable[[T], None],
        *,
        content: object = None,
        failed: Failed | None = None,
        repeated: Callable[[], None] | None = None,
    ) -> None:
        """Run `call` once; `repeated` is told in place of `done` where an older try turns out to be written.

        `content`: what the write will say, where it is keyed on the page; equal content is the same write.

        Ids and numbers are kept with the key, so `done` gets them again; other results are not.
        """
        if name in self._under_way:
            return
        self._under_way.add(name)
        results: list[T] = []

        def write(uow: UnitOfWork) -> object:
            result = call(uow)
            results.append(result)
            return result if isinstance(result, int | str) else NOT_KEPT

        def written(stored: object) -> None:
            self._under_way.discard(name)
            self._keys.pop(name, None)
            if results:
                done(results[-1])
            elif isinstance(stored, int | str):
                done(cast("T", stored))
            elif repeated is not None:
                repeated()

        def refused(error: Exception) -> None:
            self._under_way.discard(name)
            if failed is not None:
                failed(error)
            else:
                show_error(self._owner, error)

        if name not in self._keys or self._keys[name][0] != content:
            self._keys[name] = content, f"{name}-{uuid.uuid4().hex}"
        self._jobs.write(self._owner, write, written, key=self._keys[name][1], failed=refused)
