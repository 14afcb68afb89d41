"""Bad product models and bad values end in words that say what is wrong and what to do, in both languages."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.i18n import speaking
from app.messages import text_of_error

DAY = date(2026, 11, 23)
VOID = """product: p
groups: {top: {options: {oak: , ash: }}}
rules: {R1: {says: top = oak}, R2: {says: top = ash}}"""
CIRCLE = """product: p
groups:
  lamp: {when: switch.door, options: {led: , none_needed: }}
  switch: {when: lamp.led, options: {door: }}"""
UNKNOWN = """product: p
groups: {top: {options: {oak: , ash: }}, frame: {options: {light: }}}
tables:
  T:
    columns: [top, frame]
    rows:
      - [oka, light]"""
OPTIONS = ", ".join(f"o{at}: " for at in range(1000))
EXPLODES = f"""product: p
slots: {{s: {{component: c, to: 60}}}}
components: {{c: {{groups: {{g: {{options: {{{OPTIONS}}}}}}}}}}}"""
SOUND = "product: p\nnumbers: {width: {from: 600, to: 1200, step: 50, unit: mm}}"


def opened(text: str) -> Session:
    definition = read_definition({"model.yaml": text})
    return Session(flatten(definition, DAY), Evaluator(definition), Terms(DAY))


def words(error: RefusedError) -> str:
    """In English; the German ones are whole and others."""
    english = text_of_error(error)
    with speaking("de"):
        german = text_of_error(error)
    assert "{" not in english + german
    assert german != english
    return english


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (VOID, ["No configuration of p is possible", "Correct the product model"]),
        (CIRCLE, ["model.yaml, line 3", "lamp → switch → lamp", "Take one of the conditions out"]),
        (UNKNOWN, ["model.yaml, line 7", "oka is no option of top", "oak, ash"]),
        (EXPLODES, ["60000 options", "at most 50000"]),
    ],
    ids=["void", "circle", "unknown option", "explodes"],
)
def test_a_model_that_cannot_be_is_refused_in_words(text, told):
    with pytest.raises(RefusedError) as refused:
        opened(text)
    found = words(refused.value)
    assert [each for each in told if each not in found] == []


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("550", "width goes from 600 mm to 1200 mm, not to 550 mm. Possible: 600 mm."),
        ("1250", "width goes from 600 mm to 1200 mm, not to 1250 mm. Possible: 1200 mm."),
        ("625", "width goes in steps of 50 mm; 625 mm is none. Possible: 600 mm, 650 mm."),
        ("602.5", "width goes in steps of 50 mm; 602.5 mm is none. Possible: 600 mm, 650 mm."),
    ],
)
def test_a_number_outside_its_range_or_step_is_refused_with_the_nearest_ones_and_nothing_is_lost(value, told):
    session = opened(SOUND)
    session.set_number("width", Fraction(700))
    with pytest.raises(RefusedError) as refused:
        session.set_number("width", Fraction(value))
    assert words(refused.value) == told
    assert session.preview.numbers == {"width": 700}
