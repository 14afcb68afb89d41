"""Costs from a file: the same cost again changes nothing, another one of the same day takes its place."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.costs import SINCE_EVER, CostInput
from app.domain.errors import RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.issues import Issue
from app.domain.units import same_unit
from app.services.costs import set_costs
from app.services.importing.history.facts import ProductRef, read_product_refs
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import (
    Result,
    Source,
    created,
    in_order,
    present,
    refuse,
    repeated,
    wrong_currency,
)
from app.services.unit_of_work import UnitOfWork
from db.search import code_key

KIND = "cost"


def import_costs(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Set the costs of the rows."""
    products = read_product_refs(uow, [code_key(record.text("sku")) for record in records])
    results: dict[int, Result] = {}
    wanted: dict[int, CostInput] = {}
    for place, record in enumerate(records):
        product = products.get(code_key(record.text("sku")))
        problem = _problem(record, source, product)
        if problem is not None or product is None:
            results[place] = problem or refuse(record, "product-unknown", value=record.text("sku"))
            continue
        row = CostInput(
            product_id=product.id,
            cost_micro=record.whole("cost") or 0,
            valid_from=record.day("valid_from") or SINCE_EVER,
        )
        name = f"{product.id}/{row.valid_from}"
        if name in source.made:
            results[place] = repeated(record, record.text("sku"))
        else:
            source.made.add(name)
            wanted[place] = row
    return in_order(len(records), {**results, **_set(uow, records, wanted)})


def _problem(record: Record, source: Source, product: ProductRef | None) -> RowProblem | None:
    if product is None:
        return refuse(record, "product-unknown", value=record.text("sku"))
    unit = record.text("unit")
    if unit and not same_unit(unit, product.unit):
        return refuse(record, "unit-differs", value=unit, unit=product.unit)
    return wrong_currency(record, source)


def _set(uow: UnitOfWork, records: Sequence[Record], wanted: dict[int, CostInput]) -> dict[int, Result]:
    """Set the costs; where some are refused, the others are set without them."""
    results: dict[int, Result] = {}
    left = dict(wanted)
    while left:
        try:
            with uow.savepoint():
                is_new = set_costs(uow, list(left.values()))
        except RefusedError as error:
            for place, issue in _refused_places(error.issues, left).items():
                del left[place]
                record = records[place]
                results[place] = refused_by(issue, row=record.row, line=record.line)
            continue
        for (place, _row), new in zip(left.items(), is_new, strict=True):
            results[place] = (created if new else present)(KIND, records[place].text("sku"))
        break
    return results


def _refused_places(issues: Sequence[Issue], left: dict[int, CostInput]) -> dict[int, Issue]:
    """The rows that are refused; `set_costs` tells them by their place among all that it was given."""
    places = list(left)
    found: dict[int, Issue] = {}
    for issue in issues:
        found.setdefault(places[int(issue.where.split("/")[1])], issue)
    assert found, "a refusal names its rows"
    return found
