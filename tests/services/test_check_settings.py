"""What a firm chooses for its order checks is kept, told, and holds for the next order, on both databases."""

from __future__ import annotations

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.issues import Severity
from app.domain.order_checks import registry
from app.domain.rights import SYSTEM, Actor
from app.services.check_settings import (
    CheckInput,
    check_id,
    read_check_cards,
    read_check_settings,
    settings_of,
    update_check,
)
from app.services.history import read_history

LATE, ZERO, TWICE = "line.late", "line.quantity_zero", "order.po_twice"


def card_of(work, code):
    with work.reading(actor=SYSTEM) as view:
        return next(card for card in read_check_cards(view) if card.code == code)


def choose(work, code, *, version=None, actor=SYSTEM, **changes):
    card = card_of(work, code)
    values = {
        "is_on": card.is_on, "severity": card.severity.value, "owner": card.owner, "threshold": card.threshold,
        "exempt": card.exempt,
    }  # fmt: skip
    with work.begin(actor=actor) as uow:
        data = CheckInput(**(values | changes))
        return update_check(uow, card.id, data, version=card.version if version is None else version)


def test_every_check_has_a_card_with_its_usual_values(work):
    with work.reading(actor=SYSTEM) as view:
        cards = read_check_cards(view)
        assert read_check_settings(view).choices == {}
    assert [card.code for card in cards] == [check.code for check in registry.CHECKS]
    assert {card.version for card in cards} == {0}


def test_a_choice_is_kept_and_told_in_the_history(work):
    assert choose(work, LATE, severity="block", owner="warehouse") == 1
    assert choose(work, LATE, is_on=False) == 2
    card = card_of(work, LATE)
    assert (card.is_on, card.severity, card.owner, card.version) == (False, Severity.BLOCK, "warehouse", 2)
    with work.reading(actor=SYSTEM) as view:
        history = read_history(view, "order_check", check_id(LATE))
    assert [sorted(change.field for change in entry.changes) for entry in history] == [
        ["is_on"],
        ["owner", "severity"],
    ]


def test_what_is_chosen_as_it_was_is_no_change(work):
    assert choose(work, LATE) == 0
    with work.reading(actor=SYSTEM) as view:
        assert read_history(view, "order_check", check_id(LATE)) == ()


def test_two_desks_change_two_checks_and_never_the_same_version_twice(work):
    choose(work, LATE, is_on=False)
    choose(work, TWICE, exempt=("RV-*",))
    assert (card_of(work, LATE).is_on, card_of(work, TWICE).exempt) == (False, ("RV-*",))
    with pytest.raises(ConflictError):
        choose(work, LATE, is_on=True, version=0)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("code", "changes", "told", "where"),
    [
        (ZERO, {"is_on": False}, "check.held_by_books", "is_on"),
        (ZERO, {"severity": "warn"}, "check.held_by_books", "severity"),
        ("line.no_tax", {"severity": "info"}, "check.held_by_law", "severity"),
        (LATE, {"severity": "heavy"}, "check.severity_unknown", "severity"),
        (LATE, {"owner": "nobody"}, "check.owner_unknown", "owner"),
        (LATE, {"threshold": 3}, "check.no_threshold", "threshold"),
        (LATE, {"exempt": ("X",)}, "check.no_exempt", "exempt"),
        (TWICE, {"exempt": ("X" * 1001,)}, "check.exempt_too_long", "exempt"),
    ],
)
def test_what_cannot_be_chosen_is_told_in_its_cell(work, code, changes, told, where):
    with pytest.raises(RefusedError) as refused:
        choose(work, code, **changes)
    assert (told, where) in [(issue.code, issue.where) for issue in refused.value.issues]


def test_only_who_sets_the_firm_up_may_choose(work):
    with pytest.raises(NotAllowedError):
        choose(work, LATE, is_on=False, actor=Actor("anna", frozenset({"sales"})))


def test_the_same_text_is_read_once_and_a_later_release_may_have_chosen_more():
    text = '{"line.late":{"is_on":false,"severity":"huge","version":4},"order.of_tomorrow":{"is_on":true}}'
    settings = settings_of(text)
    assert settings is settings_of(text)
    assert settings.choice(LATE).is_on is False
    assert settings.choice(LATE).severity is None
