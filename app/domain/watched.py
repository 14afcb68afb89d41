"""Long work that somebody waits for: it tells how far it is, and ends where nobody waits for it any more.

Who starts such work says who is told (`watched`); the work itself calls `going_on` wherever it could end. So no
function between the two has to hand anything on. Work that nobody watches runs to its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Watch: TypeAlias = Callable[[str, float], None]
"""Is told the step that the work is at ("" for the same one as before) and how far it is in it, 0 to 1, negative where
that is not known. What it raises ends the work."""

_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watched(by: Watch) -> Iterator[None]:
    """What is done within, in this thread, tells `by` how far it is."""
    token = _WATCH.set(by)
    try:
        yield
    finally:
        _WATCH.reset(token)


def going_on(step: str = "", *, done: int = 0, count: int = 0) -> None:
    """Tell whoever watches that the work goes on; what they raise ends it.

    Args:
        step: a code, such as "compiling", where a new one begins.
        done: so many are done,
        count: of so many; of 0: nobody knows.
    """
    watch = _WATCH.get()
    if watch is not None:
        watch(step, done / count if count else -1.0)
