"""What roles may give away is kept row by row, told in its story, and never lost between two desks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import ConflictError, NotAllowedError, RefusedError
from app.domain.pricing import PriceRight
from app.domain.rights import SYSTEM, Actor
from app.services.prices.rights import (
    change_price_right,
    create_price_right,
    read_price_right_history,
    read_price_rights,
    remove_price_right,
)
from app.services.pricing import read_rules, read_rules_version

TEN = PriceRight("sales", "", 100_000, 200_000, 950_000)
CLERK = Actor("anna", frozenset({"sales"}))


def run(work, call, actor=SYSTEM):
    with work.begin(actor=actor) as uow:
        return call(uow)


def kept(work):
    with work.reading(actor=SYSTEM) as view:
        return {card.id: card.right for card in read_price_rights(view)}


def test_a_row_is_kept_and_part_of_the_rules_at_once(work):
    with work.reading(actor=SYSTEM) as view:
        before = read_rules_version(view)
    id_ = run(work, lambda uow: create_price_right(uow, TEN))
    assert kept(work) == {id_: TEN}
    with work.reading(actor=SYSTEM) as view:
        rules = read_rules(view, currency="EUR")
    assert rules.rights == (TEN,)
    assert rules.version == before + 1


def test_a_change_and_an_end_are_told_in_the_story(work):
    id_ = run(work, lambda uow: create_price_right(uow, TEN))
    wider = replace(TEN, max_discount_ppm=150_000)
    run(work, lambda uow: change_price_right(uow, id_, wider, before=TEN))
    with work.reading(actor=SYSTEM) as view:
        changed, made = read_price_right_history(view, id_)
    assert [(each.field, each.before, each.after) for each in changed.changes] == [
        ("max_discount_ppm", 100_000, 150_000)
    ]
    assert {each.field for each in made.changes} >= {"role", "max_discount_ppm"}
    run(work, lambda uow: remove_price_right(uow, id_))
    assert kept(work) == {}
    again = run(work, lambda uow: create_price_right(uow, TEN))
    with work.reading(actor=SYSTEM) as view:
        assert len(read_price_right_history(view, again)) == 1  # also where the number is given again


def test_a_row_that_another_desk_changed_meanwhile_is_not_overwritten(work):
    id_ = run(work, lambda uow: create_price_right(uow, TEN))
    theirs, mine = replace(TEN, max_discount_ppm=150_000), replace(TEN, min_margin_ppm=None)
    run(work, lambda uow: change_price_right(uow, id_, theirs, before=TEN))
    with pytest.raises(ConflictError):
        run(work, lambda uow: change_price_right(uow, id_, mine, before=TEN))
    assert kept(work) == {id_: theirs}
    run(work, lambda uow: remove_price_right(uow, id_))
    with pytest.raises(ConflictError):
        run(work, lambda uow: remove_price_right(uow, id_))


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "price.right_twice"),
        ({"role": "boss"}, "price.role_unknown"),
        ({"family": "x", "max_discount_ppm": 1_000_001}, "price.discount_range"),
        ({"family": "x", "min_margin_ppm": -1_000_001}, "price.margin_range"),
        ({"family": "x", "floor_ppm": 10_000_001}, "price.floor_range"),
        ({"family": "x" * 41}, "price.too_long"),
    ],
)
def test_what_cannot_be_is_refused(work, values, code):
    run(work, lambda uow: create_price_right(uow, TEN))
    with pytest.raises(RefusedError) as refused:
        run(work, lambda uow: create_price_right(uow, replace(TEN, **values)))
    assert [issue.code for issue in refused.value.issues] == [code]


def test_a_row_keeps_its_role_and_family_while_its_numbers_change(work):
    id_ = run(work, lambda uow: create_price_right(uow, TEN))
    own = run(work, lambda uow: create_price_right(uow, replace(TEN, family="seating")))
    with pytest.raises(RefusedError):
        run(work, lambda uow: change_price_right(uow, own, TEN, before=replace(TEN, family="seating")))
    run(work, lambda uow: change_price_right(uow, id_, replace(TEN, min_margin_ppm=1), before=TEN))
    assert kept(work)[id_].min_margin_ppm == 1


def test_only_who_edits_prices_may(work):
    for call in (
        lambda uow: create_price_right(uow, TEN),
        lambda uow: change_price_right(uow, 1, TEN, before=TEN),
        lambda uow: remove_price_right(uow, 1),
    ):
        with pytest.raises(NotAllowedError):
            run(work, call, actor=CLERK)
