"""Lists of any length: pages on demand, ready strings, no query in data()."""

from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.domain.pages import Mark, Page
from app.models.columns import Column
from app.models.rows_model import MAX_PAGES, PAGE_ROWS, STATE_ROLE, RowsModel
from app.views.kit.table_view import TableView

COLUMNS: tuple[Column[int], ...] = (
    Column("number", "Number", str, align_right=True, sort_key="number"),
    Column("name", "Name", lambda row: f"row {row}", state=lambda row: "bad" if row % 2 else None),
)


class FakeFetch:
    """Answers at once or later, as a job would."""

    def __init__(self, total, *, exact=True):
        self.total, self.exact = total, exact
        self.asked: list[Any] = []
        self.model: Any = None
        self.tester: Any = None

    def __call__(self, first, count, sort_key):
        self.asked.append((first, count, sort_key))

    def answer(self):
        asked, self.asked = self.asked, []
        for first, count, sort_key in asked:
            rows = tuple(range(first, min(first + count, self.total)))
            if sort_key.startswith("-"):
                rows = tuple(self.total - 1 - row for row in rows)
            self.model.put(first, Page(rows, self.total, self.exact), sort_key=sort_key)


def make(total, **kwargs):
    fetch = FakeFetch(total, **kwargs)
    fetch.model = RowsModel(COLUMNS, fetch)
    if total <= 10_000:  # the tester walks through all rows
        fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
        fetch.tester = QAbstractItemModelTester(fetch.model, fatal)
    return fetch, fetch.model


def turn():
    QCoreApplication.processEvents()


def test_the_first_page_is_asked_and_shown(qapp):
    fetch, model = make(450)
    model.restart()
    turn()
    assert fetch.asked == [(0, PAGE_ROWS, "")]
    fetch.answer()
    assert model.rowCount() == 450
    assert model.index(3, 1).data() == "row 3"
    assert model.index(3, 1).data(STATE_ROLE) == "bad"
    assert model.index(3, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(QModelIndex()) == 2


def test_a_missing_page_shows_blanks_and_asks_once(qapp):
    fetch, model = make(1_000_000)
    model.restart()
    turn()
    fetch.answer()
    assert model.index(700_000, 1).data() == ""
    assert model.index(700_001, 1).data() == ""
    turn()
    assert fetch.asked == [(700_000, PAGE_ROWS, "")]
    model.index(700_002, 1).data()
    turn()
    assert len(fetch.asked) == 1
    seen = []
    model.dataChanged.connect(lambda top, bottom: seen.append((top.row(), bottom.row())))
    fetch.answer()
    assert seen == [(700_000, 700_199)]
    assert model.index(700_001, 1).data() == "row 700001"


def test_pages_scrolled_past_are_not_asked(qapp):
    fetch, model = make(1_000_000)
    model.restart()
    turn()
    fetch.answer()
    for row in range(0, 1_000_000, 50_000):
        model.index(row, 0).data()
    turn()
    assert [first for first, _, _ in fetch.asked] == [850_000, 900_000, 950_000]


def test_old_pages_are_forgotten(qapp):
    _fetch, model = make(1_000_000)
    for number in range(MAX_PAGES + 10):
        model.put(number * PAGE_ROWS, Page(tuple(range(PAGE_ROWS)), 1_000_000))
    assert model.row(0) is None
    assert model.row((MAX_PAGES + 9) * PAGE_ROWS) == 0


def test_sorting_asks_with_the_columns_key_and_drops_answers_to_the_old_order(qapp):
    fetch, model = make(1000)
    model.restart()
    turn()
    old = list(fetch.asked)
    fetch.answer()
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.sort_key == "-number"
    model.index(0, 0).data()
    turn()
    assert fetch.asked == [(0, PAGE_ROWS, "-number")]
    model.put(0, Page(tuple(range(200)), 1000), sort_key=old[0][2])
    assert model.index(0, 0).data() == ""
    fetch.answer()
    assert model.index(0, 0).data() == "999"
    model.sort(1)
    assert model.sort_key == "-number", "a column without a key cannot be sorted"


def test_a_capped_count_is_told_with_a_plus(qapp):
    fetch, model = make(10_000, exact=False)
    model.restart()
    turn()
    fetch.answer()
    assert model.total_text() == "10,000+"
    model.put(0, Page((1,), 1))
    assert model.total_text() == "1"


def test_a_refresh_shows_the_old_rows_until_the_new_ones_come(qapp):
    fetch, model = make(3)
    model.restart()
    turn()
    fetch.answer()
    model.refresh()
    assert model.index(0, 1).data() == "row 0"
    turn()
    assert fetch.asked == [(0, PAGE_ROWS, "")]
    fetch.asked.clear()
    model.put(0, Page((7, 8), 2))
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["row 7", "row 8"]


def test_a_page_that_failed_is_asked_again(qapp):
    fetch, model = make(3)
    model.restart()
    turn()
    assert len(fetch.asked) == 1
    model.fetch_failed(0)
    model.refresh()
    turn()
    assert len(fetch.asked) == 2


def test_a_view_of_a_million_rows_asks_only_what_is_in_sight(qtbot):
    fetch, model = make(1_000_000)
    view = TableView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(600, 400)
    view.show()
    model.restart()
    turn()
    fetch.answer()
    turn()
    assert fetch.asked == []
    view.select_row(500_000)
    qtbot.waitUntil(lambda: bool(fetch.asked))
    assert {first for first, _, _ in fetch.asked} <= {499_800, 500_000}
    fetch.answer()
    assert view.model().index(500_000, 1).data() == "row 500000"


@pytest.mark.parametrize("first", [1, 199])
def test_a_page_that_begins_elsewhere_is_our_mistake(qapp, first):
    _fetch, model = make(3)
    with pytest.raises(AssertionError):
        model.put(first, Page((1,), 3))


def test_pages_are_asked_with_the_total_and_the_nearest_known_place(qapp):
    _fetch, model = make(100_000)
    model.restart()
    assert model.known_total() is None
    turn()
    put_with_marks(model, 0)
    assert model.known_total() == 100_000
    assert model.near(100_000) == Mark(199, 199, 199)
    look_at(model, 50_000)
    put_with_marks(model, 50_000)
    assert model.near(50_400) == Mark(50_199, 50_199, 50_199)
    assert model.near(49_800) == Mark(50_000, 50_000, 50_000)
    assert model.near(20_000) == Mark(199, 199, 199)


def test_after_a_change_rows_are_counted_again_and_places_are_forgotten(qapp):
    _fetch, model = make(100_000)
    model.restart()
    turn()
    put_with_marks(model, 0)
    model.refresh()
    assert (model.known_total(), model.near(0)) == (None, None)
    put_with_marks(model, 400)
    assert model.known_total() is None, "an answer from before the change says nothing about today's places"


def test_another_sort_keeps_the_total_and_forgets_the_places(qapp):
    _fetch, model = make(100_000)
    model.restart()
    turn()
    put_with_marks(model, 0)
    model.set_sort_key("-number")
    assert (model.known_total(), model.near(0)) == (100_000, None)


def look_at(model, row):
    model.data(model.index(row, 0))
    turn()


def put_with_marks(model, first):
    rows = tuple(range(first, first + PAGE_ROWS))
    marks = tuple(Mark(row, row, row) for row in (rows[0], rows[-1]))
    model.put(first, Page(rows, 100_000, marks=marks), sort_key=model.sort_key)
