"""The firm's own rules are kept, told in their history, and hold for the next order, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.rights import SYSTEM, Actor
from app.services.check_settings import read_check_settings
from app.services.history import read_history
from app.services.order_policies import (
    PolicyInput,
    create_policy,
    read_policies,
    remove_policy,
    update_policy,
)

ISLANDS = PolicyInput(
    text=" No pallets to Helgoland ", severity="warn", postcodes=("27498",), countries=("de",)
)


def run(work, call, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return call(uow)


def cards(work):
    with work.reading(actor=SYSTEM) as view:
        return read_policies(view)


def test_a_rule_is_kept_tidied_and_read_with_the_checks(work):
    id_ = run(work, lambda uow: create_policy(uow, ISLANDS))
    (card,) = cards(work)
    assert (card.id, card.version) == (id_, 1)
    assert (card.policy.text, card.policy.countries) == ("No pallets to Helgoland", ("DE",))
    with work.reading(actor=SYSTEM) as view:
        assert read_check_settings(view).policies == (card.policy,)


def test_a_change_and_an_end_are_told_in_the_history(work):
    id_ = run(work, lambda uow: create_policy(uow, ISLANDS))
    changed = replace(ISLANDS, severity="block", below_minor=5000)
    assert run(work, lambda uow: update_policy(uow, id_, changed, version=1)) == 2
    run(work, lambda uow: remove_policy(uow, id_))
    assert cards(work) == ()
    with work.reading(actor=SYSTEM) as view:
        history = read_history(view, "order_policy", id_)
    assert len(history) == 3
    assert {change.field for change in history[1].changes} == {"severity", "below_minor"}


def test_an_id_never_comes_twice(work):
    first = run(work, lambda uow: create_policy(uow, ISLANDS))
    run(work, lambda uow: remove_policy(uow, first))
    assert run(work, lambda uow: create_policy(uow, ISLANDS)) == first + 1


def test_two_desks_at_one_rule_are_told(work):
    id_ = run(work, lambda uow: create_policy(uow, ISLANDS))
    run(work, lambda uow: update_policy(uow, id_, replace(ISLANDS, severity="info"), version=1))
    with pytest.raises(ConflictError):
        run(work, lambda uow: update_policy(uow, id_, ISLANDS, version=1))
    run(work, lambda uow: remove_policy(uow, id_))
    with pytest.raises(NotFoundError):
        run(work, lambda uow: update_policy(uow, id_, ISLANDS, version=2))


def test_what_is_wrong_is_refused_and_only_who_sets_up_may_write(work):
    with pytest.raises(RefusedError) as refused:
        run(work, lambda uow: create_policy(uow, PolicyInput(text="", severity="huge", buyer="all")))
    assert {issue.where for issue in refused.value.issues} == {"text", "severity", "buyer"}
    with pytest.raises(NotAllowedError):
        run(work, lambda uow: create_policy(uow, ISLANDS), Actor("anna", frozenset({"sales"})))
    assert cards(work) == ()
