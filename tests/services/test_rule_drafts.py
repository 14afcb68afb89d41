"""Drafts of lists, discounts and surcharges: no order sees them until they are activated, all together."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.pages import PageRequest
from app.domain.price_inputs import DiscountInput, PriceListInput, PriceRowInput, SurchargeInput
from app.domain.pricing.drafts import with_drafts
from app.messages import text_of_error
from app.services.prices import (
    add_price_rows,
    change_discount,
    create_discount,
    create_price_list,
    create_surcharge,
    end_discount,
    read_discount_history,
    read_discounts,
    read_price_lists,
    update_price_list,
)
from app.services.prices.contracts import read_contracts_page
from app.services.prices.drafts import (
    DraftRef,
    activate_drafts,
    copy_as_draft,
    read_draft_rules,
    read_drafts,
)
from app.services.prices.rows import replace_price_rows
from app.services.pricing import read_rules, read_rules_version
from tests.helpers.order_office import CHAIR, CLERK, NORD, OWNER, micro

TEN = DiscountInput(name="Ten", discount_ppm=100_000)
FREIGHT = SurchargeInput(slot="freight", name="Freight", amount_minor=990)


@pytest.fixture
def database_url(order_firm):
    return order_firm[0]


@pytest.fixture
def desk(order_desk):
    return order_desk


def make_list(desk, price="300", *, draft=True, **values):
    head = {"code": "NEW", "name": "New prices", "kind": "general", "currency": "EUR", **values}
    with desk.begin(OWNER) as uow:
        made = create_price_list(uow, PriceListInput(**head), draft=draft)
        add_price_rows(uow, made, [PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro(price))])
    return DraftRef("list", made)


def make_discount(desk, data=TEN, **options):
    with desk.begin(OWNER) as uow:
        return DraftRef("discount", create_discount(uow, data, **options))


def make_surcharge(desk, data=FREIGHT, **options):
    with desk.begin(OWNER) as uow:
        return DraftRef("surcharge", create_surcharge(uow, data, **options))


def activate(desk, *refs):
    with desk.begin(OWNER) as uow:
        activate_drafts(uow, refs)


def rules(desk, *refs):
    with desk.reading(OWNER) as view:
        return with_drafts(read_rules(view, currency="EUR"), read_draft_rules(view, refs, currency="EUR"))


def refused(call):
    with pytest.raises(RefusedError) as error:
        call()
    return {issue.code for issue in error.value.issues}, text_of_error(error.value)


def test_no_order_sees_a_draft_before_it_is_activated(desk):
    before = rules(desk)
    refs = (make_list(desk), make_discount(desk, draft=True), make_surcharge(desk, draft=True))
    seen = rules(desk)
    assert (seen.lists, seen.discounts, seen.surcharges) == (
        before.lists,
        before.discounts,
        before.surcharges,
    )
    assert desk.read(desk.key((CHAIR, 1))).lines[0].price_micro == micro("348.35")
    activate(desk, *refs)
    (line, made) = desk.read(desk.key((CHAIR, 1))).lines
    assert (line.price_micro, made.text, made.amount_minor) == (micro("270"), "Freight", 990)


def test_with_drafts_the_rules_are_those_that_will_be_in_force(desk):
    old = make_discount(desk, DiscountInput(name="Old", discount_ppm=50_000))
    refs = (
        make_list(desk), make_discount(desk, draft=True, replaces_id=old.id), make_surcharge(desk, draft=True),
    )  # fmt: skip
    laid = rules(desk, *refs)
    activate(desk, *refs)
    now = rules(desk)
    assert (laid.lists, laid.discounts, laid.surcharges) == (now.lists, now.discounts, now.surcharges)
    assert {id_: sorted(rows, key=lambda row: row.id) for id_, rows in laid.rows.items()} == {
        id_: sorted(rows, key=lambda row: row.id) for id_, rows in now.rows.items()
    }
    assert [rule.name for rule in now.discounts] == ["Ten"]


def test_activating_is_told_in_the_history_and_raises_the_version(desk):
    old = make_discount(desk, DiscountInput(name="Ten", discount_ppm=50_000))
    with desk.begin(OWNER) as uow:
        made = DraftRef("discount", copy_as_draft(uow, old))
    with desk.begin(OWNER) as uow:
        made = DraftRef("discount", change_discount(uow, made.id, TEN))
    with desk.reading(OWNER) as view:
        version = read_rules_version(view)
        (card,) = (card for card in read_discounts(view) if card.draft)
    assert (card.id, card.replaces_id, card.discount_ppm) == (made.id, old.id, 100_000)
    activate(desk, made)
    with desk.reading(OWNER) as view:
        assert read_rules_version(view) > version
        assert [(card.id, card.draft) for card in read_discounts(view)] == [(made.id, False)]
        newest, *older = read_discount_history(view, made.id)
    assert [(each.field, each.before, each.after) for each in newest.changes] == [
        ("discount_ppm", 50_000, 100_000)
    ]
    assert older, "the story goes on with the rule whose place it took"


def test_a_second_activation_changes_nothing_and_says_so(desk):
    ref, other = make_discount(desk, draft=True), make_list(desk)
    activate(desk, ref)
    with pytest.raises(ConflictError):
        activate(desk, other, ref)
    with desk.reading(OWNER) as view:
        assert [card.ref for card in read_drafts(view)] == [other], "all of them or none"
    with desk.reading(OWNER) as view, pytest.raises(ConflictError):
        read_draft_rules(view, (ref,), currency="EUR")


def test_a_draft_follows_the_rule_whose_place_it_is_to_take(desk):
    old = make_discount(desk, DiscountInput(name="Old", discount_ppm=50_000))
    with desk.begin(OWNER) as uow:
        made = DraftRef("discount", copy_as_draft(uow, old))
        changed = change_discount(uow, old.id, DiscountInput(name="Older", discount_ppm=60_000))
    assert [rule.id for rule in rules(desk, made).discounts] == [made.id]
    with desk.reading(OWNER) as view:
        assert [card.replaces for card in read_drafts(view)] == ["Older"]
    with desk.begin(OWNER) as uow:
        end_discount(uow, changed)
    activate(desk, made)
    assert [rule.id for rule in rules(desk).discounts] == [made.id]


def test_a_draft_is_refused_where_one_in_force_would_be(desk):
    ref = make_list(desk)
    twice = [PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro("310"), valid_from=date(2027, 1, 1))]

    def add():
        with desk.begin(OWNER) as uow:
            add_price_rows(uow, ref.id, twice)

    codes, text = refused(add)
    assert codes == {"price.overlap_always"}
    assert "price" in text
    wrong = DiscountInput(name="", discount_ppm=2_000_000)
    assert refused(lambda: make_discount(desk, wrong, draft=True))[0] == {
        "price.name_missing",
        "price.discount_range",
    }


def test_a_list_in_force_is_not_made_of_a_draft(desk):
    parent = make_list(desk)
    child = make_list(desk, code="CHILD", parent_id=parent.id)
    codes, text = refused(lambda: activate(desk, child))
    assert codes == {"price.parent_draft"}
    assert "draft" in text
    assert refused(lambda: make_list(desk, code="X", parent_id=parent.id, draft=False))[0] == {
        "price.parent_draft"
    }
    activate(desk, child, parent)
    with desk.reading(OWNER) as view:
        assert not any(card.draft for card in read_price_lists(view))


def test_a_list_becomes_the_draft_of_one_made_of_it(desk):
    with desk.begin(OWNER) as uow:
        made = copy_as_draft(uow, DraftRef("list", desk.price_list))
    with desk.reading(OWNER) as view:
        (card,) = (each for each in read_price_lists(view) if each.id == made)
        (told,) = read_drafts(view)
    assert (card.draft, card.parent_id, card.factor_ppm) == (True, desk.price_list, 1_000_000)
    assert (told.ref, told.code) == (DraftRef("list", made), card.code)
    with desk.begin(OWNER) as uow:
        update_price_list(uow, made, PriceListInput(
            code=card.code, name="Ten more", kind="general", currency="EUR", parent_id=desk.price_list,
            factor_ppm=1_100_000,
        ), version=card.version)  # fmt: skip
    activate(desk, DraftRef("list", made))
    assert desk.read(desk.key((CHAIR, 1))).lines[0].price_micro == micro("383.185")


def test_the_draft_of_a_contract_is_not_among_the_contracts(desk):
    ref = make_list(desk, kind="contract", customer_id=desk.ids[NORD])
    with desk.reading(OWNER) as view:
        assert not read_contracts_page(view, PageRequest()).rows
    activate(desk, ref)
    with desk.reading(OWNER) as view:
        assert len(read_contracts_page(view, PageRequest()).rows) == 1


def test_who_may_not_change_prices_activates_none(desk):
    ref = make_discount(desk, draft=True)
    with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
        activate_drafts(uow, (ref,))


def test_rows_of_a_draft_change_as_those_of_any_list(desk):
    ref = make_list(desk)
    with desk.reading(OWNER) as view:
        (row,) = (row for row in read_draft_rules(view, (ref,), currency="EUR").rows[desk.ids[CHAIR]])
    with desk.begin(OWNER) as uow:
        wanted = [PriceRowInput(product_id=desk.ids[CHAIR], price_micro=micro("250"))]
        replace_price_rows(uow, ref.id, wanted, closing=[row.id])
    laid = rules(desk, ref)
    assert [row.price_micro for row in laid.rows[desk.ids[CHAIR]] if row.list_id == ref.id] == [micro("250")]


def test_of_two_drafts_for_the_same_rule_one_is_activated_and_the_other_waits_for_it(desk):
    old = make_discount(desk, DiscountInput(name="Old", discount_ppm=50_000))
    with desk.begin(OWNER) as uow:
        one, other = (DraftRef("discount", copy_as_draft(uow, old)) for _ in range(2))
    for call in (lambda: rules(desk, one, other), lambda: activate(desk, one, other)):
        with pytest.raises(RefusedError) as refusal:
            call()
        assert "the same rule, Old" in text_of_error(refusal.value)
    activate(desk, one)
    assert [rule.id for rule in rules(desk, other).discounts] == [other.id]
    activate(desk, other)
    assert [rule.id for rule in rules(desk).discounts] == [other.id]


def test_a_draft_in_another_currency_is_laid_among_the_lists_of_that_currency(desk):
    make_list(desk, code="USD", currency="USD", draft=False)
    ref = make_list(desk, code="USD-2", currency="USD")
    laid = rules(desk, ref)
    activate(desk, ref)
    now = rules(desk)
    assert laid.lists == now.lists
    assert laid.beside["USD"].lists == now.beside["USD"].lists
    assert {id_: sorted(rows, key=lambda row: row.id) for id_, rows in laid.beside["USD"].rows.items()} == {
        id_: sorted(rows, key=lambda row: row.id) for id_, rows in now.beside["USD"].rows.items()
    }
