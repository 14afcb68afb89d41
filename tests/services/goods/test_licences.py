"""Licences of customers, articles that ask for one, and the age at the door, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.orders.draft import edit_header
from app.domain.regulated import LicenceInput
from app.domain.rights import SYSTEM
from app.services.goods.carriers import CarrierInput, create_carrier
from app.services.goods.licence_kinds import (
    LicenceKindInput,
    create_licence_kind,
    read_licence_kinds,
    update_licence_kind,
)
from app.services.goods.licences import create_licence, read_licences, remove_licences, update_licence
from app.services.history import read_history
from app.services.orders.check_hits import count_hits
from app.services.orders.planning import plan_order
from app.services.shipping.papers import delivery_note_content
from tests.helpers.goods import change_product, refused_codes, ship
from tests.helpers.order_office import ANNA, CHAIR, LAMP, NORD, WIEN

TOBACCO = LicenceInput("tobacco", " T-17 ", "City of Hamburg", date(2026, 1, 1), date(2026, 3, 31))


@pytest.fixture
def kinds(desk):
    """Lamps go to the tobacco trade only."""
    with desk.begin(SYSTEM) as uow:
        create_licence_kind(uow, LicenceKindInput("tobacco", "Tobacco trade"))
    change_product(desk, LAMP, licence_kind="tobacco")


def licence(desk, customer=NORD, data=TOBACCO):
    with desk.begin() as uow:
        return create_licence(uow, desk.ids[customer], data)


def held(desk, customer=NORD):
    with desk.reading() as view:
        return read_licences(view, desk.ids[customer])


def test_kinds_are_kept_and_their_code_stays(desk, kinds):
    with desk.begin(SYSTEM) as uow:
        (card,) = read_licence_kinds(uow)
        update_licence_kind(uow, card.id, LicenceKindInput("beer", "Tobacco shops"), version=1)
        (card,) = read_licence_kinds(uow)
    assert (card.code, card.name, card.version) == ("tobacco", "Tobacco shops", 2)
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        create_licence_kind(uow, LicenceKindInput("tobacco", " "))
    assert refused_codes(refused.value) == {"card.code_taken", "card.name_missing"}
    with pytest.raises(RefusedError) as refused, desk.begin(SYSTEM) as uow:
        create_licence_kind(uow, LicenceKindInput(" ", "N" * 201))
    assert refused_codes(refused.value) == {"card.code_missing", "card.too_long"}
    with pytest.raises(ConflictError), desk.begin(SYSTEM) as uow:
        update_licence_kind(uow, card.id, LicenceKindInput("tobacco", "X"), version=1)


def test_a_licence_is_kept_changed_and_taken_out_in_the_customers_history(desk, kinds):
    id_ = licence(desk)
    (kept,) = held(desk)
    assert (kept.number, kept.issuer, kept.version) == ("T-17", "City of Hamburg", 1)
    with desk.begin() as uow:
        assert update_licence(uow, id_, replace(TOBACCO, valid_until=date(2027, 3, 31)), version=1) == 2
    with pytest.raises(ConflictError), desk.begin() as uow:
        update_licence(uow, id_, TOBACCO, version=1)
    with desk.begin() as uow:
        remove_licences(uow, [id_])
    assert held(desk) == ()
    with pytest.raises(NotFoundError), desk.begin() as uow:
        remove_licences(uow, [id_])
    with desk.reading() as view:
        told = [
            [change.field for change in act.changes] for act in read_history(view, "customer", desk.ids[NORD])
        ]
    assert told[1] == [f"licence.{id_}.valid_until"]
    assert f"licence.{id_}.number" in told[0]
    assert f"licence.{id_}.number" in told[2]


def test_a_licence_of_no_kind_and_an_article_that_asks_for_none_there_is_are_refused(desk, kinds):
    with pytest.raises(RefusedError) as refused:
        licence(
            desk, data=LicenceInput("beer", "", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1))
        )
    assert refused_codes(refused.value) == {
        "licence.kind_unknown", "licence.number_missing", "licence.days_backwards",
    }  # fmt: skip
    with pytest.raises(RefusedError) as refused:
        change_product(desk, CHAIR, licence_kind="beer", age_least=100)
    assert refused_codes(refused.value) == {"product.licence_unknown", "product.age_range"}


def test_only_who_has_a_licence_on_the_day_gets_it(desk, kinds):
    order_id = desk.key((LAMP, 2))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert refused_codes(refused.value) == {"goods.licence_missing"}
    licence(desk)
    desk.edit(order_id, edit_header(desk.read(order_id), requested_date=date(2026, 4, 1)))
    with pytest.raises(RefusedError) as refused:
        desk.confirm(order_id)
    assert refused_codes(refused.value) == {"goods.licence_over"}
    desk.edit(order_id, edit_header(desk.read(order_id), requested_date=None))
    assert desk.confirm(order_id).number
    with pytest.raises(RefusedError):
        desk.ordered((LAMP, 1), customer=WIEN)


def test_more_of_it_is_looked_at_and_what_was_sold_stands(desk, kinds):
    id_ = licence(desk)
    order_id = desk.ordered((LAMP, 2), (CHAIR, 1))
    with desk.begin() as uow:
        remove_licences(uow, [id_])
    assert desk.amend(order_id, desk.set_quantity(order_id, 1, 2)).revision == 1
    with pytest.raises(RefusedError) as refused:
        desk.amend(order_id, desk.set_quantity(order_id, 0, 3))
    assert refused_codes(refused.value) == {"goods.licence_missing"}
    licence(desk)
    assert desk.amend(order_id, desk.set_quantity(order_id, 0, 3)).revision == 2


def test_the_count_of_last_month_knows_licences(desk, kinds):
    licence(desk)
    desk.ordered((LAMP, 2))
    with desk.reading() as view:
        assert "goods.licence_missing" not in count_hits(view, lambda *_told: None).hits
    with desk.begin() as uow:
        remove_licences(uow, [each.id for each in held(desk)])
    with desk.reading() as view:
        assert len(count_hits(view, lambda *_told: None).hits["goods.licence_missing"]) == 1


def test_a_consumer_proves_his_age_at_the_door(desk):
    change_product(desk, CHAIR, age_least=18)
    change_product(desk, LAMP, age_least=16)
    with desk.begin(SYSTEM) as uow:
        create_carrier(uow, CarrierInput(code="POST", name="Parcel post", checks_age=True))
    order_id = desk.key((CHAIR, 1), (LAMP, 1), customer=ANNA)
    with desk.reading() as view:
        told = [issue for issue in plan_order(view, order_id).issues if issue.code.startswith("goods.")]
    assert [(issue.code, issue.params["age"], issue.remedies[0].params["carrier"]) for issue in told] == [
        ("goods.age_not_proved", 18, "POST")
    ]
    desk.edit(order_id, edit_header(desk.read(order_id), carrier="POST"))
    desk.confirm(order_id)
    with desk.reading() as view:
        notes = delivery_note_content(view, ship(desk, order_id)).notes
    assert notes == (
        "Hand over only against proof of an age of at least 18 years: CH-1",
        "Hand over only against proof of an age of at least 16 years: LA-1",
    )


def test_nothing_is_read_where_no_article_asks(desk):
    order_id = desk.key((CHAIR, 1))
    with desk.reading() as view:
        context = plan_order(view, order_id).context
    assert (context.licences, context.licence_names, context.carriers) == ((), {}, ())
