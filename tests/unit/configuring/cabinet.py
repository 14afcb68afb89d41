"""A cabinet with numbers and modules, as its file says it, with the real engine and the real evaluator."""

from functools import cache

from app.domain.configurator.checking import compile_model
from app.domain.configuring.session import Session
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from tests.unit.configuring.small_models import TERMS

CABINET = """
product: cabinet
name: {en: Cabinet, de: Schrank}
outer: [800, 400, 2000]
line_text: {en: "Cabinet {height} mm, {colour}"}
steps:
  - {code: body, name: Body, asks: [height, depth, colour]}
  - {code: inside, name: Inside, asks: [modules]}
numbers:
  height: {name: {en: Height, de: Höhe}, from: 400, to: 2400, step: 50, unit: mm, standard: [800, 1200, 2000]}
  depth: {name: Depth, from: 30, to: 60, step: 2.5, unit: cm}
groups:
  colour:
    name: Colour
    options:
      white: {name: White}
      oak: {name: Oak, price: 100, days: 8}
      steel: {name: Steel, price: 60, days: 12}
  lock: {name: Lock, pick: 0..1, options: {key: {name: Key, price: 15}, code: {name: Code, price: 55}}}
rules:
  R1: {says: "height > 2000 -> colour != oak", message: {en: Oak is no higher than 2000 mm}}
  R2: {says: "sum(modules, width) <= 3000", message: {en: All modules are 3000 mm wide at most}}
  R3: {says: "lock.code -> count(modules, front = doors) >= 1", message: {en: A code lock needs a door}}
tables:
  T1:
    columns: [colour, depth]
    message: {en: Steel is not made so deep}
    rows: [[white, "*"], [oak, "*"], [steel, "..45"]]
defaults: [{height: 1200}, {depth: 40}, {colour: white}, {modules.count: 2}]
prices:
  - {code: base, name: Base, amount: 200}
  - {code: size, name: Size, amount: "height / 10"}
  - {code: special, name: Special height, amount: 80, when: "is_special(height)"}
lead:
  - {code: make, days: 5}
  - {code: special, adds: 3, when: "is_special(height)"}
slots:
  modules: {name: {en: Modules, de: Module}, component: module, from: 1, to: 4}
components:
  module:
    name: {en: Module, de: Modul}
    numbers:
      width: {name: Width, from: 400, to: 1200, step: 100, unit: mm}
    groups:
      front:
        name: Front
        options: {open: {name: Open}, doors: {name: Doors, price: 90}, drawers: {name: Drawers, price: 210, days: 6}}
      hinge: {name: Hinge, when: "front = doors", options: {plain: {name: Plain}, soft: {name: Soft, price: 12}}}
    rules:
      M1: {says: "front = drawers -> width <= 800", message: {en: Drawers are 800 mm wide at most}}
      M2: {says: "is_first -> front != drawers or parent.height >= 800", message: {en: Too low for drawers}}
    defaults: [{width: 600}, {front: doors}]
    prices:
      - {code: carcass, name: Carcass, amount: "width / 5"}
"""


@cache
def flat_cabinet():
    return flatten(read_definition({"model.yaml": CABINET}), TERMS.on)


@cache
def compiled_cabinet():
    return compile_model(flat_cabinet().model)


def cabinet_session(given=(), earlier=None, terms=TERMS):
    flat = flat_cabinet()
    evaluator = Evaluator(flat.definition, terms.language)
    return Session(flat, evaluator, terms, compiled=compiled_cabinet(), given=given, earlier=earlier)
