"""What a product model that is configured holds in memory, in a process of its own: this one holds peers as well."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import psutil

from app.domain.configurator.compiling import CompiledModel
from app.domain.configurator.explaining import Explainer
from bench.data import BenchData
from bench.product_models import clicks, named_model
from bench.result import Entry

ROOT = Path(__file__).resolve().parent.parent
CLICKS = 1_000
REASONS = 20
MEMORY_MB = 150.0


def memory(data: BenchData) -> Entry:
    """A child's figures: its whole size with the model read, compiled, clicked a thousand times and explained."""
    command = [sys.executable, "-m", "bench.model_memory", data.model, str(data.seed)]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)  # noqa: S603 - our own
    found = json.loads(told.stdout)
    figures = (found.pop("clicked_mb"),) * 3
    rows = found.pop("rows")
    name = "configurator.memory"
    return Entry(name, 1, "MB", *figures, None, None, None, MEMORY_MB, data.seed, rows=rows, more=found)


def _measured(file: str, seed: int) -> dict[str, object]:
    model = named_model(file, seed)
    read = _size()
    compiled = CompiledModel(model)
    ready = _size()
    explainer = Explainer(compiled)
    asked = 0
    for choices in clicks(compiled, CLICKS, seed):
        possible = compiled.possibilities(choices)
        blocked = [code for code, at in compiled.places.items() if possible and not possible.can_hold[at]]
        if blocked and asked < REASONS:
            asked += 1
            explainer.reason(choices, blocked[asked % len(blocked)])
    sizes = {"read_mb": read, "compiled_mb": ready, "clicked_mb": _size()}
    return {"model": model.code, "rows": len(compiled.codes), **sizes}


def _size() -> float:
    return round(psutil.Process().memory_info().rss / 2**20, 1)


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], int(sys.argv[2]))))
