"""Models are begun, copied, taken in, released, retired and given to articles by keys alone."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.services.product_models import read_models
from app.views.kit.table_view import TableView
from tests.helpers.shelf_model import YAML as SHELF
from tests.helpers.stored_orders import open_order
from tests.helpers.window import ALT, CTRL, KEY, SHIFT

TABLE = "tables:\n  T1: {columns: [board, light], file: t.csv}\n"


def cells(desk, name):
    model = desk.find(TableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def versions(desk):
    return [row[:2] for row in cells(desk, "modelVersions")]


def test_the_list_tells_the_model_its_versions_and_its_articles(desk):
    assert [row[:3] for row in cells(desk, "productModels")] == [["table", "Table", "Version 1"]]
    assert versions(desk) == [["1", "Released"]]
    assert [row[0] for row in cells(desk, "modelArticles")] == ["DSK-1608-OAK"]


def test_a_new_model_is_begun_released_with_a_note_and_retired(desk):
    desk.press(KEY.Key_N, CTRL)
    desk.type("bench\n")
    assert desk.page.title == "bench 1"
    desk.press(KEY.Key_Return, CTRL)
    desk.type("The first one\n")
    assert desk.message() == "Released. New configurations use this version from now on."
    assert desk.page.files.edit().isReadOnly()
    desk.press(KEY.Key_Escape)
    assert [row[0] for row in cells(desk, "productModels")] == ["bench", "table"]
    assert cells(desk, "modelVersions")[0][4] == "The first one"
    desk.press(KEY.Key_R, CTRL)
    assert versions(desk) == [["1", "Retired"]]


def test_the_last_version_in_use_is_asked_about_and_orders_say_that_none_is(desk):
    desk.press(KEY.Key_R, CTRL)
    assert desk.message() == "No other version is released: nobody can configure DSK-1608-OAK then."
    assert versions(desk) == [["1", "Released"]]
    desk.press(KEY.Key_1, ALT)
    assert versions(desk) == [["1", "Retired"]]
    desk.show("orders")
    open_order(desk, ("DSK-1608-OAK", "1"))
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_F6)
    assert desk.message().startswith("No version of the product model of DSK-1608-OAK is in use.")


def test_a_code_that_is_taken_is_told(desk):
    desk.press(KEY.Key_N, CTRL)
    desk.type("table\n")
    assert desk.message().startswith("There is a product model table already.")
    desk.press(KEY.Key_End)
    desk.type("_2\n")  # what was keyed stands there still
    assert desk.page.title == "table_2 1"


def test_a_draft_is_thrown_away_after_asking(desk):
    desk.press(KEY.Key_D, CTRL)
    desk.press(KEY.Key_Escape)
    assert versions(desk) == [["2", "Draft"], ["1", "Released"]]
    desk.press(KEY.Key_Delete, CTRL)
    desk.press(KEY.Key_1, ALT)
    assert versions(desk) == [["1", "Released"]]


def test_an_article_is_given_to_the_model_by_type_ahead_and_taken_from_it(desk):
    desk.press(KEY.Key_L, CTRL)
    desk.type("CHR-ERG")
    sku = desk.find(QLineEdit, "askField").text()
    desk.enter(2)
    found = [row[0] for row in cells(desk, "modelArticles")]
    assert sku
    assert len(found) == 2
    desk.press(KEY.Key_L, CTRL | SHIFT)
    assert len(cells(desk, "modelArticles")) == 1


def test_files_are_taken_in_with_their_mistakes_and_written_into_a_folder(desk, tmp_path):
    (tmp_path / "model.yaml").write_text("product: odd\nnumber: 3\n", encoding="utf-8")
    (tmp_path / "car.uvl").write_text("features\n\tCar\n\t\toptional\n\t\t\tHook\n", encoding="utf-8")
    hands = desk.context.desk().hands.files
    from app.views.product_models.file_hands import read_any

    hands.take(lambda: read_any([tmp_path / "model.yaml"]))
    desk.idle()
    assert desk.page.title == "odd 1"
    desk.press(KEY.Key_Escape)
    hands.take(lambda: read_any([tmp_path / "car.uvl"]))
    desk.idle()
    assert desk.page.title == "car 1"
    version_id = desk.page.version_id
    desk.press(KEY.Key_Escape)
    target = tmp_path / "out"
    target.mkdir()
    hands.write(version_id, target)
    hands.write_uvl(version_id, target / "car.uvl")
    desk.idle()
    assert sorted(path.name for path in target.iterdir()) == ["car.uvl", "model.yaml"]
    assert "Hook" in (target / "car.uvl").read_text("utf-8")


def answer(desk, name, path):
    """Key a path into the dialog that is open, as a person would; what was chosen comes with the answer."""
    dialog = desk.page.findChild(QFileDialog, name)
    edit = dialog.findChild(QLineEdit, "fileNameEdit")
    edit.setText(str(path))
    dialog.accept()
    desk.idle()


def test_files_are_chosen_in_dialogs_and_come_out_as_they_went_in(desk, tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    (shelf / "model.yaml").write_text(SHELF + TABLE, encoding="utf-8")
    (shelf / "t.csv").write_text("board;light\noak;*\nwhite;-\n", encoding="cp1252")
    desk.press(KEY.Key_I, CTRL | SHIFT)
    answer(desk, "modelFolder", shelf)
    assert desk.page.title == "Shelf 1"
    desk.press(KEY.Key_Escape)
    desk.press(KEY.Key_I, CTRL)
    answer(desk, "modelFiles", shelf / "model.yaml")
    assert desk.page.title == "Shelf 2"
    desk.press(KEY.Key_Escape)
    desk.find(TableView, "modelVersions").select_row(1)
    out = tmp_path / "out"
    out.mkdir()
    desk.press(KEY.Key_E, CTRL | SHIFT)
    answer(desk, "modelFolder", out)
    assert desk.message() == f"2 files are in {out}."
    assert (out / "model.yaml").read_text("utf-8") == SHELF + TABLE
    desk.press(KEY.Key_U, CTRL | SHIFT)
    answer(desk, "modelTarget", out / "shelf.uvl")
    assert desk.message() == "shelf.uvl is written."
    desk.press(KEY.Key_I, CTRL)
    answer(desk, "modelFiles", out / "shelf.uvl")
    assert desk.page.title.startswith("shelf")


def test_a_feature_model_of_ten_megabytes_is_refused(desk, tmp_path):
    from app.views.product_models.file_hands import read_any

    large = tmp_path / "large.uvl"
    with large.open("wb") as file:
        file.truncate(10_000_001)
    desk.context.desk().hands.files.take(lambda: read_any([large]))
    desk.idle()
    assert desk.message().startswith("large.uvl has more than")


def test_files_whose_reading_is_ended_leave_no_draft(desk):
    from app.domain.watched import going_on

    hands, before = desk.context.desk().hands.files, cells(desk, "productModels")

    def read():
        hands.work.stop()
        going_on()
        return {"model.yaml": "product: odd\n"}

    hands.take(read)
    desk.idle()
    assert desk.message() == "Stopped. No draft was made."
    assert not hands.work.card.isVisible()
    assert cells(desk, "productModels") == before


def test_the_palette_finds_a_model(desk):
    desk.show("orders")
    desk.press(KEY.Key_K, CTRL)
    desk.type("table")
    desk.ask("product_model.open", read_first(desk))
    assert desk.page.title == "Models"


def read_first(desk):
    with desk.context.opened.work.reading(actor=desk.context.jobs._actor) as view:
        return read_models(view)[0].id
