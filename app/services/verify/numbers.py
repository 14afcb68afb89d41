"""Numbers without gaps and without doubles in every series that documents draw from (C52)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from app.services.unit_of_work import Reading
from app.services.verify.findings import PER_CHECK_MAX, Finding, Seen, query

_TABLES = {
    "order": "sales_order",
    "quote": "sales_order",
    "shipment": "shipment",
    "invoice": "invoice",
    "credit_note": "invoice",
    "payment": "payment",
}

_SERIES = "select id, kind, prefix, digits, first_number, next_number, gapless from number_series order by id"

_USED = """
select 1 as used from sales_order where series_id = :id and series_number is not null
union all select 1 from shipment where series_id = :id and series_number is not null
union all select 1 from invoice where series_id = :id and series_number is not null
union all select 1 from payment where series_id = :id and series_number is not null"""


def check_numbers(view: Reading, _seen: Seen) -> tuple[Finding, ...]:
    """From the first number to the last one drawn, each stands on exactly one document.

    The rule holds for every series that documents draw from, whatever its row says of gaps.
    """
    findings: list[Finding] = []
    for series in query(view, _SERIES):
        if not series["gapless"] and _may_have_none(view, series):
            params = {"kind": series["kind"], "number": _shown(series, series["next_number"])}
            findings.append(Finding("verify.series_gaps", params))
        table = _TABLES.get(series["kind"])
        if table is not None and not _is_complete(view, table, series):
            findings.extend(_explain(view, table, series))
    return tuple(findings)


def _may_have_none(view: Reading, series: Mapping[str, Any]) -> bool:
    """Whether gaps are no choice: the law asks it of documents. Imported history stands outside the rule."""
    if series["kind"] == "imported":
        return False
    return series["kind"] in _TABLES or bool(query(view, _USED, id=series["id"]))


def _is_complete(view: Reading, table: str, series: Mapping[str, Any]) -> bool:
    (row,) = query(
        view,
        "select count(series_number) as numbers, count(distinct series_number) as different,"  # noqa: S608 - from _TABLES
        f" min(series_number) as first, max(series_number) as last from {table} where series_id = :id",
        id=series["id"],
    )
    drawn = series["next_number"] - series["first_number"]
    if row["numbers"] != drawn or row["different"] != drawn:
        return False
    return drawn == 0 or (row["first"], row["last"]) == (series["first_number"], series["next_number"] - 1)


def _explain(view: Reading, table: str, series: Mapping[str, Any]) -> list[Finding]:
    """Which numbers are missing, double, or beyond the series."""
    statement = sa.text(
        f"select series_number from {table} where series_id = :id order by series_number"  # noqa: S608 - from _TABLES
    )
    findings: list[Finding] = []
    expected = series["first_number"]
    for (number,) in view.db.execute(statement, {"id": series["id"]}):
        if number is None:
            continue
        if number < expected:
            findings.append(_finding("verify.number_double", series, number))
            continue
        missing = range(expected, min(number, series["next_number"]))
        findings.extend(_finding("verify.number_gap", series, gap) for gap in missing[:PER_CHECK_MAX])
        if number >= series["next_number"]:
            findings.append(_finding("verify.number_ahead", series, number))
        expected = number + 1
    left = range(expected, series["next_number"])
    findings.extend(_finding("verify.number_gap", series, gap) for gap in left[:PER_CHECK_MAX])
    return findings[:PER_CHECK_MAX]


def _finding(code: str, series: Mapping[str, Any], number: int) -> Finding:
    return Finding(code, {"kind": series["kind"], "number": _shown(series, number)})


def _shown(series: Mapping[str, Any], number: int) -> str:
    return f"{series['prefix']}{number:0{series['digits']}d}"
