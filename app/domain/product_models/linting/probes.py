"""A model whose rules can be taken out one by one: each stands for an option that is chosen where the rule holds.

So one compiled model answers what is possible under all rules, under all but one, and which of them contradict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel, Possibilities
from app.domain.configurator.formulas import Chosen, Formula, sums_in
from app.domain.configurator.model import Cell, Group, Key, Number, Span, Table
from app.domain.errors import RefusedError
from app.domain.product_models.definition import (
    BomDef,
    LeadDef,
    OperationDef,
    PartDef,
    PriceDef,
    ProductDefinition,
)
from app.domain.product_models.expressions import Binary, Call, Expression, Literal, Unary
from app.domain.product_models.flattening.flat import flat_of
from app.domain.product_models.flattening.formulas import asked_where
from app.domain.product_models.flattening.scopes import Plan, Scope
from app.domain.product_models.flattening.sums import (
    FALSE,
    TRUE,
    Sum,
    all_of,
    any_of,
    at_most_zero,
    constant,
    negated,
)

MOST_ROWS = 400
"""Rows of a table are looked at one by one up to here; of a larger one only as a whole."""


MOST_TERMS = 2
"""Sums of more numbers are long: the engine knows of them only by searching."""
_Row: TypeAlias = PriceDef | BomDef | OperationDef | PartDef | LeadDef


@dataclass(frozen=True, slots=True)
class Probe:
    """Something that holds or not, at one place of a slot or in the product.

    Args:
        path: of the line that it is about, as in `reading.ModelRead.places`: "rules.R1".
        code: of the option that is chosen where it holds; "" where it never can.
    """

    path: str
    code: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule, an allowing table or a row of a forbidding one, as an option that has to be chosen or left."""

    path: str
    code: str
    wanted: bool = True
    is_long: bool = False
    """Whether it compares a sum of many numbers: what follows from such is searched for, which can take long."""


class Probes:
    """The questions that a linter has, over one compiled model.

    Attributes:
        demands: what every configuration fulfils.
        conditions: the left sides of rules with "->", and those of rows with a `when`.
        rows: of allowing tables, whether one is met.
        asked: by group, whether it is asked.
        always: choices that stand for all demands.
    """

    def __init__(self, definition: ProductDefinition, on: date) -> None:
        self.plan = Plan(definition)
        self.flat = flat_of(self.plan, on)
        self._groups = {group.code: group for group in self.flat.model.groups}
        self._numbers = {number.code: number for number in self.flat.model.numbers}
        self.demands: list[Demand] = []
        self.rows: list[Probe] = []
        self._kept: list[Table] = []
        self._own: list[Group] = []
        self._demand_rules()
        self._demand_tables()
        self.conditions = [*self._conditions_of_rules(), *self._conditions_of_rows()]
        self.asked = {group.code: self._probed(group.when) for group in self._own_groups()}
        self.always: dict[Key, bool] = {each.code: each.wanted for each in self.demands}
        self.compiled = self._compiled()

    def _compiled(self) -> CompiledModel:
        groups = (*self._own_groups(), *self.plan.stand_ins, *self._own)
        model = replace(self.flat.model, groups=groups, rules=(), tables=tuple(self._kept))
        return compile_model(model)

    def _own_groups(self) -> list[Group]:
        """Those of the definition."""
        hidden = {group.code for group in self.flat.hidden}
        return [group for group in self.flat.model.groups if group.code not in hidden]

    def _probed(self, formula: Formula | None) -> str:
        return "" if formula == FALSE else self._stand_in(formula or TRUE)

    def _stand_in(self, formula: Formula) -> str:
        return self.plan.stand_in(formula, "")

    def _is_long(self, formula: Formula) -> bool:
        counted = (sum(code in self.plan.scales for _, code in each.terms) for each in sums_in(formula))
        return any(count > MOST_TERMS for count in counted)

    def _fresh(self, formula: Formula) -> str:
        """As a stand-in, but of its own: of two rules that say the same each can be taken out."""
        group = f"?{len(self._own) + 1}"
        self._own.append(Group(group, (f"{group}.yes",), 1, 1, formula))
        return f"{group}.yes"

    def _demand_rules(self) -> None:
        for rule in self.flat.model.rules:
            path, local = local_of(self.plan, rule.code)
            code, is_long = self._fresh(rule.formula), self._is_long(rule.formula)
            self.demands.append(Demand(f"{path}rules.{local}", code, is_long=is_long))

    def _demand_tables(self) -> None:
        for table in self.flat.model.tables:
            path, local = local_of(self.plan, table.code)
            where = f"{path}tables.{local}"
            if len(table.rows) > MOST_ROWS:
                self._kept.append(table)
                continue
            asked = all_of(tuple(self._asked(column) for column in table.columns))
            met = [all_of((asked, self._meets(table.columns, row))) for row in table.rows]
            if table.allows:
                codes = list(map(self._probed, met))
                some = any_of(tuple(Chosen(code) for code in codes if code))
                self.demands.append(Demand(where, self._fresh(any_of((negated(asked), some)))))
                self.rows += [Probe(f"{where}/{at}", code) for at, code in enumerate(codes, 1)]
            else:
                self.demands += [
                    Demand(f"{where}/{at}", self._fresh(each), wanted=False) for at, each in enumerate(met, 1)
                ]

    def _asked(self, column: str) -> Formula:
        asked: Group | Number = self._groups.get(column) or self._numbers[column]
        return TRUE if asked.when is None else asked.when

    def _meets(self, columns: tuple[str, ...], row: tuple[Cell, ...]) -> Formula:
        return all_of(tuple(self._fits(*pair) for pair in zip(columns, row, strict=True)))

    def _fits(self, column: str, cell: Cell) -> Formula:
        if cell is None:
            return TRUE
        if isinstance(cell, Span):
            return self._within(column, cell)
        some = any_of(tuple(Chosen(code) for code in sorted(cell) if code))
        if "" not in cell:
            return some
        nothing = negated(any_of(tuple(Chosen(code) for code in self._groups[column].options)))
        return any_of((nothing, some))

    def _within(self, column: str, span: Span) -> Formula:
        value, told = Sum(terms={column: constant(1).constant}), []
        if span.lo is not None:
            told.append(at_most_zero(constant(span.lo).minus(value), self.plan.scales))
        if span.hi is not None:
            told.append(at_most_zero(value.minus(constant(span.hi)), self.plan.scales))
        return all_of(tuple(told))

    def _conditions_of_rules(self) -> Iterator[Probe]:
        valid = {local_of(self.plan, rule.code) for rule in self.flat.model.rules}
        for scope in self.plan.scopes():
            path = path_of(scope)
            for rule in scope.component.rules:
                match rule.says:
                    case Binary("->", condition, _) if (path, rule.code) in valid:
                        yield from self._condition(scope, f"{path}rules.{rule.code}", condition)

    def _conditions_of_rows(self) -> Iterator[Probe]:
        for scope in self.plan.scopes():
            path, of = path_of(scope), scope.component
            kinds: dict[str, tuple[_Row, ...]] = {
                "prices": of.prices,
                "bom": of.bom,
                "operations": of.operations,
                "parts": of.parts,
                "lead": of.lead,
            }
            for kind, rows in kinds.items():
                for row in rows:
                    yield from self._used(scope, f"{path}{kind}.{row.code}", row)

    def _used(self, scope: Scope, path: str, row: _Row) -> Iterator[Probe]:
        """Where a row says something; a line of the bill says nothing where its quantity is plainly 0."""
        some = some_of(row.quantity) if isinstance(row, BomDef) else None
        if some is not None and row.when is not None:
            found = list(self._condition(scope, path, Binary("and", row.when, some)))
            yield from found or self._condition(scope, path, row.when)
        elif (condition := some or row.when) is not None:
            yield from self._condition(scope, path, condition)

    def _condition(self, scope: Scope, path: str, condition: Expression) -> Iterator[Probe]:
        """None where the engine cannot know it: prices and parts may ask what rules may not."""
        try:
            told = asked_where(scope, condition)
        except RefusedError:
            return
        if told is not None:
            yield Probe(path, self._probed(told))

    # Answers

    def possibilities(self) -> Possibilities | None:
        """What is possible under all demands; None where they contradict one another."""
        return self.compiled.possibilities(self.always)

    def can_hold(self, possible: Possibilities, code: str) -> bool:
        """Whether some configuration has the option."""
        return bool(code) and bool(possible.can_hold[self.compiled.places[code]])

    def clash(self, asked: Mapping[Key, bool], demands: Mapping[Key, bool]) -> list[str]:
        """Paths of demands of which none can be spared to forbid what is asked; they forbid it together."""
        needed = [code for code in self.compiled.conflict({**demands, **asked}) if code in demands]
        if not needed and not self.compiled.fits(asked):
            return []
        needed = needed or list(demands)
        for code in list(needed):
            without = {each: demands[each] for each in needed if each != code}
            if not self.compiled.fits({**without, **asked}):
                needed.remove(code)
        return list(dict.fromkeys(each.path for each in self.demands if each.code in needed))


def some_of(quantity: Expression) -> Expression | None:
    """Where a quantity is more than plainly 0; None: that cannot be told, or it always is."""
    match quantity:
        case Literal(Fraction() as value) if value == 0:
            return Literal(value=False)
        case Call("if", (condition, _, Literal(Fraction() as value))) if value == 0:
            return condition
        case Call("if", (condition, Literal(Fraction() as value), _)) if value == 0:
            return Unary("not", condition)
    return None


def local_of(plan: Plan, code: str) -> tuple[str, str]:
    """The path of the component and the local code of a flat code: "components.module." and "R1"."""
    place, _, local = code.rpartition("/")
    if not place:
        return "", code
    return f"components.{plan.slots[place.partition('.')[0]].component}.", local


def path_of(scope: Scope) -> str:
    """The path of its component: "" or "components.module."."""
    return f"components.{scope.component.code}." if scope.slot else ""
