"""The ways out of the program as a person takes them: printer, file dialog, mail server."""

from __future__ import annotations

import csv
import io

from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from app.domain.rights import SYSTEM
from app.services.settings_store import read_firm_settings
from tests.helpers.firm_facts import make_customers, make_firm
from tests.helpers.window import CTRL, KEY, SHIFT
from tests.ui.papers.test_paper_window import paper, papers, post  # noqa: F401 - fixtures used by name


def dialog_of(kind):
    """The open dialog of this kind."""
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]
    assert len(found) == 1, f"{len(found)} dialogs are open"
    return found[0]


def choose(dialog, path):
    """Key a file's name into the dialog and press Enter, as a person does."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, str(path))
    QTest.keyClick(field, KEY.Key_Return)


def test_a_paper_is_printed_into_a_file_page_by_page(qtbot, window, paper, tmp_path):  # noqa: F811 - fixture
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    paper.view.print_to(printer)
    window.idle()
    printed, shown = PdfReader(target), PdfReader(io.BytesIO(paper.view.pdf()))
    assert len(printed.pages) == len(shown.pages) >= 1
    assert all(page.images for page in printed.pages)
    width, height = printed.pages[0].mediabox[2:]
    assert height > width


def test_ctrl_p_asks_for_the_printer_and_escape_prints_nothing(qtbot, window, paper):  # noqa: F811 - fixture
    window.press(KEY.Key_P, CTRL)
    dialog = dialog_of(QPrintDialog)
    QTest.keyClick(dialog, KEY.Key_Escape)
    window.idle()
    assert not [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QPrintDialog) and each.isVisible()
    ]


def test_browse_takes_the_file_of_the_dialog(qtbot, window, paper, tmp_path):  # noqa: F811 - fixture
    window.press(KEY.Key_S, CTRL)
    button = next(each for each in paper.findChildren(QPushButton) if each.text().startswith("Browse"))
    button.setFocus()
    window.press(KEY.Key_Space)
    dialog = dialog_of(QFileDialog)
    choose(dialog, tmp_path / "statement.pdf")
    window.idle()
    assert paper.save_form.text("path") == str(tmp_path / "statement.pdf")
    paper.activateWindow()  # a window manager gives the focus back; there is none offscreen
    qtbot.waitUntil(paper.isActiveWindow)
    paper.save_form.focus("path")
    window.press(KEY.Key_Return)
    assert (tmp_path / "statement.pdf").read_bytes() == paper.view.pdf()


def test_a_list_is_exported_through_the_dialog_by_keys(window, work, tmp_path):
    make_firm(work)
    make_customers(work, "Bergmann Hotels GmbH", "=cmd()", email="ada@bergmann.example")
    window.show("customers")
    for name in ("customers.csv", "customers.xlsx"):
        window.press(KEY.Key_X, CTRL | SHIFT)
        choose(dialog_of(QFileDialog), tmp_path / name)
        window.idle()
    with (tmp_path / "customers.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = {cell for row in csv.reader(file) for cell in row}
    assert {"Bergmann Hotels GmbH", "'=cmd()"} <= texts
    assert (tmp_path / "customers.xlsx").read_bytes().startswith(b"PK")


def test_the_test_mail_reaches_a_real_server(window, work, post):  # noqa: F811 - fixture
    make_firm(work)
    window.show("setup")
    window.context.bus.ask("setup.open", page="mail")
    window.idle()
    page = window.context.desk().page()
    page.form.widget("security").setCurrentIndex(page.form.widget("security").findText("none"))
    window.key_field("host", "127.0.0.1")
    window.key_field("port", str(post.port))
    window.key_field("sender", "office@firm.example")
    window.press(KEY.Key_T, CTRL)
    assert post.envelopes == []
    window.press(KEY.Key_S, CTRL)
    with work.reading(actor=SYSTEM) as view:
        assert read_firm_settings(view)["smtp.port"] == post.port
    window.key_field("recipient", "boss@firm.example")
    window.press(KEY.Key_T, CTRL)
    window.idle()
    (mail,) = post.envelopes
    assert mail.rcpt_tos == ["boss@firm.example"]
    assert b"Test mail" in mail.content
    assert "boss@firm.example" in window.message()
