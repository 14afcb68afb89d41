"""Chance for generated examples, drawn as one number.

Hypothesis's own random source draws each of an example's thousand choices by itself, to make smaller what fails:
that took two thirds of the time (measured). The tests that compare all prices with the book keep it (`shrinking`).
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st


class Chance(Random):
    """A source that says from which number it can be had again."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number

    def __repr__(self) -> str:
        return f"Chance({self.number})"


CHANCES = st.integers(10**6, 10**9).map(Chance)
