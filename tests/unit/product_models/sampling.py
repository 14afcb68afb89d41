"""Whole configurations of a flattened model at random, without the engine: wrong ones are mended choice by choice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.configurator.formulas import codes_in, holds
from app.domain.configurator.model import Configuration, Group, Number, Rule, Table
from app.domain.product_models.flattening import Flat
from tests.unit.product_models.direct import is_engine_valid, is_table_kept

Wish = dict[str, tuple[str, ...] | int]
"""By group the options wished for, by number its value, whether they are asked or not."""
TRIES, STEPS = 8, 300


@dataclass
class Sampler:
    """Draws configurations of a model from a source of its own."""

    flat: Flat
    source: random.Random

    def __post_init__(self) -> None:
        model = self.flat.model
        self._hidden = {group.code for group in self.flat.hidden}
        self._groups = {group.code: group for group in model.groups if group.code not in self._hidden}
        self._numbers = {number.code: number for number in model.numbers}
        self._owners = {option: group.code for group in model.groups for option in group.options}
        asked: list[Group | Number] = [*model.groups, *model.numbers]
        self._whens = {each.code: each.when for each in asked if each.when}
        self._asks = {code: self._names(code) for code in self._whens}
        self._demands = [(each, self._named_by(each)) for each in model.demands]

    def draw(self) -> Configuration:
        """A whole configuration."""
        while True:
            wish: Wish = {code: self._any(code) for code in (*self._groups, *self._numbers)}
            found = self._mended(wish)
            if found is not None:
                assert is_engine_valid(self.flat.model, found)
                return found

    def _mended(self, wish: Wish) -> Configuration | None:
        wrong = self._wrong(wish, range(len(self._demands)))
        for _ in range(STEPS):
            if not wrong:
                return self._asked(wish)
            code = self.source.choice(sorted(self._demands[self.source.choice(sorted(wrong))][1]))
            touched = self._touched(code)
            tries = [{**wish, code: self._any(code)} for _ in range(TRIES)]
            told = [(wrong - touched) | self._wrong(each, touched) for each in tries]
            best = min(range(TRIES), key=lambda at: len(told[at]))
            if len(told[best]) <= len(wrong) or self.source.random() < 0.2:
                wish, wrong = tries[best], told[best]
        return None

    def _any(self, code: str) -> tuple[str, ...] | int:
        if code in self._numbers:
            return self.source.choice(self._numbers[code].values)
        group: Group = self._groups[code]
        return tuple(self.source.sample(group.options, self.source.randint(group.lo, group.hi)))

    def _asked(self, wish: Mapping[str, tuple[str, ...] | int]) -> Configuration:
        """What of the wish is asked; what that asks for in turn, until nothing changes."""
        found = Configuration(frozenset(), {})
        for _ in range(len(self._whens) + 2):
            options = {
                o for code in self._groups if self._is_asked(code, found) for o in _options(wish[code])
            }
            numbers = {code: wish[code] for code in self._numbers if self._is_asked(code, found)}
            values = {code: value for code, value in numbers.items() if isinstance(value, int)}
            stands = {
                o for group in self.flat.hidden if self._is_asked(group.code, found) for o in group.options
            }
            after = Configuration(frozenset(options | stands), values)
            if after == found:
                break
            found = after
        return found

    def _is_asked(self, code: str, found: Configuration) -> bool:
        when = self._whens.get(code)
        return when is None or holds(when, found.options, found.numbers)

    def _wrong(self, wish: Wish, demands: Iterator[int] | range | set[int]) -> set[int]:
        found = self._asked(wish)
        return {at for at in demands if not self._is_kept(self._demands[at][0], found)}

    def _is_kept(self, demand: Rule | Table, found: Configuration) -> bool:
        if isinstance(demand, Rule):
            return holds(demand.formula, found.options, found.numbers)
        return is_table_kept(self.flat.model, demand, found)

    def _named_by(self, demand: Rule | Table) -> set[str]:
        codes = demand.columns if isinstance(demand, Table) else codes_in(demand.formula)
        return set(self._seen(codes))

    def _names(self, code: str) -> set[str]:
        return set(self._seen(codes_in(self._whens[code])))

    def _seen(self, codes: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
        """Groups and numbers behind codes; behind a group that stands for a condition those of the condition."""
        for code in codes:
            owner = self._owners.get(code, code)
            if owner in self._hidden:
                yield from self._seen(codes_in(self._whens[owner]))
            else:
                yield owner

    def _touched(self, code: str) -> set[int]:
        """Demands that may say another thing when this choice changes."""
        changed = {code}
        while more := {one for one, asks in self._asks.items() if asks & changed} - changed:
            changed |= more
        return {at for at, (_, named) in enumerate(self._demands) if named & changed}


def _options(wished: tuple[str, ...] | int) -> tuple[str, ...]:
    return wished if isinstance(wished, tuple) else ()
