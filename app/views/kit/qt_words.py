"""Qt's own words, such as "Open" and "Cancel" of its file dialog, in the language in force."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from app.i18n import current_language


@cache
def _translator() -> QTranslator:
    """The one of this program: another would be asked beside it."""
    return QTranslator()


def speak_qt() -> bool:
    """Let Qt speak the language in force; False if it has no words for it and stays English."""
    app = QCoreApplication.instance()
    assert app is not None, "a window has its application"
    words = _translator()
    app.removeTranslator(words)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return words.load(f"qtbase_{current_language()}", folder) and app.installTranslator(words)
