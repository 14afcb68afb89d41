"""Every expression of a file is checked: its names, its kinds, and whether the engine can know what a rule says."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import RefusedError
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.expressions import Call, Expression, Name, children
from app.domain.product_models.flattening.formulas import known_formula
from app.domain.product_models.flattening.scopes import Plan, Scope
from app.domain.product_models.reading.fields import Said, Sheet
from app.domain.product_models.reading.kinds import Kinds
from app.domain.product_models.reading.worlds import World


def check_expressions(definition: ProductDefinition, sheet: Sheet) -> None:
    """Note what is wrong with expressions, each by its line and its character there."""
    kinds = Kinds(definition, sheet.said)
    sound = [said for said in sheet.said if kinds.check(said, sheet.notes)]
    _check_circles(definition, sheet)
    known = {each.code for each in definition.components}
    if all(slot.component in known for slot in definition.slots) and not kinds.has_bad_values:
        _check_sums(definition, sheet, sound)


def _check_sums(definition: ProductDefinition, sheet: Sheet, sound: list[Said]) -> None:
    """Rules and conditions have to be such as the engine can know."""
    plan = Plan(definition)
    scopes: dict[str, Scope] = {"": plan.product}
    for instances in plan.instances.values():
        scopes |= {each.component.code: each for each in instances}
    for said in sound:
        if said.use == "rule" and said.component in scopes:
            try:
                known_formula(said.expression, scopes[said.component])
            except RefusedError as error:
                sheet.notes.expression(said.place, error.code, **error.params)
                if error.code == "expression.too_large":  # the others would only say so again
                    return


_Item = tuple[str, str]


def _check_circles(definition: ProductDefinition, sheet: Sheet) -> None:
    """Nothing may be asked where only itself tells whether it is."""
    asks: dict[_Item, set[_Item]] = {}
    owned = [said for said in sheet.said if said.use == "rule" and said.owner]
    owned.sort(key=lambda said: said.place.line)
    conditions = {(said.component, said.owner): said for said in owned}
    for item, said in conditions.items():
        world = World.of(definition, said.component)
        asks[item] = set(_asked_in(said.expression, world))
    for item in _on_circles(asks):
        circle = " → ".join(".".join(filter(None, each)) for each in _circle_of(item, asks))
        sheet.notes.wrong(conditions[item].place, "product_model.when_circle", circle=circle)


def _asked_in(expression: Expression, world: World) -> Iterator[_Item]:
    """The groups and numbers that a condition looks at; through named values too, but not at places before."""
    inlined: set[_Item] = set()
    waiting = [(expression, world)]
    while waiting:
        one, at = waiting.pop()
        match one:
            case Call("before"):
                continue
            case Call(_, (Name((slot,)), *rest)) if slot in at.slots:
                waiting += [(each, at.within(slot)) for each in rest]
                continue
            case Name(("parent", *path)) if at.parent is not None:
                waiting.append((Name(tuple(path)), at.parent))
            case Name((code, *_)) if code in at.values and _item(code, at) not in inlined:
                inlined.add(_item(code, at))
                waiting.append((at.values[code], at))
            case Name((code, *_)) if code in at.groups or code in at.numbers:
                yield _item(code, at)
        waiting += [(child, at) for child in children(one)]


def _item(code: str, world: World) -> _Item:
    return "" if world.parent is None else world.component.code, code


def _on_circles(asks: dict[_Item, set[_Item]]) -> list[_Item]:
    """One item of each circle."""
    found: list[_Item] = []
    covered: set[_Item] = set()
    for item in asks:
        circle = _circle_of(item, asks)
        if circle and not covered.intersection(circle):
            covered.update(circle)
            found.append(item)
    return found


def _circle_of(item: _Item, asks: dict[_Item, set[_Item]]) -> list[_Item]:
    """The shortest way from an item over what it asks for back to itself; none where there is none."""
    ways = [[item]]
    seen: set[_Item] = set()
    for way in ways:
        for after in sorted(asks.get(way[-1], ())):
            if after == item:
                return [*way, item]
            if after not in seen:
                seen.add(after)
                ways.append([*way, after])
    return []
