"""Whether a whole configuration stays one when a single answer is changed: only what speaks of it is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from app.domain.configurator.formulas import codes_in, holds
from app.domain.configurator.model import (
    NONE,
    Configuration,
    Group,
    Number,
    ProductModel,
    Rule,
    Span,
    Table,
)


class Swaps:
    """Checks of changed configurations of one model.

    Attributes:
        hidden: groups that stand for a condition: their options hold where it does.
    """

    def __init__(self, model: ProductModel, hidden: Sequence[Group] = ()) -> None:
        self.hidden = tuple(hidden)
        self._hidden_codes = {group.code for group in hidden}
        self._group_of = {code: group for group in model.groups for code in group.options}
        self._groups = {group.code: group for group in model.groups}
        self._numbers = {number.code: number for number in model.numbers}
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        self._tables: dict[str, list[Table]] = defaultdict(list)
        self._asking: dict[str, list[Group | Number]] = defaultdict(list)
        for rule in model.rules:
            for code in dict.fromkeys(codes_in(rule.formula)):
                self._rules[code].append(rule)
        for table in model.tables:
            for code in table.columns:
                self._tables[code].append(table)
        both: tuple[Group | Number, ...] = (*model.groups, *model.numbers)
        for each in both:
            for code in dict.fromkeys(codes_in(each.when) if each.when else ()):
                self._asking[code].append(each)

    def swapped(self, whole: Configuration, option: str) -> Configuration | None:
        """The configuration with the option, in place of another one where only one may be chosen.

        None where more than that would have to change.
        """
        group = self._group_of[option]
        dropped = whole.options.intersection(group.options) if group.hi == 1 else frozenset[str]()
        options = whole.options - dropped | {option}
        if not self.is_asked(group, whole) or len(options.intersection(group.options)) > group.hi:
            return None
        return self._changed(whole, Configuration(options, whole.numbers), [option, *dropped])

    def resized(self, whole: Configuration, number: str, value: int) -> Configuration | None:
        """The configuration with this scaled value of a number; None where more than that would have to change."""
        if number not in whole.numbers or value not in self._numbers[number].values:
            return None
        changed = Configuration(whole.options, {**whole.numbers, number: value})
        return self._changed(whole, changed, [number])

    def is_asked(self, each: Group | Number, whole: Configuration) -> bool:
        """Whether its condition holds."""
        return each.when is None or holds(each.when, whole.options, whole.numbers)

    def asks(self, code: str, whole: Configuration) -> bool:
        """Whether the model has a group or number of this code, and its condition holds."""
        each = self._groups.get(code) or self._numbers.get(code)
        return each is not None and self.is_asked(each, whole)

    def _changed(
        self, whole: Configuration, changed: Configuration, codes: list[str]
    ) -> Configuration | None:
        """With what stands for conditions as they are then; None where the rest does not stay as it was."""
        seen = set(codes)
        while codes:
            for each in self._asking.get(codes.pop(), ()):
                if self.is_asked(each, whole) == self.is_asked(each, changed):
                    continue
                if not isinstance(each, Group) or each.code not in self._hidden_codes:
                    return None
                options = frozenset(each.options)
                if seen.intersection(options):
                    return None
                holds_now = (
                    changed.options - options if options <= whole.options else changed.options | options
                )
                changed = Configuration(holds_now, changed.numbers)
                codes.extend(options)
                seen |= options
        return changed if self._is_allowed(changed, seen) else None

    def _is_allowed(self, changed: Configuration, codes: set[str]) -> bool:
        rules = {rule.code: rule for code in codes for rule in self._rules.get(code, ())}
        columns = {self._group_of[code].code if code in self._group_of else code for code in codes}
        tables = {table.code: table for code in columns for table in self._tables.get(code, ())}
        return all(holds(rule.formula, changed.options, changed.numbers) for rule in rules.values()) and all(
            self._is_in(table, changed) for table in tables.values()
        )

    def _is_in(self, table: Table, whole: Configuration) -> bool:
        values: list[str | int] = []
        for code in table.columns:
            if not self.asks(code, whole):
                return True
            if code in self._numbers:
                values.append(whole.numbers[code])
            else:
                values.append(next(iter(whole.options.intersection(self._groups[code].options)), NONE))
        return table.allows == any(
            all(cell is None or _is_about(cell, value) for cell, value in zip(row, values, strict=True))
            for row in table.rows
        )


def _is_about(cell: frozenset[str] | Span, value: str | int) -> bool:
    if isinstance(cell, Span):
        return isinstance(value, int) and value in cell
    return value in cell
