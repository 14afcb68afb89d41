"""The order list's comforts by keys: saved views, columns, export."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from app.domain.rights import SYSTEM, Actor
from app.views.kit.list_commands import front_bar
from app.views.kit.list_export import number_or_text
from db.schema.orders import Order
from db.statements import insert_rows
from tests.helpers.order_keys import rows
from tests.helpers.stored_orders import open_order
from tests.helpers.window import CTRL, SHIFT, Desk

KEYS = CTRL | SHIFT


@pytest.fixture
def firm_url(firm_url):
    """The small firm with three orders of two customers."""
    from app.bootstrap import open_office

    office = open_office(firm_url)
    with office.work.begin(actor=SYSTEM) as uow:
        same = {"currency": "EUR", "created_by": "x", "created_at": uow.now, "order_date": date(2026, 3, 2)}
        found = (
            ("SO-000101", "confirmed", "Berger Möbel KG", 123_450, date(2026, 3, 9)),
            ("SO-000102", "closed", "Zeta Büro AG", 99, None),
            ("QU-000103", "quoted", "=Zeta Büro AG", 5_000_000, None),
        )
        insert_rows(
            uow.db, Order,
            [
                {**same, "number": number, "state": state, "customer_name": name,
                 "customer_sort": name.casefold(), "gross_minor": gross, "promise_date": promise}
                for number, state, name, gross, promise in found
            ],
        )  # fmt: skip
    office.close()
    return firm_url


def numbers(desk: Desk) -> list[str | None]:
    model = desk.context.desk().list.model
    found = [model.row(at) for at in range(model.total())]
    return [row.number for row in found if row is not None]


def bar_of(desk: Desk):
    bar = front_bar(desk.context)
    assert bar is not None
    return bar


def test_a_view_is_saved_taken_renamed_and_deleted_by_keys(desk, firm_url):
    bar = bar_of(desk)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("SO-")
    bar.choices[0].setCurrentIndex(bar.choices[0].findText("closed", Qt.MatchFlag.MatchFixedString))
    desk.idle()
    assert numbers(desk) == ["SO-000102"]
    desk.press(Qt.Key.Key_V, KEYS)
    desk.type("Done ones")
    desk.enter()
    ((name, list_name),) = rows(firm_url, "select name, list_name from saved_view")
    assert (name, list_name) == ("Done ones", "orders")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.press(Qt.Key.Key_Delete)
    bar.choices[0].setCurrentIndex(0)
    desk.idle()
    assert len(numbers(desk)) == 3
    desk.press(Qt.Key.Key_V, KEYS)
    desk.enter()
    assert numbers(desk) == ["SO-000102"]
    assert bar.search.text() == "SO-"
    desk.press(Qt.Key.Key_V, KEYS)
    desk.press(Qt.Key.Key_F2)
    desk.type("Closed")
    desk.enter()
    assert rows(firm_url, "select name from saved_view") == [("Closed",)]
    desk.press(Qt.Key.Key_Delete)
    assert rows(firm_url, "select name from saved_view") == []


def test_a_view_brings_sort_columns_order_and_widths_back(desk):
    bar, table = bar_of(desk), bar_of(desk).table
    header = table.horizontalHeader()
    table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    table.setColumnHidden(2, True)
    header.moveSection(6, 1)
    header.resizeSection(0, 151)
    desk.idle()
    assert numbers(desk) == ["QU-000103", "SO-000101", "SO-000102"]
    saved = bar.state()
    bar.apply_state(type(saved)())
    desk.idle()
    assert numbers(desk) == ["QU-000103", "SO-000102", "SO-000101"]
    assert header.sortIndicatorSection() == -1
    bar.apply_state(saved)
    desk.idle()
    assert bar.state() == saved
    assert numbers(desk) == ["QU-000103", "SO-000101", "SO-000102"]
    assert [column.name for column in bar.shown_columns()][:2] == ["number", "state"]
    assert table.isColumnHidden(2)
    assert header.sectionSize(0) == 151


def test_an_empty_name_is_refused_and_nothing_is_saved(desk, firm_url):
    desk.press(Qt.Key.Key_V, KEYS)
    desk.enter()
    assert "needs a name" in desk.context.desk().message_bar.text()
    assert rows(firm_url, "select * from saved_view") == []


def test_columns_are_hidden_moved_and_widened_by_keys_and_one_always_stays(desk):
    bar = bar_of(desk)
    bar.table.setFocus()
    width = bar.table.horizontalHeader().sectionSize(0)
    desk.press(Qt.Key.Key_H, KEYS)
    desk.press(Qt.Key.Key_Right, CTRL, times=2)
    assert bar.table.horizontalHeader().sectionSize(0) == width + 20
    desk.press(Qt.Key.Key_Down, CTRL)
    assert [column.name for column in bar.shown_columns()][:2] == ["customer", "number"]
    desk.press(Qt.Key.Key_Home)
    for _column in range(7):
        desk.press(Qt.Key.Key_Space)
        desk.press(Qt.Key.Key_Down)
    assert [column.name for column in bar.shown_columns()] == ["state"]
    desk.press(Qt.Key.Key_Escape)
    assert bar.table.hasFocus()


def test_a_list_is_sorted_by_keys_and_turned_round(desk):
    bar = bar_of(desk)
    bar.table.setFocus()
    wanted = ["SO-000102", "SO-000101", "QU-000103"]  # by gross
    titles = [column.name for column in bar.shown_columns()]
    for turned in (wanted, wanted[::-1]):
        desk.press(Qt.Key.Key_H, KEYS)
        desk.press(Qt.Key.Key_Home)
        desk.press(Qt.Key.Key_Down, times=titles.index("gross"))
        desk.press(Qt.Key.Key_Return, CTRL)
        assert numbers(desk) == turned
    assert bar.table.hasFocus()


def test_the_list_is_exported_by_keys_as_it_is_filtered_with_numbers_and_days(desk, qtbot, tmp_path):
    bar = bar_of(desk)
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("SO-")
    desk.press(Qt.Key.Key_X, KEYS)
    dialog = bar.findChild(QFileDialog)
    assert dialog is not None
    out = tmp_path / "orders.xlsx"
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(out))
    with qtbot.waitSignal(dialog.finished):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)
    desk.idle()
    assert "2 rows are in" in desk.context.desk().message_bar.text()
    assert not bar.exports.card.isVisible()
    book = openpyxl.load_workbook(out)
    head, *found = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert head == ("Number", "Customer", "Customer PO", "Date", "Ships", "Gross", "State")
    day = datetime(2026, 3, 2)
    assert [(row[0], row[3], row[4], row[5]) for row in found] == [
        ("SO-000102", day, None, 0.99), ("SO-000101", day, datetime(2026, 3, 9), 1234.5),
    ]  # fmt: skip


def test_hidden_columns_stay_out_of_the_file_and_text_is_no_formula(desk, tmp_path):
    bar = bar_of(desk)
    bar.table.setColumnHidden(5, True)
    bar.export_to(tmp_path / "orders.csv")
    desk.idle()
    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert "Gross" not in found[0]
    assert [row["Customer"] for row in found] == ["'=Zeta Büro AG", "Zeta Büro AG", "Berger Möbel KG"]


def test_a_file_that_cannot_be_written_is_told_and_the_list_goes_on(desk, tmp_path):
    bar = bar_of(desk)
    bar.export_to(tmp_path / "missing" / "orders.csv")
    desk.idle()
    assert "could not be written" in desk.context.desk().message_bar.text()
    assert not bar.exports.is_running
    bar.export_to(tmp_path / "orders.csv")
    desk.idle()
    assert (tmp_path / "orders.csv").exists()


def test_a_long_export_is_stopped_and_leaves_nothing(desk, qtbot, tmp_path):
    bar = bar_of(desk)
    with desk.context.office.work.begin(actor=SYSTEM) as uow:
        same = {"currency": "EUR", "created_by": "x", "created_at": uow.now, "order_date": date(2026, 3, 2)}
        insert_rows(uow.db, Order, [same] * 3000)
    bar.exports.card.cancel_wanted.emit()
    bar.export_to(tmp_path / "orders.csv")
    bar.exports._cancelled.set()
    desk.idle()
    assert "stopped" in desk.context.desk().message_bar.text()
    assert [path.name for path in tmp_path.iterdir() if "orders" in path.name] == []


def test_the_keys_say_so_where_there_is_no_list(desk):
    open_order(desk, ("CHR", "2"))
    assert front_bar(desk.context) is None
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_X, KEYS)
    assert desk.draft.header.po_number == "4500-1"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("-0.05", "-0.05"),
        ("12", "12"),
        ("", ""),
        ("3 pc", "3 pc"),
        ("-", "-"),
        ("²", "²"),
    ],
)
def test_a_number_shown_is_a_number_written(text, value):
    assert str(number_or_text(text)) == value


def test_a_column_is_seen_with_its_right_only(desk):
    from app.models.columns import Column
    from app.views.kit.list_bar import allowed_columns

    sales = Actor(name="Anna", roles=frozenset({"sales"}))
    columns = (Column("a", "A", str), Column("b", "B", str, right="margin.see"))
    desk.context.allowed = sales.can
    assert [column.name for column in allowed_columns(desk.context, columns)] == ["a"]
    desk.context.allowed = SYSTEM.can
    assert [column.name for column in allowed_columns(desk.context, columns)] == ["a", "b"]


def test_advances_are_shown_when_asked_for_and_in_no_view_that_never_knew_them(desk):
    bar = bar_of(desk)
    assert "advances" not in [column.name for column in bar.shown_columns()]
    older = replace(bar.state(), hidden=("po",), order=("number", "customer"))
    desk.press(Qt.Key.Key_H, KEYS)
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Escape)
    assert bar.shown_columns()[-1].name == "advances"
    kept = bar.state()
    bar.apply_state(older)
    assert "advances" not in [column.name for column in bar.shown_columns()]
    bar.apply_state(kept)
    assert bar.shown_columns()[-1].name == "advances"


def test_a_search_that_finds_nothing_says_so_and_not_that_the_firm_has_no_orders(desk):
    def title():
        return desk.find(QLabel, "emptyTitle").text()

    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("xyzq")
    desk.until(lambda: numbers(desk) == [])
    assert title() == "Nothing found"
