"""Expressions over a configuration: exact, each name in its scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.domain.product_models.evaluating import Evaluator
from tests.unit.product_models.small_models import (
    cabinet,
    chosen,
    desk,
    lookup,
    modules,
    number,
    price,
    values,
)

DAY = date(2026, 11, 23)
DESK = chosen("top.oak", "extras.lamp", width=1650, depth=800)


def amount(text, configuration=DESK, **rest):
    """What the expression is worth as a price of the desk."""
    shares = Evaluator(desk(prices=(price("it", text),), **rest)).prices(configuration, "", DAY)
    return next(share.amount for share in shares if share.code == "it")


def holds(condition, configuration=DESK, **rest):
    return amount(f"if({condition}, 1, 0)", configuration, **rest) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("width * depth / 1000000", Fraction(132, 100)),
        ("1 / 3 + 1 / 6", Fraction(1, 2)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("-width + 2 * depth", -50),
        ("min(width, depth, 900)", 800),
        ("max(width, depth)", 1650),
        ("ceil(width / 1000)", 2),
        ("floor(width / 1000)", 1),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("if(top = oak, 7, 1 / 0)", 7),
        ("lookup(tops, width, top)", 260),
        ("lookup(tops, 1600, 'white')", 90),
        ("thickness_of(material_of(top)) + thickness_of('white19')", 44),
        ("thickness_of(steel)", 0),
        ("if(article_of(top) = 'ART-OAK', 1, 2)", 1),
        ("2 + extras.lamp", 3),
        ("lift", 0),
        ("net", 1100),
    ],
)
def test_amounts_are_exact(text, expected):
    assert amount(text, values=values(inner="width - 100", net="inner - 450")) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("top = oak", True),
        ("top != oak", False),
        ("oak = top", True),
        ("top in (white, oak)", True),
        ("top.white", False),
        ("top = 'oak'", True),
        ("colour = none", True),
        ("colour != red", True),
        ("extras.lamp and not extras.cable", True),
        ("top.white -> width < 0", True),
        ("top.oak <-> width > 1200", True),
        ("width in (1200, 1650)", True),
        ("1200 <= width", True),
        ("is_special(width)", True),
        ("is_special(depth)", False),
        ("is_special(lift)", False),
        ("width = depth or true", True),
    ],
)
def test_conditions_name_local_options(condition, expected):
    assert holds(condition) is expected


def test_a_size_that_is_not_asked_is_none_that_needs_special_making():
    standard = desk(prices=(price("it", "1", "is_special(lift)"),))
    lifts = (*standard.product.numbers[:2], number("lift", 300, 650, standard=(300,)))
    evaluator = Evaluator(replace(standard, product=replace(standard.product, numbers=lifts)))
    assert [each.code for each in evaluator.prices(DESK, "", DAY) if each.code == "it"] == []
    asked = chosen("top.oak", width=1600, depth=800, lift=310)
    assert [each.code for each in evaluator.prices(asked, "", DAY) if each.code == "it"] == ["it"]


@pytest.mark.parametrize(
    ("width", "depth", "expected"),
    [(1000, 500, 1), (1000, 700, 4), (1201, 100, 3), (1200, 600, 1), (1200, 601, 4)],
)
def test_keys_that_are_taken_up_find_the_least_row_that_is_large_enough(width, depth, expected):
    table = lookup(
        "sizes",
        {"width": "up", "depth": "up"},
        (1600, 800, 4),
        (1200, 600, 1),
        (1600, 500, 3),
        (2000, 900, 9),
    )
    assert amount(f"lookup(sizes, {width}, {depth})", lookups=(table,)) == expected


CABINET = modules(("doors", 400), ("drawers", 600), ("open", 400))


def whole(text):
    evaluator = Evaluator(cabinet(prices=(price("it", text),), values=values(inner="height - 100")))
    return next(share.amount for share in evaluator.prices(CABINET, "", DAY) if share.code == "it")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("modules.count", 3),
        ("sum(modules, width)", 1400),
        ("sum(modules, width * parent.height) / 1000", 2800),
        ("count(modules, front = doors)", 1),
        ("largest(modules, width)", 600),
        ("if(any(modules, width > 500), 1, 0)", 1),
        ("if(all(modules, width > 500), 1, 0)", 0),
        ("sum(modules, if(is_last, before(width), 0))", 1000),
        ("sum(modules, index * index)", 14),
        ("sum(modules, parent.inner + parent.modules.count)", 5709),
    ],
)
def test_the_whole_asks_its_modules(text, expected):
    assert whole(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(width)", [0, 400, 1000]),
        ("index", [1, 2, 3]),
        ("if(is_first, 1, 0) + if(is_last, 2, 0)", [1, 0, 2]),
        ("parent.height / 100", [20, 20, 20]),
        (
            "if(parent.body = oak and parent.body.oak, thickness_of(material_of(parent.body)), 0)",
            [25, 25, 25],
        ),
        ("if(front = drawers, drawers, 0)", [0, 4, 0]),
        ("reach", [400, 1000, 1400]),
    ],
)
def test_each_module_has_names_of_its_own(text, expected):
    rows = {"prices": (price("it", text),), "values": values(reach="before(width) + width")}
    configuration = modules(("doors", 400), ("drawers", 600), ("open", 400), **{"modules.2/drawers": 4})
    shares = Evaluator(cabinet(module=rows)).prices(configuration, "", DAY)
    assert {each.code: each.amount for each in shares if each.code.endswith("it")} == {
        f"modules.{index}/it": each for index, each in enumerate(expected, 1)
    }
