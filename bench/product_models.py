"""Models and clicks for the benchmarks of the configurator: a seeded range of furniture, or a file of the caller's."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

from app.domain.configurator.compiling import CompiledModel, Possibilities
from app.domain.configurator.formulas import AllOf, AnyOf, AtMost, Chosen, Formula, Implies, Not
from app.domain.configurator.model import Group, Key, Number, Point, ProductModel, Rule
from app.domain.configurator.uvl import read_uvl
from app.domain.configurator.xcsp import option_of, read_xcsp
from app.domain.errors import RefusedError

GROUPS, OPTIONS, RULES = 12, 8, 60
Choices = dict[Key, bool]


def furniture(seed: int) -> ProductModel:
    """12 groups of 8 options that 60 rules bind: excluding pairs, demands, and demands of two for one of some."""
    source = random.Random(f"furniture-{seed}")
    groups = tuple(
        Group(f"g{at}", tuple(f"g{at}o{number}" for number in range(OPTIONS))) for at in range(GROUPS)
    )
    for attempt in range(100):
        rules = tuple(Rule(f"r{number}", _rule(source, groups)) for number in range(RULES))
        model = ProductModel(f"furniture-{seed}-{attempt}", groups, rules)
        if not CompiledModel(model).is_void:
            return model
    raise AssertionError("a hundred void models in a row")


def _rule(source: random.Random, groups: tuple[Group, ...]) -> Implies | Not:
    first, second, third = (group.options for group in source.sample(groups, 3))
    kind = source.random()
    one, two = Chosen(source.choice(first)), Chosen(source.choice(second))
    some = AnyOf(tuple(Chosen(code) for code in source.sample(third, 3)))
    if kind < 0.5:
        return Not(AllOf((one, two)))
    return Implies(one, some) if kind < 0.75 else Implies(AllOf((one, two)), some)


def named_model(file: str, seed: int) -> ProductModel:
    """The model of a file (UVL, or XCSP 2.1 by its ending `.xml`), or the range of furniture where none is named."""
    if not file:
        return furniture(seed)
    path = Path(file)
    if not path.is_file():
        raise RefusedError("bench.no_model", file=file)
    text = path.read_text(encoding="utf-8-sig")
    return read_xcsp(text, path.stem) if path.suffix == ".xml" else read_uvl(text, path.stem)


def orders_of(file: str, most: int) -> list[list[str]]:
    """The options of each order, variable by variable in the order of the file's first line."""
    path = Path(file)
    if not path.is_file():
        raise RefusedError("bench.no_orders", file=file)
    names, *orders = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [
        [option_of(name, value) for name, value in zip(names, values, strict=True)]
        for values in orders[:most]
    ]


def clicks(compiled: CompiledModel, count: int, seed: int) -> list[Choices]:
    """What is chosen after each of so many clicks: options taken and refused, retracted, looked at, begun anew.

    Each choice is one that is still open, as at the desk; `compiled` answers which. Of a model with numbers every
    fourth choice is a value.
    """
    source = random.Random(f"clicks-{seed}")
    chosen: Choices = {}
    asked: list[Choices] = []
    while len(asked) < count:
        kind = source.random()
        possible = compiled.possibilities(chosen)
        assert possible, "the clicks contradict one another"
        free = _open_codes(possible, compiled.codes)
        point = _open_point(source, possible, chosen)
        if chosen and (kind < 0.2 or not (free or point)):
            del chosen[source.choice(list(chosen))]
        elif chosen and kind < 0.25:
            chosen = {}
        elif free or point:
            key: Key = point or source.choice(free)
            looked_at = {**chosen, key: point is not None or source.random() < 0.8}
            asked.append(looked_at)
            if kind >= 0.4:
                chosen = looked_at
            continue
        asked.append(dict(chosen))
    return asked


def _open_point(source: random.Random, possible: Possibilities, chosen: Choices) -> Point | None:
    """A value for a number that has none yet, at every fourth click."""
    known = {key.number for key in chosen if isinstance(key, Point)}
    free = [code for code, ranges in possible.numbers.items() if ranges and code not in known]
    if not free or source.random() >= 0.25:
        return None
    code = source.choice(free)
    return Point(code, source.choice(source.choice(possible.numbers[code])))


def _open_codes(possible: Possibilities, codes: list[str]) -> list[str]:
    return [codes[at] for at in (possible.can_hold & possible.can_fail).nonzero()[0].tolist()]


NUMBERS, STEPS = 5, 2_001


def furniture_with_numbers(seed: int) -> ProductModel:
    """The range of furniture, and five numbers of 2,001 steps that options, sums and one another bind."""
    plain = furniture(seed)
    source = random.Random(f"numbers-{seed}")
    codes = tuple(f"n{at}" for at in range(NUMBERS))
    lows = [source.randrange(0, 800) for _ in codes]
    numbers = tuple(Number(code, low, low + STEPS - 1) for code, low in zip(codes, lows, strict=True))
    middles = dict(zip(codes, (low + STEPS // 2 for low in lows), strict=True))
    for attempt in range(100):
        rules = tuple(Rule(f"n{at}", _number_rule(source, plain.groups, middles)) for at in range(24))
        model = replace(
            plain, code=f"numbers-{seed}-{attempt}", rules=(*plain.rules, *rules), numbers=numbers
        )
        if not CompiledModel(model).is_void:
            return model
    raise AssertionError("a hundred void models in a row")


def _number_rule(source: random.Random, groups: tuple[Group, ...], middles: dict[str, int]) -> Formula:
    """A bound that an option asks for, a sum of two or three, one number held against another, or a budget."""
    first, second, third = source.sample(list(middles), 3)
    option = Chosen(source.choice(source.choice(groups).options))
    room = source.randrange(100, 900)
    kind = source.randrange(6)
    if kind == 0:
        return Implies(option, AtMost(((1, first),), middles[first] + room))
    if kind == 1:
        return Implies(option, AtMost(((-1, first),), room - middles[first]))
    if kind == 2:
        return AtMost(((1, first), (1, second)), middles[first] + middles[second] + room)
    if kind == 3:
        return Implies(option, AtMost(((1, first), (-1, second)), middles[first] - middles[second] + room))
    if kind == 4:
        terms = ((1, first), (2, second), (-1, third))
        return Implies(option, AtMost(terms, middles[first] + 2 * middles[second] - middles[third] + room))
    options = tuple((source.randrange(50, 400), group.options[0]) for group in source.sample(groups, 4))
    return AtMost(((1, first), (1, second), *options), middles[first] + middles[second] + 2 * room)
