"""Drafts are begun, taken in with their mistakes, copied, and released only when nothing stands against them."""

from __future__ import annotations

import pytest

from app.domain.errors import NotAllowedError, OutsideError, RefusedError
from app.messages import text_of_error
from app.services.product_models import (
    configure_product,
    copy_version,
    read_articles,
    read_models,
    read_version,
    read_versions,
    release_draft,
    save_model,
    save_version,
    start_model,
    take_in,
)
from app.services.product_models.folders import read_folder, read_text, write_folder
from tests.helpers.order_office import CHAIR, CLERK, OWNER
from tests.helpers.shelf_model import FILES, YAML

CASES = """\
- name: A wide board is of oak
  choices: {width: 1200}
  blocked: [board.white]
"""
WRONG = "- name: White is dear\n  choices: {board: white}\n  price: 1\n"


def refusal(desk, act):
    with pytest.raises((RefusedError, OutsideError)) as refused, desk.begin(OWNER) as uow:
        act(uow)
    return text_of_error(refused.value)


def test_a_new_model_begins_with_an_example_that_can_be_released(desk):
    with desk.begin(OWNER) as uow:
        draft = start_model(uow, "bench", "Work bench")
        release_draft(uow, draft.id, version=1, note="The first one")
    with desk.reading() as view:
        (model,) = read_models(view)
        (version,) = read_versions(view, draft.model_id)
    assert (model.code, model.name, model.active_number) == ("bench", "Work bench", 1)
    assert (version.state, version.note) == ("released", "The first one")


@pytest.mark.rows_on_sqlite
@pytest.mark.parametrize(
    ("code", "told"), [("9x", "cannot be the code"), ("shelf", "There is a product model shelf already")]
)
def test_a_model_needs_a_code_that_nobody_has(desk, code, told):
    with desk.begin(OWNER) as uow:
        save_model(uow, FILES)
    assert told in refusal(desk, lambda uow: start_model(uow, code))


def test_files_with_mistakes_are_taken_in_and_saved_but_not_released(desk):
    with desk.begin(OWNER) as uow:
        draft = take_in(uow, {"model.yaml": "product: odd\ngroups:\n  a: [\n"})
        save_version(uow, draft.id, {"model.yaml": "product: odd\nnumber: 3\n"}, version=1, unsound=True)
    told = refusal(desk, lambda uow: release_draft(uow, draft.id, version=2, note="New"))
    assert told.startswith("Version 1 of the product model odd is not ready to be released.")
    assert "model.yaml, line 2: “number” is not known here" in told


def test_files_that_do_not_say_of_which_model_they_are_are_refused(desk):
    assert "product: code" in refusal(desk, lambda uow: take_in(uow, {"model.yaml": "groups: {}\n"}))
    assert "no model.yaml" in refusal(desk, lambda uow: take_in(uow, {"tops.csv": "a;b\n"}))


def test_a_case_that_does_not_hold_stands_against_a_release(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {**FILES, "cases.yaml": CASES + WRONG})
    told = refusal(desk, lambda uow: release_draft(uow, draft.id, version=1, note="New"))
    assert "White is dear" in told
    assert "A wide board" not in told


def test_a_model_of_which_nothing_can_be_chosen_is_not_released(desk):
    void = YAML.replace("rules:\n", "rules:\n  R0: {says: width < 600, message: Small}\n")
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, {"model.yaml": void})
    assert "R0" in refusal(desk, lambda uow: release_draft(uow, draft.id, version=1, note="New"))


def test_a_release_asks_for_a_note(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
    told = refusal(desk, lambda uow: release_draft(uow, draft.id, version=1, note="  "))
    assert told == "Say in a note what is new in version 1 of the product model shelf."


def test_a_copy_is_a_new_draft_of_the_same_files(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        release_draft(uow, draft.id, version=1, note="First")
        copy = copy_version(uow, draft.id)
    with desk.reading() as view:
        found = read_version(view, copy.id)
    assert (found.row.number, found.row.state, found.files) == (2, "draft", FILES)


def test_a_model_knows_the_articles_that_are_configured_by_it(desk):
    with desk.begin(OWNER) as uow:
        draft = save_model(uow, FILES)
        configure_product(uow, desk.ids[CHAIR], draft.model_id)
    with desk.reading() as view:
        assert [row.sku for row in read_articles(view, draft.model_id)] == [CHAIR]


def test_who_only_sells_does_not_write_models(desk):
    with pytest.raises(NotAllowedError), desk.begin(CLERK) as uow:
        start_model(uow, "bench")


# files


def test_a_version_goes_into_a_folder_and_comes_back(tmp_path):
    files = {**FILES, "tops.csv": "top;frame\noak;*\n"}
    write_folder(tmp_path, files)
    assert read_folder(tmp_path) == files
    write_folder(tmp_path, files)  # the same once more says nothing else
    with pytest.raises(RefusedError, match="file_there"):
        write_folder(tmp_path, {**files, "tops.csv": "top;frame\n"})


def test_what_cannot_be_read_is_told(tmp_path):
    with pytest.raises(RefusedError, match="no_files"):
        read_folder(tmp_path)
    with pytest.raises(OutsideError, match="not_read"):
        read_folder(tmp_path / "gone")
    with pytest.raises(OutsideError, match="not_written"):
        write_folder(tmp_path / "gone", FILES)
    (tmp_path / "odd.yaml").write_bytes(b"product: \xff\xfe")
    with pytest.raises(RefusedError, match="not_text"):
        read_text(tmp_path / "odd.yaml")


def test_a_file_that_is_no_text_is_refused_and_none_is_written_over(tmp_path):
    (tmp_path / "model.yaml").write_bytes(b"\x89PNG\r\n\0\0\0\rIHDR")
    (tmp_path / "t.csv").write_bytes(b"PK\x03\x04\0\0\x81")
    for name in ("model.yaml", "t.csv"):
        with pytest.raises(RefusedError, match="not_text"):
            read_text(tmp_path / name)
    (tmp_path / "out" / "model.yaml").mkdir(parents=True)
    with pytest.raises(RefusedError, match="file_there"):
        write_folder(tmp_path / "out", FILES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_is_read_as_spreadsheets_save_it(tmp_path, encoding):
    (tmp_path / "model.yaml").write_text("product: p", encoding="utf-8-sig")
    (tmp_path / "t.csv").write_text("top;text\r\noak;Weiß\r\n", encoding=encoding, newline="")
    found = read_folder(tmp_path)
    assert found == {"model.yaml": "product: p", "t.csv": "top;text\noak;Weiß\n"}


def test_a_file_of_ten_megabytes_is_refused_unread(tmp_path):
    large = tmp_path / "large.uvl"
    with large.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(RefusedError) as refused:
        read_text(large)
    assert text_of_error(refused.value).startswith("large.uvl has more than 10000000 characters")
