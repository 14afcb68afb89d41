"""Configuring without a screen: from what a person does to the view with the price of every open answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import ConfiguringView, FieldKind, FieldView, Level, State
from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from bench.data import BenchData
from bench.result import Entry, Samples, measure_as_in_window, measure_once

MODELS = Path(__file__).resolve().parent.parent / "resources" / "product_models"
CLICKS = 300
CLICK_MS = 20.0
"""Of the 50 ms that a click on the cabinet may take until it is painted (issue 4), what the session may."""
_DAY = date(2026, 11, 23)

Deed = Callable[[], object]


def desk(data: BenchData) -> Entry:
    """Options, numbers and retractions on the desk."""
    return _session("configurator.session", "desk", data.seed)


def cabinet(data: BenchData) -> Entry:
    """The same on the cabinet, with modules that come, go and move."""
    return _session("configurator.session.cabinet", "wardrobe", data.seed)


def server(data: BenchData) -> Entry:
    """The same on the server with its cards."""
    return _session("configurator.session.server", "server", data.seed)


def _session(name: str, model: str, seed: int) -> Entry:
    """CPU time of a deed and the view of its page; garbage waits for the window's pauses, as in the program."""
    clicker = _Clicker(model, seed)
    samples = measure_as_in_window(clicker.do, range(CLICKS))
    entry = Samples(samples.cpu, samples.cpu).entry(name, seed=seed, budget=CLICK_MS)
    return replace(entry, more={"opened_ms": clicker.opened_ms, "refused": clicker.refused})


class _Clicker:
    """A session on which a person works at random."""

    def __init__(self, model: str, seed: int) -> None:
        found = [each for each in (MODELS / model).iterdir() if each.suffix in {".yaml", ".csv"}]
        definition = read_definition({each.name: each.read_text(encoding="utf-8") for each in found})
        self._chance = Random(f"{model}-{seed}")
        self._slots = [slot.code for slot in definition.slots]
        self.refused = 0
        made: list[Session] = []

        def open_session(_number: int) -> None:
            flat = flatten(definition, _DAY)
            made.append(Session(flat, Evaluator(definition, "en"), Terms(_DAY)))

        self.opened_ms = round(measure_once(open_session, [0]).cpu[0], 1)
        self._session = made[0]
        self._now: ConfiguringView = self._session.view()
        self._deeds = self._endless_deeds()

    def do(self, _number: int) -> None:
        """The next deed, and what is shown then."""
        try:
            next(self._deeds)()
        except RefusedError:
            self.refused += 1
        self._now = self._session.view(self._now.step)

    def _endless_deeds(self) -> Iterator[Deed]:
        while True:
            for _ in range(29):
                yield from self._perhaps_turn_page()
                yield self._deed()
            yield self._session.clear_all

    def _perhaps_turn_page(self) -> Iterator[Deed]:
        """Another page, which is a view of its own."""
        if self._chance.random() < 0.4:
            step = self._chance.choice(self._now.steps).code
            self._now = replace(self._now, step=step)
            yield lambda: None

    def _deed(self) -> Deed:
        session, chance, kind = self._session, self._chance, self._chance.random()
        if self._slots and kind < 0.12:
            return self._module_deed(chance.choice(self._slots))
        settled = [field.code for field in self._now.fields if field.level is Level.USER]
        if settled and kind < 0.22:
            code = chance.choice(settled)
            return lambda: session.clear(code)
        numbers = [field for field in self._now.fields if _is_open_number(field)]
        if numbers and kind < 0.4:
            return self._value_deed(chance.choice(numbers))
        wanted = [
            option.code
            for field in self._now.fields
            if field.is_asked
            for option in field.options
            if option.state is State.OPEN
        ]
        if not wanted or kind > 0.96:
            return session.undo
        code = chance.choice(wanted)
        return lambda: session.choose(code)

    def _module_deed(self, slot: str) -> Deed:
        session, chance, kind = self._session, self._chance, self._chance.random()
        paths = sorted({step.path for step in self._now.steps if step.path})
        if not paths or kind < 0.55:
            return lambda: session.add(slot)
        path, place = chance.choice(paths), chance.randint(1, len(paths))
        if kind < 0.7:
            return lambda: session.double(path)
        return (lambda: session.remove(path)) if kind < 0.85 else lambda: session.move(path, place)

    def _value_deed(self, field: FieldView) -> Deed:
        session, number = self._session, field.number
        assert number is not None, "only numbers have values"
        span = self._chance.choice(number.spans)
        value = span.lo + self._chance.randint(0, int((span.hi - span.lo) / number.step)) * number.step
        return lambda: session.set_number(field.code, value)


def _is_open_number(field: FieldView) -> bool:
    is_number = field.kind is FieldKind.NUMBER and field.number is not None
    return is_number and field.is_asked and bool(field.number and field.number.spans)
