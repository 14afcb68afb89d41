"""Models and clicks for the benchmarks of the configurator: a seeded range of furniture, or a file of the caller's."""

from __future__ import annotations

import random
from pathlib import Path

from app.domain.configurator.compiling import CompiledModel, Possibilities
from app.domain.configurator.formulas import AllOf, AnyOf, Chosen, Implies, Not
from app.domain.configurator.model import Group, Key, ProductModel, Rule
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

    Each choice is one that is still open, as at the desk; `compiled` answers which.
    """
    source = random.Random(f"clicks-{seed}")
    codes = list(compiled.places)
    chosen: Choices = {}
    asked: list[Choices] = []
    while len(asked) < count:
        kind = source.random()
        free = _open_codes(compiled.possibilities(chosen), codes)
        if chosen and (kind < 0.2 or not free):
            del chosen[source.choice(list(chosen))]
        elif chosen and kind < 0.25:
            chosen = {}
        elif free:
            looked_at = {**chosen, source.choice(free): source.random() < 0.8}
            asked.append(looked_at)
            if kind >= 0.4:
                chosen = looked_at
            continue
        asked.append(dict(chosen))
    return asked


def _open_codes(possible: Possibilities | None, codes: list[str]) -> list[str]:
    assert possible, "the clicks contradict one another"
    return [codes[at] for at in (possible.can_hold & possible.can_fail).nonzero()[0].tolist()]
