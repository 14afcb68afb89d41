"""The configurator: what is still possible after a click, beside asking a solver for every option."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from app.domain.configurator.compiling import CompiledModel, Possibilities
from app.domain.configurator.completing import Completer
from app.domain.configurator.explaining import Explainer, Reason
from app.domain.configurator.model import Configuration, ProductModel
from bench import peers
from bench.data import BenchData
from bench.plain_solver import Answer, PlainSolver
from bench.product_models import Choices, clicks, named_model, orders_of
from bench.result import Entry, Samples, measure_as_in_window, percentile

CLICKS = 1_000
ORDERS = 500
"""So many of the orders of a file are clicked through."""
COMPARED = 40
"""So many of the clicks are asked of the plain solver too, for its time and whether both say the same."""

LARGE = 3_000
"""Above so many options the plain solver takes seconds a click: it is asked three times."""

DOMAINS_MS = {
    "": (0.5, 2.0),
    "uclibc": (0.5, 3.0),
    "financialservices01": (4.0, 10.0),
    "automotive01": (8.0, 18.0),
    "automotive02_4": (5.0, 20.0),
    "renault-medium": (1.5, 5.0),
}
"""By model ("" is the furniture): budgets of p95 and of the longest (issue 4, section 4)."""

EXPLAINED = 300
EXPLAIN_MS, EXPLAIN_LARGE_MS = 1.0, 5.0
COMPLETED = 100
COMPLETE_MS = {"": 5.0, "automotive01": 100.0}
COMPILE_MS = {"": 20.0, "automotive01": 100.0, "automotive02_4": 200.0}


def domains(data: BenchData) -> Entry:
    """All options after each of 1,000 clicks, on a model that was just compiled."""
    model = named_model(data.model, data.seed)
    asked = _asked(data, model)
    compiled = CompiledModel(model)
    answers: list[Possibilities | None] = []
    samples = measure_as_in_window(lambda choices: answers.append(compiled.possibilities(choices)), asked)
    stride = _stride(compiled, asked)
    plain, expected = _plainly(PlainSolver(model), asked[stride - 1 :: stride])
    pairs = zip(answers[stride - 1 :: stride], expected, strict=True)
    name = model.code if data.model else ""
    budget, longest = DOMAINS_MS.get(name, (None, None))
    entry = samples.entry("configurator.domains", seed=data.seed, floor=plain, budget=budget)
    wrong = sum(differences(mine, theirs) for mine, theirs in pairs)
    faster = round(entry.floor_p50 / entry.p50, 1) if entry.floor_p50 else None
    more = {
        "model": model.code,
        "max_budget": longest,
        "times_faster": faster,
        "wrong": wrong,
        "cpu_times_faster": _times(plain, samples),
        **of_cpu(samples),
    }
    return replace(entry, rows=len(compiled.places), more=more)


def _stride(compiled: CompiledModel, asked: list[Choices]) -> int:
    """Every which click is asked of a slow solver."""
    return max(1, len(asked) // (COMPARED if len(compiled.codes) < LARGE else 3))


def _asked(data: BenchData, model: ProductModel) -> list[Choices]:
    """Clicks at random, or those of real orders."""
    if data.orders:
        orders = orders_of(data.orders, ORDERS)
        return [dict.fromkeys(order[: at + 1], True) for order in orders for at in range(len(order))]
    return clicks(CompiledModel(model), CLICKS, data.seed)


def _plainly(solver: PlainSolver, asked: list[Choices]) -> tuple[Samples, list[Answer | None]]:
    answers: list[Answer | None] = []
    return measure_as_in_window(lambda choices: answers.append(solver.possibilities(choices)), asked), answers


def differences(mine: Possibilities | None, theirs: Answer | None) -> int:
    """How many of the options the two say another thing of."""
    if mine is None or theirs is None:
        return int((mine is None) != (theirs is None))
    flags = zip((mine.can_hold, mine.can_fail), theirs, strict=True)
    return sum(one != other for ours, plain in flags for one, other in zip(ours.tolist(), plain, strict=True))


def of_cpu(samples: Samples) -> dict[str, float]:
    """What of the time was spent reckoning: on a machine that others use, the wall's is theirs too."""
    entry = Samples(samples.cpu, samples.cpu).entry("cpu", seed=0)
    return {"cpu_p95": entry.p95, "cpu_max": entry.max}


def _times(theirs: Samples, ours: Samples) -> float:
    """How often ours goes into theirs, by the medians of what was reckoned."""
    return round(percentile(theirs.cpu, 50) / percentile(ours.cpu, 50), 1)


def naive(data: BenchData) -> Entry:
    """The plain loop over every option, on some of the same clicks."""
    return _peer("configurator.naive", data, lambda plain: plain)


def z3(data: BenchData) -> Entry:
    """The consequences that z3 finds, on some of the same clicks."""
    return _peer("configurator.z3", data, peers.Z3Peer)


def clingo(data: BenchData) -> Entry:
    """The brave and the cautious atoms of clingo, on some of the same clicks."""
    return _peer("configurator.clingo", data, peers.ClingoPeer)


def _peer(name: str, data: BenchData, make: Callable[[PlainSolver], peers.Peer]) -> Entry:
    model = named_model(data.model, data.seed)
    asked = _asked(data, model)
    compiled = CompiledModel(model)
    answers: list[Possibilities | None] = []
    ours = measure_as_in_window(lambda choices: answers.append(compiled.possibilities(choices)), asked)
    sampled = slice(_stride(compiled, asked) - 1, None, _stride(compiled, asked))
    some, mine = asked[sampled], answers[sampled]
    peer = make(PlainSolver(model))
    theirs: list[Answer | None] = []
    samples = measure_as_in_window(lambda choices: theirs.append(peer.possibilities(choices)), some)
    wrong = sum(differences(one, other) for one, other in zip(mine, theirs, strict=True))
    entry = samples.entry(name, seed=data.seed)
    ours_p50 = ours.entry("ours", seed=data.seed).p50
    more = {
        "model": model.code,
        "wrong": wrong,
        "ours_p50": ours_p50,
        "times_slower": round(entry.p50 / ours_p50, 1),
        "cpu_times_slower": _times(samples, ours),
    }
    return replace(entry, rows=len(compiled.codes), more=more)


def explaining(data: BenchData) -> Entry:
    """Why an option is blocked, 300 times. `wrong`: reasons that block nothing, or name a choice too many."""
    model = named_model(data.model, data.seed)
    compiled = CompiledModel(model)
    source = random.Random(f"blocked-{data.seed}")
    asked: list[tuple[Choices, str]] = []
    for choices in clicks(compiled, CLICKS, data.seed):
        possible = compiled.possibilities(choices)
        blocked = [code for code, at in compiled.places.items() if possible and not possible.can_hold[at]]
        blocked = [code for code in blocked if code not in choices]
        if blocked and len(asked) < EXPLAINED:
            asked.append((choices, source.choice(blocked)))
    explainer = Explainer(compiled)
    reasons: list[Reason | None] = []
    samples = measure_as_in_window(lambda pair: reasons.append(explainer.reason(*pair)), asked)
    plain = PlainSolver(model)
    pairs = zip(asked, reasons, strict=True)
    wrong = sum(not _is_reason(plain, choices, code, reason) for (choices, code), reason in pairs)
    budget = EXPLAIN_LARGE_MS if len(compiled.places) >= LARGE else EXPLAIN_MS
    sizes = [len(reason.choices) for reason in reasons if reason]
    more = {"model": model.code, "wrong": wrong, "longest": max(sizes, default=0), **of_cpu(samples)}
    entry = samples.entry("configurator.explain", seed=data.seed, budget=budget)
    return replace(entry, rows=len(compiled.places), more=more)


def _is_reason(plain: PlainSolver, choices: Choices, wanted: str, reason: Reason | None) -> bool:
    if reason is None:
        return plain.fits({**choices, wanted: True})
    named = {code: choices[code] for code in reason.choices}
    spared = ({**{code: named[code] for code in named if code != without}, wanted: True} for without in named)
    return not plain.fits({**named, wanted: True}) and all(plain.fits(each) for each in spared)


def completing(data: BenchData) -> Entry:
    """The cheapest completion of 100 states of a click-through, two of three options with a price of their own."""
    model = named_model(data.model, data.seed)
    compiled = CompiledModel(model)
    source = random.Random(f"prices-{data.seed}")
    prices = {
        code: source.choice((0, source.randrange(100), source.randrange(50_000))) for code in compiled.codes
    }
    asked = clicks(compiled, CLICKS, data.seed)[:: CLICKS // COMPLETED]
    completer = Completer(compiled, prices)
    found: list[Configuration | None] = []
    samples = measure_as_in_window(lambda choices: found.append(completer.cheapest(choices)), asked)
    plain = PlainSolver(model)
    wrong = sum(
        one is None or not plain.fits({**{code: code in one.options for code in compiled.codes}, **choices})
        for one, choices in zip(found, asked, strict=True)
    )
    name = model.code if data.model else ""
    entry = samples.entry("configurator.complete", seed=data.seed, budget=COMPLETE_MS.get(name))
    return replace(
        entry, rows=len(compiled.codes), more={"model": model.code, "wrong": wrong, **of_cpu(samples)}
    )


def compiling(data: BenchData) -> Entry:
    """A model that was read, made ready for its first question."""
    model = named_model(data.model, data.seed)
    samples = measure_as_in_window(CompiledModel, [model] * 10)
    budget = COMPILE_MS.get(model.code if data.model else "")
    entry = samples.entry("configurator.compile", seed=data.seed, budget=budget)
    options = sum(len(group.options) for group in model.groups)
    return replace(entry, rows=options, more={"model": model.code, **of_cpu(samples)})
