"""A clerk at another desk: a process that keeps saving a draft while something big is written."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from app.bootstrap import open_office
from app.domain.rights import SYSTEM
from app.services.orders.drafts import read_draft, save_draft, start_draft
from bench.result import percentile

PAUSE_S = 0.1  # between two saves, as fast as somebody types


@dataclass(slots=True)
class Beside:
    """What the clerk waited for each save, in milliseconds; filled when the clerk has left."""

    waits: list[float] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The waits as they stand in an entry, with their budget of 300 ms."""
        if not self.waits:
            return {}
        saved = {"clerk_saves": len(self.waits), "clerk_p50": percentile(self.waits, 50)}
        return saved | {"clerk_p95": percentile(self.waits, 95), "clerk_max": round(max(self.waits), 1)}


@contextmanager
def clerk_beside(url: str) -> Iterator[Beside]:
    """A clerk saves a draft again and again while the block runs."""
    context = multiprocessing.get_context("spawn")
    ready, done, answer = context.Event(), context.Event(), context.Queue()
    process = context.Process(target=_save_again_and_again, args=(url, ready, done, answer))
    process.start()
    ready.wait(60)
    seen = Beside()
    try:
        yield seen
    finally:
        done.set()
        seen.waits += answer.get(timeout=60)
        process.join(60)


def _save_again_and_again(url: str, ready: Any, done: Any, answer: Any) -> None:
    waits: list[float] = []
    office = open_office(url)
    try:
        with office.work.begin(actor=SYSTEM) as uow:
            draft = read_draft(uow, start_draft(uow))
        ready.set()
        while not done.wait(PAUSE_S):
            keyed = replace(draft, header=replace(draft.header, po_number=f"PO-{len(waits)}"))
            start = time.perf_counter()
            with office.work.begin(actor=SYSTEM) as uow:
                version = save_draft(uow, before=draft, after=keyed)
            waits.append((time.perf_counter() - start) * 1000)
            draft = replace(keyed, version=version)
    finally:
        answer.put(waits)
        office.close()
