"""Units of work of an import: one for each document, or one around the whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from app.domain.rights import Actor
from app.services.unit_of_work import UnitOfWork, Work

Units = Callable[[], AbstractContextManager[UnitOfWork]]


def one_each(work: Work, actor: Actor) -> Units:
    """A short transaction for each document or batch: a clerk beside it is not held up."""
    return lambda: work.begin(actor=actor)


def one_for_all(uow: UnitOfWork) -> Units:
    """The same unit of work again and again: all or nothing."""

    @contextmanager
    def unit() -> Iterator[UnitOfWork]:
        yield uow

    return unit
