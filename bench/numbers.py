"""The configurator with numbers: what is still possible after a click, beside asking CP-SAT for values."""

from __future__ import annotations

from dataclasses import replace

from app.domain.configurator.compiling import CompiledModel, Possibilities
from app.domain.configurator.model import Choices, ProductModel
from bench.configurator import of_cpu
from bench.data import BenchData
from bench.number_peer import NumberPeer
from bench.product_models import clicks, furniture_with_numbers
from bench.result import Entry, measure_once

CLICKS = 1_000
COMPARED = 5
"""So many of the clicks are compared: some thirty questions each, of some ten milliseconds."""
NUMBERS_MS = 7.0


def domains(data: BenchData) -> Entry:
    """All options and all values of five numbers of 2,001 steps after each of 1,000 clicks."""
    model = furniture_with_numbers(data.seed)
    asked = clicks(CompiledModel(model), CLICKS, data.seed)
    compiled = CompiledModel(model)
    answers: list[Possibilities | None] = []
    samples = measure_once(lambda choices: answers.append(compiled.possibilities(choices)), asked)
    peer, every = NumberPeer(model), CLICKS // COMPARED
    pairs = zip(answers[every - 1 :: every], asked[every - 1 :: every], strict=True)
    wrong = sum(_differences(peer, model, mine, choices) for mine, choices in pairs)
    more = {"model": model.code, "wrong": wrong, **of_cpu(samples)}
    entry = samples.entry("configurator.numbers", seed=data.seed, budget=NUMBERS_MS)
    return replace(entry, rows=sum(len(number.values) for number in model.numbers), more=more)


def wrong_values(model: ProductModel, clicks_made: int, every: int) -> int:
    """How many answers about values are wrong in some of so many clicks on a model."""
    asked = clicks(CompiledModel(model), clicks_made, seed=3)
    compiled, peer = CompiledModel(model), NumberPeer(model)
    answers = [compiled.possibilities(choices) for choices in asked]
    pairs = zip(answers[every - 1 :: every], asked[every - 1 :: every], strict=True)
    return sum(_differences(peer, model, mine, choices) for mine, choices in pairs)


def _differences(peer: NumberPeer, model: ProductModel, mine: Possibilities | None, choices: Choices) -> int:
    """Ends of ranges that are not possible, and holes and outer parts that are."""
    if mine is None:
        return int(any(peer.can_be(choices, each.code, each.lo, each.hi) for each in model.numbers[:1]))
    wrong = 0
    for number in model.numbers:
        after = number.lo
        for each in mine.numbers[number.code]:
            ends = {each[0], each[-1], each[len(each) // 2]}
            wrong += sum(not peer.can_be(choices, number.code, value, value) for value in ends)
            wrong += after < each[0] and peer.can_be(choices, number.code, after, each[0] - 1)
            after = each[-1] + 1
        wrong += after <= number.hi and peer.can_be(choices, number.code, after, number.hi)
    return wrong
