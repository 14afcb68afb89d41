"""What an order depends on outside itself, read into one immutable value (constant number of queries)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.domain.dangerous import Hazard
from app.domain.errors import NotFoundError
from app.domain.exchange import read_exchange_text
from app.domain.export_control import ExportFacts
from app.domain.order_checks import Surroundings
from app.domain.orders.context import CustomerFacts, OrderContext, ProductFacts
from app.domain.orders.draft import Draft
from app.domain.orders.states import OrderState
from app.domain.places import place_of_address
from app.domain.pricing import RulesSnapshot
from app.domain.pricing.metals import read_contents
from app.domain.pricing.promotions import gift_ids
from app.domain.quantity import Unit
from app.domain.screening.entries import Party
from app.domain.screening.facts import ScreeningFacts
from app.services.bonus.standing import read_bonus_rates
from app.services.cash_rounding import CASH_VALUE, COINS_VALUE, cash_rounding_of
from app.services.check_settings import CHECKS_TEXT, settings_of
from app.services.configured_lines import read_configured
from app.services.costs import Cost, read_costs
from app.services.countries import ship_to_of
from app.services.credit import read_credit
from app.services.credit_classes import CLASSES_TEXT
from app.services.goods.carriers import read_carriers
from app.services.goods.export_licences import read_export_facts
from app.services.goods.licences import with_licences
from app.services.holds.rows import OwnHolds, read_own_holds
from app.services.jurisdictions.certificates import certificates_of
from app.services.order_policies import POLICIES_TEXT
from app.services.parties.vat_checks import newest_answer
from app.services.pricing import RULES_VERSION_VALUE, read_rules
from app.services.products.kits import read_kits
from app.services.purchases import read_purchases
from app.services.setup.taxes import read_tax_rules
from app.services.setup_kept import SETUP_VERSION_VALUE, read_version
from app.services.stock.availability import read_ship_places
from app.services.stock.holiday_dates import holidays_from
from app.services.unit_of_work import Reading
from app.settings import PRICE_DAY, setting
from db.rows import ids, one_of
from db.schema.firm import Firm, Setting
from db.schema.orders import Order
from db.schema.parties import Contact, Customer
from db.schema.products import Product, ProductKit, ProductUnit
from db.statements import table_of

_CUSTOMER = table_of(Customer)
_PRODUCT = table_of(Product)
_UNIT = table_of(ProductUnit)
_KIT = table_of(ProductKit)
_ORDER = table_of(Order)
HAZARD_COLUMNS = tuple(Hazard.__slots__)
_CUSTOMER_COLUMNS = (
    "id", "number", "name", "country", "is_business", "vat_id", "price_group", "discount_ppm", "credit_limit_minor",
    "credit_class", "active", "email", "currency", "language", "term_id", "street", "postcode", "city",
)  # fmt: skip
_PRODUCT_COLUMNS = (
    "id", "sku", "name", "kind", "family", "tax_class", "unit", "unit_decimals", "weight_g", "min_quantity_micro",
    "step_micro", "discontinued", "active", "metals",
    *HAZARD_COLUMNS,
    "licence_kind",
    "age_least",
    "commodity_code",
    "origin_country",
    "eccn",
    "product_model_id",
)  # fmt: skip


# Built once: making a statement costs more than running it.
_ID = sa.bindparam("id", type_=sa.BigInteger)
_IDS = ids()
_PRICE_DAY_VALUE = sa.select(Setting.value).where(Setting.key == PRICE_DAY)
_FIRM_FACTS = sa.select(
    Firm.country,
    Firm.currency,
    Firm.postcode,
    Firm.city,
    RULES_VERSION_VALUE.scalar_subquery().label("rules_version"),
    SETUP_VERSION_VALUE.scalar_subquery().label("setup_version"),
    _PRICE_DAY_VALUE.scalar_subquery().label("price_day"),
    CASH_VALUE.scalar_subquery().label("cash"),
    COINS_VALUE.scalar_subquery().label("coins"),
    CHECKS_TEXT.scalar_subquery().label("checks"),
    POLICIES_TEXT.scalar_subquery().label("policies"),
    CLASSES_TEXT.scalar_subquery().label("classes"),
).limit(1)
_CONTACT = table_of(Contact)
_HAS_PAPER_CONTACT = sa.exists(
    sa.select(_CONTACT.c.id)
    .where(_CONTACT.c.customer_id == _CUSTOMER.c.id, _CONTACT.c.active.is_(True), _CONTACT.c.email != "")
    .where(_CONTACT.c.papers.contains("order_confirmation"))
).label("has_paper_contact")
_VAT_ANSWER = (
    sa.func.coalesce(newest_answer("result"), "").label("vat_result"),
    newest_answer("day").label("vat_checked_on"),
)
CUSTOMER_CARD: tuple[Any, ...] = (
    *(_CUSTOMER.c[name] for name in _CUSTOMER_COLUMNS),
    _HAS_PAPER_CONTACT,
    *_VAT_ANSWER,
)
_CARD_NAMES = (*_CUSTOMER_COLUMNS, "has_paper_contact", "vat_result", "vat_checked_on")
_CUSTOMER_FACTS = sa.select(*CUSTOMER_CARD).where(_CUSTOMER.c.id == _ID)
_LOCKED_CUSTOMER = _CUSTOMER_FACTS.with_for_update()
_UNIT_COLUMNS = tuple(
    _UNIT.c[name].label(f"further_{name}") for name in ("code", "factor_num", "factor_den", "decimals")
)
_PRODUCT_FACTS = (
    sa.select(
        *(_PRODUCT.c[name] for name in _PRODUCT_COLUMNS),
        _KIT.c.id.is_not(None).label("is_kit"),
        *_UNIT_COLUMNS,
    )
    .outerjoin_from(_PRODUCT, _KIT, _KIT.c.product_id == _PRODUCT.c.id)
    .outerjoin(_UNIT, _UNIT.c.product_id == _PRODUCT.c.id)
    .where(one_of(_PRODUCT.c.id, _IDS))
    .order_by(_PRODUCT.c.id, _UNIT.c.id)
)
_SAME_PO = (
    sa.select(_ORDER.c.id, _ORDER.c.number, _ORDER.c.po_number)
    .where(
        # as people read it "po-1" is "PO-1"; more than "" is for the index, of the customer and the number
        _ORDER.c.customer_id == sa.bindparam("customer_id"),
        _ORDER.c.po_number > "",
        sa.func.upper(_ORDER.c.po_number).like(sa.bindparam("alike"), escape="/"),
    )
    .where(_ORDER.c.id != _ID, _ORDER.c.kind == "order", _ORDER.c.number.is_not(None))
    .where(_ORDER.c.state != OrderState.CANCELLED.value)
    .order_by(_ORDER.c.id.desc())
    .limit(50)
)
_SAME_PO_MOST = 5


def read_order_context(
    view: Reading,
    *,
    customer_id: int | None,
    product_ids: Iterable[int],
    configurations: Iterable[str] = (),
    rules: RulesSnapshot | None = None,
    only_products: bool = False,
    order_id: int = 0,
) -> OrderContext:
    """The context of an order for this customer with these products and kept configurations.

    What the order of `order_id` itself bought is not before it. Pass `rules` to save reading them; `only_products`
    reads the price rows of these products alone, and of those only what this customer may have.
    """
    products = frozenset(product_ids)
    firm = view.db.execute(_FIRM_FACTS).one_or_none()
    if firm is None:
        raise NotFoundError("firm.missing")
    view.setup_version = read_version(firm.setup_version)
    customer = read_customer_facts(view, customer_id) if customer_id is not None else None
    price_group = customer.price_group if customer else ""
    if rules is None:
        rules = read_rules(
            view,
            currency=firm.currency,
            product_ids=products if only_products else None,
            buyer=(customer.id, customer.price_group) if customer else None,
            version=int(firm.rules_version or 0),
        )
    facts = read_product_facts(view, products | gift_ids(rules.promotions))
    asks_who_brings = any(each.hazard or each.age_least for each in facts.values())
    taxes = read_tax_rules(view)
    context = OrderContext(
        today=view.clock.today(),
        currency=firm.currency,
        home=firm.country,
        taxes=taxes,
        origin=place_of_address(firm.country, firm.postcode, firm.city),
        warehouses=read_ship_places(view),
        certificates=certificates_of(view, customer_id) if taxes.jurisdictions.countries else (),
        rules=rules,
        customer=customer,
        products=facts,
        purchases=read_purchases(view, rules, customer_id, facts, without_order=order_id),
        price_day=str(firm.price_day or setting(PRICE_DAY).default),
        roles=view.actor.roles,
        checks=settings_of(firm.checks, firm.policies, firm.classes),
        bonus=read_bonus_rates(view, customer_id, price_group, rules_version=rules.version),
        carriers=read_carriers(view) if asks_who_brings else (),
        cash=cash_rounding_of(view, firm.cash, firm.coins),
        configurations=read_configured(view, frozenset(configurations)),
    )
    return with_licences(view, context, customer_id)


def read_customer_facts(view: Reading, customer_id: int, *, lock: bool = False) -> CustomerFacts | None:
    """The customer with credit used and overdue as of today, or None if it is gone.

    `lock` holds the customer's row first, so that its credit stands still.
    """
    statement = _LOCKED_CUSTOMER if lock else _CUSTOMER_FACTS
    row = view.db.execute(statement, {"id": customer_id}).mappings().one_or_none()
    return None if row is None else customer_facts_of(view, row)


def customer_facts_of(view: Reading, row: Any) -> CustomerFacts:
    """The customer of a row of `CUSTOMER_CARD`, with credit used and overdue as of today."""
    customer_id = row["id"]
    credit = read_credit(view, customer_id, terms=(row["credit_limit_minor"], row["credit_class"]))
    return replace(
        _customer_facts(row),
        credit_used_minor=credit.used_minor,
        overdue_minor=credit.overdue_minor,
        overdue_days=credit.overdue_days,
    )


def read_customer_cards(view: Reading, customer_ids: Iterable[int]) -> dict[int, CustomerFacts]:
    """The customers by id as their cards say, without what they owe; one query."""
    statement = sa.select(*CUSTOMER_CARD).where(one_of(_CUSTOMER.c.id, _IDS))
    rows = view.db.execute(statement, {"ids": sorted(customer_ids)}).mappings()
    return {row["id"]: _customer_facts(row) for row in rows}


def _customer_facts(row: Any) -> CustomerFacts:
    facts = CustomerFacts(**{name: row[name] for name in _CARD_NAMES})
    _ = facts.has_vat_id  # its check digits are looked at here, not when the first key is pressed
    return facts


def read_product_facts(view: Reading, product_ids: Iterable[int]) -> dict[int, ProductFacts]:
    """The products by id with all their units and costs, of kits also their parts; two queries, for kits two more."""
    found, kits = _read_facts(view, product_ids)
    if not kits:
        return found
    cards = read_kits(view, kits, view.clock.today())
    missing = {part.product_id for kit in cards.values() for part in kit.parts} - found.keys()
    found |= _read_facts(view, missing)[0]
    return found | {id_: replace(found[id_], kit=kit) for id_, kit in cards.items()}


def _read_facts(view: Reading, product_ids: Iterable[int]) -> tuple[dict[int, ProductFacts], tuple[int, ...]]:
    """The products, and the ids of those that are kits."""
    wanted = sorted(set(product_ids))
    if not wanted:
        return {}, ()
    products: dict[int, Any] = {}
    units: dict[int, tuple[Unit, ...]] = {}
    for row in view.db.execute(_PRODUCT_FACTS, {"ids": wanted}).all():
        products[row.id] = row
        *_facts, code, factor_num, factor_den, decimals = row
        if code is not None:
            units[row.id] = (*units.get(row.id, ()), Unit(code, factor_num, factor_den, decimals))
    costs = read_costs(view, wanted)
    facts = {id_: _product_facts(row, units.get(id_, ()), costs.get(id_)) for id_, row in products.items()}
    return facts, tuple(id_ for id_, row in products.items() if row.is_kit)


def _product_facts(row: Any, units: tuple[Unit, ...], cost: Cost | None) -> ProductFacts:
    base = Unit(row.unit, 1, 1, row.unit_decimals)
    return ProductFacts(
        id=row.id,
        sku=row.sku,
        name=row.name,
        kind=row.kind,
        family=row.family,
        tax_class=row.tax_class,
        units=(base, *units),
        weight_g=row.weight_g,
        min_micro=row.min_quantity_micro,
        step_micro=row.step_micro,
        cost_micro=cost.cost_micro if cost else None,
        discontinued=row.discontinued,
        active=row.active,
        metals=(read_contents(row.metals) or ()) if row.metals else (),
        hazard=_hazard(row),
        licence_kind=row.licence_kind,
        age_least=row.age_least,
        cost_source=cost.source if cost else "",
        cost_date=cost.day if cost else None,
        commodity_code=row.commodity_code,
        origin_country=row.origin_country,
        eccn=row.eccn,
        model_id=row.product_model_id,
    )


def _hazard(row: Any) -> Hazard | None:
    """What the article's danger is; nearly all have none."""
    return Hazard(**{name: getattr(row, name) for name in HAZARD_COLUMNS}) if row.un_number else None


def read_surroundings(
    view: Reading, draft: Draft, *, ship_from: str, own: OwnHolds | None = None
) -> Surroundings:
    """Other orders with the same customer order number (C49), the quote behind the order, and the two countries.

    `own`: its holds, where the caller has read them already.
    """
    today = view.clock.today()
    if own is None:
        own = read_own_holds(view, draft.id, draft.header.customer_id)
    return Surroundings(
        orders_with_same_po=_read_same_po(view, draft),
        quote=_read_quote(view, draft),
        ship_to=ship_to_of(draft.header.ship_country.strip(), today.year),
        holidays=holidays_from(ship_from, today),
        export=_read_export(view, draft, ship_from=ship_from),
        holds=own.holds,
        screening=_read_screening(view, draft) if own.has_lists else None,
    )


def _read_export(view: Reading, draft: Draft, *, ship_from: str) -> ExportFacts:
    """Licences are counted at the rates of the day of the order's own rate, or on which it was placed."""
    exchange = read_exchange_text(draft.header.exchange)
    on = exchange.day if exchange is not None else draft.order_date
    country = draft.header.ship_country
    return read_export_facts(view, draft.id, country=country, ship_from=ship_from, on=on)


def _read_screening(view: Reading, draft: Draft) -> ScreeningFacts | None:
    """What is stored of the order's parties; they are screened beside the desk, never here."""
    if draft.header.customer_id is None:
        return None
    from app.services.screening.parties import read_screening  # noqa: PLC0415 - numpy, for firms that have lists

    return read_screening(view, draft.header.customer_id, ship_to_party(draft))


def ship_to_party(draft: Draft) -> Party:
    """Who gets the goods, as screening knows people."""
    header = draft.header
    return Party(header.ship_name, header.ship_street, header.ship_city, header.ship_country)


def _read_same_po(view: Reading, draft: Draft) -> tuple[tuple[int, str], ...]:
    """The newest other orders of this customer with the number; cancelled ones don't count."""
    po_number = draft.header.po_number.strip()
    if not po_number or draft.header.customer_id is None:
        return ()
    values = {"id": draft.id, "customer_id": draft.header.customer_id, "alike": _alike(po_number)}
    same = po_number.casefold()
    rows = (row for row in view.db.execute(_SAME_PO, values) if row.po_number.strip().casefold() == same)
    return tuple((row.id, row.number) for row in islice(rows, _SAME_PO_MOST))


def _alike(text: str) -> str:
    """The text in capitals for `like`; any sign for those beyond ASCII, which SQLite does not capitalise."""
    return "".join(f"/{each}" if each in "/%_" else each.upper() if each.isascii() else "_" for each in text)


def _read_quote(view: Reading, draft: Draft) -> tuple[str, date] | None:
    """Number and last day of the quote that a draft was made of."""
    if draft.state != OrderState.DRAFT or draft.header.valid_until is None:
        return None
    quote = _ORDER.alias("quote")
    row = view.db.execute(
        sa.select(quote.c.number, quote.c.valid_until)
        .join_from(_ORDER, quote, quote.c.id == _ORDER.c.quote_id)
        .where(_ORDER.c.id == draft.id, quote.c.valid_until.is_not(None))
    ).one_or_none()
    return (row.number, row.valid_until) if row else None
