"""Interchangeable sub-products are chosen in any order; the same ones are one configuration."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from app.domain.configurator.wholes import broken_by
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import State
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition

DAY = date(2026, 11, 23)
YAML = """
product: server
name: Server
slots:
  cards: {name: Card, component: card, from: 0, to: 3, ordered: no}
components:
  card:
    name: Card
    groups:
      kind: {name: Kind, options: {slow: {name: Slow}, fast: {name: Fast, price: 90}, gpu: {name: GPU, price: 700}}}
      extras: {name: Extras, pick: 0..2, options: {cable: Cable, fan: Fan}}
    numbers:
      ports: {name: Ports, from: 1, to: 4}
"""


@pytest.fixture(scope="module")
def definition():
    return read_definition({"model.yaml": YAML})


def three_cards(definition) -> Session:
    session = Session(
        flatten(definition, DAY, in_any_order=True), Evaluator(definition), Terms(DAY), given=(), earlier=None
    )
    for _card in range(3):
        session.add("cards")
    return session


def test_what_stands_in_a_later_place_blocks_nothing_before_it(definition):
    session = three_cards(definition)
    session.choose("cards.3/kind.slow")
    states = [each.state for each in session.field("cards.1/kind").options]
    assert State.BLOCKED not in states


@pytest.mark.parametrize("kinds", list(permutations(("slow", "fast", "gpu"))))
def test_the_same_cards_in_any_order_are_kept_as_one(definition, kinds):
    session = three_cards(definition)
    for place, kind in enumerate(kinds, 1):
        session.choose(f"cards.{place}/kind.{kind}")
        if kind == "gpu":
            session.choose(f"cards.{place}/extras.fan")
    kept = session.kept()
    assert {"cards.1/kind.slow", "cards.2/kind.fast", "cards.3/kind.gpu", "cards.3/extras.fan"} <= (
        kept.configuration.options
    )
    assert kept.chosen is not None
    assert kept.chosen["cards.3/kind.gpu"] is True, "choices go with their cards"
    assert kept.chosen["cards.3/extras.fan"] is True
    strict = flatten(definition, DAY)
    assert not broken_by(strict.model, strict.engine_configuration(kept.configuration))
