"""Choices, options and fields in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from app.domain.configurator.model import Configuration, Key, Point
from app.domain.configuring.choices import Lost, Value
from app.domain.configuring.form import Field, number_text
from app.domain.configuring.situation import Product
from app.domain.configuring.views import ChoiceView, Level


def choice_view(product: Product, code: str, value: Value, level: Level) -> ChoiceView:
    """A choice of an option or a number in words; what the model has not goes by its code."""
    field = product.form.field_of.get(code)
    given = product.given.get(code)
    origin = given.origin if given and level is Level.GIVEN else ""
    if field is None:
        return ChoiceView(code, "", "", "", code, level, origin=origin)
    if isinstance(value, bool):
        name = product.form.options[code].name if code in product.form.options else code
        return ChoiceView(code, field.code, field.path, field.name, name, level, None, value, origin)
    text = value_text(product, field, value)
    return ChoiceView(field.code, field.code, field.path, field.name, text, level, value, True, origin)


def key_view(product: Product, key: Key, *, is_taken: bool, level: Level) -> ChoiceView:
    """The same of a choice of the engine."""
    if isinstance(key, Point):
        value = Fraction(key.value, product.form.field_of[key.number].scale)
        return choice_view(product, key.number, value, level)
    return choice_view(product, key, is_taken, level)


def lost_view(product: Product, lost: Lost) -> ChoiceView:
    """A choice that fits no more."""
    return choice_view(product, lost.code, lost.value, lost.level)


def value_text(product: Product, field: Field, value: Fraction) -> str:
    """A value with its unit."""
    unit = field.number.unit if field.number else ""
    return number_text(value, unit, product.form.language)


def summary(product: Product, field: Field, whole: Configuration) -> str:
    """What a configuration has in a field: "Oak", "1800 mm", "Lamp, Tray"; "" for nothing."""
    if field.is_number:
        scaled = whole.numbers.get(field.key)
        return "" if scaled is None else value_text(product, field, Fraction(scaled, field.scale))
    return ", ".join(each.name for each in field.options if each.code in whole.options)


def answers_in(
    product: Product, whole: Configuration, fields: Iterable[Field], level: Level
) -> Iterator[ChoiceView]:
    """What a configuration has in these fields, in words."""
    for field in fields:
        if field.is_number and field.key in whole.numbers:
            yield choice_view(product, field.key, Fraction(whole.numbers[field.key], field.scale), level)
        for each in field.options:
            if each.code in whole.options:
                yield choice_view(product, each.code, True, level)
