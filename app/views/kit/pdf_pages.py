"""Pages of a PDF as pictures. PDFium is not thread-safe: one lock around every call."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtGui import QImage

POINTS_PER_INCH = 72
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's size in points (1/72 inch)."""

    width: float
    height: float


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """The size of each page; ValueError when the bytes are no PDF."""
    import pypdfium2

    with _lock:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        sizes = tuple(PageSize(*document[number].get_size()) for number in range(len(document)))
        document.close()
    return sizes


def render_page(pdf: bytes, number: int, scale: float) -> QImage:
    """One page as a picture; `scale` 1.0 is 72 pixels an inch."""
    import pypdfium2

    with _lock:
        document = pypdfium2.PdfDocument(pdf)
        page = document[number]
        bitmap = page.render(scale=scale, rev_byteorder=True)
        formats = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}
        data = bytes(bitmap.buffer)
        image = QImage(data, bitmap.width, bitmap.height, bitmap.stride, formats[bitmap.n_channels]).copy()
        bitmap.close()
        page.close()
        document.close()
    return image
