"""Classes of customers: kept, changed, and chosen on the card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.credit import CreditClass
from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.parties import CustomerInput
from app.domain.rights import SYSTEM, Actor
from app.services.check_settings import read_check_settings
from app.services.credit_classes import (
    create_credit_class,
    read_credit_classes,
    remove_credit_class,
    update_credit_class,
)
from app.services.history import read_history
from app.services.parties import create_customer, read_customer, update_customer
from tests.helpers.firm_facts import make_firm

CLERK = Actor("anna", frozenset({"sales"}))
DEALER = CreditClass(code="Dealer", overdue_days=14, overdue_minor=1_000_00)


@pytest.fixture
def firm(work):
    make_firm(work)
    return work


def written(work, call, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return call(uow)


def refused(work, call):
    with pytest.raises(RefusedError) as error:
        written(work, call)
    return [issue.code for issue in error.value.issues]


def classes(work):
    with work.reading(actor=SYSTEM) as view:
        return [
            (row.data.code, row.data.overdue_days, row.data.overdue_minor)
            for row in read_credit_classes(view)
        ]


def test_a_class_is_made_changed_and_taken_out_with_its_story(firm):
    id_ = written(firm, lambda uow: create_credit_class(uow, DEALER))
    looser = CreditClass(code="Dealer", overdue_days=30)
    assert written(firm, lambda uow: update_credit_class(uow, id_, looser, version=1)) == 2
    with firm.reading(actor=SYSTEM) as view:
        assert read_check_settings(view).credit_classes == (looser,)
        assert len(read_history(view, "credit_class", id_)) == 2
    with pytest.raises(ConflictError):
        written(firm, lambda uow: update_credit_class(uow, id_, DEALER, version=1))
    written(firm, lambda uow: remove_credit_class(uow, id_))
    assert classes(firm) == []
    with pytest.raises(NotFoundError):
        written(firm, lambda uow: update_credit_class(uow, id_, DEALER, version=2))


def test_a_code_is_given_once_and_one_row_is_for_all_others(firm):
    written(firm, lambda uow: create_credit_class(uow, DEALER))
    written(firm, lambda uow: create_credit_class(uow, CreditClass(overdue_days=60)))
    assert refused(firm, lambda uow: create_credit_class(uow, CreditClass(code=" dealer"))) == [
        "credit_class.taken"
    ]
    assert refused(firm, lambda uow: create_credit_class(uow, CreditClass())) == ["credit_class.usual_taken"]
    with pytest.raises(NotAllowedError):
        written(firm, lambda uow: create_credit_class(uow, CreditClass(code="x")), actor=CLERK)
    assert [code for code, *_rest in classes(firm)] == ["Dealer", ""]


@pytest.mark.parametrize(("code", "keyed"), [("Dealer", "Dealer"), ("ÖFFENTLICH", "Öffentlich")])
def test_a_class_that_customers_have_keeps_its_code_and_stays(firm, code, keyed):
    id_ = written(firm, lambda uow: create_credit_class(uow, replace(DEALER, code=code)))
    data = CustomerInput(name="Adler AG", country="DE", credit_class=keyed)
    customer_id = written(firm, lambda uow: create_customer(uow, data))
    other = CreditClass(code="Trade", overdue_days=14)
    assert refused(firm, lambda uow: update_credit_class(uow, id_, other, version=1)) == [
        "credit_class.in_use"
    ]
    assert refused(firm, lambda uow: remove_credit_class(uow, id_)) == ["credit_class.in_use"]
    with firm.reading(actor=SYSTEM) as view:
        assert read_customer(view, customer_id).credit_class == keyed


def test_a_card_takes_a_class_of_the_firm_from_those_who_may_give_credit(firm):
    written(firm, lambda uow: create_credit_class(uow, DEALER))
    unknown = CustomerInput(name="Adler AG", country="DE", credit_class="Gold")
    assert refused(firm, lambda uow: create_customer(uow, unknown)) == ["customer.class_unknown"]
    plain = CustomerInput(name="Adler AG", country="DE")
    customer_id = written(firm, lambda uow: create_customer(uow, plain), actor=CLERK)
    classed = CustomerInput(name="Adler AG", country="DE", credit_class="dealer")
    with pytest.raises(NotAllowedError):
        written(firm, lambda uow: update_customer(uow, customer_id, classed, version=1), actor=CLERK)
    written(firm, lambda uow: update_customer(uow, customer_id, classed, version=1))
