"""A figure of the bench is judged by what its budget is for."""

from __future__ import annotations

import pytest

from bench.result import Samples, percentile
from bench.run import BENCHMARKS, names_of

TEN = Samples(tuple(float(n) for n in range(1, 11)), (0.0,) * 10)


@pytest.mark.parametrize(
    ("budget", "more", "is_met"),
    [
        (None, {}, None),
        (10.0, {}, True),
        (9.9, {}, False),
        (5.0, {"budget_of": "p50"}, True),
        (4.9, {"budget_of": "p50"}, False),
        (5.0, {"budget_is": "at least"}, True),
        (5.1, {"budget_is": "at least"}, False),
    ],
)
def test_a_budget_is_for_what_its_entry_says(budget: float | None, more: dict[str, str], is_met: bool | None):
    assert TEN.entry("a name", seed=1, budget=budget, more=more).is_met is is_met


def test_the_ratio_is_of_medians():
    twice = Samples(tuple(2 * each for each in TEN.wall), TEN.cpu)
    assert twice.entry("a name", seed=1, floor=TEN).ratio == 2
    assert [percentile(TEN.wall, percent) for percent in (1, 50, 95, 100)] == [1, 5, 10, 10]


def test_a_name_without_its_last_part_stands_for_all_that_begin_so():
    below = [name for name in BENCHMARKS if name.startswith("configurator.")]
    assert names_of(["configurator", "payment"]) == [*below, "payment"]
    assert "configurator.domains" in below
    assert names_of(["price.line", "nothing"]) == ["price.line", "nothing"]
    assert set(names_of(list(BENCHMARKS))) == set(BENCHMARKS)
