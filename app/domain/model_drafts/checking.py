"""A draft checked: first whether it can be read and used, then what of it is nevertheless a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.configurator.checking import compile_model
from app.domain.configurator.compiling import CompiledModel
from app.domain.errors import RefusedError
from app.domain.issues import SEVERITY_ORDER, Issue, Severity
from app.domain.model_cases import CASES_FILE, Report, known_codes, read_cases, run_cases
from app.domain.model_drafts.example import MAIN
from app.domain.model_drafts.trying import failures
from app.domain.product_models.definition import ProductDefinition
from app.domain.product_models.flattening import Flat, flatten
from app.domain.product_models.linting import lint
from app.domain.product_models.reading import Place, read_model
from app.domain.watched import going_on


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake with its line, from 1; 0 where it is of no line."""

    issue: Issue
    file: str
    line: int

    @property
    def blocks(self) -> bool:
        """Whether the model cannot be released with it."""
        return self.issue.severity is Severity.BLOCK


@dataclass(frozen=True, slots=True)
class Ready:
    """A model that can be used: what it says, and how the engine knows it."""

    definition: ProductDefinition
    places: Mapping[str, Place]
    flat: Flat
    compiled: CompiledModel


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading the files: a model, or why not."""

    ready: Ready | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Untouched:
    """An option that no case chooses or names, or a rule by which none is blocked, with its line."""

    code: str
    is_rule: bool
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Review:
    """What came of looking closely at a model: findings of the linter, and its cases."""

    findings: tuple[Finding, ...]
    report: Report | None = None
    untouched: tuple[Untouched, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """What stands against a release."""
        return tuple(finding for finding in self.findings if finding.blocks)


def read_draft(files: Mapping[str, str], on: date) -> Reading:
    """The model of these files, by the rules of a day; where it cannot be used, every mistake with its line."""
    places: Mapping[str, Place] = {}
    going_on("reading")
    try:
        found = read_model(files)
        places = found.places
        flat = flatten(found.definition, on)
        return Reading(Ready(found.definition, places, flat, compile_model(flat.model)))
    except RefusedError as refused:
        return Reading(None, findings_of(refused, places))


def review_draft(files: Mapping[str, str], ready: Ready, on: date) -> Review:
    """The linter's findings and what came of the cases, the heaviest first; it takes its time."""
    findings = [_placed(issue, ready.places) for issue in lint(ready.definition, on, ready.places)]
    if any(finding.blocks for finding in findings):
        return Review(_sorted(findings))
    fails = failures(ready.definition, ready.flat, ready.compiled, on)
    findings += [_of_row(issue, ready) for issue in fails]
    try:
        cases = read_cases(files, *known_codes(ready.flat))
        report = run_cases(cases, ready.definition, on)
    except RefusedError as refused:
        return Review(_sorted([*findings, *findings_of(refused, ready.places)]))
    failed = [_of_case(issue) for result in report.failed for issue in result.issues]
    return Review(_sorted([*findings, *failed]), report, tuple(_untouched(report, ready)))


def _untouched(report: Report, ready: Ready) -> Iterator[Untouched]:
    """Rules first, for most of them are worth a case."""
    told = ((report.coverage.unseen_rules, True), (report.coverage.unseen_options, False))
    for codes, is_rule in told:
        for code in codes:
            kinds = ("rules", "tables") if is_rule else ("groups",)
            place = next(filter(None, (_place_of(code, kind, ready) for kind in kinds)), Place(MAIN, 0))
            yield Untouched(code, is_rule, place.file, place.line)


def _place_of(code: str, kind: str, ready: Ready) -> Place | None:
    """Of a code without the place of its sub-product: "top.oak", "modules/front.doors"."""
    slot, _, local = code.rpartition("/")
    owner = next(
        (f"components.{each.component}." for each in ready.definition.slots if each.code == slot), ""
    )
    return ready.places.get(f"{owner}{kind}.{local}")


def check_draft(files: Mapping[str, str], on: date) -> Review:
    """Both: everything that is wrong with these files."""
    reading = read_draft(files, on)
    return Review(reading.findings) if reading.ready is None else review_draft(files, reading.ready, on)


def findings_of(refused: RefusedError, places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """A refusal as findings: its issues, or where it has none it is one itself."""
    alone = Issue(refused.code, Severity.BLOCK, "", dict(refused.params))
    return tuple(_placed(issue, places) for issue in refused.issues or (alone,))


def _placed(issue: Issue, places: Mapping[str, Place]) -> Finding:
    file, line = issue.params.get("file"), issue.params.get("line")
    if isinstance(file, str) and isinstance(line, int):
        return Finding(issue, file, line)
    place = places.get(issue.where) or places.get(issue.where.replace("/", ".", 1))
    return Finding(issue, place.file, place.line) if place else Finding(issue, MAIN, 0)


def _of_row(issue: Issue, ready: Ready) -> Finding:
    """A row that cannot be reckoned, of the product or of one of its components."""
    parts = ("", *(f"components.{each.code}." for each in ready.definition.components))
    path = next((part + issue.where for part in parts if part + issue.where in ready.places), "")
    place = ready.places.get(path)
    return Finding(issue, place.file, place.line) if place else Finding(issue, MAIN, 0)


def _of_case(issue: Issue) -> Finding:
    line = issue.where.rpartition(":")[2]
    return Finding(issue, CASES_FILE, int(line) if line.isdigit() else 0)


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(findings, key=lambda each: (SEVERITY_ORDER[each.issue.severity], each.file, each.line))
    )
