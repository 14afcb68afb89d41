"""Several documents of one desk in tabs: Ctrl+N new, Ctrl+W close, Ctrl+Tab next (commands call these)."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStackedWidget, QTabBar, QTabWidget, QWidget

from app.views.kit import theme
from app.views.kit.garbage import Garbage

TITLE_ROOM = 216  # pixels: less than the style sheet's widest tab


class _Bar(QTabBar):
    """Where the tabs have too little room, those behind give way: the lists' and the one in front can be read."""

    def minimumTabSizeHint(self, index: int) -> QSize:
        if index in {0, self.currentIndex()} or self._stays(index):
            return self.tabSizeHint(index)
        return super().minimumTabSizeHint(index)

    def _stays(self, index: int) -> bool:
        """Whether it is the tab of a list, which nobody can close."""
        area = self.parentWidget()
        return isinstance(area, QTabWidget) and bool(getattr(area.widget(index), "is_fixed", False))

    def follow(self) -> None:
        """Another tab is in front: where there is too little room, all are laid out again."""
        shown = filter(self.isTabVisible, range(self.count()))
        wanted = sum(self.tabSizeHint(number).width() for number in shown)
        if wanted > self.width():
            self.setElideMode(self.elideMode())


class TabArea(QTabWidget):
    """Tabs with a bar that hides while there is only one."""

    close_wanted = Signal(QWidget)
    page_changed = Signal(object)  # QWidget | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: tuple[QSize, bool, QSize] | None = None
        self._bar = _Bar(self)
        self.setTabBar(self._bar)
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setTabBarAutoHide(True)
        self.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it would hand the keys on to its bar, which takes none
        self.tabBar().setDrawBase(False)
        self.tabBar().setElideMode(Qt.TextElideMode.ElideRight)
        self.tabBar().tabBarClicked.connect(self.setCurrentIndex)
        self.tabCloseRequested.connect(lambda number: self.close_wanted.emit(self.widget(number)))
        self.currentChanged.connect(lambda _number: self._bar.follow())
        self.currentChanged.connect(lambda _number: self.page_changed.emit(self.currentWidget()))

    def event(self, event: QEvent) -> bool:
        """Qt draws the whole page again whenever a label in it asks for other room: only if the room did change."""
        if event.type() == QEvent.Type.LayoutRequest:
            wanted = (self.tabBar().sizeHint(), self.tabBar().isVisible(), self.minimumSizeHint())
            if wanted == self._wanted:
                return True
            self._wanted = wanted
        return super().event(event)

    def add_page(self, page: QWidget, title: str, *, to_front: bool = True) -> None:
        """Append a tab and show it."""
        place = self.addTab(page, self.shown_title(title))
        if to_front:
            self.setCurrentIndex(place)

    def holder(self) -> QWidget:
        """The parent for a page that is made for these tabs: moving it here later would style all of it again."""
        stack = self.findChild(QStackedWidget, "qt_tabwidget_stackedwidget")
        return stack if isinstance(stack, QStackedWidget) else self

    def set_title(self, page: QWidget, title: str) -> None:
        """Rename a page's tab. Qt draws the whole page again for any title, so the same one is not set twice."""
        place, shown = self.indexOf(page), self.shown_title(title)
        if self.tabText(place) != shown:
            self.setTabText(place, shown)

    def shown_title(self, title: str) -> str:
        """What a tab says: tabs that scroll rather than give way would be cut on both sides."""
        if self.tabBar().elideMode() == Qt.TextElideMode.ElideNone:
            words = QFontMetrics(theme.base_font())
            title = words.elidedText(title, Qt.TextElideMode.ElideRight, TITLE_ROOM)
        return _plain(title)

    def show_only(self, hidden: Collection[QWidget]) -> None:
        """Show all tabs but these; the one in front is none of them, and comes first: Qt would take another one."""
        front = self.currentWidget()
        assert front not in hidden, "Qt would bring another one to the front"
        pages = sorted(enumerate(self.pages()), key=lambda each: (each[1] in hidden, each[1] is not front))
        for number, page in pages:
            if self.isTabVisible(number) == (page in hidden):
                self.setTabVisible(number, page not in hidden)

    def next_page(self, steps: int = 1) -> None:
        """Show the next (or with -1 the previous) tab, around the end."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + steps) % self.count())

    def close_page(self, page: QWidget) -> None:
        """Remove a tab and delete its page."""
        self.take_page(page)
        self.delete_page(page)

    def take_page(self, page: QWidget) -> None:
        """Remove a tab; its page lives on unseen until it is deleted."""
        self.removeTab(self.indexOf(page))

    @staticmethod
    def delete_page(page: QWidget) -> None:
        """Delete a page that has no tab any more."""
        Garbage.expect_page(page)
        page.deleteLater()

    def pages(self) -> list[QWidget]:
        """All pages in order."""
        pages = (self.widget(number) for number in range(self.count()))
        return [page for page in pages if page is not None]


def _plain(title: str) -> str:
    """A title in which & is a letter, not a mnemonic's mark: Verlag Bergmann & Co."""
    return title.replace("&", "&&")
