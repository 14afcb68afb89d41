"""What the page of an order does without where its window is low: titles and air first, then rows that wait."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLayout, QWidget

from app.views.kit.cards import Card
from app.views.kit.tokens import ROW_HEIGHT

LINES_SEEN = 3
"""Beside the one that is keyed, which the grid always has room for."""


class LowPage(QObject):
    """As soon as few lines or no row of the list that gives way last would be seen, the cards lose titles and air.

    The list itself shrinks by its layout; nothing that is keyed into, and no sum, is ever cut.
    """

    def __init__(self, page: QWidget, cards: tuple[Card, ...], shrinks: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._cards = cards
        self._shrinks = shrinks
        self._is_low = False
        self._spacing = self._layout().spacing()
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        layout = self._layout()
        wanted = layout.minimumSize().height() + LINES_SEEN * ROW_HEIGHT
        if self._is_low:
            wanted += sum(card.title_room() for card in self._cards) + self._air(layout)
        if not self._shrinks.isHidden():
            wanted += ROW_HEIGHT
        is_low = wanted > self._page.height()
        if is_low != self._is_low:
            self._is_low = is_low
            layout.setSpacing(self._spacing // 2 if is_low else self._spacing)
            for card in self._cards:
                card.make_low(low=is_low)

    def _layout(self) -> QLayout:
        layout = self._page.layout()
        assert layout is not None, "the page is laid out"
        return layout

    def _air(self, layout: QLayout) -> int:
        """How much the parts would stand further from one another in a window that is not low."""
        items = [layout.itemAt(place) for place in range(layout.count())]
        gaps = sum(item is not None and not item.isEmpty() for item in items) - 1
        return max(gaps, 0) * (self._spacing - self._spacing // 2)
