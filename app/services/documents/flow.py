"""The vertical flow of a paper over its pages: pieces are placed first and drawn when all are known."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.units import mm

from app.services.documents.pen import PAGE_HEIGHT, Pen

FOLLOWING_TOP = 27 * mm
BODY_BOTTOM = PAGE_HEIGHT - 33 * mm

Drawing = Callable[[Pen, float], None]


class Flow:
    """Places pieces below one another and opens a new page when one no longer fits."""

    def __init__(self, first_top: float) -> None:
        self.pages: list[list[tuple[float, Drawing]]] = [[]]
        self.y = first_top

    def room(self) -> float:
        """Return the points left on this page."""
        return BODY_BOTTOM - self.y

    def is_fresh(self) -> bool:
        """Return whether nothing stands on this page yet."""
        return not self.pages[-1]

    def open_page(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append([])
        self.y = FOLLOWING_TOP

    def place(self, height: float, draw: Drawing) -> None:
        """Put a piece here, without asking whether it fits."""
        self.pages[-1].append((self.y, draw))
        self.y += height

    def add(self, height: float, draw: Drawing) -> None:
        """Put a piece that stays whole: here, or on a new page when there is no room."""
        if height > self.room() and not self.is_fresh():
            self.open_page()
        self.place(height, draw)

    def skip(self, height: float) -> None:
        """Leave white space; none at the top of a page that follows."""
        if not self.is_fresh():
            self.y += height
