"""Cases run on a model: each from nothing, its choices made one after the other as at the desk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.configuring.needs import Terms
from app.domain.configuring.session import Session
from app.domain.configuring.views import State
from app.domain.errors import RefusedError
from app.domain.findings import Findings
from app.domain.issues import Issue
from app.domain.model_cases.cases import Case, CaseResult, Coverage, Report
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.evaluating import Evaluator
from app.domain.product_models.flattening import Flat, flatten
from app.domain.watched import going_on

_PLACE = re.compile(r"\.\d+/")


@dataclass(slots=True)
class _Seen:
    options: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)


def run_cases(cases: Sequence[Case], definition: ProductDefinition, today: date) -> Report:
    """What came of every case, and what none of them touches.

    Args:
        cases: of the model.
        definition: the model.
        today: for cases that name no day; its rules are those of the coverage.

    Raises:
        RefusedError: where the model itself cannot be used on one of the days.
    """
    seen, days = _Seen(), _Days(definition)
    results = []
    for number, case in enumerate(cases):
        going_on("cases", done=number, count=len(cases))
        run = _Run(case, days.session(case.on or today, case.price_list), days.evaluator, seen)
        results.append(CaseResult(case, run.issues()))
    return Report(tuple(results), _coverage(days.flat(today), seen))


def known_codes(flat: Flat) -> tuple[dict[str, bool], frozenset[str]]:
    """What cases may name: groups (False) and numbers (True) by flat code, and the options."""
    hidden = {group.code for group in flat.hidden}
    groups = [group for group in flat.model.groups if group.code not in hidden]
    fields = {
        **{group.code: False for group in groups},
        **{number.code: True for number in flat.model.numbers},
    }
    return fields, frozenset(code for group in groups for code in group.options)


class _Days:
    """The model made ready once for each day of the cases: rules have days."""

    def __init__(self, definition: ProductDefinition) -> None:
        self._definition = definition
        self._ready: dict[date, tuple[Flat, CompiledModel]] = {}
        self.evaluator = Evaluator(definition)

    def flat(self, on: date) -> Flat:
        """The model of that day."""
        return self._at(on)[0]

    def session(self, on: date, price_list: str) -> Session:
        """A new session on that day."""
        flat, compiled = self._at(on)
        return Session(flat, self.evaluator, Terms(on, price_list), compiled=compiled)

    def _at(self, on: date) -> tuple[Flat, CompiledModel]:
        if on not in self._ready:
            flat = flatten(self._definition, on)
            self._ready[on] = (flat, compile_model(flat.model))
        return self._ready[on]


def _coverage(flat: Flat, seen: _Seen) -> Coverage:
    """A rule of a sub-product is one rule, at whichever place of the slot a case meets it."""
    options, rules = _anywhere(known_codes(flat)[1]), _anywhere(flat.messages)
    seen_options, seen_rules = _anywhere(seen.options), _anywhere(seen.rules)
    return Coverage(
        len(options),
        len(rules),
        tuple(sorted(options - seen_options)),
        tuple(sorted(rules - seen_rules)),
    )


def _anywhere(codes: Iterable[str]) -> set[str]:
    """Codes without the place of their sub-product: "modules/front.doors"."""
    return {_PLACE.sub("/", code) for code in codes}


class _Run:
    """One case on a session of its own."""

    def __init__(self, case: Case, session: Session, bills: Evaluator, seen: _Seen) -> None:
        self._case = case
        self._session = session
        self._bills = bills
        self._seen = seen
        self._found = Findings("model_case")

    def issues(self) -> tuple[Issue, ...]:
        refused = self._choose()
        case, block, where = self._case, self._found.block, f"cases.yaml:{self._case.line}"
        if refused or case.is_impossible:
            block(refused and not case.is_impossible, "refused", where, case=case.name, choice=refused)
            block(not refused, "not_refused", where, case=case.name)
            return self._found.all
        self._seen.options |= self._session.preview.options
        for code in case.possible:
            block(not self._is_possible(code), "blocked", where, case=case.name, option=code)
        for code in case.blocked:
            block(self._is_possible(code), "possible", where, case=case.name, option=code)
        self._compare_worth(where)
        self._compare_articles(where)
        return self._found.all

    def _choose(self) -> str:
        """Make the choices; the first one that is refused, "" where none is."""
        for code, value in self._case.choices:
            self._seen.options.add(code)
            try:
                if value is None:
                    self._session.choose(code)
                else:
                    self._session.set_number(code, value)
            except RefusedError:
                self._note_rules(code, value)
                return code if value is None else f"{code} = {_plain(value)}"
        return ""

    def _note_rules(self, code: str, value: Fraction | None = None) -> None:
        reason = self._session.reason(code, value)
        if reason is not None:
            self._seen.rules.update(rule.code for rule in reason.rules)

    def _is_possible(self, code: str) -> bool:
        self._seen.options.add(code)
        group = self._session.field(code.rpartition(".")[0], priced=False)
        state = next(option.state for option in group.options if option.code == code)
        if state is State.BLOCKED:
            self._note_rules(code)
        return group.is_asked and state is not State.BLOCKED

    def _compare_worth(self, where: str) -> None:
        case = self._case
        if case.price is None and case.days is None:
            return
        view = self._session.view()
        if case.price is not None and view.price != case.price:
            prices = {"expected": _plain(case.price), "found": _plain(view.price)}
            self._found.block(True, "price", where, case=case.name, **prices)
        if case.days is not None and view.lead_days != case.days:
            days = {"expected": case.days, "found": view.lead_days}
            self._found.block(True, "days", where, case=case.name, **days)

    def _compare_articles(self, where: str) -> None:
        if not self._case.articles:
            return
        taken = {line.article: line.quantity for line in self._bills.bom(self._session.preview)}
        for sku, expected, found in self._other_quantities(taken):
            told = {"sku": sku, "expected": _plain(expected), "found": _plain(found)}
            self._found.block(True, "articles", where, case=self._case.name, **told)

    def _other_quantities(self, taken: Mapping[str, Fraction]) -> Iterator[tuple[str, Fraction, Fraction]]:
        for sku, expected in self._case.articles.items():
            found = taken.get(sku, Fraction(0))
            if found != expected:
                yield sku, expected, found


def _plain(value: Fraction) -> str:
    """Exact where it has an end, else to six decimals."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"~{text}"
