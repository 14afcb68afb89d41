"""Rows of bars: a long name is wrapped, and the mouse on a row tells it whole."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from app.views.kit import theme
from app.views.kit.bars import ShareBar, ShareBars, Waterfall, WaterfallStep

LONG = "Autumn campaign for project business 12 %"
ROW = 24
WRAPPED = Qt.TextFlag.TextWordWrap


def chart_of(qtbot, width: int) -> Waterfall:
    chart = Waterfall()
    qtbot.addWidget(chart)
    chart.resize(width, 200)
    chart.set_steps(
        [
            WaterfallStep("List", 0, 100_000, "100.00", "total"),
            WaterfallStep(LONG, 100_000, 88_000, "-12.00"),
            WaterfallStep("Net", 0, 88_000, "88.00", "total"),
        ]
    )
    return chart


def test_a_long_name_is_wrapped_where_it_has_no_room_in_one_row(qtbot):
    narrow = chart_of(qtbot, 240)
    first, wrapped, last = narrow.heights()
    assert (first, last) == (ROW, ROW)
    assert wrapped > ROW
    assert narrow.sizeHint().height() == 2 * ROW + wrapped
    narrow.resize(900, 200)
    narrow.grab()
    assert narrow.heights() == [ROW] * 3


def test_a_name_that_just_fits_has_the_height_that_the_painter_needs(qtbot):
    """At this very width the painter wraps it: two lines in the height of one are cut."""
    bold = QFontMetrics(theme.base_font(weight=QFont.Weight.Bold))
    step = WaterfallStep("Frame contract 2026", 0, 100_000, "", "quiet")
    chart = Waterfall()
    qtbot.addWidget(chart)
    width = bold.horizontalAdvance(step.label)
    painted = bold.boundingRect(QRect(0, 0, width, 1000), int(WRAPPED), step.label)
    chart.resize(width, 200)
    chart.set_steps([step])
    assert chart.heights()[0] >= painted.height()


def test_the_mouse_on_a_row_tells_it_whole(qtbot):
    chart = chart_of(qtbot, 240)
    chart.show()
    at = QPoint(20, ROW + 10)
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, at, chart.mapToGlobal(at)))
    assert QToolTip.text() == f"{LONG} · -12.00"
    assert chart.text_at(1000) == ""
    shares = ShareBars()
    qtbot.addWidget(shares)
    shares.set_bars([ShareBar("North", 3, 4, "3 of 4"), ShareBar("South with a long name", 1, 2, "1 of 2")])
    assert shares.text_at(ROW + 2) == "South with a long name · 1 of 2"
