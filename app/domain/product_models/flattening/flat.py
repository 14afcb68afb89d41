"""A definition flattened: what the engine gets, and how its answers become plain values again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from app.domain.configurator.formulas import Implies, holds
from app.domain.configurator.model import (
    Cell,
    Configuration,
    Group,
    Key,
    Number,
    Point,
    ProductModel,
    Rule,
    Span,
    Table,
)
from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.domain.product_models import results
from app.domain.product_models.definition import (
    CellDef,
    DefaultDef,
    ProductDefinition,
    Range,
    RuleDef,
    SlotDef,
    TableDef,
    Texts,
)
from app.domain.product_models.expressions import Name
from app.domain.product_models.flattening.formulas import (
    asked,
    asked_where,
    known_formula,
    numbers_named,
    options_of,
)
from app.domain.product_models.flattening.order import order_rules
from app.domain.product_models.flattening.scopes import (
    CountNamed,
    GroupNamed,
    NumberNamed,
    Plan,
    Scope,
    scale_of,
)
from app.domain.product_models.flattening.sums import FALSE, TRUE, all_of

MOST_OPTIONS = 50_000
"""So many options, those of all sub-products that there can be; a model with more is refused."""
MOST_ROWS = 200_000
"""So many rows of tables, counted once for each sub-product."""


@dataclass(frozen=True)
class Flat:
    """A product model as the engine knows it.

    Args:
        definition: what it was made of.
        on: the day whose rules count.
        model: for the engine; sub-products have the path "modules.2/" before their codes.
        scales: by flat code of a number how many of the engine's units make one of it.
        defaults: soft choices, the first ones first.
        messages: by flat code of a rule or table what is told where it is a reason, by language.
        hidden: groups of the engine's model that stand for a condition; nobody is asked for them.
    """

    definition: ProductDefinition
    on: date
    model: ProductModel
    scales: Mapping[str, int]
    defaults: tuple[Key, ...]
    messages: Mapping[str, Texts]
    hidden: tuple[Group, ...] = ()

    def configuration(self, engine: Configuration) -> results.Configuration:
        """Plain values of what the engine found."""
        unseen = {option for group in self.hidden for option in group.options}
        numbers = {code: Fraction(value, self.scales[code]) for code, value in engine.numbers.items()}
        return results.Configuration(engine.options - unseen, numbers)

    def engine_configuration(self, configuration: results.Configuration) -> Configuration:
        """The same for the engine; values between its units are cut off."""
        numbers = {code: floor(value * self.scales[code]) for code, value in configuration.numbers.items()}
        options = configuration.options
        for group in self.hidden:
            if group.when is not None and holds(group.when, options, numbers):
                options |= {*group.options}
        return Configuration(options, numbers)

    def choices(self, configuration: results.Configuration) -> dict[Key, bool]:
        """Everything in it as choices."""
        found: dict[Key, bool] = dict.fromkeys(sorted(configuration.options), True)
        for code, value in configuration.numbers.items():
            found[Point(code, floor(value * self.scales[code]))] = True
        return found


def flatten(definition: ProductDefinition, on: date, *, in_any_order: bool = False) -> Flat:
    """The model with all sub-products that there can be side by side, by the rules of a day.

    `in_any_order`: those of unordered slots may stand in any order, as people choose them; else each set of them is
    there once (`order_rules`).

    RefusedError `product_model.refused` lists what the engine cannot know, `where` such as `rules/R1`;
    `product_model.too_big` where there would be too much of it.
    """
    return flat_of(Plan(definition), on, in_any_order=in_any_order)


def flat_of(plan: Plan, on: date, *, in_any_order: bool = False) -> Flat:
    """As `flatten`, of a definition whose scopes are laid out already."""
    definition = plan.definition
    _refuse_too_big(plan)
    builder = _Builder(plan, on, in_any_order=in_any_order)
    model = builder.model()
    if builder.issues:
        issues = builder.issues
        raise RefusedError("product_model.refused", issues, model=definition.code, count=len(issues))
    defaults = tuple(_defaults(plan))
    return Flat(definition, on, model, plan.scales, defaults, builder.messages, tuple(plan.stand_ins))


def _refuse_too_big(plan: Plan) -> None:
    scopes = list(plan.scopes())
    options = sum(len(group.options) for scope in scopes for group in scope.component.groups)
    rows = sum(len(table.rows) for scope in scopes for table in scope.component.tables)
    if options > MOST_OPTIONS or rows > MOST_ROWS:
        raise RefusedError(
            "product_model.too_big",
            model=plan.definition.code,
            options=options,
            rows=rows,
            most_options=MOST_OPTIONS,
            most_rows=MOST_ROWS,
        )


class _Builder:
    def __init__(self, plan: Plan, on: date, *, in_any_order: bool) -> None:
        self._plan = plan
        self._on = on
        self._in_any_order = in_any_order
        self.messages: dict[str, Texts] = {}
        self.issues: list[Issue] = []

    def model(self) -> ProductModel:
        groups, numbers, rules, tables = [], list(self._counts()), [], []
        for scope in self._plan.scopes():
            groups += list(self._groups(scope))
            numbers += list(self._numbers(scope))
            rules += [rule for each in scope.component.rules for rule in self._rule(scope, each)]
            tables += [self._table(scope, each) for each in scope.component.tables]
        for slot in self._plan.slots.values():
            rules += list(self._order(slot))
        groups += self._plan.stand_ins
        code = self._plan.definition.code
        return ProductModel(code, tuple(groups), tuple(rules), tuple(tables), tuple(numbers))

    def _counts(self) -> Iterator[Number]:
        for slot in self._plan.slots.values():
            yield Number(f"{slot.code}.count", slot.lo, slot.hi)

    def _groups(self, scope: Scope) -> Iterator[Group]:
        for group in scope.component.groups:
            try:
                when = asked_where(scope, group.when)
            except RefusedError as error:
                self._note(f"groups/{group.code}", scope, error)
                continue
            yield Group(scope.path + group.code, options_of(group, scope.path), group.lo, group.hi, when)

    def _numbers(self, scope: Scope) -> Iterator[Number]:
        for number in scope.component.numbers:
            try:
                when = asked_where(scope, number.when)
            except RefusedError as error:
                self._note(f"numbers/{number.code}", scope, error)
                continue
            scale = scale_of(number)
            lo, hi, step = (int(each * scale) for each in (number.lo, number.hi, number.step))
            yield Number(scope.path + number.code, lo, hi, step, when)

    def _note(self, where: str, scope: Scope, error: RefusedError) -> None:
        place = f"{scope.component.code}/{where}" if scope.slot else where
        issue = Issue(error.code, Severity.BLOCK, place, error.params)
        if issue not in self.issues:
            self.issues.append(issue)

    def _rule(self, scope: Scope, rule: RuleDef) -> Iterator[Rule]:
        if not _counts_on(rule, self._on):
            return
        try:
            formula = known_formula(rule.says, scope)
            named = {each.code: each for each in numbers_named(rule.says, scope)}
            guards = all_of((scope.presence or TRUE, *map(asked, named.values())))
        except RefusedError as error:
            self._note(f"rules/{rule.code}", scope, error)
            return
        if formula == TRUE or guards == FALSE:
            return
        code = scope.path + rule.code
        self._tell(code, scope, rule.message)
        bound = formula if guards == TRUE else Implies(guards, formula)
        yield Rule(code, bound, rule.message.get("en", ""))

    def _tell(self, code: str, scope: Scope, message: Texts) -> None:
        if scope.slot is None:
            self.messages[code] = message
            return
        names = scope.slot.name
        self.messages[code] = {
            language: f"{names.get(language) or names.get('en') or scope.slot.code} {scope.place}: {text}"
            for language, text in message.items()
        }

    def _table(self, scope: Scope, table: TableDef) -> Table:
        code = scope.path + table.code
        self._tell(code, scope, table.message)
        columns = [_column(scope, each) for each in table.columns]
        rows = tuple(
            tuple(_cell(scope, named, cell) for named, cell in zip(columns, row, strict=True))
            for row in table.rows
        )
        codes = tuple(_code_of(named) for named in columns)
        return Table(code, codes, rows, table.allows, table.message.get("en", ""))

    def _order(self, slot: SlotDef) -> Iterator[Rule]:
        if slot.is_ordered or self._in_any_order:
            return
        for rule in order_rules(self._plan, slot):
            self.messages[rule.code] = {
                language: _ORDERED.get(language, _ORDERED["en"]).format(name=name)
                for language, name in slot.name.items()
            }
            yield rule


_ORDERED = {
    "en": "{name}: they are interchangeable, and stand in the order of their options.",
    "de": "{name}: Sie sind austauschbar und stehen in der Reihenfolge ihrer Ausprägungen.",
}


def _counts_on(rule: RuleDef, day: date) -> bool:
    begins, ends = rule.valid_from or date.min, rule.valid_to or date.max
    return begins <= day <= ends


_Column = NumberNamed | GroupNamed | CountNamed


def _column(scope: Scope, column: str) -> _Column:
    found = scope.named(Name(tuple(column.split(".")), 1))
    assert isinstance(found, NumberNamed | GroupNamed | CountNamed), "columns are checked when they are read"
    return found


def _code_of(column: _Column) -> str:
    match column:
        case NumberNamed():
            return column.code
        case GroupNamed(scope, group):
            return scope.path + group.code
        case CountNamed(slot):
            return f"{slot.code}.count"


def _cell(scope: Scope, column: _Column, cell: CellDef) -> Cell:
    match cell:
        case Range(lo, hi):
            scale = scope.plan.scales[_code_of(column)]
            low, high = None if lo is None else ceil(lo * scale), None if hi is None else floor(hi * scale)
            return Span(low, high)
        case frozenset():
            prefix = f"{_code_of(column)}."
            return frozenset(prefix + option if option else "" for option in cell)
        case None:
            return None


def _defaults(plan: Plan) -> Iterator[Key]:
    for scope in plan.scopes():
        for default in scope.component.defaults:
            yield _default(plan, scope, default)


def _default(plan: Plan, scope: Scope, default: DefaultDef) -> Key:
    code = scope.path + default.code
    if isinstance(default.value, str):
        return f"{code}.{default.value}"
    return Point(code, floor(default.value * plan.scales[code]))
