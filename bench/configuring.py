"""The configurator's page: from a click on an option to the painted form, price and picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import FieldView, State
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.views.configurator.config_view import ConfigView
from app.views.configurator.hands import Hands
from app.views.configurator.opened import Opened, Wish
from bench.data import BenchData
from bench.result import LEAST, Entry, Samples, measure_once
from bench.screens import application, floor_window

MODELS = Path(__file__).resolve().parent.parent / "resources" / "product_models"
DESK_MS, CABINET_MS = 33.0, 50.0
"""Budgets of p95 (issue 4)."""
_DAY = date(2026, 11, 23)


def click(data: BenchData) -> Entry:
    """Options of the desk, chosen at random all over the form."""
    return _click("configurator.click", "desk", data.seed, DESK_MS)


def click_cabinet(data: BenchData) -> Entry:
    """The same with the cabinet and its modules."""
    return _click("configurator.click.cabinet", "wardrobe", data.seed, CABINET_MS)


def _click(name: str, model: str, seed: int, budget: float) -> Entry:
    app, window = application(), QWidget()
    hands = _page(model, window)
    chance = Random(seed)

    def choose(code: str) -> None:
        hands.choose(code)
        app.processEvents()

    samples = Samples((), ())
    for code in _wishes(hands, chance):
        one = measure_once(choose, [code])
        samples = Samples(samples.wall + one.wall, samples.cpu + one.cpu)
    window.close()
    entry = samples.entry(name, seed=seed, floor=floor_window(), budget=budget)
    cpu = Samples(samples.cpu, samples.cpu).entry("cpu", seed=0)
    parts = len(hands.opened.follows.scene(hands.session.preview).parts)
    return replace(entry, more={"cpu_p50": cpu.p50, "cpu_p95": cpu.p95, "parts": parts})


def _page(model: str, window: QWidget) -> Hands:
    found = [each for each in (MODELS / model).iterdir() if each.suffix in {".yaml", ".csv"}]
    files = {each.name: each.read_text(encoding="utf-8") for each in found}
    definition = read_definition(files)
    follows = Evaluator(definition, "en")
    session = Session(flatten(definition, _DAY), follows, Terms(_DAY))
    view = ConfigView("EUR", window)
    QVBoxLayout(window).addWidget(view)
    view.picture.view.animated = False
    hands = Hands(Opened(Wish(0, on=_DAY), session, follows), view)
    window.resize(1360, 860)
    window.show()
    hands.show()
    QApplication.processEvents()
    return hands


def _wishes(hands: Hands, chance: Random) -> Iterator[str]:
    """An open option of a step at random, each after the one before was chosen; now and then all is cleared."""
    for number in range(2 * LEAST):
        if number % 12 == 11:
            hands.do(hands.session.clear_all)
        steps = [step.code for step in hands.now.steps]
        chance.shuffle(steps)
        for step in steps:
            hands.show(step)
            QApplication.processEvents()
            found = _open_options(hands.now.fields)
            if found:
                yield chance.choice(found)
                break


def _open_options(fields: tuple[FieldView, ...]) -> list[str]:
    return [
        option.code
        for field in fields
        if field.is_asked
        for option in field.options
        if option.state is State.OPEN
    ]
