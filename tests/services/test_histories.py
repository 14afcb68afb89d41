"""What the history tells of a card: names instead of ids, and a discount rule through all its versions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.parties import CustomerInput
from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput
from app.domain.products import ProductInput
from app.domain.rights import ROLES, SYSTEM, Actor
from app.services import prices, setup
from app.services.history import HistoryEntry, read_history
from app.services.parties import create_customer, update_customer
from app.services.products import set_customer_part, update_product
from app.services.products.cards import read_product
from tests.helpers.firm_facts import make_customers, make_firm, make_product


@pytest.fixture(autouse=True)
def firm(work: Any) -> None:
    make_firm(work)


def fields(entry: HistoryEntry) -> dict[str, tuple[object, object]]:
    return {change.field: (change.before, change.after) for change in entry.changes}


def read(work: Any, call: Any) -> Any:
    with work.reading(actor=SYSTEM) as view:
        return call(view)


def test_a_payment_term_is_told_by_its_name(work: Any) -> None:
    terms = read(work, setup.read_terms)
    data = CustomerInput(name="Bergmann", country="DE", term_id=terms[0].id)
    with work.begin(actor=SYSTEM) as uow:
        id_ = create_customer(uow, data)
    with work.begin(actor=SYSTEM) as uow:
        update_customer(uow, id_, replace(data, number="K1", term_id=terms[1].id), version=1)
    newest = read(work, lambda view: read_history(view, "customer", id_))[0]
    assert fields(newest)["term_id"] == (terms[0].name, terms[1].name)


def test_successors_customers_and_priced_products_are_told_by_name(work: Any) -> None:
    old, new = make_product(work, "OLD-1"), make_product(work, "NEW-1")
    (customer,) = make_customers(work, "Bergmann Hotels")
    with work.begin(actor=SYSTEM) as uow:
        card = read_product(uow, old)
        names = {name: getattr(card, name) for name in ProductInput.__dataclass_fields__}
        update_product(uow, old, replace(ProductInput(**names), successor_id=new), version=card.version)
        set_customer_part(uow, customer_id=customer, product_id=old, code="4711")
        head = PriceListInput(code="C", name="C", kind="contract", currency="EUR", customer_id=customer)
        list_id = prices.create_price_list(uow, head)
        prices.add_price_rows(uow, list_id, [PriceRowInput(product_id=old, price_micro=5_500_000)])
    told = {
        name: value
        for entry in read(work, lambda view: read_history(view, "product", old))
        for name, value in fields(entry).items()
    }
    assert told["successor_id"] == (None, "NEW-1")
    assert told["customer_part.Bergmann Hotels"] == (None, "4711")
    rows, made = read(work, lambda view: read_history(view, "price", list_id))
    assert fields(rows) == {"product.OLD-1/0/": (None, "5.5 / 1")}
    assert fields(made)["customer_id"] == (None, "Bergmann Hotels")


def test_a_discount_rule_is_told_back_to_its_beginning(work: Any) -> None:
    first = DiscountInput(name="Dealers", discount_ppm=50_000, price_group="DEALER")
    with work.begin(actor=SYSTEM) as uow:
        prices.create_discount(uow, DiscountInput(name="Other", discount_ppm=10_000))
        id_ = prices.create_discount(uow, first)
    for percent in (80_000, 90_000):
        with work.begin(actor=SYSTEM) as uow:
            id_ = prices.change_discount(uow, id_, replace(first, discount_ppm=percent))
    acts = read(work, lambda view: prices.read_discount_history(view, id_))
    assert [fields(act).get("discount_ppm") for act in acts] == [
        (80_000, 90_000),
        (50_000, 80_000),
        (None, 50_000),
    ]
    assert fields(acts[0]).keys() == {"discount_ppm"}
    assert fields(acts[-1])["name"] == (None, "Dealers")


def test_rules_of_the_same_content_have_each_their_own_history(work: Any) -> None:
    """Anna and Ben make the same rule and change it in the same way: each rule tells of its own person."""
    rule = DiscountInput(name="Dealers", discount_ppm=50_000, price_group="DEALER")
    anna, ben = (Actor(name=name, roles=frozenset(ROLES)) for name in ("Anna", "Ben"))
    made: dict[str, int] = {}
    for actor in (anna, ben):
        with work.begin(actor=actor) as uow:
            made[actor.name] = prices.create_discount(uow, rule)
    for percent in (80_000, 50_000, 90_000):  # back to the first content in between
        for actor in (ben, anna):
            with work.begin(actor=actor) as uow:
                changed = replace(rule, discount_ppm=percent)
                made[actor.name] = prices.change_discount(uow, made[actor.name], changed)
    for name, id_ in made.items():
        acts = read(work, lambda view, id_=id_: prices.read_discount_history(view, id_))
        assert [act.actor for act in acts] == [name] * 4
        assert [fields(act)["discount_ppm"] for act in acts] == [
            (50_000, 90_000),
            (80_000, 50_000),
            (50_000, 80_000),
            (None, 50_000),
        ]


def test_what_is_gone_keeps_its_number(work: Any) -> None:
    with work.begin(actor=SYSTEM) as uow:
        uow.audit("customer", 1, before={}, after={"term_id": 999})
    assert fields(read(work, lambda view: read_history(view, "customer", 1))[0]) == {"term_id": (None, 999)}


def test_rows_of_a_list_are_read_by_product_and_up_to_a_limit(work: Any) -> None:
    ids = [make_product(work, f"P-{number}") for number in range(3)]
    head = PriceListInput(code="L", name="L", kind="general", currency="EUR")
    with work.begin(actor=SYSTEM) as uow:
        list_id = prices.create_price_list(uow, head)
        rows = [PriceRowInput(product_id=id_, price_micro=1_000_000) for id_ in reversed(ids)]
        rows.append(PriceRowInput(product_id=ids[0], price_micro=900_000, min_quantity_micro=5_000_000))
        prices.add_price_rows(uow, list_id, rows)

    def skus(**limits: Any) -> list[str]:
        found = read(work, lambda view: prices.read_price_rows_of_list(view, list_id, **limits))
        return [row.sku for row in found]

    assert skus(limit=10) == ["P-0", "P-0", "P-1", "P-2"]
    assert skus(limit=2) == ["P-0", "P-0"]
    assert skus(product_ids=[ids[2]], limit=10) == ["P-2"]
    assert skus(product_ids=[], limit=10) == []


def test_everybody_sees_the_story_of_daily_work_and_few_that_of_settings(work: Any) -> None:
    daily, other = {"order", "shipment", "customer"}, {"invoice", "user", "setting"}
    with work.begin(actor=SYSTEM) as uow:
        id_ = create_customer(uow, CustomerInput(name="Bergmann", country="DE"))
        for kind in (daily | other) - {"customer"}:
            uow.audit(kind, id_, before={}, after={"state": "new"})
    for role in sorted(ROLES):
        with work.reading(actor=Actor(role, frozenset({role}))) as view:
            seen = {kind for kind in daily | other if read_history(view, kind, id_)}
        assert seen == (daily | other if role in {"owner", "bookkeeper"} else daily), role


def test_a_role_that_is_not_declared_sees_no_story(work: Any) -> None:
    with work.begin(actor=SYSTEM) as uow:
        id_ = create_customer(uow, CustomerInput(name="Bergmann", country="DE"))
    with work.reading(actor=Actor("visitor", frozenset())) as view:
        assert read_history(view, "customer", id_) == ()


def test_the_story_of_a_product_tells_its_cost_to_whom_margins_are_shown(work: Any) -> None:
    id_ = make_product(work, "P-1", "Pen", standard_cost_micro=1_250_000)
    for role in sorted(ROLES):
        with work.reading(actor=Actor(role, frozenset({role}))) as view:
            (entry,) = read_history(view, "product", id_)
        assert ("standard_cost_micro" in fields(entry)) is (role == "owner"), role
        assert fields(entry)["name"] == (None, "Pen")
