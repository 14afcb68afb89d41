"""The 3D view: from a changed scene to its painted picture."""

from __future__ import annotations

from dataclasses import replace

from app.domain.scene.model import Scene
from app.views.kit.scene.view import SceneView
from bench.data import BenchData
from bench.result import LEAST, Entry, Samples, measure_once
from bench.screens import Painted, application, floor_window, until
from tests.helpers import scenes

DESK_MS, CABINET_MS = 15.0, 25.0
"""Budgets of p95 (issue 4): for the desk, and for a cabinet of 150 parts."""


def paint(data: BenchData) -> Entry:
    """A desk in another size to the painted view."""
    return _paint("scene.paint", data.seed, [scenes.desk(width=1200 + 50 * n) for n in range(24)], DESK_MS)


def paint_cabinet(data: BenchData) -> Entry:
    """The same with a cabinet of eight modules."""
    made = [scenes.cabinet(height=2000 + 20 * n) for n in range(12)]
    return _paint("scene.paint.cabinet", data.seed, made, CABINET_MS)


def _paint(name: str, seed: int, shown: list[Scene], budget: float) -> Entry:
    application()
    view = SceneView(animated=False)
    view.resize(900, 640)
    painted = Painted(view)
    view.show()
    until(lambda: painted.count > 0)

    def change(scene: Scene) -> None:
        view.show_scene(scene)
        view.repaint()

    for scene in shown[:3]:
        change(scene)
    samples = measure_once(change, [shown[n % len(shown)] for n in range(LEAST)])
    turning = measure_once(lambda step: _turn(view, step), list(range(LEAST)))
    assert painted.count >= 2 * LEAST, "it was painted each time"
    view.close()
    entry = samples.entry(name, seed=seed, floor=floor_window(), budget=budget)
    turned = turning.entry(name, seed=seed)
    more = {"parts": len(shown[0].parts), "turned_p95": turned.p95, "cpu_p95": _cpu_p95(samples)}
    return replace(entry, more=more)


def _turn(view: SceneView, step: int) -> None:
    view.orbit(7.0 if step % 2 else -6.0, 1.0 if step % 3 else -2.0)
    view.repaint()


def _cpu_p95(samples: Samples) -> float:
    return Samples(samples.cpu, samples.cpu).entry("cpu", seed=0).p95
