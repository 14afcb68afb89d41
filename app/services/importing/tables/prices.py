"""Prices from a file, into a list or into a customer's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.errors import RefusedError
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.issues import Issue
from app.domain.money import decimal_of_micro, micro_of
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.units import same_unit
from app.i18n import _
from app.services.importing.history.facts import ProductRef, read_product_refs
from app.services.importing.history.masters import find_customer_ids
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import (
    Result,
    Source,
    created,
    in_order,
    present,
    refuse,
    wrong_currency,
)
from app.services.prices import (
    create_price_list,
    general_list,
    read_price_lists,
    read_price_rows_for_cards,
    set_prices,
    takes_prices,
    unused_code,
)
from app.services.prices.row_units import read_row_units
from app.services.unit_of_work import UnitOfWork
from db.search import code_key

KIND = "price"


@dataclass(frozen=True, slots=True)
class _Wanted:
    record: Record
    row: PriceRowInput
    label: str


def import_prices(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Set the prices of the rows: the same price again changes nothing, another one replaces it."""
    products = read_product_refs(uow, [code_key(record.text("sku")) for record in records])
    customers = find_customer_ids(uow, [record.text("customer") for record in records])
    lists = _Lists(uow, source)
    results: dict[int, Result] = {}
    wanted: dict[int, dict[int, _Wanted]] = defaultdict(dict)
    for place, record in enumerate(records):
        product = products.get(code_key(record.text("sku")))
        problem = _problem(record, source, product, customers)
        if problem is not None:
            results[place] = problem
            continue
        assert product is not None, "an unknown product is a problem"
        list_id = lists.find(record, customers)
        if not isinstance(list_id, RowProblem):
            list_id = lists.with_its_tax(record, list_id)
        if isinstance(list_id, RowProblem):
            results[place] = list_id
        else:
            wanted[list_id][place] = _Wanted(record, _price_row(record, product), product.sku)
    for list_id, rows in wanted.items():
        results.update(_set(uow, list_id, rows))
    return in_order(len(records), results)


def _problem(
    record: Record, source: Source, product: ProductRef | None, customers: dict[str, int]
) -> RowProblem | None:
    if product is None:
        return refuse(record, "product-unknown", value=record.text("sku"))
    if record.text("customer") and record.text("customer") not in customers:
        return refuse(record, "customer-unknown", value=record.text("customer"))
    quantity, unit = record.quantity("min_quantity"), record.text("unit") or product.unit
    if quantity and quantity.unit and not same_unit(quantity.unit, unit):
        return refuse(record, "break-unit-differs", value=quantity.unit, unit=unit)
    return wrong_currency(record, source)


def _price_row(record: Record, product: ProductRef) -> PriceRowInput:
    quantity, agreed = record.quantity("min_quantity"), record.number("agreed")
    per = record.whole("per")
    return PriceRowInput(
        product_id=product.id,
        price_micro=record.whole("price") or 0,
        min_quantity_micro=micro_of(quantity.amount) if quantity else 0,
        valid_from=record.day("valid_from"),
        valid_to=record.day("valid_until"),
        per=1 if per is None else per,
        agreed_micro=micro_of(agreed) if agreed is not None else None,
        unit=record.text("unit"),
    )


class _Lists:
    """Price lists by the words of the file; a customer's own is made when there is none."""

    def __init__(self, uow: UnitOfWork, source: Source) -> None:
        self._uow = uow
        self._source = source
        cards = read_price_lists(uow)
        currency = source.firm.currency
        self._general: int | None = None
        self._with_tax = {card.id: card.includes_tax for card in cards}
        self._by_code = {card.code.casefold(): card for card in cards}
        own = [card for card in reversed(cards) if card.customer_id and takes_prices(card, currency)]
        self._of_customer = {card.customer_id: card.id for card in own}
        self._cards = cards

    def find(self, record: Record, customers: dict[str, int]) -> int | RowProblem:
        """The id of the list that the row means."""
        code, number = record.text("price_list"), record.text("customer")
        if code:
            return self._named(record, code)
        if not number:
            if self._general is None:
                self._general = general_list(self._uow, self._source.firm.currency)
            return self._general
        customer_id = customers[number]
        if customer_id not in self._of_customer:
            data = PriceListInput(
                code=unused_code(f"C-{number}"[:40], self._cards),
                name=_("Prices of customer {number}").format(number=number),
                kind="contract",
                currency=self._source.firm.currency,
                customer_id=customer_id,
                includes_tax=record.flag("includes_tax"),
            )
            id_ = self._of_customer[customer_id] = create_price_list(self._uow, data)
            self._with_tax[id_] = data.includes_tax
        return self._of_customer[customer_id]

    def _named(self, record: Record, code: str) -> int | RowProblem:
        """The list of a code; a row that names a currency goes into a list in it alone."""
        card = self._by_code.get(code.casefold())
        if card is None:
            return refuse(record, "price-list-unknown", value=code)
        named = record.text("currency").upper()
        if named and named != card.currency:
            return refuse(record, "price-currency-differs", value=named, currency=card.currency)
        return card.id

    def with_its_tax(self, record: Record, list_id: int) -> int | RowProblem:
        """The list, unless the file says that its price is with tax and the list's are not, or the other way round."""
        if not record.has("includes_tax") or record.flag("includes_tax") == self._with_tax.get(
            list_id, False
        ):
            return list_id
        return refuse(record, "price-tax-differs", value=str(decimal_of_micro(record.whole("price") or 0)))


def _set(uow: UnitOfWork, list_id: int, rows: dict[int, _Wanted]) -> dict[int, Result]:
    """Set the prices; where the list refuses some, the others are set without them."""
    in_units = read_row_units(uow, [one.row for one in rows.values()]).rows
    rows = {place: replace(one, row=row) for (place, one), row in zip(rows.items(), in_units, strict=True)}
    ids = {one.row.product_id for one in rows.values()}
    before = {
        _key(card, card.price_unit)
        for product_id in sorted(ids)
        for card in read_price_rows_for_cards(uow, product_id=product_id, price_list_id=list_id)
    }
    results: dict[int, Result] = {}
    left = dict(rows)
    while left:
        try:
            with uow.savepoint():
                set_prices(uow, list_id, [one.row for one in left.values()])
            break
        except RefusedError as error:
            refused = _refused_places(error.issues, list(left))
            if not refused:
                raise
            for place, issue in refused.items():
                record = left.pop(place).record
                results[place] = refused_by(issue, row=record.row, line=record.line)
    for place, one in left.items():
        results[place] = (present if _key(one.row, one.row.unit) in before else created)(KIND, one.label)
    return results


def _refused_places(issues: Sequence[Issue], places: Sequence[int]) -> dict[int, Issue]:
    found: dict[int, Issue] = {}
    for issue in issues:
        parts = issue.where.split("/")
        if len(parts) > 1 and parts[1].isdigit():
            found.setdefault(places[int(parts[1])], issue)
    return found


def _key(row: object, unit: str) -> tuple[object, ...]:
    """What makes two prices the same."""
    names = (
        "product_id",
        "min_quantity_micro",
        "price_micro",
        "per",
        "valid_from",
        "valid_to",
        "agreed_micro",
    )
    return (unit, *(getattr(row, name) for name in names))
