"""Product cards: made, changed, read with everything that belongs to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.issues import Issue
from app.domain.pricing.metals import read_contents, written_contents
from app.domain.products import ProductInput, UnitInput, check_product
from app.domain.search_words import search_text, sort_key
from app.domain.tax_rules import TAX_CLASSES
from app.services import search, seeds
from app.services.costs import keep_first_costs
from app.services.goods.licence_kinds import read_licence_kinds
from app.services.history import HistoryEntry, read_history
from app.services.products.priced_units import priced_unit_issues
from app.services.setup.taxes import read_tax_rules
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.rows import among, fetch, select_as
from db.schema.parties import Customer
from db.schema.products import CustomerPart, Product, ProductUnit, TaxMapping
from db.search import code_key, upper_code
from db.statements import insert_rows, table_of, update_version

_PRODUCT = table_of(Product)
_BESIDE = frozenset({"units", "standard_cost_micro"})
"""What has tables of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCardFacts(ProductInput):
    """A product with its units as it stands."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class CustomerPartFacts:
    """A customer's own number for a product."""

    id: int
    customer_id: int
    product_id: int
    code: str
    customer_name: str


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product with its customers' part numbers and history."""

    product: ProductCardFacts
    customer_parts: tuple[CustomerPartFacts, ...]
    history: tuple[HistoryEntry, ...]


def read_product(view: Reading, id: int) -> ProductCardFacts:
    """The product with its units; `NotFoundError` for an unknown id."""
    names = [field.name for field in fields(ProductCardFacts) if field.name not in _BESIDE]
    columns = [_PRODUCT.c[name] for name in names]
    row = view.db.execute(sa.select(*columns).where(_PRODUCT.c.id == id)).mappings().one_or_none()
    if row is None:
        raise NotFoundError("document.not_found", kind="product", id=id)
    units = tuple(UnitInput(*values) for values in view.db.execute(_select_units(id)))
    return ProductCardFacts(**{**row, "gtin": row["gtin"] or "", "units": units})


def _select_units(product_id: int) -> sa.Select[*tuple[Any, ...]]:
    unit = ProductUnit
    return (
        sa.select(unit.code, unit.factor_num, unit.factor_den, unit.decimals, sa.func.coalesce(unit.gtin, ""))
        .where(unit.product_id == product_id)
        .order_by(unit.id)
    )


def read_product_card(view: Reading, id: int) -> ProductCard:
    """The card of a product: four queries. Prices: `services.prices.read_price_rows_for_cards`."""
    statement = (
        select_as(CustomerPartFacts, CustomerPart, Customer.name)
        .join(Customer, Customer.id == CustomerPart.customer_id)
        .where(CustomerPart.product_id == id)
        .order_by(Customer.sort_key, CustomerPart.code)
    )
    return ProductCard(
        product=read_product(view, id),
        customer_parts=fetch(view.db, CustomerPartFacts, statement),
        history=read_history(view, "product", id),
    )


def read_tax_classes(view: Reading) -> tuple[str, ...]:
    """The tax classes that a product may have: the usual ones, those of the tax mapping and of jurisdictions."""
    statement = sa.select(TaxMapping.product_class).where(TaxMapping.product_class.is_not(None)).distinct()
    named = {name for name in view.db.execute(statement).scalars() if name}
    stacked = read_tax_rules(view).jurisdictions.classes
    return tuple(sorted(named.union(TAX_CLASSES, stacked)))


def check_product_input(view: Reading, data: ProductInput, *, id: int = 0) -> tuple[Issue, ...]:
    """Everything wrong with a product as keyed; `id` is the product itself when it exists."""
    taken = _taken_skus(view, [data], id=id)
    found = check_product(data, frozenset(read_tax_classes(view)))
    asked = (*_licence_issues(view, [data]), *_origin_issues([data]))
    return (*found, *_sku_issues([data], taken), *_successor_issues(data, id), *asked)


def create_product(uow: UnitOfWork, data: ProductInput) -> int:
    """Make a product; its id."""
    return create_products(uow, [data])[0]


def create_products(
    uow: UnitOfWork, inputs: Sequence[ProductInput], *, cost_source: str = "card"
) -> tuple[int, ...]:
    """Make products in a constant number of statements; their ids in order. `cost_source`: who knows their costs.

    Refused as a whole, with `where` as "rows/3/sku" when there is more than one.
    """
    uow.actor.require("product.edit")
    if not inputs:
        return ()
    hold_names(uow.db, "product", (code_key(data.sku) for data in inputs))
    refuse_blocked("product", _check_all(uow, inputs))
    rows = [_values(data) for data in inputs]
    statement = sa.insert(Product).returning(Product.id, sort_by_parameter_order=True)
    ids = tuple(int(id_) for id_ in uow.db.execute(statement, rows).scalars())
    _insert_units(uow, zip(ids, inputs, strict=True))
    costs = {id_: data.standard_cost_micro for id_, data in zip(ids, inputs, strict=True)}
    known = {id_: cost for id_, cost in costs.items() if cost is not None}
    keep_first_costs(uow, known, source=cost_source)
    search.index(uow, "product", {id_: _text(data) for id_, data in zip(ids, inputs, strict=True)})
    for id_, data in zip(ids, inputs, strict=True):
        uow.audit("product", id_, before={}, after=_audited(data))
        uow.changed("product", id_, version=1)
    return ids


def update_product(uow: UnitOfWork, id: int, data: ProductInput, *, version: int) -> int:
    """Change a product and its units; the new version. Orders keep the units that they were keyed in.

    Costs have their own days and are changed by `services.costs`.

    The base unit stays as it is once the product has stock moves or lines: quantities count in it.
    """
    uow.actor.require("product.edit")
    before = read_product(uow, id)
    hold_names(uow.db, "product", [code_key(data.sku)])
    issues = check_product_input(uow, data, id=id)
    fixed = (*_base_unit_issues(uow, before, data), *priced_unit_issues(uow, id, before, data))
    refuse_blocked("product", (*issues, *fixed))
    new_version = update_version(
        uow.db, Product, id=id, version=version, values=_values(data), kind="product"
    )
    if data.units != before.units:
        uow.db.execute(sa.delete(ProductUnit).where(ProductUnit.product_id == id))
        _insert_units(uow, [(id, data)])
    search.reindex(uow, "product", id, _text(data))
    old, new = _audited(before), _audited(replace(data, standard_cost_micro=None))
    changed = [name for name in (*new, *(old.keys() - new.keys())) if old.get(name) != new.get(name)]
    uow.audit(
        "product",
        id,
        before={name: old.get(name) for name in changed},
        after={name: new.get(name) for name in changed},
    )
    uow.changed("product", id, version=new_version)
    return new_version


def _check_all(uow: UnitOfWork, inputs: Sequence[ProductInput]) -> tuple[Issue, ...]:
    classes = frozenset(read_tax_classes(uow))
    taken = _taken_skus(uow, inputs, id=0)
    one = len(inputs) == 1
    found = [
        issue
        for row, data in enumerate(inputs)
        for issue in check_product(data, classes, prefix="" if one else f"rows/{row}/")
    ]
    return (*found, *_sku_issues(inputs, taken), *_licence_issues(uow, inputs), *_origin_issues(inputs))


def _taken_skus(view: Reading, inputs: Sequence[ProductInput], *, id: int) -> frozenset[str]:
    """Those that another product has, in upper case: two SKUs never differ by case alone."""
    wanted = {code_key(data.sku) for data in inputs}
    upper = upper_code(view.db, Product.sku)
    statement = sa.select(upper).where(among(view.db, upper, wanted), Product.id != id)
    return frozenset(view.db.execute(statement).scalars())


def _sku_issues(inputs: Sequence[ProductInput], taken: frozenset[str]) -> tuple[Issue, ...]:
    seen = Counter(code_key(data.sku) for data in inputs)
    found = Findings("product")
    for row, data in enumerate(inputs):
        sku = code_key(data.sku)
        where = "sku" if len(inputs) == 1 else f"rows/{row}/sku"
        found.block(sku in taken or seen[sku] > 1, "sku_taken", where, sku=data.sku)
    return found.all


def _origin_issues(inputs: Sequence[ProductInput]) -> tuple[Issue, ...]:
    found = Findings("product")
    for row, data in enumerate(inputs):
        where = "origin_country" if len(inputs) == 1 else f"rows/{row}/origin_country"
        unknown = data.origin_country and data.origin_country not in seeds.countries()
        found.block(unknown, "origin_unknown", where, sku=data.sku, country=data.origin_country)
    return found.all


def _licence_issues(view: Reading, inputs: Sequence[ProductInput]) -> tuple[Issue, ...]:
    """Kinds of licence that there are not; asked only where an article names one."""
    found = Findings("product")
    if not any(data.licence_kind for data in inputs):
        return ()
    known = {"", *(card.code for card in read_licence_kinds(view))}
    for row, data in enumerate(inputs):
        where = "licence_kind" if len(inputs) == 1 else f"rows/{row}/licence_kind"
        unknown = data.licence_kind not in known
        found.block(unknown, "licence_unknown", where, sku=data.sku, licence=data.licence_kind)
    return found.all


def _successor_issues(data: ProductInput, id: int) -> tuple[Issue, ...]:
    found = Findings("product")
    itself = data.successor_id is not None and data.successor_id == id
    found.block(itself, "successor_itself", "successor_id", sku=data.sku)
    return found.all


def _base_unit_issues(uow: UnitOfWork, before: ProductCardFacts, data: ProductInput) -> tuple[Issue, ...]:
    if (data.unit, data.kind) == (before.unit, before.kind):
        return ()
    is_used = uow.db.execute(
        sa.text(
            "select 1 where exists (select 1 from stock_move where product_id = :id)"
            " or exists (select 1 from order_line where product_id = :id)"
        ).bindparams(id=before.id)
    ).first()
    found = Findings("product")
    found.block(is_used, "base_unit_fixed", "unit", sku=before.sku, unit=before.unit)
    return found.all


def _values(data: ProductInput) -> dict[str, object]:
    names = [field.name for field in fields(ProductInput) if field.name not in _BESIDE]
    values = {name: getattr(data, name) for name in names}
    name, sku = data.name.strip(), data.sku.strip()
    metals = written_contents(read_contents(data.metals) or ())
    keyed = {"name": name, "sku": sku, "gtin": data.gtin or None, "metals": metals}
    return {**values, **keyed, "sort_key": sort_key(name)}


def _insert_units(uow: UnitOfWork, products: Iterable[tuple[int, ProductInput]]) -> None:
    rows = [
        {**asdict(unit), "gtin": unit.gtin or None, "product_id": id_}
        for id_, data in products
        for unit in data.units
    ]
    insert_rows(uow.db, ProductUnit, rows)


def _text(data: ProductInput) -> str:
    return search_text(data.sku, data.name, data.family, data.gtin, *(unit.gtin for unit in data.units))


def _audited(data: ProductInput) -> Mapping[str, object]:
    """The fields as history shows them: units as texts."""
    names = [field.name for field in fields(ProductInput) if field.name != "units"]
    values: dict[str, object] = {name: getattr(data, name) for name in names}
    for unit in data.units:
        values[f"unit.{unit.code}"] = f"{unit.factor_num}/{unit.factor_den} {unit.gtin}".strip()
    return values
