"""Saved views: a person's own, kept by name."""

from __future__ import annotations

import pytest

from app.domain.errors import NotFoundError, RefusedError
from app.domain.rights import Actor
from app.services.saved_views import ListState, delete_view, read_views, rename_view, save_view

ANNA = Actor(name="Anna", roles=frozenset({"sales"}))
BERT = Actor(name="Bert", roles=frozenset({"bookkeeper"}))
STATE = ListState(
    text="berg", choices=(("state", "confirmed"),), sort="-gross_minor", hidden=("po",),
    order=("customer", "number"), widths=(("number", 140),),
)  # fmt: skip


def save(work, name, state=STATE, *, actor=ANNA, of="orders"):
    with work.begin(actor=actor) as uow:
        return save_view(uow, of, name, state)


def views(work, *, actor=ANNA, of="orders"):
    with work.reading(actor=actor) as view:
        return read_views(view, of)


def test_a_view_comes_back_as_it_was_saved(work):
    id_ = save(work, "  Big   open ones ")
    assert [(each.id, each.name, each.state) for each in views(work)] == [(id_, "Big open ones", STATE)]


def test_views_belong_to_a_person_and_to_a_list(work):
    save(work, "Mine")
    save(work, "Invoices", of="invoices")
    assert [each.name for each in views(work)] == ["Mine"]
    assert views(work, actor=BERT) == ()


def test_saving_under_the_same_name_replaces(work):
    first = save(work, "Late")
    assert save(work, "Late", ListState(text="x")) == first
    assert [each.state.text for each in views(work)] == ["x"]


def test_views_are_listed_by_name_without_regard_to_case(work):
    for name in ("beta", "Alpha", "Zeta", "gamma"):
        save(work, name)
    assert [each.name for each in views(work)] == ["Alpha", "beta", "gamma", "Zeta"]


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(("name", "code"), [("   ", "name_missing"), ("x" * 201, "too_long")])
def test_a_bad_name_is_refused(work, name, code):
    with pytest.raises(RefusedError) as refused:
        save(work, name)
    assert [issue.code for issue in refused.value.issues] == [f"saved_view.{code}"]
    assert views(work) == ()


def test_a_view_is_renamed_but_not_onto_another(work):
    first = save(work, "One")
    save(work, "Two")
    with work.begin(actor=ANNA) as uow:
        rename_view(uow, "orders", first, "Three")
    assert [each.name for each in views(work)] == ["Three", "Two"]
    with pytest.raises(RefusedError) as refused, work.begin(actor=ANNA) as uow:
        rename_view(uow, "orders", first, "Two")
    assert [issue.code for issue in refused.value.issues] == ["saved_view.name_taken"]


def test_nobody_renames_or_deletes_another_persons_view(work):
    id_ = save(work, "One")
    with pytest.raises(NotFoundError), work.begin(actor=BERT) as uow:
        rename_view(uow, "orders", id_, "Mine")
    with work.begin(actor=BERT) as uow:
        delete_view(uow, "orders", id_)
    assert [each.name for each in views(work)] == ["One"]
    with work.begin(actor=ANNA) as uow:
        delete_view(uow, "orders", id_)
    assert views(work) == ()
