"""What stands on the line of an order for a configured product."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

from app.domain.product_models.closures import compiled
from app.domain.product_models.definition import GroupDef
from app.domain.product_models.expressions import Name
from app.domain.product_models.remembering import context_of, said
from app.domain.product_models.scopes import Scope
from app.domain.rounding import divide_half_up

_BLANK = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)\}")
_DECIMAL_COMMA = frozenset({"de", "fr", "it", "nl", "es", "pl"})
_DECIMALS = 3


def line_text(scope: Scope, language: str) -> str:
    """The text with its blanks filled: numbers, options by name, and by the name of a slot its sub-products.

    Between two commas nothing is said where all blanks stay empty: "lift {lift} mm" only of what has a lift.
    Without a text of its own a product has its name, a sub-product the names of what was chosen in it.
    """
    component = scope.shape.component
    text = said(component.line_text, language)
    if text:
        first, *others = [_said(piece, scope, language) for piece in text.split(",")]
        return ", ".join(words for words, is_empty in [(first[0], not first[0]), *others] if not is_empty)
    if scope.parent is scope:
        return said(component.name, language)
    chosen = [_chosen(group, scope, language) for group in component.groups]
    return ", ".join(filter(None, chosen)) or said(component.name, language)


def _said(piece: str, scope: Scope, language: str) -> tuple[str, bool]:
    """What stands between two commas, and whether it has blanks and all of them stay empty."""
    fillings = {code: _filled(code, scope, language) for code in _BLANK.findall(piece)}
    words = _BLANK.sub(lambda blank: fillings[blank[1]], piece).strip()
    return words, not words or (bool(fillings) and not any(fillings.values()))


def _filled(code: str, scope: Scope, language: str) -> str:
    shape = scope.shape
    if code in shape.groups:
        return _chosen(shape.groups[code], scope, language)
    if code in shape.slots:
        return _gathered([line_text(each, language) for each in scope.slots[code]])
    return _value(code, scope, language)


def _value(code: str, scope: Scope, language: str) -> str:
    path = tuple(code.split("."))
    owner, name = (scope.parent, path[1:]) if path[0] == "parent" else (scope, path)
    if len(name) == 1 and name[0] in owner.shape.groups:
        return _chosen(owner.shape.groups[name[0]], owner, language)
    if len(name) == 1 and name[0] in owner.shape.numbers and name[0] not in owner.asked:
        return ""
    found = compiled(Name(path), context_of(scope.shape, "line_text"))
    value: str | Fraction | int = found.run(scope)
    return value if isinstance(value, str) else said_number(Fraction(value), language)


def _chosen(group: GroupDef, scope: Scope, language: str) -> str:
    found = scope[group.code]
    is_chosen: Callable[[str], bool] = found.__contains__ if group.hi > 1 else found.__eq__
    return ", ".join(said(each.name, language) for each in group.options if is_chosen(each.code))


def _gathered(texts: list[str]) -> str:
    """Equal ones are said once, with how many they are."""
    counted = {text: texts.count(text) for text in texts}
    return ", ".join(text if count == 1 else f"{count} x {text}" for text, count in counted.items())


def said_number(value: Fraction, language: str) -> str:
    """A number as people write it in the language, with no more than three decimals and no grouping."""
    scaled = divide_half_up(value.numerator * 10**_DECIMALS, value.denominator)
    whole, rest = divmod(abs(scaled), 10**_DECIMALS)
    decimals = f"{rest:0{_DECIMALS}d}".rstrip("0")
    sign = "-" if scaled < 0 else ""
    separator = "," if language in _DECIMAL_COMMA else "."
    return f"{sign}{whole}{separator}{decimals}" if decimals else f"{sign}{whole}"
