"""What may go where: rules for export as data, keyed row by row or taken from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.domain.errors import RefusedError
from app.domain.export_control import ExportRule, check_rule, tidy_eccn
from app.domain.findings import refuse_blocked
from app.domain.issues import Issue, Severity
from app.messages import text_of_issue
from app.services import seeds
from app.services.unit_of_work import Reading, UnitOfWork
from app.services.versioned_cards import change_card, make_card, require_card
from db.rows import fetch, select_as
from db.schema.goods import ExportRule as RuleTable

KIND = "export_rule"
COLUMNS = ("eccn", "country", "ruling", "source", "valid_from", "valid_until")
_RULINGS = {
    "free": "free", "frei": "free", "licence": "licence", "license": "licence", "genehmigung": "licence",
    "prohibited": "prohibited", "verboten": "prohibited",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRuleCard(ExportRule):
    """A rule as it stands."""

    id: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class RulesTaken:
    """What a file brought."""

    added: int
    changed: int
    same: int


_CARDS = select_as(ExportRuleCard, RuleTable).order_by(
    RuleTable.eccn, RuleTable.country, RuleTable.valid_from, RuleTable.id
)


def read_export_rules(view: Reading) -> tuple[ExportRuleCard, ...]:
    """Every rule by number and country."""
    return fetch(view.db, ExportRuleCard, _CARDS)


def create_export_rule(uow: UnitOfWork, data: ExportRule) -> int:
    """Make a rule; its id."""
    uow.actor.require("compliance.edit")
    return make_card(uow, KIND, RuleTable, _checked(data))


def update_export_rule(uow: UnitOfWork, id: int, data: ExportRule, *, version: int) -> int:
    """Change a rule; the new version. Confirmed orders stay as they are."""
    uow.actor.require("compliance.edit")
    before = require_card(read_export_rules(uow), KIND, id)
    return change_card(uow, KIND, RuleTable, _checked(data), before=before, version=version)


def remove_export_rule(uow: UnitOfWork, id: int) -> None:
    """Take a rule out; its history stays."""
    uow.actor.require("compliance.edit")
    before = require_card(read_export_rules(uow), KIND, id)
    uow.db.execute(sa.delete(RuleTable).where(RuleTable.id == id))
    uow.audit(KIND, id, before=_values(before), after={})
    uow.changed(KIND, id, version=0)


def _values(rule: ExportRule) -> dict[str, object]:
    return {name: getattr(rule, name) for name in COLUMNS}


def _checked(data: ExportRule) -> ExportRule:
    tidy = _tidy(data)
    refuse_blocked("export_rule", check_rule(tidy, seeds.countries()))
    return tidy


def _tidy(data: ExportRule) -> ExportRule:
    return replace(
        data,
        eccn=tidy_eccn(data.eccn),
        country=data.country.strip().upper(),
        ruling=_RULINGS.get(data.ruling.strip().casefold(), data.ruling.strip()),
        source=data.source.strip(),
    )


def import_export_rules(uow: UnitOfWork, text: str) -> RulesTaken:
    """Take the rules of a CSV file (`COLUMNS` in its first line, days as 2026-01-31): all of them or none.

    A rule for the same number, country and first day is changed, others are added; none is taken out.
    """
    uow.actor.require("compliance.edit")
    rules = _read_file(text)
    known = {_key(card): card for card in read_export_rules(uow)}
    added = changed = 0
    for rule in rules:
        before = known.get(_key(rule))
        if before is None:
            make_card(uow, KIND, RuleTable, rule)
            added += 1
        elif _values(before) != _values(rule):
            change_card(uow, KIND, RuleTable, rule, before=before, version=before.version)
            changed += 1
    return RulesTaken(added, changed, len(rules) - added - changed)


def _key(rule: ExportRule) -> tuple[str, str, date | None]:
    return rule.eccn, rule.country, rule.valid_from


def _read_file(text: str) -> list[ExportRule]:
    """The rules of the file; refused with every row that is wrong, and with a row that comes twice."""
    head, _newline, _rest = text.removeprefix("\ufeff").partition("\n")
    delimiter = max(";,\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter, restval=None)
    names = [name.strip().casefold() for name in rows.fieldnames or ()]
    if not {"eccn", "country", "ruling"} <= set(names):
        raise RefusedError("export_rule.no_head", columns=", ".join(COLUMNS))
    issues: list[Issue] = []
    found: dict[tuple[str, str, date | None], ExportRule] = {}
    for row in _each(rows, issues):
        rule = _read_row(
            {name.strip().casefold(): value for name, value in row.items() if name}, rows.line_num, issues
        )
        if rule is not None and _key(rule) in found:
            issues.append(_in_row(rows.line_num, Issue("export_rule.twice", Severity.BLOCK, "eccn")))
        if rule is not None:
            found[_key(rule)] = rule
    if issues or not found:
        raise RefusedError("export_rule.file_refused", issues=issues)
    return list(found.values())


def _each(rows: csv.DictReader[str], issues: list[Issue]) -> Iterator[dict[str, str | Any]]:
    """The rows up to one that never ends, such as that of a quote without its second one."""
    try:
        yield from rows
    except csv.Error:
        issues.append(_in_row(rows.line_num, Issue("export_rule.row_short", Severity.BLOCK, "eccn")))


def _read_row(row: Mapping[str, str | None], number: int, issues: list[Issue]) -> ExportRule | None:
    before = len(issues)
    days = [_day(row.get(name), number, issues) for name in ("valid_from", "valid_until")]
    if any(value is None for value in row.values()):
        issues.append(_in_row(number, Issue("export_rule.row_short", Severity.BLOCK, "eccn")))
        return None
    texts = {name: (row.get(name) or "") for name in ("eccn", "country", "ruling", "source")}
    rule = _tidy(ExportRule(**texts, valid_from=days[0], valid_until=days[1]))
    issues.extend(_in_row(number, issue) for issue in check_rule(rule, seeds.countries()))
    return rule if len(issues) == before else None


def _day(text: str | None, number: int, issues: list[Issue]) -> date | None:
    if not text or not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        issues.append(
            _in_row(number, Issue("export_rule.no_day", Severity.BLOCK, "valid_from", {"text": text[:40]}))
        )
        return None


def _in_row(number: int, issue: Issue) -> Issue:
    """The issue with the line of the file that it is in."""
    params = {"row": number, "detail": text_of_issue(issue)}
    return Issue("export_rule.in_row", Severity.BLOCK, f"rows/{number}/{issue.where}", params)


def export_rules_text(cards: Sequence[ExportRuleCard]) -> str:
    """The rules as a CSV file that can be imported again."""
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_values(card)[name] or "" for name in COLUMNS] for card in cards)
    return sink.getvalue()
