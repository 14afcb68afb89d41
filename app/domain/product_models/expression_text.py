"""Expressions written back as text, for messages."""

from __future__ import annotations

from fractions import Fraction

from app.domain.product_models.expressions import (
    Among,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Unary,
    children,
)

_LONGEST = 80


def text_of(expression: Expression) -> str:
    """As people would write it, with the brackets that it needs, shortened where it is long."""
    text = _text(expression)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def place_in(expression: Expression) -> int:
    """The character, from 1, where its first name or function stands; 1 where it has none."""
    match expression:
        case Name(_, place) | Call(_, _, place):
            return place or 1
        case _:
            return next((at for at in map(place_in, children(expression)) if at > 1), 1)


def _text(expression: Expression) -> str:
    match expression:
        case Literal(value):
            return _value(value)
        case Name(path):
            return ".".join(path)
        case Call(function, arguments):
            return f"{function}({', '.join(map(_text, arguments))})"
        case Unary(sign, of):
            return f"{sign} {_bracketed(of)}" if sign == "not" else f"{sign}{_bracketed(of)}"
        case Binary(sign, left, right):
            return f"{_bracketed(left)} {sign} {_bracketed(right)}"
        case Among(left, of):
            return f"{_bracketed(left)} in ({', '.join(map(_text, of))})"


def _bracketed(expression: Expression) -> str:
    text = _text(expression)
    return f"({text})" if isinstance(expression, Binary | Among | Unary) else text


def _value(value: Fraction | str | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    return str(value) if value.denominator == 1 else str(float(value))
