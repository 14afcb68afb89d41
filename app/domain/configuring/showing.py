"""Fields and pages as the screen shows them in a situation."""

from __future__ import annotations

from fractions import Fraction

from app.domain.configurator.model import Configuration
from app.domain.configuring.effects import Asked
from app.domain.configuring.form import Field, Option, Page
from app.domain.configuring.situation import Situation
from app.domain.configuring.views import (
    ChangeView,
    Difference,
    FieldKind,
    FieldView,
    Level,
    NumberView,
    OptionView,
    SizeView,
    Span,
    State,
    StepView,
)
from app.domain.configuring.words import summary


def pages_there(now: Situation) -> list[Page]:
    """The pages of the product and of the sub-products that it has now."""
    return [page for page in now.product.form.pages if now.is_there(page.path)]


def step_view(now: Situation, page: Page) -> StepView:
    """A page with its progress."""
    fields = [now.product.form.fields[code] for code in page.fields]
    progress = now.progress(fields)
    return StepView(page.code, page.path, page.place, page.owner, page.name, page.fields, progress)


def field_view(now: Situation, field: Field, *, priced: bool = True) -> FieldView:
    """A field with all its answers; without differences where it is not asked, or they are not `priced`."""
    is_asked = now.is_asked(field)
    priced = priced and is_asked
    given = [now.product.given.get(code) for code in (field.key, *(each.code for each in field.options))]
    return FieldView(
        field.code,
        field.kind,
        field.path,
        field.name,
        field.note,
        is_asked,
        now.level(field),
        summary(now.product, field, now.preview),
        tuple(_option_view(now, each, priced=priced) for each in field.options),
        None if field.kind is FieldKind.GROUP else _number_view(now, field, priced=priced),
        field.lo,
        field.hi,
        next((each.origin for each in given if each and each.origin), ""),
    )


def _option_view(now: Situation, option: Option, *, priced: bool) -> OptionView:
    state, level = _state(now, option.code)
    difference: Difference | None = None
    if priced and state in {State.OPEN, State.REFUSED}:
        difference = now.difference(now.asked(option.code))
    material = option.material
    return OptionView(
        option.code,
        option.name,
        option.note,
        state,
        level,
        difference,
        option.definition.article,
        material.colour if material else "",
        material.texture if material else "",
        (option.code, True) in now.product.default_keys,
    )


def _state(now: Situation, code: str) -> tuple[State, Level]:
    if code in now.preview.options:
        return State.CHOSEN, now.level_of(code, follows=not now.domain.can_leave(code))
    if now.choices.user.get(code) is False:
        return State.REFUSED, Level.USER
    return (State.OPEN if now.is_possible(now.asked(code)) else State.BLOCKED), Level.OPEN


def changes_of(now: Situation, asked: Asked) -> tuple[ChangeView, ...]:
    """What an answer that is thought of would change in other fields; nothing where it is not possible."""
    product = now.product
    then = product.effects.preview(now.completion, asked) if now.is_possible(asked) else None
    if then is None:
        return ()
    return tuple(
        ChangeView(
            field.code,
            field.path,
            field.name,
            summary(product, field, now.preview),
            summary(product, field, then),
        )
        for field in product.effects.moved(now.preview, then)
        if field.code != asked.field.code
    )


def _number_view(now: Situation, field: Field, *, priced: bool) -> NumberView:
    number = field.number
    assert number is not None, "numbers and slots have a definition of their values"
    value = now.value(field)
    spans = spans_of(now, field)
    is_special = value is not None and bool(number.standard) and value not in number.standard
    special = special_difference(now, field, value) if priced and is_special and value is not None else None
    return NumberView(
        value,
        number.lo,
        number.hi,
        number.step,
        number.unit,
        tuple(spans),
        tuple(_size_view(now, field, each, value, spans, priced=priced) for each in number.standard),
        is_special,
        special,
    )


def spans_of(now: Situation, field: Field) -> list[Span]:
    """The possible values of a number beside the other choices."""
    _, domain = now.beside(field)
    values = () if domain is None else domain.values(field.key)
    return [Span(Fraction(each[0], field.scale), Fraction(each[-1], field.scale)) for each in values if each]


def is_within(spans: list[Span], value: Fraction) -> bool:
    """Whether a value on the number's steps is among these."""
    return any(span.lo <= value <= span.hi for span in spans)


def _size_view(
    now: Situation,
    field: Field,
    size: Fraction,
    value: Fraction | None,
    spans: list[Span],
    *,
    priced: bool,
) -> SizeView:
    if size == value:
        return SizeView(size, State.CHOSEN)
    if not (now.product.can_be(field.key, size) and is_within(spans, size)):
        return SizeView(size, State.BLOCKED)
    return SizeView(size, State.OPEN, now.difference(now.asked(field.key, size)) if priced else None)


def special_difference(now: Situation, field: Field, value: Fraction) -> Difference | None:
    """What a special size costs more than the nearest standard size that is possible; None where none is."""
    number = field.number
    assert number is not None, "only numbers have sizes"
    possible = [size for size in number.standard if is_within(spans_of(now, field), size)]
    if not possible:
        return None
    size = min(possible, key=lambda each: (abs(each - value), each))
    standard = _preview_with(now, field, size)
    special = _preview_with(now, field, value)
    if standard is None or special is None:
        return None
    return now.product.effects.difference(standard, special, field.code)


def _preview_with(now: Situation, field: Field, value: Fraction) -> Configuration | None:
    return now.product.effects.preview(now.completion, now.asked(field.key, value))
