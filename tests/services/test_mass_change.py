"""Many prices of a list changed in one unit of work, as they were looked at or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.money import MICRO
from app.domain.price_inputs import PriceListInput, PriceRowInput
from app.domain.pricing.mass_change import PriceChange
from app.domain.rights import SYSTEM, Actor
from app.services import products
from app.services.prices import (
    add_price_rows,
    change_price_row,
    create_price_list,
    read_price_rows_for_cards,
    read_price_rows_of_list,
)
from app.services.prices.mass_change import Selection, apply_change, preview_change, read_families
from tests.helpers.firm_facts import make_firm, make_product

SAM = Actor(name="Sam", roles=frozenset({"sales"}))
TEN = PriceChange(percent_ppm=100_000)


@pytest.fixture
def chairs(work):
    make_firm(work)
    return [
        make_product(work, f"CHR-{number}", f"{name} chair", family=family, standard_cost_micro=50 * MICRO)
        for number, (name, family) in enumerate(
            (("Alpha", "seating"), ("Beta", "seating"), ("Lamp", "light")), 1
        )
    ]


@pytest.fixture
def list_id(work, chairs):
    with work.begin(actor=SYSTEM) as uow:
        made = create_price_list(uow, PriceListInput(code="L", name="L", kind="general", currency="EUR"))
        add_price_rows(uow, made, [PriceRowInput(product_id=id_, price_micro=100 * MICRO) for id_ in chairs])
    return made


def look(work, selection, change=TEN, actor=SYSTEM):
    with work.reading(actor=actor) as view:
        return preview_change(view, selection, change)


def apply(work, list_id, rows, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return apply_change(uow, list_id, [row.change for row in rows])


def prices(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        rows = read_price_rows_for_cards(view, price_list_id=list_id)
    return [(row.sku, row.price_micro // MICRO) for row in rows]


def test_a_family_is_raised_and_lowered_again_by_a_second_change(work, list_id):
    rows = look(work, Selection(list_id, family="seating"))
    assert [(row.sku, row.change.new_micro // MICRO, row.cost_micro) for row in rows] == [
        ("CHR-1", 110, 50 * MICRO), ("CHR-2", 110, 50 * MICRO),
    ]  # fmt: skip
    assert apply(work, list_id, rows) == 2
    assert prices(work, list_id) == [("CHR-1", 110), ("CHR-2", 110), ("CHR-3", 100)]
    back = look(work, Selection(list_id, family="seating"), PriceChange(add_micro=-10 * MICRO))
    apply(work, list_id, back)
    assert prices(work, list_id) == [("CHR-1", 100), ("CHR-2", 100), ("CHR-3", 100)]


def test_what_a_search_finds_is_changed_from_a_day_on(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        start = view.clock.today() + timedelta(30)
    rows = look(work, Selection(list_id, text="beta"), PriceChange(percent_ppm=100_000, start=start))
    apply(work, list_id, rows)
    with work.reading(actor=SYSTEM) as view:
        found = [row for row in read_price_rows_for_cards(view, price_list_id=list_id) if row.sku == "CHR-2"]
    assert sorted((row.price_micro // MICRO, row.valid_from, row.valid_to) for row in found) == [
        (100, None, start - timedelta(1)), (110, start, None),
    ]  # fmt: skip


def test_a_price_that_was_changed_since_it_was_looked_at_stops_all_of_it(work, list_id, chairs):
    rows = look(work, Selection(list_id))
    with work.begin(actor=SYSTEM) as uow:
        changed = PriceRowInput(product_id=chairs[1], price_micro=77 * MICRO)
        change_price_row(uow, rows[1].change.row_id, changed)
    with pytest.raises(ConflictError):
        apply(work, list_id, rows)
    assert prices(work, list_id) == [("CHR-1", 100), ("CHR-2", 77), ("CHR-3", 100)]


def test_who_may_not_edit_prices_changes_none_and_sees_no_cost(work, list_id):
    rows = look(work, Selection(list_id), actor=SAM)
    assert {row.cost_micro for row in rows} == {None}
    with pytest.raises(NotAllowedError):
        apply(work, list_id, rows, actor=SAM)


def test_a_change_of_nothing_is_refused(work, list_id):
    with pytest.raises(RefusedError):
        look(work, Selection(list_id), PriceChange())


def test_the_families_of_a_list_are_those_of_its_articles(work, list_id):
    with work.reading(actor=SYSTEM) as view:
        assert read_families(view, list_id) == ("light", "seating")


def test_the_margin_of_a_price_with_tax_is_without_it(work, chairs):
    head = PriceListInput(code="S", name="Shop", kind="general", currency="EUR", includes_tax=True)
    with work.begin(actor=SYSTEM) as uow:
        made = create_price_list(uow, head)
        add_price_rows(uow, made, [PriceRowInput(product_id=chairs[0], price_micro=119 * MICRO)])
    (row,) = look(work, Selection(made), PriceChange(percent_ppm=0, add_micro=-MICRO))
    assert (row.included_ppm, row.change.new_micro, row.net_micro) == (190_000, 118 * MICRO, 99_159_664)
    (other,) = look(work, Selection(made), TEN, actor=SAM)
    assert (other.cost_micro, other.included_ppm) == (None, 0)


def test_every_article_that_a_search_finds_is_taken_and_signs_find_none(work, list_id):
    with work.begin(actor=SYSTEM) as uow:
        many = [products.ProductInput(sku=f"BOLT-{n}", name=f"Hex bolt {n}") for n in range(1_100)]
        ids = products.create_products(uow, many)
        add_price_rows(uow, list_id, [PriceRowInput(product_id=id_, price_micro=MICRO) for id_ in ids])
    assert len(look(work, Selection(list_id, text="hex bolt"))) == 1_100
    assert "BOLT-17" in [row.sku for row in look(work, Selection(list_id, text="bolt-17"))]
    assert look(work, Selection(list_id, text="%")) == ()


def test_a_price_is_found_in_its_list_whatever_else_the_range_has_of_the_kind(work, list_id, chairs):
    with work.begin(actor=SYSTEM) as uow:
        many = [products.ProductInput(sku=f"X-{n}", name=f"Another chair {n}") for n in range(300)]
        products.create_products(uow, many)
    with work.reading(actor=SYSTEM) as view:
        rows = read_price_rows_of_list(view, list_id, text="chair", limit=100)
        nothing = read_price_rows_of_list(view, list_id, text="?!", limit=100)
    assert ([row.product_id for row in rows], nothing) == (chairs, ())
