"""Product models are saved as drafts, released for good, and never lost where two people edit one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.domain.errors import ConflictError, NotFoundError, RefusedError
from app.domain.kits import KitPartInput
from app.domain.rights import Actor
from app.i18n import speaking
from app.services.product_models import (
    configure_product,
    read_configurable,
    read_model_for,
    read_models,
    read_version,
    read_versions,
    release_version,
    remove_draft,
    retire_version,
    save_model,
    save_version,
)
from app.services.product_models.names import names_of_files
from app.services.products.kits import create_part
from tests.helpers.order_office import CABLE, CHAIR, LAMP, OWNER, micro
from tests.helpers.shelf_model import FILES, YAML

BERT = Actor("bert", frozenset({"owner"}))
CHEAPER = {"model.yaml": YAML.replace("amount: 100", "amount: 90")}
DEARER = {"model.yaml": YAML.replace("amount: 100", "amount: 110")}


def saved(desk, files=FILES, actor=OWNER, **more):
    with desk.begin(actor) as uow:
        return save_model(uow, files, **more)


def released(desk, files=FILES):
    draft = saved(desk, files)
    with desk.begin(OWNER) as uow:
        release_version(uow, draft.id, version=draft.version)
    return draft


def test_the_same_model_saved_again_is_its_next_version(desk):
    first, second = released(desk), saved(desk, CHEAPER, note="Boards are cheaper")
    assert (first.number, second.number) == (1, 2)
    with desk.reading() as view:
        (model,) = read_models(view)
        versions = read_versions(view, model.id)
    assert (model.code, model.name, model.active_number) == ("shelf", "Shelf", 1)
    assert [(each.number, each.state, each.note) for each in versions] == [
        (2, "draft", "Boards are cheaper"),
        (1, "released", ""),
    ]


def test_a_draft_that_two_people_edit_tells_the_second_whose_is_there(desk):
    draft = saved(desk)
    with desk.begin(OWNER) as uow:
        save_version(uow, draft.id, CHEAPER, version=draft.version)
    with pytest.raises(ConflictError) as told, desk.begin(BERT) as uow:
        save_version(uow, draft.id, DEARER, version=draft.version)
    assert told.value.code == "product_model.changed_elsewhere"
    assert told.value.params["who"] == OWNER.name
    assert told.value.params["files"] == "model.yaml"
    with desk.reading() as view:
        assert read_version(view, draft.id).files == CHEAPER


def test_files_with_mistakes_are_not_saved(desk):
    with pytest.raises(RefusedError) as told:
        saved(desk, {"model.yaml": YAML.replace("from: 600", "from: wide")})
    assert told.value.code == "product_model.refused"
    with desk.reading() as view:
        assert read_models(view) == ()


def test_what_is_released_stays_as_it_is(desk):
    version = released(desk)
    with pytest.raises(RefusedError, match=r"product_model\.is_released"), desk.begin(OWNER) as uow:
        save_version(uow, version.id, CHEAPER, version=2)
    for statement in (
        "update product_model_version set files = '{}'",
        "update product_model_version set state = 'draft'",
        "delete from product_model_version",
    ):
        with pytest.raises(sa.exc.DatabaseError, match="append-only"), desk.begin(OWNER) as uow:
            uow.db.execute(sa.text(statement))


def test_a_retired_version_gives_way_to_the_newest_other_one(desk):
    released(desk)
    second = released(desk, CHEAPER)
    with desk.begin(OWNER) as uow:
        retire_version(uow, second.id, version=2)
    with desk.reading() as view:
        assert read_models(view)[0].active_number == 1
    with pytest.raises(RefusedError, match=r"product_model\.not_released"), desk.begin(OWNER) as uow:
        retire_version(uow, second.id, version=3)


def test_files_of_another_model_are_not_saved_over_a_draft(desk):
    draft = saved(desk)
    other = {"model.yaml": YAML.replace("product: shelf", "product: rack")}
    with pytest.raises(RefusedError, match=r"product_model\.other_code"), desk.begin(OWNER) as uow:
        save_version(uow, draft.id, other, version=1)


def test_a_draft_is_thrown_away_by_who_saw_it(desk):
    draft = saved(desk)
    with pytest.raises(ConflictError), desk.begin(OWNER) as uow:
        remove_draft(uow, draft.id, version=7)
    with desk.begin(OWNER) as uow:
        remove_draft(uow, draft.id, version=1)
    with pytest.raises(NotFoundError), desk.reading() as view:
        read_version(view, draft.id)


def test_a_model_is_called_by_its_name_in_the_language_of_whoever_reads(desk):
    """So is an article that is called as its model is; what people named otherwise stays as they named it."""
    draft = released(desk)
    with desk.begin(OWNER) as uow:
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
        configure_product(uow, desk.ids[LAMP], draft.model_id)
        uow.db.execute(sa.text("update product set name = 'Shelf' where sku = :sku"), {"sku": CHAIR})
    with speaking("de"), desk.reading() as view:
        (model,), version = read_models(view), read_version(view, draft.id)
        rows = {row.sku: row for row in read_configurable(view)}
    assert (model.name, version.name) == ("Regal", "Regal")
    assert (rows[CHAIR].name, rows[CHAIR].model_name) == ("Regal", "Regal")
    assert rows[LAMP].name != "Regal"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("name: {en: Shelf, de: Regal}", {"en": "Shelf", "de": "Regal"}),
        ("name:\n  en: Shelf\n  de: Regal\nnote: x", {"en": "Shelf", "de": "Regal"}),
        ("name: Shelf", {"en": "Shelf"}),
        ("name: {en: Shelf, de", {}),
        ("nothing: here", {}),
    ],
)
def test_the_name_is_found_in_files_with_mistakes_too(said, names):
    assert names_of_files({"model.yaml": f"product: shelf\n{said}\nodd: [1,\n"}) == names


def test_a_late_save_of_a_draft_that_was_thrown_away_never_meets_the_next_one(desk):
    """SQLite gives the number of a row that is gone to the next one."""
    late = saved(desk)
    with desk.begin(OWNER) as uow:
        version = save_version(uow, late.id, CHEAPER, version=late.version).version
    with desk.begin(OWNER) as uow:
        remove_draft(uow, late.id, version=version)
    fresh = saved(desk)
    for known in range(late.version, version + 1):
        with pytest.raises((ConflictError, NotFoundError)), desk.begin(OWNER) as uow:
            save_version(uow, late.id, CHEAPER, version=known)
    with desk.begin(OWNER) as uow:
        save_version(uow, fresh.id, CHEAPER, version=fresh.version)


def test_an_article_is_configured_by_the_active_version(desk):
    draft = saved(desk)
    chair = desk.ids[CHAIR]
    with desk.begin(OWNER) as uow:
        configure_product(uow, chair, draft.model_id)
    with desk.reading() as view:
        assert read_model_for(view, chair) is None, "nothing of it is released"
    with desk.begin(OWNER) as uow:
        release_version(uow, draft.id, version=1)
    with desk.reading() as view:
        found = read_model_for(view, chair)
    assert found is not None
    assert (found.version_id, found.number, found.code, found.files) == (draft.id, 1, "shelf", FILES)
    with desk.begin(OWNER) as uow:
        configure_product(uow, chair, None)
    with desk.reading() as view:
        assert read_model_for(view, chair) is None
    with pytest.raises(NotFoundError), desk.begin(OWNER) as uow:
        configure_product(uow, chair, 4711)


def test_kits_and_their_parts_are_not_configured_nor_the_other_way_round(desk):
    model = released(desk)
    with desk.begin(OWNER) as uow:
        create_part(uow, desk.ids[CHAIR], KitPartInput(part_id=desk.ids[LAMP], quantity_micro=micro(1)))
    for sku in (CHAIR, LAMP):
        with pytest.raises(RefusedError, match=r"product_model\.of_kit"), desk.begin(OWNER) as uow:
            configure_product(uow, desk.ids[sku], model.model_id)
    with desk.begin(OWNER) as uow:
        configure_product(uow, desk.ids[CABLE], model.model_id)
    with pytest.raises(RefusedError) as refused, desk.begin(OWNER) as uow:
        create_part(uow, desk.ids[CHAIR], KitPartInput(part_id=desk.ids[CABLE], quantity_micro=micro(1)))
    assert [issue.code for issue in refused.value.issues] == ["kit.part_is_configured"]
