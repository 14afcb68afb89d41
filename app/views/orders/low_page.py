"""What the page of an order does without where its window is low: titles and air first, then rows that wait."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLayout, QWidget

from app.views.kit.cards import AIR, TIGHT, Card
from app.views.kit.tokens import ROW_HEIGHT
from app.views.orders.accept_reason import ReasonPlace
from app.views.orders.further_rows import FurtherRows

LINES_SEEN = 3
"""Beside the one that is keyed, which the grid always has room for."""


class LowPage(QObject):
    """As soon as few lines or no row of the list that gives way last would be seen, the cards lose titles and air.

    The list itself shrinks by its layout; nothing that is keyed into, and no sum, is ever cut. Where even that is not
    enough, as with a message over all fields of the head, the row of the hint goes too: `Ctrl+Shift+A` brings it back;
    then the further fields of the head scroll.
    """

    def __init__(
        self,
        page: QWidget,
        cards: tuple[Card, ...],
        shrinks: QWidget,
        last: ReasonPlace,
        scrolls: FurtherRows,
    ) -> None:
        super().__init__(page)
        self._scrolls = scrolls
        self._page = page
        self._cards = cards
        self._shrinks = shrinks
        self._last = last
        self._is_low = self._is_tight = False
        self._spacing = self._layout().spacing()
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest}:
            self._fit()
            self._tighten()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        layout = self._layout()
        wanted = self._least() + self._room_given() + LINES_SEEN * ROW_HEIGHT
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

    def _tighten(self) -> None:
        """Give up the row of the hint and the air in the cards where what must be seen has no room."""
        must = self._least() + self._room_given()
        is_tight = self._is_low and must > self._page.height()
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            for card in self._cards:
                card.make_tight(tight=is_tight)
        self._last.give_way(to_more=is_tight)
        self._scrolls.give_way(max(0, must - self._page.height() - self._given_first()) if is_tight else 0)

    def _room_given(self) -> int:
        """How much room was given up already."""
        return self._given_first() + self._scrolls.room()

    def _given_first(self) -> int:
        air = AIR[1] + AIR[3] - TIGHT[1] - TIGHT[3] if self._is_tight else 0
        return len(self._cards) * air + (self._last.room() if self._last.isHidden() else 0)

    def _least(self) -> int:
        """How high the page is at least: a message has as many lines as it needs in this width."""
        layout = self._layout()
        if layout.hasHeightForWidth():
            return layout.minimumHeightForWidth(self._page.width())
        return layout.minimumSize().height()

    def _layout(self) -> QLayout:
        layout = self._page.layout()
        assert layout is not None, "the page is laid out"
        return layout

    def _air(self, layout: QLayout) -> int:
        """How much the parts would stand further from one another in a window that is not low."""
        items = [layout.itemAt(place) for place in range(layout.count())]
        gaps = sum(item is not None and not item.isEmpty() for item in items) - 1
        return max(gaps, 0) * (self._spacing - self._spacing // 2)
