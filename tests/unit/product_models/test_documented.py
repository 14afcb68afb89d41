"""The reference of product models is true: its example is read, its schema says what the reader says."""

import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from app.domain.errors import RefusedError
from app.domain.model_drafts.checking import check_draft
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import flatten
from app.domain.product_models.reading import read_definition
from app.domain.product_models.reading.keys import KEYS
from app.domain.product_models.reading.kinds import FUNCTIONS
from app.domain.product_models.results import Configuration

DAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs/product-models.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "resources/product-model.schema.json").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^`([a-z.]+)`[^\n]*\n\n```(?:yaml|csv)\n(.*?)```$", re.MULTILINE | re.DOTALL)
SHIPPED = sorted((ROOT / "resources/product_models").glob("*/model.yaml"))


def example():
    return dict(BLOCK.findall(REFERENCE))


def complaints(text):
    """What the schema says of a YAML text, whose days come as days."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(each) for key, each in value.items()}
        if isinstance(value, list):
            return [plain(each) for each in value]
        return value.isoformat() if isinstance(value, date) else value

    found = Draft202012Validator(SCHEMA).iter_errors(plain(yaml.safe_load(text)))
    return [f"{list(each.path)}: {each.message}" for each in found]


def test_the_example_of_the_reference_is_a_model():
    definition = read_definition(example())
    flat = flatten(definition, date(2026, 11, 23))
    assert definition.code == "desk"
    assert {"R1", "R2", "drawers.3/D1"} <= {rule.code for rule in flat.model.rules}


def test_the_small_model_of_the_reference_is_sound_and_reckons():
    files = example()
    files["model.yaml"] = files.pop("frame.yaml")
    assert complaints(files["model.yaml"]) == []
    assert check_draft(files, DAY).findings == ()
    evaluator = Evaluator(read_definition(files))
    options = frozenset({"profile.oak", "glass.float", "mount.without", "hanging.wire"})
    piece = Configuration(options, {"width": Fraction(500)})
    assert {each.name: each.amount for each in evaluator.prices(piece, "", DAY)} == {
        "Bars": 40,
        "Glass": Fraction("7.5"),
    }
    taken = {each.article: each.quantity for each in evaluator.bom(piece)}
    assert taken == {"GLASS-F": 1, "WIRE": Fraction("0.5"), "BAR-OAK": Fraction("1.92")}
    assert evaluator.line_text(piece) == "Picture frame 500 mm, Oak, Float glass, No mount"


def test_the_example_shows_every_field():
    text = example()["model.yaml"]
    shown = {key for keys in KEYS.values() for key in keys if re.search(rf"\b{key}:", text)}
    assert {key for keys in KEYS.values() for key in keys} - shown == {"value"}


def test_the_reference_names_every_function():
    assert [name for name in sorted(FUNCTIONS) if f"`{name}" not in REFERENCE] == []


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", sorted(KEYS))
def test_the_schema_knows_the_fields_that_are_read(kind):
    entry = SCHEMA if kind == "product" else SCHEMA["$defs"][kind]
    fields = entry["anyOf"][-1] if "anyOf" in entry else entry
    assert tuple(fields["properties"]) == KEYS[kind]
    assert fields["additionalProperties"] is False


def test_the_example_passes_the_schema():
    assert complaints(example()["model.yaml"]) == []


def test_the_models_that_ship_pass_the_schema():
    assert {path.parent.name: complaints(path.read_text(encoding="utf-8")) for path in SHIPPED} == {
        path.parent.name: [] for path in SHIPPED
    }


@pytest.mark.parametrize(
    "text",
    [
        "name: x",
        "product: p\nrulez: {}",
        "product: 2nd",
        "product: parent",
        "product: p\ngroups: {g: {options: {}}}",
        "product: p\ngroups: {g: {pick: some, options: {a: }}}",
        "product: p\nnumbers: {n: {from: 1}}",
        "product: p\nnumbers: {n: {from: 1, to: ten}}",
        "product: p\nrules: {R: {message: x}}",
        "product: p\ntables: {T: {columns: [a]}}",
        "product: p\nlead: [{code: l, days: 1, adds: 1}]",
        "product: p\nmaterials: {m: {colour: brown}}",
        "product: p\nslots: {s: {component: c, to: 61}}",
        "product: p\nouter: [1, 2]",
        "product: p\ncurrency: Euro",
    ],
)
def test_the_schema_and_the_reader_refuse_the_same(text):
    assert complaints(text)
    with pytest.raises(RefusedError):
        read_definition({"model.yaml": text})
