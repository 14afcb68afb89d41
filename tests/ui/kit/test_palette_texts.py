"""A line of Ctrl+K whose texts are too long for it."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from app.views.kit import theme
from app.views.kit.palette import Entry, fitted


def test_what_stands_beside_a_name_is_cut_before_what_stands_at_the_right(qtbot):
    metrics = QFontMetrics(theme.base_font())
    entry = Entry(
        "SN-4711", lambda: None, "Cabinet, 3 modules, height 2250 mm, depth 600 mm", "Bergmann Hotels"
    )
    main, beside = fitted(entry, 300, metrics, metrics)
    assert main == "SN-4711"
    assert beside.startswith("Cabinet")
    assert beside.endswith("\N{HORIZONTAL ELLIPSIS}")
    assert metrics.horizontalAdvance(main + beside + entry.right) + 24 <= 300
    assert fitted(entry, 2000, metrics, metrics) == (entry.main, entry.secondary)
