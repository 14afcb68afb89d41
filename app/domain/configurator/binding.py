"""Which options rules speak of, directly or through what asks for their groups, and in which order groups are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.domain.configurator.formulas import Chosen, Formula, codes_in
from app.domain.configurator.model import NONE, Group, ProductModel, codes_of


def can_be_loose(group: Group) -> bool:
    """Whether counting always finds a choice: enough options, and room for them."""
    return 0 <= group.lo <= group.hi and group.lo <= len(group.options) and group.hi > 0


def are_interchangeable(group: Group) -> bool:
    """Whether "one of the others" says all that counts: exactly or up to one, or any number from one on."""
    return group.hi == 1 or (group.lo <= 1 and group.hi >= len(group.options))


def bound_options(model: ProductModel) -> set[str]:
    """The codes that rules speak of, and those that ask for a group with such an option, and so on upwards."""
    bound: set[str] = set()
    groups = {group.code: group for group in model.groups}
    for rule in model.rules:
        bound.update(codes_in(rule.formula))
    for table in model.tables:
        bound.update(code for row in table.rows for cell in row for code in codes_of(cell))
        bound.update(groups[code].options[0] for code in table.columns if groups[code].options)
    bound.discard(NONE)
    of_option = {code: group for group in model.groups for code in group.options}
    for group in model.groups:
        if not isinstance(group.when, Chosen | None) or not can_be_loose(group):
            bound.update(_named_by(group.when))
    waiting = list(bound)
    while waiting:
        group = of_option[waiting.pop()]
        asking = [code for code in _named_by(group.when) if code not in bound]
        bound.update(asking)
        waiting.extend(asking)
    return bound


def _named_by(when: Formula | None) -> list[str]:
    return [] if when is None else list(codes_in(when))


def parents_first(groups: Sequence[Group]) -> list[Group]:
    """Each group after those whose options its condition names."""
    of_option = {code: at for at, group in enumerate(groups) for code in group.options}
    waits_for = [{of_option[code] for code in _named_by(group.when)} for group in groups]
    asked_by: dict[int, list[int]] = defaultdict(list)
    for at, others in enumerate(waits_for):
        for other in others:
            asked_by[other].append(at)
    ready = [at for at, others in enumerate(waits_for) if not others]
    order: list[Group] = []
    while ready:
        at = ready.pop()
        order.append(groups[at])
        for below in asked_by[at]:
            waits_for[below].discard(at)
            if not waits_for[below]:
                ready.append(below)
    return order
