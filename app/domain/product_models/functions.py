"""What expressions of a product model can call, each with the kinds of its arguments."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from operator import itemgetter

from app.domain.errors import RefusedError
from app.domain.product_models.closures import (
    Builder,
    Compiled,
    Context,
    Kind,
    compiled,
    derived_cell,
    follow,
    group_named,
    number,
    parent_cell,
    text,
    told,
    truth,
)
from app.domain.product_models.definition import GroupDef, OptionDef
from app.domain.product_models.expressions import Call, Expression, Literal, Name
from app.domain.product_models.lookups import Lookup
from app.domain.product_models.scopes import Run, Scope, Shape, plain
from app.domain.rounding import divide_half_up


def _expect(call: Call, context: Context, *counts: int) -> None:
    if len(call.arguments) not in counts:
        raise RefusedError(
            "evaluate.arguments", row=context.row, function=call.function, count=len(call.arguments)
        )


# Numbers


def rounded(value: Fraction | int) -> int:
    """The nearest whole number, halves away from zero."""
    return divide_half_up(value.numerator, value.denominator)


def _of_one(reckon: Callable[[Fraction | int], int]) -> Builder:
    def build(call: Call, context: Context) -> Compiled:
        _expect(call, context, 1)
        source = number(call.arguments[0], context)
        run = source.run
        return follow(lambda scope: reckon(run(scope)), Kind.NUMBER, source)

    return build


def _of_several(choose: Callable[[list[Fraction | int]], Fraction | int]) -> Builder:
    def build(call: Call, context: Context) -> Compiled:
        if not call.arguments:
            _expect(call, context, 1)
        sources = [number(each, context) for each in call.arguments]
        runs = [each.run for each in sources]
        return follow(lambda scope: choose([run(scope) for run in runs]), Kind.NUMBER, *sources)

    return build


def _if(call: Call, context: Context) -> Compiled:
    _expect(call, context, 3)
    when = truth(call.arguments[0], context)
    then, other = (compiled(each, context) for each in call.arguments[1:])
    if then.kind is not other.kind:
        left, right = (told(each) for each in call.arguments[1:])
        raise RefusedError("evaluate.not_comparable", row=context.row, left=left, right=right)
    is_so, one, two = when.run, then.run, other.run
    return follow(lambda scope: one(scope) if is_so(scope) else two(scope), then.kind, when, then, other)


def _lookup(call: Call, context: Context) -> Compiled:
    match call.arguments:
        case (Name((code,)) | Literal(str(code)), *keys) if code in context.shape.model.lookups:
            definition = context.shape.model.lookups[code]
        case (first, *_):
            raise RefusedError("evaluate.lookup_unknown", row=context.row, lookup=told(first))
        case _:
            raise RefusedError("evaluate.lookup_unknown", row=context.row, lookup="")
    _expect(call, context, len(definition.keys) + 1)
    table = Lookup(definition)
    sources = [
        number(key, context) if table.takes_up(at) else compiled(key, context) for at, key in enumerate(keys)
    ]
    runs, row = [each.run for each in sources], context.row
    return follow(lambda scope: table.value([run(scope) for run in runs], row), Kind.NUMBER, *sources)


# What stands behind options and materials


def _group(call: Call, context: Context) -> tuple[GroupDef, str]:
    _expect(call, context, 1)
    found = group_named(call.arguments[0], context)
    if found is None:
        raise RefusedError("evaluate.needs_group", row=context.row, found=told(call.arguments[0]))
    if found[0].hi > 1:
        raise RefusedError("evaluate.several", row=context.row, group=found[0].code)
    return found


def _of_option(fact: Callable[[OptionDef], str]) -> Builder:
    """What is behind the option chosen in a group; refused where nothing is chosen, or nothing is behind it."""

    def build(call: Call, context: Context) -> Compiled:
        group, cell = _group(call, context)
        facts: Mapping[str, str] = {each.code: fact(each) for each in group.options}
        row, function = context.row, call.function

        def run(scope: Scope) -> str:
            option: str = scope[cell]
            found = facts.get(option, "")
            if not found:
                raise RefusedError(
                    "evaluate.nothing_behind",
                    row=row,
                    function=function,
                    group=group.code,
                    option=option or "none",
                )
            return found

        return Compiled(run, Kind.TEXT, frozenset((cell,)))

    return build


def material_word(expression: Expression, context: Context) -> Compiled:
    """A word that is the code of a material; without quotes where no group or value has that name."""
    shape = context.shape
    match expression:
        case Name((code,)) if code in shape.model.materials and code not in {
            *shape.groups,
            *shape.component.values,
        }:
            return text(Literal(code), context)
        case _:
            return text(expression, context)


def _material_argument(call: Call, context: Context) -> Compiled:
    _expect(call, context, 1)
    return material_word(call.arguments[0], context)


def _thickness_of(call: Call, context: Context) -> Compiled:
    source = _material_argument(call, context)
    thicknesses = {code: plain(each.thickness) for code, each in context.shape.model.materials.items()}
    run, row = source.run, context.row

    def find(scope: Scope) -> Fraction | int:
        code = run(scope)
        if code not in thicknesses:
            raise RefusedError("evaluate.unknown_material", row=row, material=code)
        return thicknesses[code]

    return follow(find, Kind.NUMBER, source)


def _is_special(call: Call, context: Context) -> Compiled:
    _expect(call, context, 1)
    match call.arguments[0]:
        case Name((code,)) if code in context.shape.numbers:
            shape = context.shape
        case Name(("parent", code)) if context.shape.parent and code in context.shape.parent.numbers:
            shape = context.shape.parent
        case argument:
            raise RefusedError("evaluate.needs_size", row=context.row, found=told(argument))
    standard = frozenset(shape.numbers[code].standard)

    def run(scope: Scope) -> bool:
        return bool(standard) and code in scope.asked and scope[code] not in standard

    cell = f"is_special({code})"
    shape.derived.setdefault(cell, run)
    if shape is not context.shape:
        cell = parent_cell((cell,), itemgetter(cell), context)
    return Compiled(itemgetter(cell), Kind.TRUTH, frozenset((cell,)))


# Sub-products


def _slot(call: Call, context: Context, count: int) -> tuple[str, Shape]:
    _expect(call, context, count)
    match call.arguments[0]:
        case Name((slot,)) if slot in context.shape.slots:
            return slot, context.shape.slots[slot]
        case argument:
            raise RefusedError("evaluate.needs_slot", row=context.row, found=told(argument))


def _over(
    read: Callable[[Expression, Context], Compiled], gather: Callable[[Run, list[Scope]], object], kind: Kind
) -> Builder:
    """A function of all sub-products of a slot, each asked for the second argument."""

    def build(call: Call, context: Context) -> Compiled:
        slot, shape = _slot(call, context, 2)
        source = read(call.arguments[1], context.of(shape))
        run = source.run
        return derived_cell(
            call, context, lambda scope: gather(run, scope.slots[slot]), kind, is_of_parts=source.is_of_parts
        )

    return build


def _before(call: Call, context: Context) -> Compiled:
    """The sum over the sub-products of the slot that stand before this one; what is found out for them is kept."""
    _expect(call, context, 1)
    if context.shape.parent is None:
        raise RefusedError("evaluate.unknown_function", row=context.row, function="before")
    source = number(call.arguments[0], context.of(context.shape))
    run = source.run

    def total(scope: Scope) -> Fraction | int:
        before: list[Fraction | int] = [run(each) for each in scope.siblings[: scope["index"] - 1]]
        return sum(before)

    return derived_cell(call, context, total, Kind.NUMBER, is_of_parts=source.is_of_parts)


# Parts

_TALLY = "/tally"
"""The cell with the parts of a scope by material."""


def _of_parts(place: int) -> Builder:
    """How many parts are of a material, or how large they are together, in m2."""

    def build(call: Call, context: Context) -> Compiled:
        source = _material_argument(call, context)
        run, row, model = source.run, context.row, context.shape.model
        context.shape.derived.setdefault(_TALLY, model.tally)

        def find(scope: Scope) -> Fraction | int:
            code: str = run(scope)
            if code not in model.materials:
                raise RefusedError("evaluate.unknown_material", row=row, material=code)
            found: tuple[int, Fraction] = scope[_TALLY].get(code, (0, Fraction(0)))
            return found[place]

        return derived_cell(call, context, find, Kind.NUMBER, is_of_parts=True)

    return build


FUNCTIONS: Mapping[str, Builder] = {
    "min": _of_several(min),
    "max": _of_several(max),
    "ceil": _of_one(math.ceil),
    "floor": _of_one(math.floor),
    "round": _of_one(rounded),
    "if": _if,
    "lookup": _lookup,
    "material_of": _of_option(lambda option: option.material),
    "article_of": _of_option(lambda option: option.article),
    "thickness_of": _thickness_of,
    "is_special": _is_special,
    "sum": _over(number, lambda run, scopes: sum(map(run, scopes)), Kind.NUMBER),
    "count": _over(truth, lambda run, scopes: sum(map(run, scopes)), Kind.NUMBER),
    "any": _over(truth, lambda run, scopes: any(map(run, scopes)), Kind.TRUTH),
    "all": _over(truth, lambda run, scopes: all(map(run, scopes)), Kind.TRUTH),
    "largest": _over(number, lambda run, scopes: max(map(run, scopes), default=0), Kind.NUMBER),
    "before": _before,
    "part_count": _of_parts(0),
    "part_area": _of_parts(1),
}
