"""The versions of a rule of prices: what it said from when to when, put together from the acts that made them. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest

Said = Mapping[str, object]
"""Fields of a rule with their values, as they were recorded."""


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """What a rule said from a moment on; nothing from its end on. `key`: by what its acts name it, such as its id.

    `at` None: nobody recorded when it was made. `before`: what the version before it said.
    """

    key: Hashable
    said: Said
    at: datetime | None = None
    actor: str = ""
    reason: str = ""
    before: Said = field(default_factory=dict)

    @property
    def is_end(self) -> bool:
        """Whether the rule was taken out here."""
        return not self.said

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that say something else than before, sorted."""
        names = {*self.before, *self.said}
        return tuple(sorted(name for name in names if self.before.get(name) != self.said.get(name)))


@dataclass(frozen=True, slots=True)
class Acted:
    """An act on rules: what it closed and what it made, each by its key with what it said."""

    at: datetime
    actor: str
    reason: str
    closed: tuple[tuple[Hashable, Said], ...]
    made: tuple[tuple[Hashable, Said], ...]


def chains_of(acts: Iterable[Acted]) -> list[list[RuleVersion]]:
    """The versions of each rule that the acts, oldest first, tell of: oldest first.

    What an act makes takes the place of what it closes; of several, those of the same key belong together.
    """
    chains: list[list[RuleVersion]] = []
    current: dict[Hashable, list[RuleVersion]] = {}
    for act in acts:
        for closed, made in _pairs(act):
            chain = None if closed is None else current.pop(closed[0], None)
            if chain is None:
                chain = [] if closed is None else [RuleVersion(*closed)]
                chains.append(chain)
            before = chain[-1].said if chain else {}
            key = made[0] if made is not None else chain[-1].key
            said = made[1] if made is not None else {}
            chain.append(RuleVersion(key, said, act.at, act.actor, act.reason, before))
            if made is not None:
                current[key] = chain
    return chains


_Side = tuple[Hashable, Said]


def _pairs(act: Acted) -> Iterable[tuple[_Side | None, _Side | None]]:
    made = dict(act.made)
    rest = []
    for closed in act.closed:
        if closed[0] in made:
            yield closed, (closed[0], made.pop(closed[0]))
        else:
            rest.append(closed)
    yield from zip_longest(rest, made.items())


def unwound(
    now: Said, changes: Sequence[tuple[datetime, str, str, Said, Said]], key: Hashable
) -> list[RuleVersion]:
    """The versions of something that is changed in place, oldest first.

    `now` is what it says; of each change, newest first: moment, actor, reason, its fields before and after. What
    no change tells of was so before them.
    """
    found: list[RuleVersion] = []
    said = dict(now)
    for at, actor, reason, before, _after in changes:
        older = {**said, **before} if before else {}
        found.append(RuleVersion(key, said, at, actor, reason, older))
        if not older:
            return found[::-1]  # here it was made
        said = older
    found.append(RuleVersion(key, said))
    return found[::-1]


def in_force_at(versions: Sequence[RuleVersion], moment: datetime) -> int | None:
    """The place of the version, of those oldest first, that held at a moment; None before the first."""
    places = [place for place, each in enumerate(versions) if each.at is None or each.at <= moment]
    return places[-1] if places else None
