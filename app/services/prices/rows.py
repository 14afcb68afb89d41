"""Price rows: never changed in place. A change closes a row and inserts the next, so old traces can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.findings import Findings, refuse_blocked, with_places
from app.domain.issues import Issue
from app.domain.money import decimal_of_micro
from app.domain.pages import Page, PageRequest
from app.domain.price_inputs import PriceRowInput, check_price_rows
from app.services.listing import ListSource, read_page
from app.services.prices.row_units import RowUnits, read_row_units
from app.services.search import typed_words
from app.services.settings_store import bump_rules_version
from app.services.unit_of_work import Reading, UnitOfWork
from db.rows import among, fetch
from db.schema.prices import PriceList, PriceRow
from db.schema.products import Product
from db.search import PRODUCTS, select_matches
from db.statements import insert_rows, table_of

ARTICLES_MOST = 10_000_000  # more than any firm has: what is looked for in a list is found, all of it
_ROW = table_of(PriceRow).c
_PRODUCT = table_of(Product).c
_INPUT = (
    _ROW.product_id,
    _ROW.price_micro,
    _ROW.min_quantity_micro,
    _ROW.per,
    _ROW.valid_from,
    _ROW.valid_to,
    _ROW.agreed_micro,
    _ROW.unit,
)


@dataclass(frozen=True, slots=True)
class PriceRowCard:
    """A price in force or to come, with its list and product.

    `unit` is the product's base unit, `price_unit` that of the price, "" for the base unit.
    """

    id: int
    price_list_id: int
    list_code: str
    list_name: str
    currency: str
    product_id: int
    sku: str
    product_name: str
    unit: str
    min_quantity_micro: int
    price_micro: int
    per: int
    valid_from: date | None
    valid_to: date | None
    agreed_micro: int | None
    includes_tax: bool = False
    price_unit: str = ""


def _select_cards() -> sa.Select[*tuple[object, ...]]:
    return (
        sa.select(
            _ROW.id,
            _ROW.price_list_id,
            PriceList.code,
            PriceList.name,
            PriceList.currency,
            _ROW.product_id,
            _PRODUCT.sku,
            _PRODUCT.name,
            _PRODUCT.unit,
            _ROW.min_quantity_micro,
            _ROW.price_micro,
            _ROW.per,
            _ROW.valid_from,
            _ROW.valid_to,
            _ROW.agreed_micro,
            PriceList.includes_tax,
            _ROW.unit,
        )
        .join(PriceList, PriceList.id == _ROW.price_list_id)
        .join(Product, _PRODUCT.id == _ROW.product_id)
    )


def read_price_rows_for_cards(
    view: Reading, *, product_id: int | None = None, price_list_id: int | None = None
) -> tuple[PriceRowCard, ...]:
    """The prices of a product, of a list, or of one in the other: by list, product, break and day."""
    assert product_id is not None or price_list_id is not None, "a whole price book is read by page"
    statement = _select_cards().where(_ROW.replaced_at_version.is_(None))
    if product_id is not None:
        statement = statement.where(_ROW.product_id == product_id)
    if price_list_id is not None:
        statement = statement.where(_ROW.price_list_id == price_list_id)
    order = (PriceList.code, _PRODUCT.sort_key, _ROW.unit, _ROW.min_quantity_micro, _ROW.valid_from, _ROW.id)
    return fetch(view.db, PriceRowCard, statement.order_by(*order))


def read_price_rows_of_list(
    view: Reading,
    price_list_id: int,
    *,
    product_ids: Sequence[int] | None = None,
    text: str = "",
    limit: int,
) -> tuple[PriceRowCard, ...]:
    """The first prices of a list by product, break and day: of these products, of what a text finds, or of all."""
    statement = _select_cards().where(_ROW.price_list_id == price_list_id, _ROW.replaced_at_version.is_(None))
    if product_ids is not None:
        statement = statement.where(among(view.db, _ROW.product_id, product_ids))
    if text.strip():
        statement = statement.where(is_found(view, text))
    order = (_ROW.product_id, _ROW.unit, _ROW.min_quantity_micro, _ROW.valid_from, _ROW.id)
    return fetch(view.db, PriceRowCard, statement.order_by(*order).limit(limit))


def is_found(view: Reading, text: str) -> sa.ColumnElement[bool]:
    """The prices of every article whose words begin so, however many they are; nothing but signs finds none."""
    typed = typed_words(text)
    if not typed.words:
        return sa.false()
    matches = select_matches(view.db, PRODUCTS, typed, limit=ARTICLES_MOST).subquery()
    return _ROW.product_id.in_(sa.select(matches.c.id))


def read_price_rows_page(view: Reading, price_list_id: int, request: PageRequest) -> Page[PriceRowCard]:
    """One list's prices as a windowed list, in the order in which they were made."""
    source = ListSource(
        record=PriceRowCard,
        statement=_select_cards(),
        key=_ROW.id,
        sortable={"id": _ROW.id},
        usual_sort="id",
        filterable={"product_id": _ROW.product_id},
        always=(_ROW.price_list_id == price_list_id, _ROW.replaced_at_version.is_(None)),
        search=PRODUCTS,
        search_key=_ROW.product_id,
    )
    return read_page(view, source, request)


def add_price_rows(uow: UnitOfWork, price_list_id: int, rows: Sequence[PriceRowInput]) -> int:
    """Add prices to a list; the new rules version. Refused where one overlaps another on the same break."""
    return _write(uow, price_list_id, rows, closing=())


def replace_price_rows(
    uow: UnitOfWork, price_list_id: int, rows: Sequence[PriceRowInput], *, closing: Sequence[int]
) -> tuple[int, ...]:
    """Close rows of a list and put these in their place; the new ids, in the order of the rows.

    A row to be closed that somebody else closed meanwhile: ConflictError, nothing is written.
    """
    rows = read_row_units(uow, rows).rows
    _write(uow, price_list_id, rows, closing=closing)
    current = _read_current(uow, price_list_id, {row.product_id for row in rows})
    ids = {row: id_ for id_, row in current.items()}  # no two are alike: they would overlap
    return tuple(ids[row] for row in rows)


def set_prices(uow: UnitOfWork, price_list_id: int, rows: Sequence[PriceRowInput]) -> int:
    """Put these prices in the place of those with the same product, unit, break and first day; the rules version.

    A refusal names the rows by their places among all that were given.
    """
    rows = read_row_units(uow, rows).rows
    wanted = {(*row.place, row.valid_from) for row in rows}
    current = _read_current(uow, price_list_id, {row.product_id for row in rows})
    closing = [id_ for id_, row in current.items() if (*row.place, row.valid_from) in wanted]
    given = set(rows)
    same = {id_ for id_ in closing if current[id_] in given}
    stands = {current[id_] for id_ in same}
    places = [place for place, row in enumerate(rows) if row not in stands]
    try:
        fresh = [rows[place] for place in places]
        return _write(uow, price_list_id, fresh, closing=[id_ for id_ in closing if id_ not in same])
    except RefusedError as error:
        raise with_places(error, places) from error


def change_price_row(uow: UnitOfWork, id: int, data: PriceRowInput) -> int:
    """Close a row and insert the changed one; the rules version. Another's change meanwhile: ConflictError."""
    return _write(uow, _list_of(uow, id), [data], closing=[id])


def end_price_rows(uow: UnitOfWork, ids: Sequence[int]) -> int:
    """Close rows; the rules version. Orders keep the prices that they were made with."""
    assert ids, "nothing to close"
    return _write(uow, _list_of(uow, ids[0]), [], closing=ids)


def _write(
    uow: UnitOfWork, price_list_id: int, rows: Sequence[PriceRowInput], *, closing: Sequence[int]
) -> int:
    uow.actor.require("price.edit")
    kind = uow.db.execute(sa.select(PriceList.kind).where(PriceList.id == price_list_id)).scalar()
    if kind is None:
        raise NotFoundError("document.not_found", kind="price", id=price_list_id)
    version = bump_rules_version(uow)
    keyed = read_row_units(uow, rows)
    rows = keyed.rows
    before = _close(uow, price_list_id, closing, version)
    kept = _read_current(uow, price_list_id, {row.product_id for row in rows})
    issues = check_price_rows(rows, tuple(kept.values()))
    refuse_blocked(
        "price", (*issues, *keyed.issues, *_product_issues(uow, rows), *_agreed_issues(rows, kind))
    )
    insert_rows(uow.db, PriceRow, _values(price_list_id, keyed))
    if rows or before:
        uow.audit("price", price_list_id, before=_shown(before), after=_shown(rows))
    uow.changed("price", price_list_id, version=version)
    return version


def _values(price_list_id: int, keyed: RowUnits) -> list[dict[str, object]]:
    return [
        {**asdict(row), "price_list_id": price_list_id, "unit_num": num, "unit_den": den}
        for row, (num, den) in zip(keyed.rows, keyed.contents, strict=True)
    ]


def _close(
    uow: UnitOfWork, price_list_id: int, ids: Sequence[int], version: int
) -> tuple[PriceRowInput, ...]:
    """Mark rows as replaced; what they said. All or none."""
    if not ids:
        return ()
    closed = uow.db.execute(
        sa.update(PriceRow)
        .where(
            among(uow.db, _ROW.id, ids),
            _ROW.price_list_id == price_list_id,
            _ROW.replaced_at_version.is_(None),
        )
        .values(replaced_at_version=version)
        .returning(*_INPUT)
    ).all()
    if len(closed) != len(set(ids)):
        raise ConflictError("document.changed_elsewhere", kind="price", id=price_list_id)
    return tuple(_input_of(row) for row in closed)


def _read_current(uow: UnitOfWork, price_list_id: int, product_ids: set[int]) -> dict[int, PriceRowInput]:
    if not product_ids:
        return {}
    statement = sa.select(_ROW.id, *_INPUT).where(
        _ROW.price_list_id == price_list_id,
        _ROW.replaced_at_version.is_(None),
        among(uow.db, _ROW.product_id, product_ids),
    )
    return {row.id: _input_of(row) for row in uow.db.execute(statement)}


def _input_of(row: sa.Row[*tuple[object, ...]]) -> PriceRowInput:
    return PriceRowInput(
        product_id=row.product_id,
        price_micro=row.price_micro,
        min_quantity_micro=row.min_quantity_micro,
        per=row.per,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        agreed_micro=row.agreed_micro,
        unit=row.unit,
    )


def _product_issues(uow: UnitOfWork, rows: Sequence[PriceRowInput]) -> tuple[Issue, ...]:
    wanted = sorted({row.product_id for row in rows})
    known = set(uow.db.execute(sa.select(_PRODUCT.id).where(among(uow.db, _PRODUCT.id, wanted))).scalars())
    found = Findings("price")
    for number, row in enumerate(rows):
        missing = row.product_id not in known
        found.block(missing, "product_unknown", f"rows/{number}/product_id", product=row.product_id)
    return found.all


def _agreed_issues(rows: Sequence[PriceRowInput], kind: str) -> tuple[Issue, ...]:
    """A quantity is agreed with one customer: in a contract."""
    found = Findings("price")
    for number, row in enumerate(rows):
        alone = row.agreed_micro is not None and kind != "contract"
        found.block(alone, "agreed_alone", f"rows/{number}/agreed_micro")
    return found.all


def _list_of(uow: UnitOfWork, row_id: int) -> int:
    found = uow.db.execute(sa.select(_ROW.price_list_id).where(_ROW.id == row_id)).scalar_one_or_none()
    if found is None:
        raise NotFoundError("document.not_found", kind="price", id=row_id)
    return int(found)


def _shown(rows: Sequence[PriceRowInput]) -> dict[str, object]:
    """Prices as history shows them: by product, break with unit, and first day."""
    return {
        f"{audited_place(row.product_id, row.min_quantity_micro, row.unit)}{row.valid_from or ''}": (
            f"{decimal_of_micro(row.price_micro)} / {row.per}"
        )
        for row in rows
    }


def audited_place(product_id: int, least_micro: int, unit: str) -> str:
    """`product.17/12/` and `product.17/3 dz/`: what the audit calls a break, before the day from which it holds."""
    least = f"{decimal_of_micro(least_micro)} {unit}".rstrip()
    return f"product.{product_id}/{least}/"
