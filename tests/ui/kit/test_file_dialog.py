"""A dialog that shows the database's folder leaves SQLite's locks alone: without them saved work was lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sqlalchemy as sa
from PySide6.QtWidgets import QFileSystemModel, QWidget

from app.views.kit.file_dialog import FileDialog
from db.session import connect

_ASK = """
import fcntl, struct, sys
with open(sys.argv[1], "r+b") as file:
    wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 1_073_741_826, 510, 0)
    held = struct.unpack("hhqqi4x", fcntl.fcntl(file, fcntl.F_GETLK, wanted))[0]
print(held == fcntl.F_RDLCK)
"""


def is_held(path) -> bool:
    """Whether another process sees this one's lock, by which it leaves the journal where it is."""
    asked = subprocess.run(
        [sys.executable, "-c", _ASK, str(path)], capture_output=True, text=True, check=True
    )
    return asked.stdout.strip() == "True"


@pytest.mark.skipif(sys.platform != "linux", reason="locks that a process loses with any handle are POSIX's")
def test_a_file_dialog_in_the_folder_of_the_database_keeps_its_locks(qtbot, tmp_path):
    path = tmp_path / "firm.db"
    database = connect(f"sqlite:///{path}")
    with database.begin() as connection:
        connection.execute(sa.text("create table told (word text)"))
    assert is_held(path)
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = FileDialog(owner, "File", str(tmp_path))
    model = dialog.findChild(QFileSystemModel)
    assert model is not None
    dialog.open()
    qtbot.waitUntil(lambda: model.type(model.index(str(path))) == "DB")
    assert is_held(path)
    dialog.reject()
    database.dispose()


def test_a_database_in_use_is_not_handed_on(qtbot, tmp_path):
    path = tmp_path / "firm.db"
    database = connect(f"sqlite:///{path}")
    with database.begin() as connection:
        connection.execute(sa.text("create table told (word text)"))
    (tmp_path / "rows.csv").write_text("sku;price\n")
    owner = QWidget()
    qtbot.addWidget(owner)
    dialog = FileDialog(owner, "File", str(tmp_path))
    taken: list[str] = []
    dialog.fileSelected.connect(taken.append)
    dialog.open()
    for name in ("firm.db", "firm.db-wal"):
        dialog.selectFile(name)
        dialog.accept()
        assert dialog.isVisible()
        assert dialog.windowTitle().startswith(f"{name} is a database in use")
    dialog.selectFile("rows.csv")
    dialog.accept()
    assert not dialog.isVisible()
    assert [path.rsplit("/", 1)[-1] for path in taken] == ["rows.csv"]
    database.dispose()
