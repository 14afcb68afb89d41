"""Products from a file, each with its list price: new ones are made, known ones are left as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from app.domain.dangerous import tidy_un_number
from app.domain.export_control import tidy_code, tidy_eccn
from app.domain.importing.problems import RowProblem
from app.domain.importing.records import Record
from app.domain.price_inputs import PriceRowInput
from app.domain.products import ProductInput
from app.domain.tax import TaxSubject, find_tax_code
from app.domain.units import unit_code
from app.services.importing.creating import make_accepted
from app.services.importing.history.facts import read_product_refs
from app.services.importing.reasons import refused_by
from app.services.importing.tables.batch import Result, Source, created, in_order, present, refuse, repeated
from app.services.prices import general_list, set_prices
from app.services.products import create_products, read_tax_classes
from app.services.setup import read_tax_rules
from app.services.unit_of_work import Reading, UnitOfWork
from db.search import code_key

KIND = "product"
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d+)?)\s*%?")
_PPM_PER_PERCENT = 10_000


def import_products(uow: UnitOfWork, source: Source, records: Sequence[Record]) -> Sequence[Result]:
    """Make the products of the rows."""
    known = read_product_refs(uow, [code_key(record.text("sku")) for record in records])
    classes = tax_classes(uow, source)
    results: dict[int, Result] = {}
    inputs: dict[int, ProductInput] = {}
    for place, record in enumerate(records):
        sku = record.text("sku")
        if code_key(sku) in source.made:
            results[place] = repeated(record, sku)
        elif code_key(sku) in known:
            results[place] = present(KIND, sku)
        else:
            found = product_input(record, classes)
            if isinstance(found, RowProblem):
                results[place] = found
            else:
                inputs[place] = found
                source.made.add(code_key(sku))
    return in_order(len(records), {**results, **_make(uow, source, records, inputs)})


def _make(
    uow: UnitOfWork, source: Source, records: Sequence[Record], inputs: Mapping[int, ProductInput]
) -> dict[int, Result]:
    places = list(inputs)
    made = make_accepted(uow, partial(create_products, cost_source="import"), list(inputs.values()))
    results: dict[int, Result] = {}
    for index, issue in made.refused.items():
        record = records[places[index]]
        results[places[index]] = refused_by(issue, row=record.row, line=record.line)
    prices = []
    for index, id_ in made.ids.items():
        record = records[places[index]]
        results[places[index]] = created(KIND, record.text("sku"))
        price = record.whole("price")
        if price is not None:
            prices.append(PriceRowInput(product_id=id_, price_micro=price))
    if prices:
        set_prices(uow, general_list(uow, source.firm.currency), prices)
    return results


def product_input(record: Record, classes: Mapping[str, str]) -> ProductInput | RowProblem:
    """The row as a product's card."""
    weight, price = record.number("weight_g"), record.whole("price")
    if weight is not None and weight != weight.to_integral_value():
        return refuse(record, "weight-fraction", value=str(weight))
    if price is not None and price < 0:
        return refuse(record, "price-negative", value=record.text("sku"))
    tax_class = _class_of(record.text("tax_class"), classes)
    if tax_class is None:
        return refuse(record, "tax-class-unknown", value=record.text("tax_class"))
    return ProductInput(
        sku=record.text("sku"),
        name=record.text("description"),
        family=record.text("family"),
        kind="service" if record.flag("service") else "goods",
        unit=unit_code(record.text("unit")) or "pc",
        gtin=record.text("gtin"),
        tax_class=tax_class,
        weight_g=int(weight or 0),
        metals=record.text("metals"),
        standard_cost_micro=record.whole("cost"),
        un_number=tidy_un_number(record.text("un_number")),
        hazard_class=record.text("hazard_class").upper(),
        packing_group=record.text("packing_group").upper(),
        shipping_name=record.text("shipping_name"),
        limited_amount=record.whole("limited_amount") or 0,
        inner_amount=record.whole("inner_amount") or 0,
        licence_kind=record.text("licence_kind"),
        commodity_code=tidy_code(record.text("commodity_code")),
        origin_country=_country(record),
        eccn=tidy_eccn(record.text("eccn")),
        age_least=record.whole("age_least") or 0,
    )


def _country(record: Record) -> str:
    """Where it was made, by its code; "" where the file does not say."""
    found = record.country("origin_country")
    return found.code if found else ""


def _class_of(text: str, classes: Mapping[str, str]) -> str | None:
    """A tax class by its name or by its domestic rate: "reduced", "19", "19 %"."""
    if not text:
        return "standard"
    percent = _PERCENT.fullmatch(text)
    if percent is None:
        return classes.get(text.casefold())
    rate = Decimal(percent[1].replace(",", "."))
    return classes.get(str(int(rate * _PPM_PER_PERCENT)))


def tax_classes(view: Reading, source: Source) -> dict[str, str]:
    """Tax classes by name, and by the domestic rate of today in ppm."""
    names = read_tax_classes(view)
    rules = read_tax_rules(view)
    country = source.firm.country
    found = {name.casefold(): name for name in names}
    for name in ("service", "zero", "reduced", "standard"):  # of equal rates the last one names it
        subject = TaxSubject(name, country, country, business=True, has_vat_id=True)
        tax = rules.taxes.get(find_tax_code(subject, rules.rules, rules.eu_countries) or "")
        rate = tax.rate_on(view.clock.today()) if tax else None
        if name in names and rate is not None:
            found[str(rate)] = name
    return found
