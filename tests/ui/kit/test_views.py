"""Tables, message bar, clipboard, bars, PDF view, processes, bus."""

import io
import os
import threading
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QColor, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from reportlab.pdfgen.canvas import Canvas

from app.domain.changes import Change
from app.domain.errors import RefusedError
from app.domain.issues import Issue, Severity
from app.models.cells_model import CellColumn, CellsModel
from app.models.columns import Column
from app.models.rows_model import STATE_ROLE, RowsModel
from app.views.kit import clipboard, theme
from app.views.kit.bars import ShareBar, ShareBars, Waterfall, WaterfallStep
from app.views.kit.bus import Ask, Bus
from app.views.kit.cards import Badge
from app.views.kit.cells_grid import CellsGrid
from app.views.kit.icons import icon
from app.views.kit.message_bar import MessageAction, MessageBar
from app.views.kit.pdf_view import PdfView
from app.views.kit.processes import Processes, ProcessFailedError
from app.views.kit.progress import ProgressCard
from app.views.kit.table_view import TableView
from app.views.kit.tokens import DARK, LIGHT

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    view, field = TableView(), QLineEdit()
    model = QStandardItemModel(3, 2, view)
    model.setHorizontalHeaderLabels(["Name", "State"])
    for row, name in enumerate(("a", "b\tc", "d")):
        model.setItem(row, 0, QStandardItem(name))
        state = QStandardItem("late")
        state.setData("bad", STATE_ROLE)
        model.setItem(row, 1, state)
    view.setModel(model)
    layout = QVBoxLayout(page)
    layout.addWidget(view)
    layout.addWidget(field)
    page.resize(400, 300)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    view.setFocus()
    view.select_row(0)
    return view, field, page


def test_a_table_is_one_tab_stop(qtbot, table):
    view, field, _page = table
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert field.hasFocus()


def test_enter_activates_and_home_and_end_go_to_the_ends(qtbot, table):
    view, _field, _page = table
    rows: list[Any] = []
    view.row_activated.connect(rows.append)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row() == 2
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert rows == [2, 0]


def test_ctrl_c_copies_the_selected_rows_as_a_sheet(qtbot, table):
    view, _field, _page = table
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == 'Name\tState\na\tlate\n"b\tc"\tlate\n'
    assert clipboard.pasted_rows() == [["Name", "State"], ["a", "late"], ["b\tc", "late"]]


@pytest.mark.parametrize("row", [0, 1])
def test_the_status_dot_is_seen_in_plain_and_selected_rows(table, row):
    view, _field, _page = table
    picture = view.grab().toImage()
    box = view.visualRect(view.model().index(row, 1)).translated(view.viewport().pos())
    seen = {picture.pixelColor(x, box.center().y()).name() for x in range(box.left(), box.right())}
    assert LIGHT.bad in seen


def test_pasted_text_of_windows_and_empty_lines():
    assert clipboard.from_tsv("a\tb \r\n\r\n c\t\r\n") == [["a", "b"], ["c", ""]]


def test_a_quote_of_inches_does_not_swallow_the_cells_behind_it():
    sheet = 'SCR-1\t"24\t2\nSCR-2\t"27" wide\t3\n"a ""b""\nc"\t"d"\t4\n'
    assert clipboard.from_tsv(sheet) == [
        ["SCR-1", '"24', "2"],
        ["SCR-2", '"27" wide', "3"],
        ['a "b"\nc', "d", "4"],
    ]
    assert clipboard.from_tsv('"' + "L" * 200_000) == [['"' + "L" * 200_000]]


def test_a_message_offers_remedies_by_key_and_is_not_modal(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    bar, field, taken = MessageBar(), QLineEdit(), []
    layout = QVBoxLayout(page)
    layout.addWidget(bar)
    layout.addWidget(field)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    field.setFocus()
    bar.show_message(
        "Changed elsewhere", "warn", [MessageAction("Take theirs", lambda: taken.append(1), "Alt+1")]
    )
    assert field.hasFocus()
    assert "Take theirs  Alt+1" in [button.text() for button in bar.findChildren(QPushButton)]
    qtbot.keyClick(field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert taken == [1]
    bar.clear()
    assert bar.text() == ""
    qtbot.keyClick(field, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert taken == [1]


def has_colour(widget, colour):
    picture = widget.grab().toImage()
    wanted = QColor(colour).rgb()
    return any(
        picture.pixel(x, y) == wanted for y in range(picture.height()) for x in range(0, picture.width(), 2)
    )


def test_bars_follow_their_data_and_the_theme(qtbot, qapp):
    chart = Waterfall()
    qtbot.addWidget(chart)
    chart.resize(320, 80)
    chart.set_steps([WaterfallStep("List", 0, 100, "1.00", "total"), WaterfallStep("Less", 100, 80, "-0.20")])
    assert chart.accessibleName() == "List 1.00; Less -0.20"
    assert has_colour(chart, LIGHT.accent)
    assert has_colour(chart, LIGHT.warn)
    theme.apply_theme(qapp, dark=True)
    assert has_colour(chart, DARK.accent)
    shares = ShareBars()
    qtbot.addWidget(shares)
    shares.resize(320, 60)
    shares.set_bars([ShareBar("North", 0, 0, "0"), ShareBar("South", 3, 4, "3 of 4")])
    assert has_colour(shares, DARK.ok)
    assert has_colour(shares, DARK.track)


def test_a_badge_says_its_state_in_colour_and_word(qtbot):
    badge = Badge("3 days late", "bad")
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "problem: 3 days late"
    badge.resize(badge.sizeHint())
    assert has_colour(badge, LIGHT.bad_back)
    badge.set_state("", "ok")
    assert badge.isHidden()


def test_an_icon_that_does_not_exist_is_our_mistake(qapp):
    assert not icon("mdi6.truck-outline").isNull()
    with pytest.raises(AssertionError, match="no icon"):
        icon("mdi6.no-such-thing")


def two_pages():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for text in ("first", "second"):
        canvas.drawString(100, 200, text)
        canvas.rect(50, 250, 100, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_paper_is_drawn_when_it_comes_into_sight(qtbot, jobs, tmp_path):
    view = PdfView(jobs)
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    with qtbot.waitSignal(view.drawn):
        view.set_pdf(two_pages())
    assert jobs.wait_idle()
    assert has_colour(view, "#000000")
    with qtbot.waitSignal(view.page_changed) as seen:
        qtbot.keyClick(view, Qt.Key.Key_End)
    assert seen.args == [2, 2]
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert jobs.wait_idle()
    view.save(tmp_path / "paper.pdf")
    assert jobs.wait_idle()
    assert (tmp_path / "paper.pdf").read_bytes() == view.pdf()


def test_a_paper_is_printed_page_by_page(qtbot, jobs, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    from app.views.kit.pdf_pages import page_sizes

    view = PdfView(jobs)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.drawn):
        view.show()
        view.set_pdf(two_pages())
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    view.print_to(printer)
    assert jobs.wait_idle(20_000)
    assert len(page_sizes((tmp_path / "out.pdf").read_bytes())) == 2


def count_to(report, last):
    for number in range(last):
        report(number / last, f"at {number}")
    return last * 2


def wait_for_cancel(report):
    while True:
        report(-1, "working")
        threading.Event().wait(0.01)


def refuse(report):
    raise RefusedError("thing.refused", (Issue("a.b", Severity.WARN),), number=3)


def explode(report):
    raise ZeroDivisionError("one")


def answer_and_stay(report, gate):
    threading.Thread(target=gate.read_text).start()  # a pipe with a name: reads until the test writes
    return 7


@pytest.fixture
def processes(qapp):
    processes = Processes()
    yield processes
    processes.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("process-")]


def test_a_process_tells_its_progress_and_its_result(qtbot, processes):
    steps = []
    results: list[Any] = []
    owner = QObject()
    with qtbot.waitSignal(processes.idle):
        processes.run(owner, count_to, 3, done=results.append, progress=lambda *step: steps.append(step))
    assert results == [6]
    assert [text for _fraction, text in steps] == ["at 0", "at 1", "at 2"]


def test_a_process_is_cancelled_from_its_card(qtbot, processes):
    card, stopped = ProgressCard("Work"), []
    qtbot.addWidget(card)
    handle = processes.run(
        card, wait_for_cancel, done=pytest.fail, progress=card.set_progress, stopped=lambda: stopped.append(1)
    )
    card.cancel_wanted.connect(handle.cancel)
    qtbot.waitUntil(lambda: card.text() == "working")
    with qtbot.waitSignal(processes.idle):
        qtbot.mouseClick(card.cancel_button, Qt.MouseButton.LeftButton)
    assert stopped == [1]


def test_an_answer_does_not_wait_for_its_process_to_end(qtbot, processes, tmp_path):
    gate, owner = tmp_path / "gate", QObject()
    os.mkfifo(gate)
    results: list[Any] = []
    with qtbot.waitSignal(processes.idle):
        processes.run(owner, answer_and_stay, gate, done=results.append)
    assert results == [7]
    gate.write_text("go")


@pytest.mark.parametrize(("function", "kind"), [(refuse, RefusedError), (explode, ProcessFailedError)])
def test_a_processs_error_arrives(qtbot, processes, function, kind):
    errors: list[Any] = []
    owner = QObject()
    with qtbot.waitSignal(processes.idle):
        processes.run(owner, function, done=pytest.fail, failed=errors.append)
    assert [type(error) for error in errors] == [kind]
    text = str(errors[0])
    assert ("number=3" in text) or ("ZeroDivisionError: one" in text)


def test_the_bus_brings_changes_from_any_thread_to_the_gui_thread(qtbot):
    bus, seen = Bus(), []
    bus.changed.connect(lambda changes: seen.append((changes, threading.current_thread())))
    thread = threading.Thread(target=bus.publish, args=((Change("thing", 1, 2),),))
    thread.start()
    thread.join()
    assert seen == []
    QCoreApplication.processEvents()
    assert seen == [((Change("thing", 1, 2),), threading.main_thread())]


def test_a_wish_reaches_whoever_can_fulfil_it(qapp):
    bus = Bus()
    seen: list[Any] = []
    bus.asked.connect(seen.append)
    bus.ask("thing.open", 17, tab="notes")
    assert seen == [Ask("thing.open", 17, {"tab": "notes"})]


def shown_at(qtbot, view, width):
    """A list or grid shown so wide; its header."""
    qtbot.addWidget(view)
    view.resize(width, 200)
    view.show()
    return view.horizontalHeader()


def resized(view, width):
    """How wide the first column is in a list or grid so wide."""
    view.resize(width, 200)
    return view.horizontalHeader().sectionSize(0)


def name_and_others(titles, *, name_width):
    """Columns of a grid: a stretching name and others beside it."""
    others = (CellColumn(title, title, width=110) for title in titles)
    return (CellColumn("name", "Name", width=name_width, stretch=True), *others)


@pytest.mark.parametrize(("named", "others", "narrow", "least"), [(0, 2, 420, 110), (180, 1, 300, 180)])
def test_a_stretching_column_stays_readable_or_keeps_the_width_it_names(qtbot, named, others, narrow, least):
    columns = (
        Column("name", "Name", lambda row: row, stretch=True, width=named),
        *(Column(str(each), str(each), lambda row: row, width=200) for each in range(others)),
    )
    view = TableView()
    view.setModel(RowsModel(columns, lambda *_: None))
    assert shown_at(qtbot, view, 700).sectionSize(0) > 250
    assert resized(view, narrow) == least
    assert resized(view, 700) > 250


def test_headings_of_a_narrow_grid_stay_whole(qtbot):
    columns = name_and_others(("Postcode", "Longitude", "From quantity"), name_width=150)
    header = shown_at(qtbot, CellsGrid(CellsModel(columns)), 300)
    for number, column in enumerate(columns[1:], start=1):
        words = header.fontMetrics().horizontalAdvance(column.title)
        assert words + 16 <= header.sectionSize(number) < 110 + 1, column.title


def test_the_names_in_a_narrow_grid_stay_readable_and_the_grid_scrolls(qtbot):
    columns = name_and_others((f"Column {number}" for number in range(6)), name_width=160)
    grid = CellsGrid(CellsModel(columns))
    assert shown_at(qtbot, grid, 900).sectionSize(0) > 200
    assert resized(grid, 400) == 150
    assert grid.horizontalScrollBar().maximum() > 0
    assert resized(grid, 900) > 200
    assert grid.horizontalScrollBar().maximum() == 0
