"""A paper on the screen: pages under one another, zoom, page keys, print and save."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.i18n import _
from app.views.kit import theme
from app.views.kit.jobs import Jobs
from app.views.kit.pdf_pages import POINTS_PER_INCH, PageSize, page_sizes, render_page

_SCREEN_INCH = 96
_ZOOM_STEP = 1.25
_ZOOM_RANGE = (0.25, 4.0)
_PRINT_DPI = 300


class _PageWidget(QWidget):
    def __init__(self, size: PageSize) -> None:
        super().__init__()
        self.points = size
        self.image: QImage | None = None
        self.scale_wanted = 0.0

    def set_zoom(self, zoom: float) -> None:
        factor = zoom * _SCREEN_INCH / POINTS_PER_INCH
        self.setFixedSize(round(self.points.width * factor), round(self.points.height * factor))
        self.scale_wanted = 0.0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("white"))  # paper is white in the dark, too
        if self.image is not None:
            painter.drawImage(QRectF(self.rect()), self.image)
        painter.setPen(QColor(theme.tokens().border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class PdfView(QScrollArea):
    """Shows the bytes of a PDF; pages are drawn on the files lane when they come into sight."""

    page_changed = Signal(int, int)  # page in sight from 1, number of pages
    drawn = Signal(int)  # page number from 1

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._zoom = 1.0
        self._fits = True
        self._pages: list[_PageWidget] = []
        self.setAccessibleName(_("Paper"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.verticalScrollBar().valueChanged.connect(self._draw_visible)

    def set_pdf(self, pdf: bytes) -> None:
        """Show another paper from its first page."""
        self._pdf = pdf
        self._jobs.files(self, partial(page_sizes, pdf), partial(self._lay_out, pdf), latest="sizes")

    def pdf(self) -> bytes:
        """The paper shown."""
        return self._pdf

    def set_zoom(self, zoom: float) -> None:
        """Show at this size; 1.0 is the paper's own size."""
        self._fits = False
        self._apply_zoom(zoom)

    def fit_width(self) -> None:
        """As wide as the view, also when that changes."""
        self._fits = True
        if self._pages:
            widest = max(page.points.width for page in self._pages) * _SCREEN_INCH / POINTS_PER_INCH
            self._apply_zoom((self.viewport().width() - 32) / widest)

    def go_to(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        if 1 <= page <= len(self._pages):
            self.verticalScrollBar().setValue(self._pages[page - 1].y() - 8)

    def save(self, path: Path) -> None:
        """Write the paper to a file, on the files lane."""
        self._jobs.files(self, partial(path.write_bytes, self._pdf), lambda _size: None)

    def open_print_dialog(self) -> None:
        """Ask for a printer without blocking the program, then print."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_to(self, printer: QPrinter) -> None:
        """Draw all pages on the files lane, then send them to the printer."""
        pdf, count = self._pdf, len(self._pages)

        def draw() -> list[QImage]:
            return [render_page(pdf, number, _PRINT_DPI / POINTS_PER_INCH) for number in range(count)]

        self._jobs.files(self, draw, partial(_paint_pages, printer))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        zooms = {Qt.Key.Key_Plus: _ZOOM_STEP, Qt.Key.Key_Equal: _ZOOM_STEP, Qt.Key.Key_Minus: 1 / _ZOOM_STEP}
        key = Qt.Key(event.key())
        if key in steps:
            bar.setValue(steps[key])
        elif key in zooms:
            self.set_zoom(self._zoom * zooms[key])
        elif key == Qt.Key.Key_0:
            self.fit_width()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()
        self._draw_visible()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_visible()

    def _lay_out(self, pdf: bytes, sizes: tuple[PageSize, ...]) -> None:
        if pdf != self._pdf:
            return
        page = QWidget()
        page.setObjectName("scrolled")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        self._pages = [_PageWidget(size) for size in sizes]
        for widget in self._pages:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self.setWidget(page)
        if self._fits:
            self.fit_width()
        else:
            self._apply_zoom(self._zoom)

    def _apply_zoom(self, zoom: float) -> None:
        self._zoom = min(_ZOOM_RANGE[1], max(_ZOOM_RANGE[0], zoom))
        for page in self._pages:
            page.set_zoom(self._zoom)
        inner = self.widget()
        if inner is not None:
            inner.adjustSize()
        self._draw_visible()

    def _draw_visible(self) -> None:
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        seen = 0
        for number, page in enumerate(self._pages):
            if page.y() < bottom and page.y() + page.height() > top:
                seen = seen or number + 1
                self._draw(number, page)
        if seen:
            self.page_changed.emit(seen, len(self._pages))

    def _draw(self, number: int, page: _PageWidget) -> None:
        scale = self._zoom * _SCREEN_INCH / POINTS_PER_INCH * self.devicePixelRatioF()
        if page.scale_wanted == scale:
            return
        page.scale_wanted = scale

        def show(image: QImage) -> None:
            page.image = image
            page.update()
            self.drawn.emit(number + 1)

        self._jobs.files(page, partial(render_page, self._pdf, number, scale), show, latest="page")


def _paint_pages(printer: QPrinter, images: list[QImage]) -> None:
    painter = QPainter(printer)
    for number, image in enumerate(images):
        if number:
            printer.newPage()
        box = QRectF(painter.viewport())
        size = image.size().scaled(box.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    painter.end()
