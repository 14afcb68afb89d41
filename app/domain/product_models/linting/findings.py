"""The linter: each finding with its line, and with the rules from which it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from app.domain.configurator.compiling import Possibilities
from app.domain.configurator.model import Key, Point
from app.domain.issues import Issue, Severity
from app.domain.product_models.definition import ComponentDef, GroupDef, OptionDef, ProductDefinition
from app.domain.product_models.expressions import Expression, names_in
from app.domain.product_models.flattening.scopes import Scope
from app.domain.product_models.linting.probes import Demand, Probe, Probes, path_of
from app.domain.product_models.reading import Place
from app.domain.product_models.reading.values import shown
from app.domain.told_texts import written
from app.domain.watched import going_on

MOST_REDUNDANT = 400
"""Rules and rows are tried one by one, up to so many."""
_NOWHERE = Place("model.yaml", 1)


def lint(definition: ProductDefinition, on: date, places: Mapping[str, Place]) -> tuple[Issue, ...]:
    """What is wrong with a model that can be read, by its lines.

    `lint.void` and `lint.void_alone` block: nothing can be chosen at all. The others are there to be looked at.

    Args:
        definition: of a model.
        on: the day whose rules count.
        places: where its lines stand, as `reading.read_model` tells it.
    """
    going_on("linting")
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
        never = dict(self._never_asked(possible))
        for path, codes in sorted(never.items()):
            yield self._issue("lint.group_never", path, group=_last(path), reason=self._because(codes))
        yield from self._options(possible, never)
        yield from self._numbers(possible)
        idle = self._idle(possible)
        for path, codes in idle.items():
            code = "lint.rule_idle" if "rules." in path else "lint.row_unused"
            yield self._issue(code, path, row=_last(path), reason=self._because(codes))
        yield from self._rows(possible)
        yield from self._redundant(set(idle))
        yield from self._free_options()

    def _issue(self, code: str, path: str, **params: object) -> Issue:
        place = self._places.get(path, _NOWHERE)
        weight = Severity.BLOCK if code in {"lint.void", "lint.void_alone"} else Severity.WARN
        told = {"file": place.file, "line": place.line, **params}
        return Issue(code, weight, path, told)

    def _void(self) -> Issue:
        rules = self._probes.clash({}, self._probes.always)
        path = rules[0] if rules else "product"
        return self._issue("lint.void" if rules else "lint.void_alone", path, rules=_told(rules))

    def _because(self, codes: Sequence[Key], *, wanted: bool = True) -> str:
        """The rules by which none of these can be; without them the conditions of groups say it."""
        found: dict[str, None] = {}
        for code in codes:
            going_on()
            if code:
                found.update(dict.fromkeys(self._probes.clash({code: wanted}, self._probes.always)))
        return _reason(found)

    # Groups, options, numbers

    def _never_asked(self, possible: Possibilities) -> Iterator[tuple[str, list[Key]]]:
        for component, scopes in self._components():
            for group in component.groups:
                asked = [self._probes.asked[scope.path + group.code] for scope in scopes]
                if not any(self._probes.can_hold(possible, code) for code in asked):
                    yield f"{path_of(scopes[0])}groups.{group.code}", [*asked[:1]]

    def _components(self) -> list[tuple[ComponentDef, list[Scope]]]:
        found: dict[str, list[Scope]] = defaultdict(list)
        for scope in self._probes.plan.scopes():
            found[path_of(scope)].append(scope)
        return [(scopes[0].component, scopes) for scopes in found.values()]

    def _options(self, possible: Possibilities, never: Collection[str]) -> Iterator[Issue]:
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
            reason = self._because(codes[:1])
            yield self._issue("lint.option_dead", f"{path}.{option.code}", **told, reason=reason)
        elif len(group.options) > group.lo and not any(possible.can_fail[places[code]] for code in codes):
            reason = self._because(codes[:1], wanted=False)
            yield self._issue("lint.option_always", f"{path}.{option.code}", **told, reason=reason)

    def _numbers(self, possible: Possibilities) -> Iterator[Issue]:
        for component, scopes in self._components():
            for number in component.numbers:
                path = f"{path_of(scopes[0])}numbers.{number.code}"
                codes = [scope.path + number.code for scope in scopes]
                spans = [span for code in codes for span in possible.numbers.get(code, ())]
                if not spans:
                    reason = self._because([Point(codes[0], self._lowest(codes[0]))])
                    yield self._issue("lint.group_never", path, group=number.code, reason=reason)
                    continue
                scale = self._probes.plan.scales[codes[0]]
                lo = Fraction(min(span[0] for span in spans), scale)
                hi = Fraction(max(span[-1] for span in spans), scale)
                ends = [number.lo] * (lo > number.lo) + [number.hi] * (hi < number.hi)
                if ends:
                    beyond: list[Key] = [Point(codes[0], int(end * scale)) for end in ends]
                    told = {"number": number.code, "lo": shown(lo), "hi": shown(hi)}
                    yield self._issue("lint.number_narrow", path, **told, reason=self._because(beyond))

    def _lowest(self, code: str) -> int:
        """The scaled value from which a number goes."""
        return next(each.lo for each in self._probes.flat.model.numbers if each.code == code)

    # Rules and rows

    def _idle(self, possible: Possibilities) -> dict[str, list[Key]]:
        """Rules that never apply and rows that are never used, wherever they stand, with what would be so then."""
        return self._unmet(possible, self._probes.conditions)

    def _unmet(self, possible: Possibilities, probes: Sequence[Probe]) -> dict[str, list[Key]]:
        by_path: dict[str, list[Key]] = defaultdict(list)
        held = set()
        for probe in probes:
            by_path[probe.path].append(probe.code)
            if self._probes.can_hold(possible, probe.code):
                held.add(probe.path)
        return {path: codes[:1] for path, codes in by_path.items() if path not in held}

    def _rows(self, possible: Possibilities) -> Iterator[Issue]:
        for path, codes in self._unmet(possible, self._probes.rows).items():
            table, _, row = _last(path).partition("/")
            yield self._issue("lint.row_dead", path, table=table, row=row, reason=self._because(codes))

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
        looked_at = list(reversed(by_path.items()))[:MOST_REDUNDANT]
        for number, (path, demands) in enumerate(looked_at):
            going_on(done=number, count=len(looked_at))
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
        rules = self._probes.clash({demand.code: not demand.wanted}, others)
        table, _, row = _last(path).partition("/")
        if row:
            return self._issue("lint.row_dead", path, table=table, row=row, reason=_reason(rules))
        if not rules:
            return self._issue("lint.rule_always", path, rule=table)
        return self._issue("lint.rule_redundant", path, rule=table, rules=_told(rules))

    # What nothing follows from

    def _free_options(self) -> Iterator[Issue]:
        """A group of which nothing follows is told once; what a customer owns is only asked for what fits it."""
        owned = {f"groups.{code}" for code in self._definition.owned}
        for component, scopes in self._components():
            named = set(_named(self._definition, component))
            for group in component.groups:
                path, free = f"{path_of(scopes[0])}groups.{group.code}", _free(group)
                if group.code in named or path in owned or not free:
                    continue
                if len(free) == len(group.options) > 1:
                    yield self._issue("lint.group_free", path, group=group.code)
                    continue
                for option in free:
                    told = {"option": option.code, "group": group.code}
                    yield self._issue("lint.option_free", f"{path}.{option.code}", **told)


def _free(group: GroupDef) -> list[OptionDef]:
    return [
        option
        for option in group.options
        if option.price is None and not (option.cost or option.article or option.material or option.days)
    ]


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


def _reason(paths: Collection[str]) -> str:
    """In words of the catalogue: from which rules something follows."""
    return written(("lint.because", {"rules": _told(paths)}) if paths else ("lint.by_itself", {}))


def _told(paths: Iterable[str]) -> str:
    return ", ".join(_last(path) for path in paths)
