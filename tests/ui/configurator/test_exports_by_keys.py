"""Ctrl+E: what is configured is written to files; what cannot be written is told."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget

from app.views.kit.message_bar import MessageBar
from tests.helpers.window import CTRL, KEY
from tests.ui.configurator.test_order_line_by_keys import open_table


def asked(desk) -> QFileDialog:
    return desk.page.findChild(QFileDialog, "exportDialog")


def save(desk, qtbot, path: Path, number) -> str:
    """Ctrl+E, the number, the file's name; what the bar tells then."""
    desk.page.message_bar.clear()
    desk.press(KEY.Key_E, CTRL)
    desk.press(number)
    dialog = asked(desk)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: desk.page.message_bar.text() != "")
    return desk.page.message_bar.text()


def test_the_menu_lists_what_there_is_and_proposes_a_name(desk):
    page = open_table(desk)
    desk.press(KEY.Key_E, CTRL)
    kinds = page.window().findChild(QListWidget, "exportKinds")
    assert kinds.count() == 9
    desk.press(KEY.Key_6)
    assert asked(desk).selectedFiles()[0].endswith("cut list.xlsx")
    assert asked(desk).nameFilters() == ["XLSX (*.xlsx)", "CSV (*.csv)"]
    asked(desk).reject()


def test_picture_drawing_and_model_are_those_of_the_screen(desk, qtbot, tmp_path):
    open_table(desk)
    picture = tmp_path / "table.png"
    assert save(desk, qtbot, picture, KEY.Key_1) == f"{picture} is written."
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1600, 1200)
    drawing = tmp_path / "table.svg"
    save(desk, qtbot, drawing, KEY.Key_2)
    root = ET.fromstring(drawing.read_text())  # noqa: S314 - of our own making
    assert any(each.text == "1600 mm" for each in root.iter())
    model = tmp_path / "table.glb"
    save(desk, qtbot, model, KEY.Key_3)
    assert model.read_bytes().startswith(b"glTF")


@pytest.mark.parametrize("number", [KEY.Key_5, KEY.Key_7])
def test_what_there_is_none_of_is_told(desk, qtbot, tmp_path, number):
    open_table(desk)
    told = save(desk, qtbot, tmp_path / "list.csv", number)
    assert told == "There is nothing of this kind in the configuration: no file was written."
    assert not (tmp_path / "list.csv").exists()


def test_a_place_that_is_refused_is_told_and_the_page_goes_on(desk, qtbot, tmp_path):
    page = open_table(desk)
    gone = tmp_path / "gone" / "table.glb"
    page.keys.exporting.write(gone, "solids")
    qtbot.waitUntil(lambda: page.findChild(MessageBar).text() != "")
    assert page.message_bar.text().startswith(f"{gone} could not be written")


def test_ctrl_k_finds_each_kind(desk):
    page = open_table(desk)
    assert {"export", "export_panels", "export_labels"} <= page.can_do.keys()
