"""A picture of any desk on the data as it is, without a display."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

if "PySide6.QtWidgets" not in sys.modules:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.domain.errors import NotFoundError, OutsideError, RefusedError
from app.i18n import set_language
from app.services.finding import find_document
from app.services.product_models import read_versions
from app.services.unit_of_work import Reading
from app.views.kit import theme
from app.views.kit.background import Background
from app.views.main_window import MainWindow
from app.views.start import Opening, open_window

_QUIET_ROUNDS = 3
_WAIT_MS = 30_000


@dataclass(frozen=True, slots=True)
class Picture:
    """What is wanted: a desk, with the document of that number opened on it, in a size in pixels."""

    desk: str
    out: Path
    number: str = ""
    dark: bool = False
    width: int = 1440
    height: int = 900
    language: str = "en"


def take_picture(url: str, picture: Picture) -> tuple[int, int]:
    """Write the PNG; its size. An unknown desk is refused with the list of those there are."""
    qInstallMessageHandler(_say)
    try:
        return _draw(url, picture)
    finally:
        qInstallMessageHandler(None)


def _draw(url: str, picture: Picture) -> tuple[int, int]:
    set_language(picture.language)
    theme.apply_theme(_application(), dark=picture.dark)
    window = _opened(url, size=(picture.width, picture.height))
    try:
        return _take(window, picture)
    finally:
        _close(window)


def _say(_kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
    """Qt's warnings, but for what every window without a display says."""
    if text and not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def _take(window: MainWindow, picture: Picture) -> tuple[int, int]:
    ids = window.desk_ids()
    if picture.desk not in ids:
        raise RefusedError("screenshot.unknown_desk", desk=picture.desk, desks=", ".join(ids))
    window.show_desk(picture.desk)
    _wait_idle(window)
    if picture.number:
        _open_document(window, picture.number, desk=picture.desk)
    shot = window.grab()
    picture.out.parent.mkdir(parents=True, exist_ok=True)
    if not shot.save(str(picture.out), "PNG"):
        raise OutsideError("screenshot.cannot_write", file=picture.out)
    return shot.width(), shot.height()


def _open_document(window: MainWindow, number: str, *, desk: str) -> None:
    """Open an order, invoice, customer ... by its number, as a click elsewhere would; the configurator an article.

    A product model is opened in its newest version.
    """
    found: list[tuple[str, int] | None] = []
    window.context.jobs.read(window, lambda view: _find(view, number), found.append)
    _wait_idle(window)
    if not found or found[0] is None:
        raise NotFoundError("screenshot.no_document", number=number)
    kind, id_ = found[0]
    if (desk, kind) == ("configurator", "product"):
        window.context.bus.ask("configurator.open", id_, sku=number)
    else:
        window.context.bus.ask(kind if "." in kind else f"{kind}.open", id_)
    _wait_idle(window)


def _find(view: Reading, number: str) -> tuple[str, int] | None:
    found = find_document(view, number)
    if found is None or found[0] != "product_model":
        return found
    return "product_model.version", max(read_versions(view, found[1]), key=lambda each: each.number).id


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app


def _opened(url: str, *, size: tuple[int, int] = (1440, 900)) -> MainWindow:
    """A window whose office is open; the error that kept it shut otherwise."""
    _application()
    window, opening = open_window(url)
    window.resize(*size)
    failed: list[Exception] = []
    _wait_for(opening, window, failed)
    if failed:
        _close(window)
        raise failed[0]
    for background in opening.findChildren(Background):
        background.stop()  # a picture sends no mail
    _wait_idle(window)
    return window


def _wait_for(opening: Opening, window: MainWindow, failed: list[Exception]) -> None:
    loop = QEventLoop()
    opening.opened.connect(loop.quit)
    opening.failed.connect(failed.append)
    opening.failed.connect(loop.quit)
    QTimer.singleShot(_WAIT_MS, loop, loop.quit)
    window.show()
    loop.exec()


def _wait_idle(window: MainWindow) -> None:
    """Until nothing is under way: an answer may ask again, so idle a few times in a row is idle."""
    quiet = 0
    for _round in range(400):
        QApplication.processEvents()
        quiet = quiet + 1 if window.context.jobs.is_idle() else 0
        if quiet == _QUIET_ROUNDS:
            return
        window.context.jobs.wait_idle(_WAIT_MS)
    raise OutsideError("screenshot.never_idle")


def _close(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    QApplication.processEvents()
