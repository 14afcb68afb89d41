"""Orders that name the warehouse they ship from: it gives all goods, and its country taxes them."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.domain.errors import NotFoundError, RefusedError
from app.domain.money import MICRO
from app.domain.orders.draft import edit_header
from app.domain.registrations import Registration
from app.domain.tax import TaxKey, TaxRule, TaxSubject
from app.services import setup
from app.services.history import read_history
from app.services.orders.drafts import duplicate_order
from app.services.orders.planning import plan_order
from app.services.orders.previewing import preview_amendment
from app.services.setup import registrations
from app.services.verify import verify
from db.schema.orders import Fulfilment, OrderLine
from db.statements import table_of
from tests.helpers.order_office import ANNA, CHAIR, HAMBURG, LAMP, MUNICH, NORD, OWNER, WIEN
from tests.helpers.vienna import AUSTRIAN_ID, open_vienna
from tests.services.orders.test_foreign_orders import run, seen

FROM_AUSTRIA = TaxKey("S", 200_000, "S-AT")


@pytest.fixture
def vienna(desk):
    """Its warehouse there."""
    return open_vienna(desk)


def taxes(desk, order_id):
    return {line.tax for line in desk.read(order_id).lines}


def sources(desk, order_id):
    """Warehouse -> (reserved, wanted) of the order, in whole units."""
    parts, line = table_of(Fulfilment), table_of(OrderLine)
    sums = (sa.func.sum(parts.c[name]).label(name) for name in ("reserved_micro", "quantity_micro"))
    rows = desk.rows(
        sa.select(parts.c.warehouse_id, *sums)
        .join(line, line.c.id == parts.c.order_line_id)
        .where(line.c.order_id == order_id)
        .group_by(parts.c.warehouse_id)
    )
    found = {row["warehouse_id"]: (row["reserved_micro"], row["quantity_micro"]) for row in rows}
    return {id_: (int(reserved) // MICRO, int(wanted) // MICRO) for id_, (reserved, wanted) in found.items()}


def codes(refused):
    return [issue.code for issue in refused.value.issues]


def test_an_order_from_vienna_to_vienna_has_austrian_tax_and_comes_from_there(desk, vienna):
    routed = desk.ordered((CHAIR, 2), customer=WIEN)
    named = desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=vienna)
    assert taxes(desk, routed) == {TaxKey("K", 0, "K")}
    assert taxes(desk, named) == {FROM_AUSTRIA}
    assert sources(desk, named) == {vienna: (2, 2)}
    assert desk.head(named)["gross_minor"] == desk.head(named)["net_minor"] * 120 // 100
    assert seen(desk, verify) == ()


def test_what_the_named_warehouse_lacks_waits_for_it_though_another_has_it(desk, vienna):
    order_id = desk.ordered((CHAIR, 8), customer=WIEN, warehouse_id=vienna)
    assert sources(desk, order_id) == {vienna: (5, 8)}
    desk.receive(CHAIR, 10, HAMBURG)
    desk.receive(CHAIR, 10, MUNICH)
    assert sources(desk, order_id) == {vienna: (5, 8)}
    desk.receive(CHAIR, 10, vienna)
    assert sources(desk, order_id) == {vienna: (8, 8)}
    assert seen(desk, verify) == ()


def test_a_service_is_taxed_from_where_its_order_ships(desk, vienna):
    order_id = desk.start(ANNA, warehouse_id=vienna)
    desk.edit(order_id, desk.free("Assembly", "100"))
    assert taxes(desk, order_id) == {FROM_AUSTRIA}


def test_a_warehouse_that_is_given_up_ships_nothing_any_more(desk, vienna):
    order_id = desk.key((CHAIR, 1), customer=WIEN, warehouse_id=vienna)
    with desk.begin(OWNER) as uow:
        card = next(each.facts for each in setup.read_warehouses(uow) if each.facts.id == vienna)
        data = setup.WarehouseInput(code=card.code, name=card.name, country="AT", active=False)
        setup.update_warehouse(uow, vienna, data, version=card.version)
    found = issues(desk, order_id)
    assert "order.no_warehouse" not in found
    assert found["order.ships_from_closed"].params == {"warehouse": "Wien"}
    assert taxes(desk, order_id) == {FROM_AUSTRIA}


def test_a_confirmed_order_goes_on_shipping_from_where_it_was_confirmed(desk, vienna):
    order_id = desk.ordered((CHAIR, 1), customer=WIEN)
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, edit_header(desk.read(order_id), warehouse_id=vienna))
    assert codes(refused) == ["order.ships_from_fixed"]


def test_a_copy_ships_from_the_same_place_and_an_amendment_with_more_too(desk, vienna):
    order_id = desk.ordered((CHAIR, 2), customer=WIEN, warehouse_id=vienna)
    desk.amend(order_id, desk.set_quantity(order_id, 0, 4))
    assert sources(desk, order_id) == {vienna: (4, 4)}
    copy = run(desk, lambda uow: duplicate_order(uow, order_id, keep_manual_prices=False))
    assert desk.read(copy).header.warehouse_id == vienna
    assert taxes(desk, copy) == {FROM_AUSTRIA}


def test_what_goes_home_from_abroad_crosses_a_border(desk, vienna):
    order_id = desk.key((LAMP, 1), customer=NORD, warehouse_id=vienna)
    assert taxes(desk, order_id) == {TaxKey("K", 0, "K")}


def test_a_registration_brings_the_taxes_of_its_country_once(desk, vienna):
    with desk.reading() as view:
        rules = setup.read_tax_rules(view)
    assert rules.registered == {"AT": AUSTRIAN_ID}
    assert rules.taxes["S-AT"].name == "Standard rate (AT)"
    wanted = {
        ("standard", "AT", False): "S-AT", ("reduced", "DE", False): "R-AT", ("standard", "DE", True): "K",
        ("service", "DE", True): "AE", ("standard", "CH", True): "G", ("exempt", "AT", False): "E",
        ("zero", "AT", False): "S-AT",  # Austria has no zero rate
    }  # fmt: skip
    for (tax_class, to, business), code in wanted.items():
        subject = TaxSubject(tax_class, "AT", to, business=business, has_vat_id=business)
        found = rules.find(subject, date(2026, 3, 2))
        assert found is not None, tax_class
        assert found.code == code
    (card,) = seen(desk, setup.read_registrations)
    run(desk, lambda uow: setup.remove_registration(uow, card.id))
    assert seen(desk, setup.read_tax_rules).registered == {}
    run(desk, lambda uow: setup.create_registration(uow, Registration("at", "ATU 13585627")))
    assert seen(desk, setup.read_tax_rules).rules == rules.rules, "its taxes are there already"


@pytest.mark.rows_on_sqlite(but=2)
@pytest.mark.parametrize(
    ("country", "vat_id", "code"),
    [
        ("AT", AUSTRIAN_ID, "registration.country_twice"),
        ("DE", "DE136695976", "registration.is_home"),
        ("XX", "XX1", "registration.country_unknown"),
        ("FR", "", "registration.vat_id_missing"),
        ("FR", AUSTRIAN_ID, "registration.vat_id_wrong"),
        ("FR", "FR00000000000", "registration.vat_id_wrong"),
    ],
)
def test_a_registration_that_cannot_be_is_refused(desk, vienna, country, vat_id, code):
    with pytest.raises(RefusedError) as refused:
        run(desk, lambda uow: setup.create_registration(uow, Registration(country, vat_id)))
    assert codes(refused) == [code]


def test_a_registration_that_two_desks_end_at_once_is_ended_once(desk, vienna, monkeypatch):
    cards = seen(desk, setup.read_registrations)
    run(desk, lambda uow: setup.remove_registration(uow, cards[0].id))
    monkeypatch.setattr(
        registrations, "read_registrations", lambda _view: cards
    )  # read before the other ended it
    with pytest.raises(NotFoundError):
        run(desk, lambda uow: setup.remove_registration(uow, cards[0].id))
    story = seen(desk, lambda view: read_history(view, registrations.KIND, cards[0].id))
    assert len(story) == 2, "made and ended"


def test_another_vat_id_is_told_in_the_history(desk, vienna):
    (card,) = seen(desk, setup.read_registrations)
    wrong = Registration("FR", "ATU62895905")
    run(desk, lambda uow: setup.update_registration(uow, card.id, wrong, version=card.version))
    (after,) = seen(desk, setup.read_registrations)
    assert (after.country, after.vat_id) == ("AT", "ATU62895905"), "the country stays: papers name it"
    entry = seen(desk, lambda view: read_history(view, "tax_registration", card.id))[0]
    assert [(each.field, each.after) for each in entry.changes] == [("vat_id", "ATU62895905")]


def test_a_row_of_the_mapping_names_a_country_that_there_is(desk):
    rule = TaxRule(None, None, None, None, "S", "ZZ")
    with pytest.raises(RefusedError) as refused:
        run(desk, lambda uow: setup.replace_mapping(uow, [rule]))
    assert codes(refused) == ["tax.country_unknown"]


def issues(desk, order_id):
    return {issue.code: issue for issue in seen(desk, lambda view: plan_order(view, order_id)).issues}


def test_an_order_routed_from_another_country_says_so_and_one_key_makes_it_right(desk, vienna):
    order_id = desk.key((CHAIR, 2), customer=WIEN)  # Vienna is nearest
    issue = issues(desk, order_id)["order.ships_from_elsewhere"]
    assert (issue.params["lines"], issue.params["places"]) == ("10", "Wien (AT)")
    for remedy, kept in zip(issue.remedies, ((vienna, 2), (HAMBURG, 2)), strict=True):
        assert remedy.command == "order.set_ships_from"
        wanted = edit_header(desk.read(order_id), warehouse_id=remedy.params["warehouse_id"])
        desk.edit(order_id, wanted)
        assert "order.ships_from_elsewhere" not in issues(desk, order_id)
        plan = seen(desk, lambda view: plan_order(view, order_id))
        assert [(part.warehouse_id, part.reserve_micro // MICRO) for part in plan.parts] == [kept]


def test_more_of_a_confirmed_order_from_another_country_is_told_before_it_is_taken(desk, vienna):
    before = desk.read(desk.ordered((CHAIR, 50), (LAMP, 1)))
    few = desk.edited(before, desk.set_quantity(before.id, 1, 2))
    more = desk.edited(before, desk.set_quantity(before.id, 0, 52))  # Hamburg has 50

    def told(after):
        with desk.reading() as view:
            found = preview_amendment(view, before, after).issues
        return [issue for issue in found if issue.code == "order.ships_from_elsewhere"]

    assert told(few) == []
    (issue,) = told(more)
    assert (issue.params["lines"], issue.params["places"], issue.remedies) == ("10", "Wien (AT)", ())


def test_without_the_id_an_order_from_there_is_not_confirmed(desk):
    vienna = open_vienna(desk, registered=False)
    order_id = desk.key((CHAIR, 2), customer=WIEN, warehouse_id=vienna)
    assert issues(desk, order_id)["order.no_vat_id_there"].remedies[0].params == {"page": "tax_registration"}
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert codes(refused) == ["order.no_vat_id_there"]
    run(desk, lambda uow: setup.create_registration(uow, Registration("AT", AUSTRIAN_ID)))
    assert issues(desk, order_id)["order.tax_changed"].remedies[0].command == "order.retax"
    desk.edit(
        order_id, edit_header(desk.read(order_id), po_number="4711")
    )  # any edit takes the taxes of today
    desk.confirm(order_id)
    assert taxes(desk, order_id) == {FROM_AUSTRIA}
