"""Expressions of product models are read by what binds more strongly, and what is wrong is told by its place."""

from fractions import Fraction

import pytest

from app.domain.errors import RefusedError
from app.domain.product_models.expressions import (
    Among,
    Binary,
    Call,
    Literal,
    Name,
    Unary,
    names_in,
    parse,
)
from app.messages import text_of_error

A, B, C = Name(("a",)), Name(("b",)), Name(("c",))
ONE = Literal(Fraction(1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", Binary("+", A, Binary("*", B, C))),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a -> b -> c", Binary("->", A, Binary("->", B, C))),
        ("a or b and not c", Binary("or", A, Binary("and", B, Unary("not", C)))),
        ("a = 1 <-> b", Binary("<->", Binary("=", A, ONE), B)),
        ("not a = 1", Unary("not", Binary("=", A, ONE))),
        ("-a * 1", Binary("*", Unary("-", A), ONE)),
        ("a in (b, c)", Among(A, (B, C))),
        ("max(a, 1)", Call("max", (A, ONE))),
        ("f()", Call("f", ())),
        ("top.oak", Name(("top", "oak"))),
        ("0.25", Literal(Fraction(1, 4))),
        ("'LEG 70'", Literal("LEG 70")),
        ("true", Literal(True)),
        (" a<=b ", Binary("<=", A, B)),
    ],
)
def test_it_is_read_by_what_binds_more_strongly(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a + ", "expression.unfinished", 5),
        ("", "expression.unfinished", 1),
        ("a ? b", "expression.not_understood", 3),
        ("a b", "expression.not_understood", 3),
        ("(a", "expression.missing", 3),
        ("a in b", "expression.missing", 6),
        ("(" * 70 + "a" + ")" * 70, "expression.too_deep", 62),
        ("not " * 70 + "a", "expression.too_deep", 245),
    ],
)
def test_what_is_wrong_is_told_by_its_place(text, code, place):
    with pytest.raises(RefusedError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.params["place"]) == (code, place)
    assert str(place) in text_of_error(refused.value)


def test_names_know_their_place():
    assert [(name.path, name.place) for name in names_in(parse("a + max(b.c, 1) in (d)"))] == [
        (("a",), 1),
        (("b", "c"), 9),
        (("d",), 21),
    ]
