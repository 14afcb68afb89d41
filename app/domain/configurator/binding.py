"""Which options rules speak of, directly or through what asks for their groups, and in which order groups are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.domain.configurator.formulas import Chosen, Formula, codes_in
from app.domain.configurator.model import Group, Number, ProductModel, codes_of


def can_be_loose(group: Group) -> bool:
    """Whether counting always finds a choice: enough options, and room for them."""
    return 0 <= group.lo <= group.hi and group.lo <= len(group.options) and group.hi > 0


def are_interchangeable(group: Group) -> bool:
    """Whether "one of the others" says all that counts: exactly or up to one, or any number from one on."""
    return group.hi == 1 or (group.lo <= 1 and group.hi >= len(group.options))


def bound_options(model: ProductModel) -> set[str]:
    """The codes that rules speak of, and those that ask for a group with such an option, and so on upwards."""
    named: set[str] = set()
    groups = {group.code: group for group in model.groups}
    for rule in model.rules:
        named.update(codes_in(rule.formula))
    for table in model.tables:
        named.update(code for row in table.rows for cell in row for code in codes_of(cell))
        columns = (groups[code] for code in table.columns if code in groups)
        named.update(group.options[0] for group in columns if group.options)
    for number in model.numbers:
        named.update(_named_by(number.when))
    of_option = {code: group for group in model.groups for code in group.options}
    for group in model.groups:
        if not isinstance(group.when, Chosen | None) or not can_be_loose(group):
            named.update(_named_by(group.when))
    bound = named & of_option.keys()
    waiting = list(bound)
    while waiting:
        group = of_option[waiting.pop()]
        asking = [code for code in _named_by(group.when) if code in of_option and code not in bound]
        bound.update(asking)
        waiting.extend(asking)
    return bound


def _named_by(when: Formula | None) -> list[str]:
    return [] if when is None else list(codes_in(when))


def parents_first(groups: Sequence[Group], numbers: Sequence[Number] = ()) -> list[Group | Number]:
    """Each group and each number after those that its condition names."""
    asked: list[Group | Number] = [*groups, *numbers]
    of_code = {code: at for at, group in enumerate(groups) for code in group.options}
    of_code |= {number.code: len(groups) + at for at, number in enumerate(numbers)}
    waits_for = [{of_code[code] for code in _named_by(one.when)} for one in asked]
    asked_by: dict[int, list[int]] = defaultdict(list)
    for at, others in enumerate(waits_for):
        for other in others:
            asked_by[other].append(at)
    ready = [at for at, others in enumerate(waits_for) if not others]
    order: list[Group | Number] = []
    while ready:
        at = ready.pop()
        order.append(asked[at])
        for below in asked_by[at]:
            waits_for[below].discard(at)
            if not waits_for[below]:
                ready.append(below)
    return order
