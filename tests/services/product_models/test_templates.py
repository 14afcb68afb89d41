"""Configurations under a name: one's own until they are shared, and only their owner changes them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotAllowedError, NotFoundError, RefusedError
from app.domain.rights import Actor
from app.messages import text_of_error
from app.services.configuration_templates import (
    delete_template,
    mark_favourite,
    read_templates,
    rename_template,
    save_template,
    share_template,
)
from app.services.history import read_history
from tests.helpers.order_office import CLERK, OWNER
from tests.services.product_models.test_configurations import version  # noqa: F401

BERTA = Actor("berta", frozenset({"sales"}))


@pytest.fixture
def oak(desk, version):  # noqa: F811
    """A clerk's template of the shelf."""
    return save(desk, version, "Oak shelf")


def save(desk, version, name, choices="{}", actor=CLERK):  # noqa: F811
    with desk.begin(actor) as uow:
        return save_template(uow, version.id, name, choices)


def names(desk, version, actor=CLERK):  # noqa: F811
    with desk.reading(actor) as view:
        return [(row.name, row.is_shared, row.version) for row in read_templates(view, version.id)]


def test_a_template_is_its_owners_until_it_is_shared(desk, version, oak):  # noqa: F811
    assert names(desk, version) == [("Oak shelf", False, 1)]
    assert names(desk, version, BERTA) == []
    with desk.begin() as uow:
        share_template(uow, oak, is_shared=True, version=1)
    assert names(desk, version, BERTA) == [("Oak shelf", True, 2)]
    with desk.reading() as view:
        assert read_templates(view, version.id + 1) == ()


def test_the_same_name_keeps_the_newer_choices(desk, version, oak):  # noqa: F811
    assert save(desk, version, " Oak  shelf ", '{"options":[]}') == oak
    with desk.reading() as view:
        (row,) = read_templates(view, version.id)
    assert (row.choices, row.version) == ('{"options":[]}', 2)


def test_it_is_renamed_and_deleted_and_the_models_story_tells(desk, version, oak):  # noqa: F811
    with desk.begin() as uow:
        newer = rename_template(uow, oak, "Oak, wide", version=1)
    with desk.begin() as uow, pytest.raises(ConflictError):
        rename_template(uow, oak, "Oak, narrow", version=newer - 1)
    with desk.begin() as uow:
        delete_template(uow, oak)
    assert names(desk, version) == []
    with desk.begin() as uow, pytest.raises(NotFoundError):
        delete_template(uow, oak)
    with desk.reading(OWNER) as view:
        told = [act.changes[0] for act in read_history(view, "product_model", version.model_id)]
    changed = [(each.before, each.after) for each in told if each.field == f"template.{oak}.name"]
    assert changed[:2] == [("Oak, wide", None), ("Oak shelf", "Oak, wide")]


def test_of_another_it_stays_as_it_is_but_for_who_keeps_the_set_up(desk, version, oak):  # noqa: F811
    with desk.begin(BERTA) as uow, pytest.raises(RefusedError) as refused:
        delete_template(uow, oak)
    assert text_of_error(refused.value) == "“Oak shelf” is the template of anna. Keep one of your own."
    with desk.begin(OWNER) as uow:
        delete_template(uow, oak)


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("name", "told"),
    [
        (" ", "The template has no name. Enter one."),
        ("x" * 201, "This is too long: at most 200 characters. Shorten it."),
    ],
)
def test_a_name_that_is_none_is_refused(desk, version, name, told):  # noqa: F811
    with pytest.raises(RefusedError) as refused:
        save(desk, version, name)
    assert refused.value.code == "template.refused"
    assert told in text_of_error(refused.value)


def test_a_name_is_its_owners_only_once(desk, version, oak):  # noqa: F811
    save(desk, version, "White shelf")
    save(desk, version, "White shelf", actor=BERTA)
    with desk.begin() as uow, pytest.raises(RefusedError) as refused:
        rename_template(uow, oak, "White shelf", version=1)
    assert "There is a template “White shelf” already." in text_of_error(refused.value)


def test_who_may_not_edit_orders_keeps_no_templates(desk, version):  # noqa: F811
    with pytest.raises(NotAllowedError):
        save(desk, version, "Shelf", actor=Actor("willi", frozenset({"warehouse"})))
    with desk.begin() as uow, pytest.raises(NotFoundError):
        save_template(uow, 99, "Shelf", "{}")


def test_favourites_stand_first_for_who_marked_them_alone(desk, version, oak):  # noqa: F811
    save(desk, version, "Ash shelf")
    with desk.begin() as uow:
        share_template(uow, oak, is_shared=True, version=1)
    for _ in range(2):  # a second time is the same
        with desk.begin(BERTA) as uow:
            mark_favourite(uow, oak, is_favourite=True)
    save(desk, version, "A shelf", actor=BERTA)
    assert seen(desk, version, BERTA) == [("Oak shelf", True), ("A shelf", False)]
    assert seen(desk, version, CLERK) == [("Ash shelf", False), ("Oak shelf", False)]
    with desk.begin(BERTA) as uow:
        mark_favourite(uow, oak, is_favourite=False)
    assert seen(desk, version, BERTA) == [("A shelf", False), ("Oak shelf", False)]


def test_a_favourite_is_one_that_can_be_seen_and_is_deleted_with_its_template(desk, version, oak):  # noqa: F811
    with pytest.raises(NotFoundError), desk.begin(BERTA) as uow:
        mark_favourite(uow, oak, is_favourite=True)
    with desk.begin() as uow:
        mark_favourite(uow, oak, is_favourite=True)
        delete_template(uow, oak)
    assert seen(desk, version, CLERK) == []


def seen(desk, version, actor):  # noqa: F811
    with desk.reading(actor) as view:
        return [(row.name, row.is_favourite) for row in read_templates(view, version.id)]


def test_a_favourite_and_the_deletion_of_its_template_meet_in_words(desk, version, oak):  # noqa: F811
    with desk.reading() as view:
        if view.db.dialect.name != "postgresql":
            pytest.skip("SQLite's writer is alone")
    for first, second in ((mark, delete_template), (delete_template, mark)):
        with desk.begin() as uow:
            first(uow, oak)
            with pytest.raises(sa.exc.OperationalError, match="lock timeout"), desk.begin() as beside:
                beside.db.execute(sa.text("set local lock_timeout = '1ms'"))
                second(beside, oak)
    with pytest.raises(NotFoundError), desk.begin() as uow:
        mark(uow, oak)


def mark(uow, id_):
    mark_favourite(uow, id_, is_favourite=True)
