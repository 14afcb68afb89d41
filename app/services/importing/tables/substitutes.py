"""Substitutes from a file: the same row again changes nothing, another one of the same two articles replaces it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.errors import RefusedError
from app.domain.importing.records import Record
from app.domain.substitutes import SubstituteInput
from app.services.importing.history.facts import ProductRef, read_product_refs
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import Result, Source, created, present, refuse, repeated
from app.services.products.substitutes import set_substitute
from app.services.unit_of_work import UnitOfWork
from db.search import code_key

KIND = "substitute"
_CODES = ("sku", "substitute")


def import_substitutes(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Set the substitutes of the rows."""
    codes = {code_key(record.text(name)) for record in records for name in _CODES}
    products = read_product_refs(uow, codes)
    return [_import(uow, source, record, products) for record in records]


def _import(uow: UnitOfWork, source: Source, record: Record, products: Mapping[str, ProductRef]) -> Result:
    unknown = next((name for name in _CODES if code_key(record.text(name)) not in products), None)
    if unknown is not None:
        return refuse(record, "product-unknown", value=record.text(unknown))
    product, other = (products[code_key(record.text(name))] for name in _CODES)
    place = f"{product.id}/{other.id}"
    number = f"{product.sku} > {other.sku}"
    if place in source.made:
        return repeated(record, number)
    try:
        with uow.savepoint():
            is_new = set_substitute(uow, product.id, _input(record, other.id))
    except RefusedError as error:
        return refused_by(error.issues[0], row=record.row, line=record.line)
    source.made.add(place)
    return (created if is_new else present)(KIND, number)


def _input(record: Record, substitute_id: int) -> SubstituteInput:
    numbers = {"takes": 1, "instead_of": 1, "rank": 0}
    keyed = {name: record.whole(name) for name in numbers}
    return SubstituteInput(
        substitute_id=substitute_id,
        both_ways=record.flag("both_ways"),
        valid_from=record.day("valid_from"),
        valid_until=record.day("valid_until"),
        note=record.text("note"),
        **{name: usual if keyed[name] is None else keyed[name] for name, usual in numbers.items()},  # type: ignore[arg-type]  # a number for each
    )
