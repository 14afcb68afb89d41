"""New orders are started once: a start whose answer was lost is repeated under its own key."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.errors import NotFoundError, OutsideError
from app.views.kit.jobs import Failed

if TYPE_CHECKING:
    from app.services.unit_of_work import Reading, UnitOfWork
    from app.views.kit.context import Context


class Starts:
    """Starts empty drafts; each press makes one, but for that after an answer that never came."""

    def __init__(self, frame: Context, owner: QObject) -> None:
        self._frame = frame
        self._owner = owner
        self._lost: list[str] = []  # keys of starts that may be written

    def start(self, done: Callable[[int], None], failed: Failed) -> None:
        """Give the id of an empty draft: a new one, or that of the start before that got no answer."""
        is_repeat = bool(self._lost)
        key = self._lost.pop() if is_repeat else f"order-{uuid.uuid4().hex}"

        def lost(error: Exception) -> None:
            if isinstance(error, OutsideError):
                self._lost.append(key)
            failed(error)

        def started(order_id: int) -> None:
            if is_repeat:
                self._take_if_empty(order_id, done, failed, lost)
            else:
                done(order_id)

        self._frame.jobs.write(self._owner, _start_draft, started, key=key, failed=lost)

    def _take_if_empty(
        self, order_id: int, done: Callable[[int], None], failed: Failed, lost: Failed
    ) -> None:
        """Somebody may have found it in the list meanwhile, and keyed into it or thrown it away."""

        def take(is_empty: bool) -> None:
            if is_empty:
                done(order_id)
            else:
                self.start(done, failed)

        self._frame.jobs.read(self._owner, lambda view: _is_empty(view, order_id), take, failed=lost)


def _start_draft(uow: UnitOfWork) -> int:
    from app.services.orders.drafts import start_draft

    return start_draft(uow)


def _is_empty(view: Reading, order_id: int) -> bool:
    from app.services.orders.drafts import read_draft

    try:
        return read_draft(view, order_id).is_empty
    except NotFoundError:
        return False
