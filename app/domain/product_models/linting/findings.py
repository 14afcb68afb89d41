"""The linter: each finding with its line, and with the rules from which it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from app.domain.configurator.compiling import Possibilities
from app.domain.configurator.model import Key
from app.domain.issues import Issue, Severity
from app.domain.product_models.definition import ComponentDef, GroupDef, OptionDef, ProductDefinition
from app.domain.product_models.expressions import Expression, names_in
from app.domain.product_models.flattening.scopes import Scope
from app.domain.product_models.linting.probes import Demand, Probes, path_of
from app.domain.product_models.reading import Place
from app.domain.product_models.reading.values import shown

MOST_REDUNDANT = 400
"""Rules and rows are tried one by one, up to so many."""
_NOWHERE = Place("model.yaml", 1)


def lint(definition: ProductDefinition, on: date, places: Mapping[str, Place]) -> tuple[Issue, ...]:
    """What is wrong with a model that can be read, by its lines.

    `lint.void` blocks: nothing can be chosen at all. The others are there to be looked at.

    Args:
        definition: of a model.
        on: the day whose rules count.
        places: where its lines stand, as `reading.read_model` tells it.
    """
    return tuple(_Linter(Probes(definition, on), places).issues())


class _Linter:
    def __init__(self, probes: Probes, places: Mapping[str, Place]) -> None:
        self._probes = probes
        self._definition = probes.plan.definition
        self._places = places

    def issues(self) -> Iterator[Issue]:
        possible = self._probes.possibilities()
        if possible is None:
            yield self._void()
            return
        never = set(self._never_asked(possible))
        yield from (self._issue("lint.group_never", path, group=_last(path)) for path in sorted(never))
        yield from self._options(possible, never)
        yield from self._numbers(possible)
        idle = list(self._idle(possible))
        yield from (self._issue(code, path, row=_last(path)) for code, path in idle)
        yield from self._rows(possible)
        yield from self._redundant({path for _, path in idle})
        yield from self._free_options()

    def _issue(self, code: str, path: str, **params: object) -> Issue:
        place = self._places.get(path, _NOWHERE)
        weight = Severity.BLOCK if code == "lint.void" else Severity.WARN
        told = {"file": place.file, "line": place.line, **params}
        return Issue(code, weight, path, told)

    def _void(self) -> Issue:
        rules = self._probes.clash({}, self._probes.always)
        path = rules[0] if rules else "product"
        return self._issue("lint.void" if rules else "lint.void_alone", path, rules=_told(rules))

    def _because(self, asked: Mapping[Key, bool]) -> str:
        """The rules from which it follows; "-" where the conditions of groups alone say it."""
        return _told(self._probes.clash(asked, self._probes.always)) or "-"

    # Groups, options, numbers

    def _never_asked(self, possible: Possibilities) -> Iterator[str]:
        for component, scopes in self._components():
            for group in component.groups:
                asked = [self._probes.asked[scope.path + group.code] for scope in scopes]
                if not any(self._probes.can_hold(possible, code) for code in asked):
                    yield f"{path_of(scopes[0])}groups.{group.code}"

    def _components(self) -> list[tuple[ComponentDef, list[Scope]]]:
        found: dict[str, list[Scope]] = defaultdict(list)
        for scope in self._probes.plan.scopes():
            found[path_of(scope)].append(scope)
        return [(scopes[0].component, scopes) for scopes in found.values()]

    def _options(self, possible: Possibilities, never: set[str]) -> Iterator[Issue]:
        for component, scopes in self._components():
            for group in component.groups:
                path = f"{path_of(scopes[0])}groups.{group.code}"
                if path not in never:
                    for option in group.options:
                        yield from self._option(possible, scopes, group, option, path)

    def _option(
        self, possible: Possibilities, scopes: list[Scope], group: GroupDef, option: OptionDef, path: str
    ) -> Iterator[Issue]:
        codes = [f"{scope.path}{group.code}.{option.code}" for scope in scopes]
        told = {"option": option.code, "group": group.code}
        places = self._probes.compiled.places
        if not any(self._probes.can_hold(possible, code) for code in codes):
            rules = self._because({codes[0]: True})
            yield self._issue("lint.option_dead", f"{path}.{option.code}", **told, rules=rules)
        elif len(group.options) > group.lo and not any(possible.can_fail[places[code]] for code in codes):
            rules = self._because({codes[0]: False})
            yield self._issue("lint.option_always", f"{path}.{option.code}", **told, rules=rules)

    def _numbers(self, possible: Possibilities) -> Iterator[Issue]:
        for component, scopes in self._components():
            for number in component.numbers:
                path = f"{path_of(scopes[0])}numbers.{number.code}"
                codes = [scope.path + number.code for scope in scopes]
                spans = [span for code in codes for span in possible.numbers.get(code, ())]
                if not spans:
                    yield self._issue("lint.group_never", path, group=number.code)
                    continue
                scale = self._probes.plan.scales[codes[0]]
                lo = Fraction(min(span[0] for span in spans), scale)
                hi = Fraction(max(span[-1] for span in spans), scale)
                if lo > number.lo or hi < number.hi:
                    told = {"number": number.code, "lo": shown(lo), "hi": shown(hi)}
                    yield self._issue("lint.number_narrow", path, **told)

    # Rules and rows

    def _idle(self, possible: Possibilities) -> Iterator[tuple[str, str]]:
        """Rules that never apply and rows that are never used, wherever they stand."""
        holds: dict[str, bool] = {}
        for probe in self._probes.conditions:
            held = holds.get(probe.path, False)
            holds[probe.path] = held or self._probes.can_hold(possible, probe.code)
        for path, held in holds.items():
            if not held:
                yield ("lint.rule_idle" if "rules." in path else "lint.row_unused"), path

    def _rows(self, possible: Possibilities) -> Iterator[Issue]:
        met: dict[str, bool] = {}
        for probe in self._probes.rows:
            met[probe.path] = met.get(probe.path, False) or self._probes.can_hold(possible, probe.code)
        for path, is_met in met.items():
            if not is_met:
                table, _, row = _last(path).partition("/")
                yield self._issue("lint.row_dead", path, table=table, row=row)

    def _redundant(self, idle: set[str]) -> Iterator[Issue]:
        """What follows from the other rules; of two that say the same the later one.

        Rules with long sums are left out of it: nothing is said of them, and what follows from them alone is not found.
        """
        by_path: dict[str, list[Demand]] = defaultdict(list)
        left: dict[Key, bool] = {}
        for demand in self._probes.demands:
            if not demand.is_long:
                by_path[demand.path].append(demand)
                left[demand.code] = demand.wanted
        for path, demands in list(reversed(by_path.items()))[:MOST_REDUNDANT]:
            others = {code: told for code, told in left.items() if code not in {d.code for d in demands}}
            is_new = any(
                self._probes.compiled.fits({**others, each.code: not each.wanted}) for each in demands
            )
            if is_new or _last(path) == "order":
                continue
            left = others
            if path not in idle:
                yield self._superfluous(path, demands[-1], others)

    def _superfluous(self, path: str, demand: Demand, others: Mapping[Key, bool]) -> Issue:
        rules = _told(self._probes.clash({demand.code: not demand.wanted}, others))
        table, _, row = _last(path).partition("/")
        if row:
            return self._issue("lint.row_dead", path, table=table, row=row)
        if not rules:
            return self._issue("lint.rule_always", path, rule=table)
        return self._issue("lint.rule_redundant", path, rule=table, rules=rules)

    # What nothing follows from

    def _free_options(self) -> Iterator[Issue]:
        for component, scopes in self._components():
            named = set(_named(self._definition, component))
            for group in component.groups:
                if group.code in named:
                    continue
                for option in group.options:
                    if option.price is None and not (option.article or option.material or option.days):
                        path = f"{path_of(scopes[0])}groups.{group.code}.{option.code}"
                        yield self._issue("lint.option_free", path, option=option.code, group=group.code)


def _named(definition: ProductDefinition, component: ComponentDef) -> Iterator[str]:
    """The names that its prices, times, articles, values and parts look at; those of sub-products by `parent` too."""
    for one in (component, *definition.components):
        for expression in _used(one):
            for name in names_in(expression):
                path = name.path[1:] if name.path[0] == "parent" and one is not component else name.path
                yield path[0]


def _used(of: ComponentDef) -> Iterable[Expression]:
    yield from of.values.values()
    for price in of.prices:
        yield from (each for each in (price.amount, price.when, price.cost) if each is not None)
    conditions = [row.when for row in of.lead] + [row.when for row in of.bom]
    conditions += [row.when for row in of.operations] + [row.when for row in of.parts]
    yield from (each for each in conditions if each is not None)
    yield from (line.quantity for line in of.bom)
    yield from (work.minutes for work in of.operations)
    for part in of.parts:
        several = (part.repeat, part.article)
        yield from (part.material, *part.size, *part.at, *(each for each in several if each is not None))


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _told(paths: Iterable[str]) -> str:
    return ", ".join(_last(path) for path in paths)
