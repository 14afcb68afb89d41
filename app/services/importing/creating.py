"""Making many records of which a few may be refused: the good ones are made, the others told."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.domain.errors import RefusedError
from app.domain.issues import Issue
from app.services.unit_of_work import UnitOfWork

T = TypeVar("T")
_ROW = re.compile(r"rows/(\d+)/")


@dataclass(frozen=True, slots=True)
class Made:
    """Ids by the input's place, and why the other places were refused."""

    ids: Mapping[int, int] = field(default_factory=dict)
    refused: Mapping[int, Issue] = field(default_factory=dict)


def make_accepted(
    uow: UnitOfWork, create: Callable[[UnitOfWork, Sequence[T]], Sequence[int]], inputs: Sequence[T]
) -> Made:
    """Call `create` with the inputs that it accepts; a refusal names its input in `where` as "rows/3/..."."""
    left = list(range(len(inputs)))
    refused: dict[int, Issue] = {}
    while left:
        try:
            with uow.savepoint():
                ids = create(uow, [inputs[place] for place in left])
            return Made(dict(zip(left, ids, strict=True)), refused)
        except RefusedError as error:
            found = _by_place(error.issues, left)
            if not found:
                raise
            refused.update(found)
            left = [place for place in left if place not in found]
    return Made({}, refused)


def _by_place(issues: Sequence[Issue], places: Sequence[int]) -> dict[int, Issue]:
    """The first blocking issue of each refused place; of one input only, whatever it says."""
    found: dict[int, Issue] = {}
    for issue in issues:
        if issue.severity != "block":
            continue
        named = _ROW.match(issue.where)
        if named:
            found.setdefault(places[int(named[1])], issue)
        elif len(places) == 1:
            found.setdefault(places[0], issue)
    return found
