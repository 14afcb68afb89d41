"""Rules and conditions as the engine's formulas: what is chosen, and comparisons of sums of numbers.

A number that is not asked counts as 0, and so does everything of a sub-product that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TypeVar

from app.domain.configurator.formulas import AtMost, Chosen, Formula, Implies, Same
from app.domain.errors import RefusedError
from app.domain.product_models.definition import GroupDef
from app.domain.product_models.expression_text import place_in, text_of
from app.domain.product_models.expressions import (
    DEEPEST,
    Among,
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Unary,
    children,
)
from app.domain.product_models.flattening.scopes import (
    CountNamed,
    GroupNamed,
    Named,
    NumberNamed,
    OptionNamed,
    PlaceNamed,
    Scope,
    ValueNamed,
)
from app.domain.product_models.flattening.sums import (
    FALSE,
    TRUE,
    Sum,
    all_of,
    any_of,
    at_most_zero,
    constant,
    equals_zero,
    negated,
)

_LOGIC = frozenset({"and", "or", "->", "<->"})
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_OVER_SLOTS = frozenset({"count", "sum", "any", "all"})


def known_formula(expression: Expression, scope: Scope) -> Formula:
    """As `formula_of`; RefusedError `expression.too_deep` where named values stand in one another too often."""
    try:
        return formula_of(expression, scope)
    except RecursionError:
        raise RefusedError("expression.too_deep", deepest=DEEPEST, place=place_in(expression)) from None


def asked(named: NumberNamed) -> Formula:
    """That the number is asked."""
    return _there_and(named.scope, named.number.when)


def _there_and(scope: Scope, when: Expression | None) -> Formula:
    told = TRUE if when is None else known_formula(when, scope)
    return all_of((scope.presence or TRUE, told))


def asked_where(scope: Scope, when: Expression | None) -> Formula | None:
    """The condition of a group or number there; None where it always holds."""
    found = _there_and(scope, when)
    return None if found == TRUE else found


def numbers_named(expression: Expression, scope: Scope) -> Iterator[NumberNamed]:
    """The numbers that it names directly: not within a function over sub-products; through named values too."""
    if isinstance(expression, Call) and expression.function in {*_OVER_SLOTS, "before"}:
        return
    if isinstance(expression, Name):
        found = _named_if_any(expression, scope)
        if isinstance(found, NumberNamed):
            yield found
        elif isinstance(found, ValueNamed):
            yield from numbers_named(found.expression, found.scope)
    for child in _looked_into(expression, scope):
        yield from numbers_named(child, scope)


def _looked_into(expression: Expression, scope: Scope) -> tuple[Expression, ...]:
    """What it is made of; of a comparison with a group nothing, for beside it stand options."""
    match expression:
        case Binary(_, left, right) if _group_named(left, scope) or _group_named(right, scope):
            return ()
        case Among(left) if _group_named(left, scope):
            return ()
        case _:
            return children(expression)


def _named_if_any(name: Name, scope: Scope) -> Named | None:
    """What it means; None for an option beside its group."""
    try:
        return scope.named(name)
    except RefusedError:
        return None


def formula_of(expression: Expression, scope: Scope) -> Formula:
    """What an expression that holds or not says there; RefusedError `expression.*` where the engine cannot know it."""
    scope.plan.step(place_in(expression))
    match expression:
        case Literal(bool() as value):
            return TRUE if value else FALSE
        case Name():
            return _named_truth(expression, scope)
        case Unary("not", of):
            return negated(formula_of(of, scope))
        case Binary(sign, left, right) if sign in _LOGIC:
            return _connected(sign, formula_of(left, scope), formula_of(right, scope))
        case Binary(sign) if sign in _COMPARISONS:
            return _compared(expression, scope)
        case Among(left, of):
            return any_of(tuple(formula_of(Binary("=", left, each), scope) for each in of))
        case Call():
            return _called_truth(expression, scope)
        case _:
            raise _no_sum(expression)


def _called_truth(call: Call, scope: Scope) -> Formula:
    match call:
        case Call("if", (when, then, otherwise)):
            told = formula_of(when, scope)
            first = _connected("->", told, formula_of(then, scope))
            return all_of((first, _connected("or", told, formula_of(otherwise, scope))))
        case Call("is_special", (Name() as name,)):
            return _special(name, scope)
        case Call("any" | "all" as word, (Name() as slot, condition)):
            return _over_all(word, slot, condition, scope)
        case _:
            raise _no_sum(call)


def _no_sum(expression: Expression) -> RefusedError:
    found = text_of(expression)
    return RefusedError("expression.not_linear", place=place_in(expression), found=found)


def _named_truth(name: Name, scope: Scope) -> Formula:
    match scope.named(name):
        case OptionNamed(code):
            return Chosen(code)
        case ValueNamed(at, expression):
            return _inlined(formula_of, expression, at, name)
        case PlaceNamed(at, "is_first"):
            return TRUE if at.place == 1 else FALSE
        case PlaceNamed(at, "is_last"):
            assert at.slot is not None
            return TRUE if at.place == at.slot.hi else AtMost(((1, f"{at.slot.code}.count"),), at.place)
        case _:
            raise _no_sum(name)


_Told = TypeVar("_Told")


def _inlined(read: Callable[[Expression, Scope], _Told], of: Expression, scope: Scope, name: Name) -> _Told:
    """What a named value stands for; where it cannot be known, that is told at the name."""
    try:
        return read(of, scope)
    except RefusedError as error:
        raise RefusedError(error.code, (), **{**error.params, "place": name.place}) from error


def _connected(sign: str, left: Formula, right: Formula) -> Formula:
    match sign:
        case "and":
            return all_of((left, right))
        case "or":
            return any_of((left, right))
        case "->" if left in (TRUE, FALSE) or right in (TRUE, FALSE):
            return any_of((negated(left), right))
        case "->":
            return Implies(left, right)
        case _ if left in (TRUE, FALSE) or right in (TRUE, FALSE):
            return any_of((all_of((left, right)), all_of((negated(left), negated(right)))))
        case _:
            return Same(left, right)


def _special(name: Name, scope: Scope) -> Formula:
    found = scope.named(name)
    if not isinstance(found, NumberNamed):
        raise _no_sum(name)
    if not found.number.standard:
        return FALSE
    value = _number(found)
    numbers = scope.plan.scales
    usual = tuple(equals_zero(value.minus(constant(size)), numbers) for size in found.number.standard)
    return all_of((asked(found), negated(any_of(usual))))


def _over_all(word: str, slot: Name, condition: Expression, scope: Scope) -> Formula:
    told = []
    for at in _instances(slot, scope):
        presence, holds = at.presence or TRUE, formula_of(condition, at)
        told.append(all_of((presence, holds)) if word == "any" else _connected("->", presence, holds))
    return any_of(tuple(told)) if word == "any" else all_of(tuple(told))


def _instances(slot: Name, scope: Scope) -> list[Scope]:
    if scope.slot is not None or len(slot.path) != 1 or slot.path[0] not in scope.plan.slots:
        raise RefusedError("expression.unknown_slot", place=slot.place, name=".".join(slot.path))
    return scope.plan.instances[slot.path[0]]


# Comparisons


def _compared(expression: Binary, scope: Scope) -> Formula:
    sign, left, right = expression.sign, expression.left, expression.right
    for one, other in ((left, right), (right, left)):
        group = _group_named(one, scope)
        if group is not None:
            return _group_compared(expression, group, other)
    if sign in {"=", "!="} and _is_truth(left, scope) and _is_truth(right, scope):
        same = _connected("<->", formula_of(left, scope), formula_of(right, scope))
        return same if sign == "=" else negated(same)
    difference = sum_of(left, scope).minus(sum_of(right, scope))
    return _COMPARED[sign](difference, scope)


def _group_named(expression: Expression, scope: Scope) -> GroupNamed | None:
    found = _named_if_any(expression, scope) if isinstance(expression, Name) else None
    return found if isinstance(found, GroupNamed) else None


def _group_compared(expression: Binary, named: GroupNamed, other: Expression) -> Formula:
    if named.group.hi > 1:
        raise RefusedError("expression.several", place=place_in(expression), group=named.group.code)
    if expression.sign not in {"=", "!="} or not isinstance(other, Name) or len(other.path) != 1:
        raise _no_sum(expression)
    holds = _chosen(named, other)
    return holds if expression.sign == "=" else negated(holds)


def _chosen(named: GroupNamed, name: Name) -> Formula:
    code = named.option(name.path[0])
    if code is not None:
        return Chosen(code)
    if name.path == ("none",):
        codes = (f"{named.scope.path}{named.group.code}.{each.code}" for each in named.group.options)
        return negated(any_of(tuple(map(Chosen, codes))))
    known = ", ".join(each.code for each in named.group.options)
    option, group = name.path[0], named.group.code
    raise RefusedError("expression.unknown_option", place=name.place, option=option, group=group, known=known)


def _is_truth(expression: Expression, scope: Scope) -> bool:
    """Whether it holds or does not, rather than being a number."""
    match expression:
        case Literal(value):
            return isinstance(value, bool)
        case Name():
            found = _named_if_any(expression, scope)
            if isinstance(found, ValueNamed):
                return _is_truth(found.expression, found.scope)
            is_place = isinstance(found, PlaceNamed) and found.word != "index"
            return is_place or isinstance(found, OptionNamed)
        case Call("if", (_, then, _)):
            return _is_truth(then, scope)
        case Call(function):
            return function in {"is_special", "any", "all"}
        case Unary(sign):
            return sign == "not"
        case Binary(sign):
            return sign in _LOGIC or sign in _COMPARISONS
        case Among():
            return True


_COMPARED: dict[str, Callable[[Sum, Scope], Formula]] = {
    "<=": lambda total, scope: at_most_zero(total, scope.plan.scales),
    "<": lambda total, scope: at_most_zero(total, scope.plan.scales, strict=True),
    ">=": lambda total, scope: at_most_zero(total.times(Fraction(-1)), scope.plan.scales),
    ">": lambda total, scope: at_most_zero(total.times(Fraction(-1)), scope.plan.scales, strict=True),
    "=": lambda total, scope: equals_zero(total, scope.plan.scales),
    "!=": lambda total, scope: negated(equals_zero(total, scope.plan.scales)),
}


# Sums


def sum_of(expression: Expression, scope: Scope) -> Sum:
    """What an expression is worth there, as a sum with factors; RefusedError `expression.*` where it is none."""
    scope.plan.step(place_in(expression))
    if _is_truth(expression, scope):
        return _truth_counted(formula_of(expression, scope), scope)
    match expression:
        case Literal(Fraction() as value):
            return constant(value)
        case Name():
            return _named_sum(expression, scope)
        case Unary("-", of):
            return sum_of(of, scope).times(Fraction(-1))
        case Binary("+", left, right):
            return sum_of(left, scope).plus(sum_of(right, scope))
        case Binary("-", left, right):
            return sum_of(left, scope).minus(sum_of(right, scope))
        case Binary("*" | "/"):
            return _multiplied(expression, sum_of(expression.left, scope), sum_of(expression.right, scope))
        case Call():
            return _called_sum(expression, scope)
        case _:
            raise _no_sum(expression)


def _truth_counted(formula: Formula, scope: Scope) -> Sum:
    """1 where it holds and its sub-product is there, else 0."""
    if formula == TRUE and scope.presence is None:
        return constant(1)
    if formula == FALSE:
        return Sum()
    is_own = isinstance(formula, Chosen) and formula.option.startswith(scope.path)
    told = formula if is_own else all_of((scope.presence or TRUE, formula))
    return Sum(terms={scope.plan.stand_in(told, scope.path): Fraction(1)})


def _named_sum(name: Name, scope: Scope) -> Sum:
    match scope.named(name):
        case NumberNamed() as found:
            return _number(found)
        case CountNamed(slot):
            return Sum(terms={f"{slot.code}.count": Fraction(1)})
        case PlaceNamed(at, "index"):
            return constant(at.place)
        case ValueNamed(at, expression):
            return _inlined(sum_of, expression, at, name)
        case _:
            raise _no_sum(name)


def _number(named: NumberNamed) -> Sum:
    return Sum(terms={named.code: Fraction(1, named.scope.plan.scales[named.code])})


def _multiplied(expression: Binary, left: Sum, right: Sum) -> Sum:
    if expression.sign == "/":
        if not right.is_constant or not right.constant:
            raise _no_sum(expression)
        return left.times(1 / right.constant)
    if right.is_constant:
        return left.times(right.constant)
    if left.is_constant:
        return right.times(left.constant)
    raise _no_sum(expression)


def _called_sum(call: Call, scope: Scope) -> Sum:
    match call:
        case Call("count" | "sum", (Name() as slot, each)):
            return _over_slot(call, _instances(slot, scope), each)
        case Call("before", (each,)) if scope.slot is not None:
            found = Sum()
            for at in scope.before():
                found = found.plus(sum_of(each, at))
            return found
        case Call("if", (when, then, otherwise)):
            first, second = sum_of(then, scope), sum_of(otherwise, scope)
            more = first.minus(second)
            if not more.is_constant:
                raise _no_sum(call)
            told = formula_of(when, scope)
            return second.plus(_truth_counted(told, scope).times(more.constant))
        case _:
            raise _no_sum(call)


def _over_slot(call: Call, scopes: list[Scope], each: Expression) -> Sum:
    """The sum over those that are there: what is of the sub-product itself is 0 where it is not; a constant counts."""
    sums = [sum_of(each, at) for at in scopes]
    found = Sum()
    if not scopes:
        return found
    for at, total in zip(scopes, sums, strict=True):
        is_own = all(code.startswith(at.path) for code in total.terms)
        if not is_own and at.presence is not None:
            raise _no_sum(call)
        found = found.plus(Sum(terms=total.terms))
    constants = {total.constant for total in sums}
    if len(constants) == 1 and scopes[0].slot is not None:
        count = Sum(terms={f"{scopes[0].slot.code}.count": Fraction(1)})
        return found.plus(count.times(constants.pop()))
    for at, total in zip(scopes, sums, strict=True):
        found = found.plus(_truth_counted(TRUE, at).times(total.constant))
    return found


def options_of(group: GroupDef, path: str) -> tuple[str, ...]:
    """The flat codes of its options."""
    return tuple(f"{path}{group.code}.{each.code}" for each in group.options)
