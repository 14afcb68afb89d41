"""What is kept is what is found out anew, the order of rows does not matter, and parts, articles and cuts agree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.expressions import Binary, Call, Literal, Name, Unary
from app.domain.product_models.results import Configuration
from app.domain.scene.checking import outside, overlaps
from app.domain.scene.quantities import SQUARE_METRE, covered
from app.domain.workshop.cut_list import areas, cut_list
from tests.unit.product_models.small_models import (
    bom,
    cabinet,
    chosen,
    desk,
    full_cabinet,
    lead,
    modules,
    operation,
    price,
    values,
)

DAY = date(2026, 11, 23)
MODULE_ROWS = {
    "prices": (
        price("metre", "width * parent.height / 3000 + before(width) / 7"),
        price("end", "index * 10", "is_last"),
        price("odd", "1 / (width - 500)", "width > 400"),
        price("own", "part_area('oak25') * 80"),
    ),
    "bom": (bom("hinges", "HINGE", "ceil(parent.height / 700)", "front = doors"),),
    "operations": (operation("fit", "5 + part_count('oak25')", "front != open"),),
    "lead": (lead("doors", "front = doors", days=6), lead("wide", "width > 900", adds=2)),
}
ROWS = {
    "prices": (
        price("base", "300 + sum(modules, width) / 9"),
        price("doors", "count(modules, front = doors) * 12", "any(modules, front = doors)"),
        price("sheets", "part_area('oak25') * 1.5 + part_count('white19')"),
    ),
    "bom": (
        bom("screws", "SCREW", "4 * modules.count"),
        bom("oil", "OIL", "part_area('oak25') / 20", "body = oak"),
    ),
    "operations": (operation("saw", "3 * part_count('oak25')"),),
    "lead": (lead("make", days=5),),
}
FRONTS = st.sampled_from(["doors", "drawers", "open"])
MODULES = st.lists(st.tuples(FRONTS, st.sampled_from(range(300, 1250, 50))), min_size=1, max_size=8)


def cabinet_with_everything():
    definition = full_cabinet(**ROWS)
    return replace(definition, components=(replace(definition.components[0], **MODULE_ROWS),))


CABINET = cabinet_with_everything()


@st.composite
def cabinets(draw):
    found = modules(*draw(MODULES), height=draw(st.integers(600, 2400)), depth=draw(st.integers(300, 700)))
    body = draw(st.sampled_from(["oak", "white"]))
    return Configuration(found.options - {"body.oak"} | {f"body.{body}"}, found.numbers)


def told(result):
    """What an evaluator says, or the refusal that it says instead."""
    try:
        return result()
    except RefusedError as error:
        return error.code, dict(error.params)


def everything(evaluator, configuration):
    return [
        told(lambda: evaluator.prices(configuration, "", DAY)),
        told(lambda: evaluator.lead_days(configuration)),
        told(lambda: evaluator.bom(configuration)),
        told(lambda: evaluator.operations(configuration)),
        told(lambda: evaluator.scene(configuration)),
        told(lambda: evaluator.line_text(configuration)),
    ]


@settings(deadline=None, max_examples=20)
@given(st.lists(cabinets(), min_size=2, max_size=4))
def test_after_any_changes_it_is_as_if_evaluated_for_the_first_time(clicks):
    evaluator = Evaluator(CABINET)
    for configuration in [*clicks, clicks[0]]:
        assert everything(evaluator, configuration) == everything(Evaluator(CABINET), configuration)


DESK = desk(
    prices=(
        price("base", "310"),
        price("area", "net / 3", "top = oak or extras.lamp"),
        price("lamp", "lookup(tops, width, top) - 200", "extras.lamp", "width / 7"),
        price("special", "80", "is_special(width) and colour != none"),
        price("odd", "net / (depth - 800)", "depth != 700"),
    ),
    lead=(lead("make", days=8), lead("lamp", "extras.lamp", adds=1)),
    bom=(bom("screws", "SCREW", "net / 1000"), bom("more", "SCREW", "2", "top = white")),
    values=values(area="width * depth", net="area / 1000 - extras.cable"),
)


@st.composite
def desks(draw):
    options = {f"top.{draw(st.sampled_from(['oak', 'white']))}"}
    options |= {f"extras.{each}" for each in draw(st.sets(st.sampled_from(["lamp", "cable"])))}
    options |= draw(st.sampled_from([set(), {"colour.red"}, {"colour.blue"}]))
    sizes = {
        "width": draw(st.sampled_from(range(1200, 2450, 50))),
        "depth": draw(st.sampled_from(range(600, 1050, 50))),
    }
    return chosen(*options, **sizes)


@settings(deadline=None, max_examples=25)
@given(st.lists(desks(), min_size=2, max_size=8))
def test_prices_of_changed_choices_are_those_of_choices_made_at_once(clicks):
    evaluator = Evaluator(DESK)
    for configuration in clicks:
        assert everything(evaluator, configuration) == everything(Evaluator(DESK), configuration)


@settings(deadline=None, max_examples=20)
@given(cabinets(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(configuration, chance):
    def mixed(component):
        rows = {
            name: tuple(chance.sample(getattr(component, name), len(getattr(component, name))))
            for name in ("prices", "lead", "bom", "operations", "parts", "groups", "numbers")
        }
        return replace(component, **rows)

    other = replace(
        CABINET,
        product=mixed(CABINET.product),
        components=tuple(map(mixed, CABINET.components)),
        materials=CABINET.materials[::-1],
    )
    one, two = Evaluator(CABINET), Evaluator(other)
    if isinstance(told(lambda: one.prices(configuration, "", DAY)), tuple):
        assert Counter(map(str, told(lambda: one.prices(configuration, "", DAY)))) == Counter(
            map(str, told(lambda: two.prices(configuration, "", DAY)))
        )
    assert one.lead_days(configuration) == two.lead_days(configuration)
    assert {each.article: (each.quantity, set(each.parts)) for each in one.bom(configuration)} == {
        each.article: (each.quantity, set(each.parts)) for each in two.bom(configuration)
    }
    assert set(map(str, one.operations(configuration))) == set(map(str, two.operations(configuration)))
    assert {each.key: each for each in one.scene(configuration).parts} == {
        each.key: each for each in two.scene(configuration).parts
    }


@settings(deadline=None, max_examples=40)
@given(cabinets())
def test_scene_bill_of_materials_and_cut_list_agree_and_it_can_be_built(configuration):
    evaluator = Evaluator(CABINET)
    scene = evaluator.scene(configuration)
    assert overlaps(scene) == ()
    assert outside(scene) == ()
    lines = {each.article: each for each in evaluator.bom(configuration)}
    rows = cut_list([scene])
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.material] += row.count
    made = covered(scene)
    assert {code: each.count for code, each in made.items()} == counts
    sheets = {code: each.area for code, each in made.items() if scene.materials[code].kind == "sheet"}
    assert sheets == areas(rows)
    for code, area in sheets.items():
        line = lines[scene.materials[code].article]
        assert line.quantity == Fraction(area, SQUARE_METRE)
        assert len(line.parts) == counts[code]


# Expressions against a plain reading of what they mean

LETTERS = {"width": 1650, "depth": 800, "lift": 0}
LEAVES = st.one_of(
    st.builds(Literal, st.fractions(0, 20, max_denominator=8)),
    st.sampled_from([Name((code,)) for code in LETTERS]),
)
NUMBERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(Unary, st.just("-"), inner),
        st.builds(lambda *sides: Call("max", sides), inner, inner),
        st.builds(
            lambda sign, *sides: Call("if", (Binary(sign, *sides[:2]), *sides[2:])),
            st.sampled_from(["<", "<=", "=", "!=", ">", ">="]), inner, inner, inner, inner,
        ),
    ),
    max_leaves=12,
)  # fmt: skip
SIGNS = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def plainly(expression):
    """What the expression is worth, step by step in fractions."""
    match expression:
        case Literal(value):
            return value
        case Name((code,)):
            return Fraction(LETTERS[code])
        case Unary(_, of):
            return -plainly(of)
        case Binary(sign, left, right):
            return SIGNS[sign](plainly(left), plainly(right))
        case Call("max", sides):
            return max(map(plainly, sides))
        case Call(_, (when, then, other)):
            return plainly(then) if plainly(when) else plainly(other)


@settings(deadline=None)
@given(NUMBERS)
def test_amounts_are_those_of_a_plain_reading(expression):
    row = replace(price("it", "0"), amount=expression)
    found = told(
        lambda: Evaluator(desk(prices=(row,))).prices(chosen(width=1650, depth=800), "", DAY)[0].amount
    )
    try:
        assert found == plainly(expression)
    except ZeroDivisionError:
        assert found == ("evaluate.division", {"row": "prices.it"})


@given(st.lists(st.fractions(-1000, 1000, max_denominator=997), min_size=1, max_size=30))
def test_what_rows_add_is_the_exact_sum(amounts):
    rows = tuple(replace(price(f"r{at}", "0"), amount=Literal(each)) for at, each in enumerate(amounts))
    shares = Evaluator(cabinet(prices=rows)).prices(modules(("open", 400)), "", DAY)
    assert sum(each.amount for each in shares) == sum(amounts)
