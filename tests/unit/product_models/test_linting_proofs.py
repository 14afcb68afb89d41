"""What the linter says of models with numbers and slots is what trying everything out finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.linting import lint
from app.domain.product_models.reading import read_model
from tests.unit.product_models.direct import Chosen, configurations, is_valid
from tests.unit.product_models.test_flat_in_engine import KINDS, text_of
from tests.unit.product_models.test_flattening import INNER, RULES, TODAY, WHENS


def parts_of(found: list[Chosen], path: str) -> list[Chosen]:
    """The wholes, or all sub-products in them."""
    return found if not path else [one for whole in found for one in whole.slots["modules"]]


def dead_ends(definition: ProductDefinition, found: list[Chosen]) -> Iterator[tuple[str, str]]:
    """Groups and numbers that nobody is asked for, options that nobody can choose, values that nothing has."""
    for path, component in (("", definition.product), ("components.module.", definition.components[0])):
        parts = parts_of(found, path)
        for group in component.groups:
            code = f"{path}groups.{group.code}"
            chosen = {option for one in parts for option in one.options[group.code]}
            if group.lo and not chosen:
                yield "lint.group_never", code
                continue
            for option in group.options:
                if option.code not in chosen:
                    yield "lint.option_dead", f"{code}.{option.code}"
        for number in component.numbers:
            values = {one.numbers[number.code] for one in parts if number.code in one.numbers}
            code = f"{path}numbers.{number.code}"
            if not values:
                yield "lint.group_never", code
            elif (min(values), max(values)) != (number.lo, number.hi):
                yield "lint.number_narrow", code


def is_the_same(definition: ProductDefinition, without: ProductDefinition) -> bool:
    """Whether both have the same configurations."""

    def valid(of: ProductDefinition) -> list[bool]:
        return [is_valid(each) for each in configurations(of)]

    return valid(definition) == valid(without)


@settings(max_examples=10, deadline=None)
@given(
    rule=st.sampled_from(RULES),
    inner=st.sampled_from(INNER),
    when=st.sampled_from(WHENS),
    kinds=st.tuples(KINDS, KINDS, KINDS),
    lo=st.integers(0, 2),
)
def test_the_linter_knows_what_nobody_can_have(rule, inner, when, kinds, lo):
    read = read_model({"model.yaml": text_of(rule, inner, when, kinds, lo)})
    definition = read.definition
    issues = lint(definition, TODAY, read.places)
    found = [each for each in configurations(definition) if is_valid(each)]
    event("void" if not found else "sound")
    if not found:
        assert [issue.code for issue in issues] in (["lint.void"], ["lint.void_alone"])
        return
    codes = {"lint.group_never", "lint.option_dead", "lint.number_narrow"}
    assert {(issue.code, issue.where) for issue in issues if issue.code in codes} == set(
        dead_ends(definition, found)
    )
    told = {issue.where for issue in issues if issue.code in {"lint.rule_redundant", "lint.rule_always"}}
    for at in told & {"rules.R1"}:
        event(f"superfluous {at}")
        assert is_the_same(definition, replace(definition, product=replace(definition.product, rules=())))
